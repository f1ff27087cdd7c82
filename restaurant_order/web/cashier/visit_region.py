"""One visit, live: who sits there, the cart, the rounds, the bill."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from sqlalchemy import bindparam, func, select

from restaurant_order.billing.queries import bill_of, stored_bill
from restaurant_order.core.database import db, run
from restaurant_order.core.journal import Told
from restaurant_order.core.statements import Ready
from restaurant_order.live import Audience, Item, Region
from restaurant_order.ordering.cart import cart_of
from restaurant_order.ordering.courses import courses_of
from restaurant_order.ordering.models import Order
from restaurant_order.visits.allergies import read
from restaurant_order.visits.models import Visit
from restaurant_order.visits.queries import guests_of
from restaurant_order.web.cashier.scope import VisitScope

KEY: Final = "visit"

_VERSION: Final = Ready(
    select(Visit.version, func.coalesce(func.max(Order.drawn_version), 0))
    .outerjoin(Order, Order.visit_id == Visit.id)
    .where(Visit.id == bindparam("visit"))
    .group_by(Visit.id, Visit.version)
)


class OneVisit(Region[VisitScope]):
    """A single item; changes with whatever happens at the table."""

    name = "visit"
    audience = Audience.CASHIER
    scope = VisitScope
    template = "cashier/_visit.html"

    def items(self, scope: VisitScope) -> Iterable[Item]:
        item = self.item(scope, KEY)
        return [item] if item else []

    def item(self, scope: VisitScope, key: str) -> Item | None:
        visit = db.session.get(Visit, scope.visit_id, populate_existing=True)
        if visit is None or visit.restaurant_id != scope.restaurant_id:
            return None
        bill = bill_of(visit)
        context = {
            "visit": visit,
            "guests": guests_of(visit.id),
            "cart": cart_of(visit.id, visit.restaurant),
            "bill": bill,
            "courses": courses_of(line for order in bill.orders for line in order.lines),
            "stored": stored_bill(visit.id),
            "allergies": read(visit.allergies),
        }
        return Item(key=KEY, rank=0, version=_version(visit.id) or 0, context=context)

    def versions(self, scope: VisitScope) -> Iterable[tuple[str, int]]:
        version = _version(scope.visit_id)
        return [(KEY, version)] if version is not None else []

    def touched(self, told: Sequence[Told]) -> Iterator[tuple[VisitScope, str]]:
        for fact in (one.fact for one in told):
            if isinstance(visit_id := getattr(fact, "visit_id", None), int):
                yield VisitScope(fact.restaurant_id, visit_id), KEY


VISIT: Final = OneVisit()


def _version(visit_id: int) -> int | None:
    """Whatever happens at the table, and which of its orders a kitchen screen shows."""
    found = run(_VERSION, {"visit": visit_id}).one_or_none()
    return max(found) if found else None
