"""One visit, live: who sits there, the cart, the rounds, the bill."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from restaurant_order.billing.queries import bill_of, stored_bill
from restaurant_order.core.database import db
from restaurant_order.core.journal import Told
from restaurant_order.live import Audience, Item, Region
from restaurant_order.ordering.cart import cart_of
from restaurant_order.visits.models import Visit
from restaurant_order.visits.queries import guests_of
from restaurant_order.web.cashier.scope import VisitScope

KEY: Final = "visit"


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
        context = {
            "visit": visit,
            "guests": guests_of(visit.id),
            "cart": cart_of(visit.id, visit.restaurant),
            "bill": bill_of(visit),
            "stored": stored_bill(visit.id),
        }
        return Item(key=KEY, rank=0, version=visit.version, context=context)

    def versions(self, scope: VisitScope) -> Iterable[tuple[str, int]]:
        version = db.session.scalar(db.select(Visit.version).where(Visit.id == scope.visit_id))
        return [(KEY, version)] if version is not None else []

    def touched(self, told: Sequence[Told]) -> Iterator[tuple[VisitScope, str]]:
        for fact in (one.fact for one in told):
            if isinstance(visit_id := getattr(fact, "visit_id", None), int):
                yield VisitScope(fact.restaurant_id, visit_id), KEY


VISIT: Final = OneVisit()
