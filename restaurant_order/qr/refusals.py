"""Refusals around codes and sheets."""

from flask_babel import lazy_gettext as _l

from restaurant_order.core.refusals import Conflict, NotFound


class StickerBound(Conflict):
    code = "sticker_bound"
    sentence = _l("This sticker belongs to a table already.")


class StickerUnbound(NotFound):
    code = "sticker_unbound"
    sentence = _l("This sticker is not in use yet. Please ask our staff.")


class WrongTypedCode(NotFound):
    code = "wrong_typed_code"
    sentence = _l("We do not know this code. Please look at the card on your table again.")
