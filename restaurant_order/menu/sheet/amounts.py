"""Money and percentages as people type them into a sheet, with a point or a comma."""

import re
import unicodedata
from decimal import Decimal
from typing import Final

from flask_babel import lazy_gettext as _l

from restaurant_order.core.money import exponent
from restaurant_order.menu.sheet.refusals import BadCell

MOST_DIGITS: Final = 9
"""Before the decimal sign."""

_NUMBER: Final = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_GROUPED: Final = re.compile(r"[1-9][0-9]{0,2}(?:[.,][0-9]{3})+")


def read_money(text: str, currency: str) -> int:
    """`12.5`, `12,50`, `€ 1.250,00`, `1,250` yen: minor units.

    Where a sign could as well group thousands as mark decimals, it is refused. Raises BadCell.
    """
    digits = exponent(currency)
    number = _number(_bare(text, currency), digits)
    if number is None:
        example = write_money(1250 if digits else 12, currency)
        raise BadCell(_l("An amount like %(example)s, please.", example=example))
    return int(number.scaleb(digits))


def write_money(minor: int, currency: str, *, comma: bool = False) -> str:
    """`1250` cents -> `12.50`, or `12,50` with `comma`."""
    digits = exponent(currency)
    return _signed(f"{Decimal(minor).scaleb(-digits):.{digits}f}", comma)


def read_rate(text: str) -> int:
    """`7`, `7.5 %`, `8,25`: basis points. Raises BadCell."""
    plain = _bare(text.replace("%", ""), "").replace(",", ".")
    number = Decimal(plain) if re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]{1,2})?", plain) else None
    if number is None or number > 100:
        raise BadCell(_l("A percentage like 7 or 7.5, please."))
    return int(number * 100)


def write_rate(basis_points: int, *, comma: bool = False) -> str:
    """`1900` -> `19`, `825` -> `8.25`."""
    return _signed(f"{Decimal(basis_points) / 100:f}", comma)


def has_decimal_comma(text: str) -> bool:
    return re.search(r",[0-9]{1,2}\b", text) is not None


def _bare(text: str, currency: str) -> str:
    """Without currency, spaces and the apostrophes of Swiss thousands."""
    plain = unicodedata.normalize("NFKC", text)
    if currency:
        plain = plain.upper().replace(currency, "")
    kept = (c for c in plain if unicodedata.category(c) != "Sc" and not c.isspace())
    return "".join(kept).strip("元圆円").replace("'", "").replace("’", "")


def _number(text: str, digits: int) -> Decimal | None:
    if not _NUMBER.fullmatch(text):
        return None
    signs = [char for char in text if char in ".,"]
    head, tail = text, ""
    if signs and _marks_decimals(text, signs, digits):
        head, _, tail = text.rpartition(signs[-1])
    if ("." in head or "," in head) and not (_GROUPED.fullmatch(head) and _is_one_sign(head)):
        return None
    head = head.replace(".", "").replace(",", "")
    if len(tail) > digits or len(head) > MOST_DIGITS:
        return None
    if len(signs) == 1 and not tail and digits:
        return None
    return Decimal(f"{head}.{tail or 0}")


def _marks_decimals(text: str, signs: list[str], digits: int) -> bool:
    """Whether the last sign is a decimal one: it is alone, or another than those before it."""
    if len(signs) > 1:
        return signs[-1] not in signs[:-1]
    return digits > 0 and len(text.rpartition(signs[0])[2]) <= digits


def _is_one_sign(text: str) -> bool:
    return not ("." in text and "," in text)


def _signed(text: str, comma: bool) -> str:
    return text.replace(".", ",") if comma else text
