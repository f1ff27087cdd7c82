"""Where a table stands on its area's plan: centimetres from the upper left corner."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from restaurant_order.core.refusals import Invalid
from restaurant_order.venue.models import Shape, Table

FARTHEST: Final = 4000
"""A plan is at most 40 m by 40 m."""

SMALLEST: Final = 30
LARGEST: Final = 800
"""A table's sides, from a bar stool's ledge to a banquet's row."""

AISLE: Final = 60
"""Between tables that nobody has placed yet."""

LEAST_PLAN: Final = (800, 500)
"""Width and height that are shown even of an empty area."""


@dataclass(frozen=True, slots=True)
class Spot:
    x: int
    y: int
    width: int
    height: int
    shape: Shape = Shape.SQUARE

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bottom(self) -> int:
        return self.y + self.height

    @property
    def middle(self) -> tuple[int, int]:
        return self.x + self.width // 2, self.y + self.height // 2


def checked_spot(spot: Spot, *, name: str) -> Spot:
    """Raises Invalid naming the table unless it is of a table's size and on the plan."""
    if not (SMALLEST <= spot.width <= LARGEST and SMALLEST <= spot.height <= LARGEST):
        raise Invalid(
            _l(
                "Table %(name)s: its sides have to be from %(least)s to %(most)s cm.",
                name=name, least=SMALLEST, most=LARGEST,
            )
        )  # fmt: skip
    if spot.x < 0 or spot.y < 0 or spot.right > FARTHEST or spot.bottom > FARTHEST:
        raise Invalid(
            _l("Table %(name)s: it has to stand within %(most)s cm.", name=name, most=FARTHEST)
        )
    return spot


def laid_out(tables: Sequence[Table], placed: Mapping[int, Spot]) -> dict[int, Spot]:
    """A spot for every table: its own, or one in the rows below all that have one."""
    spots = {table.id: placed[table.id] for table in tables if table.id in placed}
    waiting = [table for table in tables if table.id not in placed]
    across = max(round((len(waiting) * 1.6) ** 0.5), 4)
    x, y = AISLE, max((spot.bottom for spot in spots.values()), default=0) + AISLE
    row = 0
    for number, table in enumerate(waiting):
        if number and number % across == 0:
            x, y, row = AISLE, y + row + AISLE, 0
        width, height = size_for(table.seats)
        spots[table.id] = Spot(x, y, width, height)
        x, row = x + width + AISLE, max(row, height)
    return spots


def size_for(seats: int) -> tuple[int, int]:
    """Width and height of a usual table for so many."""
    if seats <= 2:
        return 80, 80
    if seats <= 4:
        return 100, 100
    return (160, 90) if seats <= 6 else (220, 100)


def overlaps(spots: Mapping[int, Spot]) -> list[tuple[int, int]]:
    """Pairs that stand on each other; those that touch are pushed together on purpose."""
    return [
        (one, other) for one, other in combinations(spots, 2) if _cross(spots[one], spots[other])
    ]


def extent(spots: Iterable[Spot]) -> tuple[int, int]:
    """Width and height of the plan, with an aisle around all that stands on it."""
    there = list(spots)
    return (
        max([LEAST_PLAN[0], *(spot.right + AISLE for spot in there)]),
        max([LEAST_PLAN[1], *(spot.bottom + AISLE for spot in there)]),
    )


def as_row(table_id: int, spot: Spot) -> list[Any]:
    """As the journal keeps it."""
    return [table_id, spot.x, spot.y, spot.width, spot.height, spot.shape.value]


def from_row(row: Sequence[Any]) -> tuple[int, Spot]:
    table_id, x, y, width, height, shape = row
    return table_id, Spot(x, y, width, height, Shape(shape))


def _cross(one: Spot, other: Spot) -> bool:
    return (
        one.x < other.right and other.x < one.right
        and one.y < other.bottom and other.y < one.bottom
    )  # fmt: skip
