"""Which lines make which tickets, in which order. Pure: no clock, no database.

A ticket is an order as one station sees it. It is derived from the order's lines whenever
somebody looks, and never stored, so that it cannot disagree with them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Final

from restaurant_order.ordering.courses import courses_of
from restaurant_order.ordering.models import LineStatus, OrderKind
from restaurant_order.ordering.progress import IN_KITCHEN
from restaurant_order.ordering.views import CLEARING, LineView, OrderView
from restaurant_order.visits.allergies import Allergy

DONE: Final = frozenset({LineStatus.READY, LineStatus.SERVED})

RECALLABLE_FOR: Final = timedelta(hours=3)
"""How long after it left the board a ticket can be called back."""


@dataclass(frozen=True)
class Station:
    """Where lines are made. Minutes until a ticket asks for attention, and until it is late.

    `off_since`: nothing new comes here.
    """

    id: int
    slug: str
    name: dict[str, str]
    language: str | None
    warn_after: int
    late_after: int
    takeaway_warn_after: int | None = None
    takeaway_late_after: int | None = None
    off_since: datetime | None = None

    def patience(self, kind: OrderKind) -> tuple[int, int]:
        """Minutes for an order of this kind; takeaway without its own waits as a table does."""
        warn, late = self.takeaway_warn_after, self.takeaway_late_after
        if kind is OrderKind.TAKEAWAY and warn is not None and late is not None:
            return (warn, late)
        return (self.warn_after, self.late_after)


@dataclass(frozen=True)
class Board:
    """What one screen shows: a station, or without one everything the kitchen makes.

    `is_pass`: whole orders on their way out, of which the stations do the work.
    """

    station: Station | None
    is_pass: bool = False

    @property
    def slug(self) -> str:
        if self.is_pass:
            return "pass"
        return self.station.slug if self.station else "all"

    @property
    def station_id(self) -> int | None:
        return self.station.id if self.station else None

    def makes(self, station_id: int | None) -> bool:
        """Whether what is made at `station_id` is this board's business."""
        return self.station is None or station_id == self.station.id

    def part(self, line: LineView) -> LineView | None:
        """The line as this board has it: how far its own part is. None: not its business."""
        return line if self.station is None else line.at(self.station.id)


class Stage(StrEnum):
    """How far a ticket has come. Held: all that is left waits for its course to be fired.

    Stopped: nothing is left but cancellations nobody has seen.
    """

    NEW = "new"
    COOKING = "cooking"
    HELD = "held"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Elsewhere:
    """What another station makes of the same order: `done` of `total` dishes."""

    station_id: int | None
    done: int
    total: int
    lines: tuple[LineView, ...] = field(default=(), compare=False)

    @property
    def is_done(self) -> bool:
        return self.done == self.total


@dataclass(frozen=True)
class Ticket:
    """An order as one board shows it, with the rounds that joined it (`joined_up`).

    `lines`: what the cook reads, in the order it was placed; of a line that several stations make
    it is this station's part, with its status and times. `gate`: allergies nobody here has looked
    at yet; until then nothing else on it can be touched.
    """

    order: OrderView
    lines: tuple[LineView, ...]
    elsewhere: tuple[Elsewhere, ...]
    gate: tuple[Allergy, ...] = ()

    @property
    def key(self) -> str:
        return key_of(self.order.id)

    @property
    def since(self) -> datetime:
        """The moment the kitchen could know of it; age counts from here."""
        return self.order.accepted_at or self.order.placed_at

    @property
    def fired_at(self) -> datetime | None:
        """Since when there is something to make: the second clock. None while all is held."""
        return min((line.fired_at for line in self.fired if line.fired_at), default=None)

    @property
    def rank(self) -> tuple[bool, datetime, int]:
        """What is rushed, then oldest first, for good: what is recalled finds its old place."""
        return (not self.is_rushed, self.since, self.order.id)

    @property
    def is_rushed(self) -> bool:
        return self.order.rushed_at is not None

    @cached_property
    def active(self) -> tuple[LineView, ...]:
        return tuple(line for line in self.lines if line.status in IN_KITCHEN)

    @cached_property
    def fired(self) -> tuple[LineView, ...]:
        """What may be made now."""
        return tuple(line for line in self.active if not line.is_held)

    @cached_property
    def held_courses(self) -> tuple[int, ...]:
        """The courses of the order, on any station, that wait to be fired; the next one first."""
        return courses_of(self.order.lines).held

    @cached_property
    def waiting_courses(self) -> tuple[int, ...]:
        """The courses of the order that were fired, and can be held again."""
        return courses_of(self.order.lines).fired

    @property
    def recallable(self) -> tuple[LineView, ...]:
        """Done, and not yet carried away."""
        return tuple(line for line in self.lines if line.status is LineStatus.READY)

    @cached_property
    def unseen(self) -> tuple[LineView, ...]:
        return tuple(line for line in self.lines if is_unseen(line))

    @property
    def is_open(self) -> bool:
        return bool(self.active or self.unseen)

    @cached_property
    def stage(self) -> Stage:
        if not self.active:
            return Stage.STOPPED
        if not self.fired:
            return Stage.HELD
        untouched = all(line.status is LineStatus.ACCEPTED for line in self._living)
        return Stage.NEW if untouched else Stage.COOKING

    @property
    def is_started(self) -> bool:
        """Nothing is left that nobody has begun."""
        return all(line.status is not LineStatus.ACCEPTED for line in self.fired)

    @property
    def done_at(self) -> datetime | None:
        """When the last of its dishes was done; None while there are none."""
        done = (line.ready_at for line in self.lines if line.status in DONE)
        return max((at for at in done if at is not None), default=None)

    @property
    def is_cleared(self) -> bool:
        """It was not finished by anybody: the restaurant's rule took it off."""
        cleared, done = self.order.cleared_at, self.done_at
        return cleared is not None and done is not None and done < cleared + CLEARING

    @cached_property
    def guests(self) -> int:
        """How many people of the table ordered here; one needs no naming."""
        return len({line.guest_id for line in self._living if line.guest_id is not None})

    @cached_property
    def _living(self) -> tuple[LineView, ...]:
        return tuple(line for line in self.lines if line.status is not LineStatus.CANCELLED)


def joined_up(orders: Iterable[OrderView]) -> list[OrderView]:
    """Each ticket's orders as one: the first of them, with the lines of those that joined it.

    Its version is the newest of all of them; who has joined never leaves again.
    """
    tickets: dict[int, list[OrderView]] = {}
    for order in sorted(orders, key=lambda order: (order.placed_at, order.id)):
        tickets.setdefault(order.ticket_id, []).append(order)
    return [_joined_up(ticket_id, rounds) for ticket_id, rounds in tickets.items()]


def _joined_up(ticket_id: int, rounds: list[OrderView]) -> OrderView:
    first = next((one for one in rounds if one.id == ticket_id), rounds[0])
    later = tuple(one for one in rounds if one is not first)
    rushed = [(one.rushed_at, one.rush_reason) for one in rounds if one.rushed_at]
    rushed_at, rush_reason = min(rushed, default=(None, ""))
    return replace(
        first,
        lines=(*first.lines, *(line for one in later for line in one.lines)),
        version=max(one.version for one in rounds),
        rushed_at=rushed_at,
        rush_reason=rush_reason,
        joined=later,
    )


def key_of(order_id: int) -> str:
    return f"order-{order_id}"


def is_unseen(line: LineView) -> bool:
    """Cancelled after the kitchen had been told, and no cook has looked at it yet."""
    told = line.accepted_at is not None
    return line.status is LineStatus.CANCELLED and told and line.cancel_seen_at is None


def ticket_of(order: OrderView, board: Board) -> Ticket:
    """The order as the board sees it, whether or not anything is left to do."""
    here = (part for line in order.lines if (part := board.part(line)) is not None)
    parts = (part for line in order.lines for part in line.by_station)
    others = [part for part in parts if not board.makes(part.station_id)]
    lines = tuple(filter(_is_readable, here))
    gate = _gate(order, stations_of(lines, board)) if order.allergies else ()
    return Ticket(order, lines, elsewhere=_summed(others), gate=gate)


def stations_of(lines: Iterable[LineView], board: Board) -> list[int | None]:
    """Those for whom this board's screen speaks: its own, else all that make something of it."""
    if board.station is not None:
        return [board.station_id]
    return list(dict.fromkeys(station for line in lines for station in line.stations))


def _gate(order: OrderView, stations: Iterable[int | None]) -> tuple[Allergy, ...]:
    unseen = {one for station in stations for one in order.unseen_allergies(station)}
    return tuple(one for one in order.allergies if one in unseen)


def open_tickets(orders: Iterable[OrderView], board: Board) -> list[Ticket]:
    """What stands on the board, oldest first."""
    tickets = (ticket_of(order, board) for order in orders)
    return sorted((ticket for ticket in tickets if ticket.is_open), key=lambda ticket: ticket.rank)


def recallable_tickets(orders: Iterable[OrderView], board: Board, *, now: datetime) -> list[Ticket]:
    """What has left the board within three hours, last finished first."""
    left = [
        (ticket.done_at, ticket)
        for ticket in (ticket_of(order, board) for order in orders)
        if not ticket.is_open and ticket.done_at and ticket.done_at > now - RECALLABLE_FOR
    ]
    return [ticket for _, ticket in sorted(left, key=lambda one: (one[0], one[1].rank))][::-1]


def patience_of(ticket: Ticket, stations: Mapping[int | None, Station]) -> tuple[int, int]:
    """Minutes until the ticket asks for attention and until it is late.

    On a board of all stations the most impatient one that still has work on it decides.
    """
    concerned = [stations[line.station_id] for line in ticket.active if line.station_id in stations]
    patiences = [station.patience(ticket.order.kind) for station in concerned]
    return min(patiences, key=lambda patience: patience[1], default=DEFAULT_PATIENCE)


DEFAULT_PATIENCE: Final = (8, 15)
"""Minutes, where no station says otherwise."""


def _is_readable(line: LineView) -> bool:
    """Not yet accepted lines are no business of the kitchen's; seen cancellations no longer."""
    if line.status is LineStatus.CANCELLED:
        return is_unseen(line)
    return line.status is not LineStatus.PLACED


def _summed(lines: Iterable[LineView]) -> tuple[Elsewhere, ...]:
    by_station: dict[int | None, list[LineView]] = {}
    for line in lines:
        if line.status not in {LineStatus.CANCELLED, LineStatus.PLACED}:
            by_station.setdefault(line.station_id, []).append(line)
    return tuple(
        Elsewhere(
            station_id,
            done=sum(line.quantity for line in made if line.status in DONE),
            total=sum(line.quantity for line in made),
            lines=tuple(made),
        )
        for station_id, made in by_station.items()
    )
