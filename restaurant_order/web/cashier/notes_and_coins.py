"""What a guest is likely to hand over for an amount. Pure; minor units."""

from typing import Final

NOTES: Final = (5, 10, 20, 50, 100, 200)
"""Whole units: the notes most currencies have, one way or another."""


def likely_cash(due: int, decimals: int) -> list[int]:
    """Exactly, then rounded up to what notes make: `likely_cash(3740, 2)` -> 37.40, 40, 50, 100.

    At most five, ascending; nothing where nothing is due.
    """
    if due <= 0:
        return []
    unit: int = 10**decimals
    rounded = {_up(due, note * unit) for note in NOTES}
    return sorted({due, _up(due, unit), *rounded})[:5]


def _up(due: int, step: int) -> int:
    return -(-due // step) * step
