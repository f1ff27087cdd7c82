"""Refusals as a guest meets them: what happened, and what to do now."""

from typing import Final

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from restaurant_order.core.refusals import NotFound, Refusal
from restaurant_order.qr.refusals import StickerUnbound
from restaurant_order.visits.recognise import NoTable
from restaurant_order.visits.service import RenewedCode, UnknownCode, VisitOver
from restaurant_order.web.diner.blueprint import blueprint
from restaurant_order.web.diner.pages import is_fragment


class LineGone(NotFound):
    code = "line_gone"
    sentence = _l("This dish is no longer in the cart. Perhaps somebody at your table took it out.")


HEADLINES: Final[dict[type[Refusal], object]] = {
    NoTable: _l("Which table is yours?"),
    UnknownCode: _l("We do not know this code"),
    RenewedCode: _l("This code has been replaced"),
    StickerUnbound: _l("This sticker is not in use yet"),
    VisitOver: _l("Thank you for your visit"),
}

ADVICE: Final[dict[type[Refusal], object]] = {
    VisitOver: _l(
        "Your table's bill is settled, and this page with it. We hope to see you again soon."
        " To order again, scan the code on your table."
    ),
}


@blueprint.errorhandler(NoTable)
@blueprint.errorhandler(UnknownCode)
@blueprint.errorhandler(RenewedCode)
@blueprint.errorhandler(VisitOver)
@blueprint.errorhandler(StickerUnbound)
def not_at_a_table(refusal: Refusal) -> ResponseReturnValue:
    """A page of its own for whoever has no table (any more); a script is sent to that page."""
    if is_fragment():
        return "", refusal.status, {"HX-Refresh": "true"}
    return (
        render_template(
            "diner/no_table.html",
            status=refusal.status,
            headline=HEADLINES[type(refusal)],
            message=ADVICE.get(type(refusal), refusal.sentence),
            picture="star" if isinstance(refusal, VisitOver) else "qr-code",
        ),
        refusal.status,
    )
