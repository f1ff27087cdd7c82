"""How long the kitchen takes: from the moment a dish may be made until it is ready."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import join

from restaurant_order.core.database import Words, db
from restaurant_order.ordering.models import LineStatus, LineTask, Order, OrderKind, OrderLine
from restaurant_order.ordering.percentiles import percentile
from restaurant_order.venue.models import Restaurant, Station, Table
from restaurant_order.visits.models import Visit

LATE_AFTER: Final = 15
"""Minutes, where no station says otherwise; as on the board."""

K = TypeVar("K")


class By(StrEnum):
    """What durations are compared by."""

    DISH = "dish"
    STATION = "station"
    HOUR = "hour"


@dataclass(frozen=True)
class Made:
    """A dish that was made, or a station's part of one. `hour`: when it began, on the wall.

    `late_after`: minutes, of its station and kind of order.
    """

    line_id: int
    order_id: int
    number: int
    day: date
    table_name: str
    dish_id: int
    name: Words
    quantity: int
    station_id: int | None
    began_at: datetime
    ready_at: datetime
    late_after: int
    hour: int

    @property
    def seconds(self) -> float:
        return max(0.0, (self.ready_at - self.began_at).total_seconds())

    @property
    def is_late(self) -> bool:
        return self.seconds >= self.late_after * 60


@dataclass(frozen=True)
class Pace:
    """How long some dishes took: how many, seconds, and how many of a hundred were late."""

    count: int
    median: float
    p90: float
    late: int

    @property
    def late_percent(self) -> float:
        return 100 * self.late / self.count


def made(restaurant: Restaurant, *, by: By, first: date, last: date) -> list[Made]:
    """All that became ready of what was ordered on these business days.

    A dish that several stations make counts once; by station each one's part counts. Not what was
    taken off the board as forgotten, for nobody knows when that was made.
    """
    zone = ZoneInfo(restaurant.time_zone)
    values = {"restaurant": restaurant.id, "first": first, "last": last}
    queries = [_UNSHARED, _PARTS] if by is By.STATION else [_LINES]
    return [_made(row, zone) for query in queries for row in db.session.execute(query, values)]


def key_of(one: Made, by: By) -> int:
    """What a dish, station or hour is known by; 0 for no station."""
    match by:
        case By.DISH:
            return one.dish_id
        case By.STATION:
            return one.station_id or 0
    return one.hour


def grouped(found: Iterable[Made], key: Callable[[Made], K]) -> dict[K, list[Made]]:
    groups: dict[K, list[Made]] = {}
    for one in found:
        groups.setdefault(key(one), []).append(one)
    return groups


def pace_of(found: Sequence[Made]) -> Pace:
    """Raises ValueError for nothing."""
    seconds = sorted(one.seconds for one in found)
    late = sum(one.is_late for one in found)
    return Pace(len(seconds), percentile(seconds, 50), percentile(seconds, 90), late)


_BEGAN: Final = func.coalesce(OrderLine.fired_at, OrderLine.accepted_at)
"""Held dishes may be made once they are fired; all others as soon as they are accepted."""


def _ready(joined: Any, ready_at: Any, station_id: Any) -> Any:
    """Over `joined`: orders with what was made of them."""
    return (
        select(
            OrderLine.id,
            Order.id.label("order_id"),
            Order.number,
            Order.business_day,
            Order.kind,
            Table.name.label("table_name"),
            OrderLine.dish_id,
            OrderLine.name,
            OrderLine.quantity,
            Station.id.label("station_id"),
            Station.late_after,
            Station.takeaway_late_after,
            _BEGAN.label("began_at"),
            ready_at.label("ready_at"),
        )
        .select_from(joined)
        .join(Visit, Visit.id == Order.visit_id)
        .join(Table, Table.id == Visit.table_id)
        .outerjoin(Station, Station.id == station_id)
        .where(Order.restaurant_id == bindparam("restaurant"))
        .where(Order.business_day.between(bindparam("first"), bindparam("last")))
        .where(OrderLine.status.in_([LineStatus.COOKING, LineStatus.READY, LineStatus.SERVED]))
        .where(_BEGAN.is_not(None), ready_at.is_not(None))
        .where(or_(Order.cleared_at.is_(None), ready_at < Order.cleared_at))
        .order_by(OrderLine.id)
    )


_WITH_LINES: Final = join(Order, OrderLine, OrderLine.order_id == Order.id)
_LINES: Final = _ready(_WITH_LINES, OrderLine.ready_at, OrderLine.station_id)
_UNSHARED: Final = _LINES.where(OrderLine.is_shared.is_(False))
_PARTS: Final = _ready(
    join(_WITH_LINES, LineTask, LineTask.line_id == OrderLine.id),
    LineTask.ready_at,
    LineTask.station_id,
)


def _made(row: Any, zone: ZoneInfo) -> Made:
    own = row.takeaway_late_after if row.kind is OrderKind.TAKEAWAY else None
    return Made(
        line_id=row.id,
        order_id=row.order_id,
        number=row.number,
        day=row.business_day,
        table_name=row.table_name,
        dish_id=row.dish_id,
        name=row.name,
        quantity=row.quantity,
        station_id=row.station_id,
        began_at=row.began_at,
        ready_at=row.ready_at,
        late_after=own or row.late_after or LATE_AFTER,
        hour=row.began_at.astimezone(zone).hour,
    )
