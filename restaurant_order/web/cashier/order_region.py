"""Orders on their way, live: to be accepted, ready to be carried, in the kitchen."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from sqlalchemy import bindparam, select

from restaurant_order.core.database import db
from restaurant_order.core.journal import Told
from restaurant_order.live import Audience, Item, Region
from restaurant_order.live.orders import orders_once
from restaurant_order.ordering.facts import OrderFact
from restaurant_order.ordering.models import LineStatus, Order, OrderLine
from restaurant_order.ordering.progress import UNSERVED
from restaurant_order.ordering.queries import unserved_orders
from restaurant_order.ordering.views import OrderView
from restaurant_order.web.cashier.scope import FloorScope

_DONE: Final = frozenset({LineStatus.READY, LineStatus.SERVED})

_VERSIONS: Final = (
    select(Order.id, Order.version)
    .where(Order.restaurant_id == bindparam("restaurant"))
    .where(
        Order.id.in_(
            select(OrderLine.order_id)
            .where(OrderLine.restaurant_id == bindparam("restaurant"))
            .where(OrderLine.status.in_(sorted(UNSERVED)))
        )
    )
)


class Rail(Region[FloorScope]):
    """Each order in the group of what it needs from the floor."""

    name = "rail"
    audience = Audience.CASHIER
    scope = FloorScope
    template = "cashier/_rail_order.html"
    frame = "cashier/_rail.html"

    def items(self, scope: FloorScope) -> Iterable[Item]:
        return [_item(order) for order in unserved_orders(scope.restaurant_id)]

    def item(self, scope: FloorScope, key: str) -> Item | None:
        return self.load([(scope, key)])[scope, key]

    def versions(self, scope: FloorScope) -> Iterable[tuple[str, int]]:
        rows = db.session.execute(_VERSIONS, {"restaurant": scope.restaurant_id})
        return [(_key(row.id), row.version) for row in rows]

    def touched(self, told: Sequence[Told]) -> Iterator[tuple[FloorScope, str]]:
        for fact in (one.fact for one in told):
            if isinstance(fact, OrderFact):
                yield FloorScope(fact.restaurant_id), _key(fact.order_id)

    def load(
        self, touches: Collection[tuple[FloorScope, str]]
    ) -> Mapping[tuple[FloorScope, str], Item | None]:
        found: dict[tuple[FloorScope, str], Item | None] = dict.fromkeys(touches)
        for scope in {scope for scope, _ in touches}:
            wanted = [int(key.removeprefix("order-")) for s, key in touches if s == scope]
            for order in orders_once(scope.restaurant_id, wanted):
                if any(line.status in UNSERVED for line in order.lines):
                    found[scope, _key(order.id)] = _item(order)
        return found


RAIL: Final = Rail()


def need_of(order: OrderView) -> str:
    """What the floor has to do: `accept`, `serve`, or wait for the `kitchen`."""
    statuses = {line.status for line in order.lines}
    if LineStatus.PLACED in statuses:
        return "accept"
    return "serve" if LineStatus.READY in statuses else "kitchen"


def _item(order: OrderView) -> Item:
    need = need_of(order)
    living = [line for line in order.lines if line.status is not LineStatus.CANCELLED]
    return Item(
        key=_key(order.id),
        rank=order.id,
        version=order.version,
        context={
            "order": order,
            "need": need,
            "living": living,
            "ready": [line for line in living if line.status is LineStatus.READY],
            "done": sum(line.status in _DONE for line in living),
        },
        group=need,
    )


def _key(order_id: int) -> str:
    return f"order-{order_id}"
