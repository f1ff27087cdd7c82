"""What stands at the pass, whole orders, and who still makes something of them. Pure.

A line is at the pass from the moment it may be made until it is handed out, carried away, served or
cancelled. What waits for its course, and what was cancelled and no cook has seen, is readable on
the order's ticket, and holds nothing up. A dish that stood ready when it was cancelled stays until
the pass has seen it, and nothing of the order is handed out before.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from kitchen_display.board import DONE, RECALLABLE_FOR, Board, Ticket, is_unseen, ticket_of
from restaurant_order.ordering.models import LineStatus
from restaurant_order.ordering.passing import AT_PASS
from restaurant_order.ordering.progress import IN_KITCHEN
from restaurant_order.ordering.views import LineView, OrderView

FORGOTTEN_AFTER: Final = timedelta(hours=3)
"""What has been ready for so long was handed out without telling the pass."""

EVERYTHING: Final = Board(None)


@dataclass(frozen=True)
class AtStation:
    """How much of an order one station has done, of what it makes of it, in portions."""

    station_id: int | None
    done: int
    total: int
    is_started: bool

    @property
    def is_done(self) -> bool:
        return self.done == self.total

    @property
    def left(self) -> int:
        return self.total - self.done


@dataclass(frozen=True)
class PassTicket:
    """An order as the pass shows it, with the rounds that joined it.

    `lines`: at the pass now; held back; or cancelled and not seen yet.
    """

    order: OrderView
    lines: tuple[LineView, ...]

    @property
    def key(self) -> str:
        return self.whole.key

    @property
    def whole(self) -> Ticket:
        """The order as the board of all stations would show it: its age and place."""
        return ticket_of(self.order, EVERYTHING)

    @property
    def here(self) -> tuple[LineView, ...]:
        return tuple(line for line in self.lines if line.status in AT_PASS and not line.is_held)

    @property
    def unfinished(self) -> tuple[LineView, ...]:
        return tuple(line for line in self.here if line.status in IN_KITCHEN)

    @property
    def is_complete(self) -> bool:
        return not self.unfinished

    @property
    def unseen(self) -> tuple[LineView, ...]:
        """Cancelled when they stood here ready; somebody has to take them away."""
        return tuple(line for line in self.lines if _stood_here(line))

    @property
    def is_open(self) -> bool:
        return bool(self.here or self.unseen)

    @property
    def stations(self) -> tuple[AtStation, ...]:
        """Who makes what is here, in the order of its lines."""
        return at_stations(self.here)

    @property
    def waits_for(self) -> tuple[AtStation, ...]:
        return tuple(one for one in self.stations if not one.is_done)

    @property
    def readiness(self) -> tuple[int, int]:
        """Portions that are ready, and all that are here."""
        ready = (line.quantity for line in self.here if line.status is LineStatus.READY)
        return sum(ready), sum(line.quantity for line in self.here)


@dataclass(frozen=True)
class HandedOut:
    """What the pass last handed out of an order."""

    order: OrderView
    lines: tuple[LineView, ...]
    at: datetime

    @property
    def recallable(self) -> tuple[LineView, ...]:
        """Not on its way yet."""
        return tuple(
            line for line in self.lines if line.status in AT_PASS and line.taken_at is None
        )


def pass_ticket(order: OrderView, *, now: datetime) -> PassTicket:
    """The order at the pass, whether or not anything of it is left there."""
    lines = order.lines
    return PassTicket(order, tuple(line for line in lines if _is_shown(line, now)))


def _is_shown(line: LineView, now: datetime) -> bool:
    if line.status is not LineStatus.CANCELLED:
        return line.is_held or is_at_pass(line, now=now)
    if line.ready_at is None:
        return is_unseen(line)
    recently = line.cancelled_at is not None and line.cancelled_at > now - FORGOTTEN_AFTER
    return _stood_here(line) and recently


def _stood_here(line: LineView) -> bool:
    """Ready and at the pass when it was cancelled, and not looked at here since."""
    was_here = line.ready_at is not None and line.passed_at is None and line.taken_at is None
    is_off = line.status is LineStatus.CANCELLED
    return is_off and was_here and line.cancel_seen_at_pass is None


def is_at_pass(line: LineView, *, now: datetime) -> bool:
    if line.passed_at is not None or line.taken_at is not None or line.is_held:
        return False
    if line.status not in AT_PASS:
        return False
    if line.status is not LineStatus.READY:
        return True
    return line.ready_at is not None and line.ready_at > now - FORGOTTEN_AFTER


def at_stations(lines: Iterable[LineView]) -> tuple[AtStation, ...]:
    """Each station once, with its parts of these lines."""
    parts: dict[int | None, list[LineView]] = {}
    for line in lines:
        for part in line.by_station:
            parts.setdefault(part.station_id, []).append(part)
    return tuple(_at(station_id, made) for station_id, made in parts.items())


def handed_out(orders: Iterable[OrderView], *, now: datetime) -> list[HandedOut]:
    """What the pass has handed out within three hours, the last first; an order once."""
    found = (last_out(order) for order in orders)
    recent = [one for one in found if one is not None and one.at > now - RECALLABLE_FOR]
    return sorted(recent, key=lambda one: (one.at, one.order.id), reverse=True)


def last_out(order: OrderView) -> HandedOut | None:
    """The lines that left the pass together, last."""
    times = [line.passed_at for line in order.lines if line.passed_at is not None]
    if not times:
        return None
    at = max(times)
    return HandedOut(order, tuple(line for line in order.lines if line.passed_at == at), at)


def _at(station_id: int | None, parts: Sequence[LineView]) -> AtStation:
    return AtStation(
        station_id,
        done=sum(part.quantity for part in parts if part.status in DONE),
        total=sum(part.quantity for part in parts),
        is_started=any(part.status is LineStatus.COOKING for part in parts),
    )
