"""Money: integer minor units of the restaurant's currency, and the one rounding rule."""

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final

from babel.numbers import format_currency, get_currency_precision

WHOLE: Final = 10_000
"""Basis points in 100 %."""


_TYPED: Final = re.compile(r"(?P<whole>-?[0-9]{1,9})(?:[.,](?P<cents>[0-9]+))?")


def exponent(currency: str) -> int:
    """Digits after the point of an ISO 4217 currency, from CLDR: EUR 2, JPY 0, KWD 3."""
    return get_currency_precision(currency)


@lru_cache(maxsize=4096)
def format_money(minor: int, currency: str, locale: str) -> str:
    """`1250, "EUR", "en"` -> `€12.50`."""
    amount = Decimal(minor).scaleb(-exponent(currency))
    return format_currency(amount, currency, locale=locale)


def parse_money(text: str, currency: str) -> int:
    """What somebody typed (`12.5`, `12,50`) in minor units.

    Raises ValueError for anything else, more digits than the currency has, or ten digits and more.
    """
    found = _TYPED.fullmatch(text.strip())
    if found is None or len(found["cents"] or "") > exponent(currency):
        raise ValueError(text)
    amount = Decimal(f"{found['whole']}.{found['cents'] or 0}")
    return int(amount.scaleb(exponent(currency)))


def rounded(amount: Decimal) -> int:
    """Half away from zero, as tills and tax offices round."""
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def part_of(minor: int, basis_points: int) -> int:
    """A percentage of an amount, rounded once: `part_of(999, 825) == 82`."""
    return rounded(Decimal(minor) * basis_points / WHOLE)


def tax_within(gross: int, basis_points: int) -> int:
    """The tax contained in a gross amount: gross x r / (100 % + r), rounded once."""
    return rounded(Decimal(gross) * basis_points / (WHOLE + basis_points))


def share_evenly(minor: int, parts: int) -> list[int]:
    """Split without losing a cent, first parts larger: `share_evenly(1000, 3) == [334, 333, 333]`.

    Raises ValueError when `parts` is below 1.
    """
    if parts < 1:
        raise ValueError(parts)
    sign = -1 if minor < 0 else 1
    share, rest = divmod(abs(minor), parts)
    return [sign * (share + (1 if i < rest else 0)) for i in range(parts)]
