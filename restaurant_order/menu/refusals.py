"""What the menu refuses, naming the dish or the question in the reader's language."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_ngettext as _ln

from restaurant_order.core.database import Words
from restaurant_order.core.languages import in_words
from restaurant_order.core.refusals import Conflict, Invalid


@dataclass(frozen=True)
class ReadersWords:
    """Words by language that become text when the sentence around them is read."""

    words: Words

    def __str__(self) -> str:
        return in_words(self.words)


class SoldOut(Conflict):
    """`left` portions remain, fewer than were wanted."""

    code = "sold_out"

    def __init__(self, name: Words, *, left: int = 0) -> None:
        dish = ReadersWords(name)
        if left:
            sentence = _ln(
                "There is only %(num)s left of: %(dish)s.",
                "There are only %(num)s left of: %(dish)s.",
                left,
                dish=dish,
            )
        else:
            sentence = _l("Sold out: %(dish)s.", dish=dish)
        super().__init__(sentence)
        self.left = left


class NotServedNow(Conflict):
    code = "not_served_now"

    def __init__(self, name: Words) -> None:
        super().__init__(_l("Not served at this hour: %(dish)s.", dish=ReadersWords(name)))


class BadChoice(Invalid):
    """Options that do not go together; `group` is the name of the question, if one is to blame."""

    code = "bad_choice"
    sentence = _l("One of these options does not belong to this dish.")

    def __init__(self, sentence: object | None = None, /, *, group: Words | None = None) -> None:
        super().__init__(sentence, field="options")
        self.group = group


class UnknownOption(BadChoice):
    code = "unknown_option"


class TooFewChosen(BadChoice):
    code = "too_few_chosen"

    def __init__(self, group: Words, *, missing: int) -> None:
        sentence = _ln(
            "“%(group)s”: please choose %(num)s more.",
            "“%(group)s”: please choose %(num)s more.",
            missing,
            group=ReadersWords(group),
        )
        super().__init__(sentence, group=group)
        self.missing = missing


class TooManyChosen(BadChoice):
    code = "too_many_chosen"

    def __init__(self, group: Words, *, most: int) -> None:
        sentence = _ln(
            "“%(group)s”: at most %(num)s, please.",
            "“%(group)s”: at most %(num)s, please.",
            most,
            group=ReadersWords(group),
        )
        super().__init__(sentence, group=group)
        self.most = most
