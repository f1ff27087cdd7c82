"""The pickup screen: which takeaway is being prepared, which is ready to be fetched.

Guests look at it. It shows numbers and nothing else: no name, no dish, nobody who is signed in.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Row, bindparam, func, select

from restaurant_order.core import clock
from restaurant_order.core.database import db
from restaurant_order.core.journal import Told
from restaurant_order.live import Audience, Item, Region, Scope
from restaurant_order.ordering.facts import OrderFact
from restaurant_order.ordering.models import LineStatus, Order, OrderKind, OrderLine
from restaurant_order.ordering.progress import IN_KITCHEN
from restaurant_order.ordering.views import CLEARING
from restaurant_order.venue.models import Restaurant

_OLDEST: Final = timedelta(days=2)
_HERE: Final = (*sorted(IN_KITCHEN), LineStatus.READY)


class Column(StrEnum):
    PREPARING = "preparing"
    READY = "ready"


@dataclass(frozen=True)
class Call:
    """An order's number on the screen; `ready_at`: since when all of it can be fetched."""

    order_id: int
    number: int
    version: int
    ready_at: datetime | None

    @property
    def column(self) -> Column:
        return Column.READY if self.ready_at else Column.PREPARING

    @property
    def rank(self) -> int:
        """What has just become ready comes first, what is prepared in its turn."""
        return -int(self.ready_at.timestamp()) if self.ready_at else self.order_id


def calls(restaurant_id: int) -> list[Call]:
    """Numbers that somebody waits for. They leave when all was handed out, or by themselves after
    the restaurant's `pickup_minutes`.
    """
    now = clock.now()
    rows = db.session.execute(
        _CALLS, {"restaurant": restaurant_id, "oldest": (now - _OLDEST).date()}
    )
    return [_call(row) for row in rows if row.making or _is_called(row, now)]


def _call(row: Row[Any]) -> Call:
    return Call(row.id, row.number, row.version, None if row.making else row.ready_at)


def _is_called(row: Row[Any], now: datetime) -> bool:
    """Not for ever; and not what nobody made, but a rule took off the board."""
    if row.cleared_at is not None and row.ready_at < row.cleared_at + CLEARING:
        return False
    return bool(row.ready_at > now - timedelta(minutes=row.pickup_minutes))


class Pickup(Region[Scope]):
    """A number that leaves after a while is announced by no fact; the proof finds it."""

    name = "pickup"
    audience = Audience.KITCHEN
    scope = Scope
    template = "kitchen/_pickup_number.html"
    frame = "kitchen/_pickup_columns.html"

    def items(self, scope: Scope) -> Iterable[Item]:
        return [_item(call) for call in calls(scope.restaurant_id)]

    def item(self, scope: Scope, key: str) -> Item | None:
        return next((item for item in self.items(scope) if item.key == key), None)

    def versions(self, scope: Scope) -> Iterable[tuple[str, int]]:
        return [(_key(call.order_id), call.version) for call in calls(scope.restaurant_id)]

    def touched(self, told: Sequence[Told]) -> Iterable[tuple[Scope, str]]:
        for fact in (one.fact for one in told):
            if isinstance(fact, OrderFact):
                yield Scope(fact.restaurant_id), _key(fact.order_id)

    def frame_context(self, _scope: Scope) -> Mapping[str, Any]:
        return {"columns": list(Column)}


PICKUP: Final = Pickup()


def _item(call: Call) -> Item:
    return Item(
        key=_key(call.order_id),
        rank=call.rank,
        version=call.version,
        context={"call": call},
        group=call.column.value,
    )


def _key(order_id: int) -> str:
    return f"order-{order_id}"


_CALLS: Final[Any] = (
    select(
        Order.id,
        Order.number,
        Order.version,
        Order.cleared_at,
        Restaurant.pickup_minutes,
        func.count().filter(OrderLine.status.in_(sorted(IN_KITCHEN))).label("making"),
        func.max(OrderLine.ready_at).label("ready_at"),
    )
    .join(OrderLine, OrderLine.order_id == Order.id)
    .join(Restaurant, Restaurant.id == Order.restaurant_id)
    .where(
        Order.restaurant_id == bindparam("restaurant"),
        Order.business_day >= bindparam("oldest"),
        Order.kind == OrderKind.TAKEAWAY,
        OrderLine.status.in_(_HERE),
    )
    .group_by(Order.id, Order.number, Order.version, Order.cleared_at, Restaurant.pickup_minutes)
    .order_by(Order.id)
)
