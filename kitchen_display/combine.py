"""Equal lines of a ticket as one: three times the same burger reads as `3× Burger`. Pure.

Both ways of reading stand in the ticket; which one shows is each screen's own choice.
"""

from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from restaurant_order.ordering.models import LineStatus
from restaurant_order.ordering.progress import IN_KITCHEN
from restaurant_order.ordering.views import LineView

NEVER: Final = frozenset({LineStatus.CANCELLED, LineStatus.PLACED})
"""A cancellation has to be looked at, each by itself."""


@dataclass(frozen=True)
class Row:
    """What stands on one row of a ticket: a line, or several that are made alike."""

    lines: tuple[LineView, ...]

    @property
    def first(self) -> LineView:
        return self.lines[0]

    @property
    def is_combined(self) -> bool:
        return len(self.lines) > 1

    @property
    def quantity(self) -> int:
        return sum(line.quantity for line in self.lines)

    @property
    def status(self) -> LineStatus:
        """As far as all of them have come."""
        if LineStatus.ACCEPTED in {line.status for line in self.lines}:
            return LineStatus.ACCEPTED
        return self.first.status

    @property
    def guests(self) -> tuple[tuple[str, int | None], ...]:
        """Who ordered them, each once: name and colour."""
        named = [(ln.guest_name, ln.guest_colour) for ln in self.lines if ln.guest_name]
        return tuple(dict.fromkeys(named))


def rows_of(lines: Iterable[LineView], apart: Collection[int | None] = ()) -> list[Row]:
    """Equal lines stand where the first of them stood; no line is lost or told twice.

    What the guests in `apart` ordered (they have an allergy) stands with nobody else's.
    """
    rows: dict[Hashable, list[LineView]] = {}
    for line in lines:
        whose = line.guest_id if line.guest_id in apart else None
        rows.setdefault((_likeness(line), whose), []).append(line)
    return [Row(tuple(alike)) for alike in rows.values()]


def _likeness(line: LineView) -> Hashable:
    """Two lines with the same likeness are made, plated and finished alike, and in one go."""
    if line.status in NEVER:
        return line.id
    return (
        line.dish_id,
        line.station_id,
        line.stations,
        line.order_id,
        line.course if line.is_held else 0,
        line.is_early,
        "in kitchen" if line.status in IN_KITCHEN else line.status,
        tuple(sorted(line.kitchen_name.items())),
        tuple(sorted(line.name.items())),
        tuple(_option(option) for option in line.options),
        line.note,
        line.order_id,
        line.course,
        line.is_held,
    )


def _option(option: dict[str, Any]) -> Hashable:
    return (
        option["id"],
        tuple(sorted(option["name"].items())),
        tuple(sorted(option.get("kitchen_name", {}).items())),
    )
