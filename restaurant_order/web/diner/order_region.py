"""The rounds of a visit, live: how far every dish is, and what it comes to."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from sqlalchemy import bindparam, func, select

from restaurant_order.billing.queries import bill_of
from restaurant_order.billing.rules import BillView
from restaurant_order.core.database import db
from restaurant_order.core.journal import Told
from restaurant_order.live import Item
from restaurant_order.ordering.facts import OrderFact, TicketDrawn
from restaurant_order.ordering.models import Order, OrderLine
from restaurant_order.ordering.views import OrderView
from restaurant_order.visits.facts import GuestFact
from restaurant_order.visits.models import Guest, Visit
from restaurant_order.web.diner.table_scope import TableRegion, TableScope, at_visits

TOTAL: Final = "total"
LAST: Final = 1
"""The total's rank: rounds have theirs below 0, the newest first."""

_ORDERS: Final = (
    select(
        Order.visit_id,
        Order.id,
        Order.version,
        Order.drawn_version,
        func.coalesce(func.max(Guest.version), 0),
    )
    .join(OrderLine, OrderLine.order_id == Order.id)
    .outerjoin(Guest, Guest.id == OrderLine.guest_id)
    .where(at_visits(Order.visit_id))
    .group_by(Order.visit_id, Order.id, Order.version, Order.drawn_version)
)
_TOTALS: Final = (
    select(Visit.id, Visit.version)
    .where(at_visits(Visit.id))
    .where(select(Order.id).where(Order.visit_id == Visit.id).exists())
)
_OF_GUEST: Final = (
    select(OrderLine.order_id).where(OrderLine.guest_id == bindparam("guest")).distinct()
)


class Orders(TableRegion):
    """A round each, then the total."""

    name = "orders"
    template = "diner/_order.html"

    def items(self, scope: TableScope) -> Iterable[Item]:
        versions = dict(self.versions(scope))
        bill = bill_of(db.session.get_one(Visit, scope.visit_id))
        drawn = [
            _order_item(order, versions) for order in bill.orders if _key(order.id) in versions
        ]
        return [*drawn, _total_item(bill, versions)] if drawn else []

    def item(self, scope: TableScope, key: str) -> Item | None:
        return next((item for item in self.items(scope) if item.key == key), None)

    def versions_of(self, visits: Collection[int]) -> Iterable[tuple[int, str, int]]:
        here = {"visits": list(visits)}
        for visit_id, order_id, *versions in db.session.execute(_ORDERS, here):
            yield visit_id, _key(order_id), max(versions)
        for visit_id, version in db.session.execute(_TOTALS, here):
            yield visit_id, TOTAL, version

    def touched(self, told: Sequence[Told]) -> Iterator[tuple[TableScope, str]]:
        for fact in (one.fact for one in told):
            if isinstance(visit_id := getattr(fact, "visit_id", None), int):
                scope = TableScope(fact.restaurant_id, visit_id)
                if not isinstance(fact, TicketDrawn):
                    yield scope, TOTAL
                if isinstance(fact, OrderFact | TicketDrawn):
                    yield scope, _key(fact.order_id)
                elif isinstance(fact, GuestFact):
                    for order_id in db.session.scalars(_OF_GUEST, {"guest": fact.guest_id}):
                        yield scope, _key(order_id)

    def load(
        self, touches: Collection[tuple[TableScope, str]]
    ) -> Mapping[tuple[TableScope, str], Item | None]:
        visits = {scope: {i.key: i for i in self.items(scope)} for scope in {s for s, _ in touches}}
        return {(scope, key): visits[scope].get(key) for scope, key in touches}


ORDERS: Final = Orders()


def _key(order_id: int) -> str:
    return f"order-{order_id}"


def _order_item(order: OrderView, versions: Mapping[str, int]) -> Item:
    key = _key(order.id)
    return Item(
        key=key, rank=-order.round, version=versions[key], context={"order": order, "bill": None}
    )


def _total_item(bill: BillView, versions: Mapping[str, int]) -> Item:
    return Item(
        key=TOTAL, rank=LAST, version=versions[TOTAL], context={"order": None, "bill": bill}
    )
