"""Orders as screens see them: frozen, whole, read in one query."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from restaurant_order.core.database import Words
from restaurant_order.ordering.models import Disposition, LineStatus, OrderKind
from restaurant_order.ordering.pricing import Sum, add_up
from restaurant_order.ordering.progress import IN_KITCHEN, OrderStatus, order_status
from restaurant_order.visits.allergies import Allergy, unseen

CLEARING: Final = timedelta(minutes=1)
"""What becomes ready so soon after its order was cleared was made so by the clearing."""

_PARTED: Final = IN_KITCHEN | {LineStatus.READY}
"""While a line is at one of these, each of its stations may be at another."""


@dataclass(frozen=True)
class Part:
    """What one station makes of a line that several make; `status`: accepted, cooking or ready."""

    station_id: int
    status: LineStatus
    started_at: datetime | None
    ready_at: datetime | None
    cancel_seen_at: datetime | None
    start_at: datetime | None = None
    released_at: datetime | None = None


@dataclass(frozen=True)
class LineView:
    """A line; `options` as photographed: `[{"id": 7, "name": {...}, "price": 150}]`.

    An option that another station makes says so: `"station_id": 3`; one with a name of its own in
    the kitchen too: `"kitchen_name": {...}`. `parts`: one for each station
    of a line that several make, else empty; `start_at`, `released_at` are then those of the first
    of them to begin (`plan_of`).
    """

    id: int
    order_id: int
    dish_id: int
    station_id: int | None
    guest_id: int | None
    guest_name: str | None
    guest_colour: int | None
    name: Words
    kitchen_name: Words
    options: list[dict[str, Any]]
    note: str
    quantity: int
    unit_price: int
    tax_rate: int
    sum: Sum
    status: LineStatus
    accepted_at: datetime | None
    started_at: datetime | None
    ready_at: datetime | None
    served_at: datetime | None
    cancelled_at: datetime | None
    cancel_reason: str
    cancel_seen_at: datetime | None
    course: int | None
    prep_minutes: int | None
    fired_at: datetime | None
    start_at: datetime | None
    released_at: datetime | None
    taken_at: datetime | None
    taken_by: str | None
    parts: tuple[Part, ...] = ()
    disposition: Disposition | None = None
    passed_at: datetime | None = None
    cancel_seen_at_pass: datetime | None = None

    @property
    def is_early(self) -> bool:
        """Its station holds it back: it is not its turn yet."""
        waits = self.status is LineStatus.ACCEPTED and not self.is_held
        return waits and self.start_at is not None and self.released_at is None

    @property
    def is_held(self) -> bool:
        """Its course waits until somebody fires it."""
        return self.status is LineStatus.ACCEPTED and self.fired_at is None

    @property
    def stations(self) -> tuple[int | None, ...]:
        """Who makes it, its own station first; None: nobody in particular."""
        return tuple(part.station_id for part in self.parts) or (self.station_id,)

    def at(self, station_id: int | None) -> "LineView | None":
        """The line as this station has it: how far its part is. None: it makes nothing of it.

        This is how every board reads a line; a board of all stations reads the line itself.
        """
        if not self.parts:
            return self if self.station_id == station_id else None
        for part in self.parts:
            if part.station_id == station_id:
                return replace(
                    self,
                    station_id=part.station_id,
                    status=part.status if self.status in _PARTED else self.status,
                    started_at=part.started_at,
                    ready_at=part.ready_at,
                    start_at=part.start_at,
                    released_at=part.released_at,
                    cancel_seen_at=part.cancel_seen_at or self.cancel_seen_at,
                )
        return None

    @property
    def by_station(self) -> "tuple[LineView, ...]":
        """The line once for each station, as that station has it."""
        return tuple(here for each in self.stations if (here := self.at(each)) is not None)


def plan_of(parts: Collection[Part]) -> tuple[datetime | None, datetime | None]:
    """When the first of the stations should begin, and since when one may.

    A station without a plan begins when it likes, and so does the line.
    """
    waiting = [part for part in parts if part.status is LineStatus.ACCEPTED]
    starts = [part.start_at for part in waiting if part.start_at is not None]
    releases = [part.released_at for part in waiting if part.released_at is not None]
    is_planned = len(starts) == len(waiting)
    return min(starts, default=None) if is_planned else None, min(releases, default=None)


@dataclass(frozen=True)
class SeenBy:
    """Who at a station has read which allergies, and when."""

    name: str
    at: datetime
    allergies: tuple[Allergy, ...]


@dataclass(frozen=True)
class OrderView:
    """An order with its table and all its lines, in the order they were placed.

    `drawn`: the stations whose screen has shown it, each with the newest firing that was on it
    (`DrawnTicket.fired_through`); None stands for "no station". `joined`:
    the later rounds that stand on its kitchen ticket, where they were read with it.
    """

    id: int
    restaurant_id: int
    visit_id: int
    table_id: int
    table_name: str
    area_name: str
    number: int
    round: int
    placed_at: datetime
    accepted_at: datetime | None
    rejected_at: datetime | None
    rejection: str
    guest_name: str | None
    staff_name: str | None
    note: str
    total: int
    version: int
    drawn_version: int
    lines: tuple[LineView, ...]
    drawn: Mapping[int | None, datetime] = field(default_factory=dict)
    kind: OrderKind = OrderKind.DINE_IN
    promised_at: datetime | None = None
    rushed_at: datetime | None = None
    rush_reason: str = ""
    cleared_at: datetime | None = None
    allergies: tuple[Allergy, ...] = ()
    allergies_seen: Mapping[int | None, SeenBy] = field(default_factory=dict)
    joins_id: int | None = None
    joined: tuple["OrderView", ...] = ()

    @property
    def ticket_id(self) -> int:
        """The order whose kitchen ticket it stands on, be it its own."""
        return self.joins_id or self.id

    @property
    def undrawn(self) -> frozenset[int | None]:
        """Stations that have something to make of it now, and no screen of theirs has shown it."""
        return frozenset(station for station, _ in self.undrawn_firings)

    @property
    def undrawn_firings(self) -> frozenset[tuple[int | None, datetime]]:
        """As `undrawn`, with when it was fired."""
        parts = (part for line in self.lines for part in line.by_station)
        return frozenset(
            (part.station_id, part.fired_at)
            for part in parts
            if part.status in IN_KITCHEN
            and part.fired_at is not None
            and not self._has_drawn(part.station_id, part.fired_at)
        )

    def is_drawn(self, line: LineView) -> bool:
        """Whether every station of the line has it on a screen; not what is held."""
        fired = line.fired_at
        return fired is not None and all(self._has_drawn(each, fired) for each in line.stations)

    def _has_drawn(self, station_id: int | None, fired_at: datetime) -> bool:
        through = self.drawn.get(station_id)
        return through is not None and fired_at <= through

    def unseen_allergies(self, station_id: int | None) -> tuple[Allergy, ...]:
        """What nobody at this station has looked at yet."""
        seen = self.allergies_seen.get(station_id)
        return unseen(self.allergies, seen.allergies if seen else ())

    def was_cleared(self, line: LineView) -> bool:
        """Nobody knows where it is: a rule took its forgotten order off the board.

        Whether it was made so by the clearing, or bumped hours before and served by nobody.
        """
        if self.cleared_at is None or line.ready_at is None or line.status is not LineStatus.READY:
            return False
        return line.ready_at < self.cleared_at + CLEARING

    @property
    def is_cleared(self) -> bool:
        """All that has not been served or cancelled was."""
        over = (LineStatus.SERVED, LineStatus.CANCELLED)
        left = [line for line in self.lines if line.status not in over]
        return bool(left) and all(self.was_cleared(line) for line in left)

    @property
    def status(self) -> OrderStatus:
        return order_status([line.status for line in self.lines])

    @property
    def is_takeaway(self) -> bool:
        return self.kind is OrderKind.TAKEAWAY

    @property
    def sum(self) -> Sum:
        """What the living lines cost."""
        return add_up([ln.sum for ln in self.lines if ln.status is not LineStatus.CANCELLED])
