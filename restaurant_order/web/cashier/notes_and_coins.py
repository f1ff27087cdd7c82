"""What a guest is likely to hand over for an amount. Pure; minor units."""

from typing import Final

NOTES: Final = (5, 10, 20, 50, 100, 200, 500)
"""The notes most currencies have, one way or another; larger where a dinner costs thousands."""

MOST: Final = 1000
"""Units a dinner costs at most, before they are counted by tens."""


def likely_cash(due: int, decimals: int) -> list[int]:
    """Exactly, then rounded up to what notes make: `likely_cash(3740, 2)` -> 37.40, 40, 50, 100.

    At most four, ascending; nothing where nothing is due.
    """
    if due <= 0:
        return []
    unit: int = 10**decimals
    while due > MOST * unit:
        unit *= 10
    return sorted({due, *(-(-due // (note * unit)) * note * unit for note in NOTES)})[:4]
