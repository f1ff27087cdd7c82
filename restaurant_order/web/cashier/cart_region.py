"""The table's cart beside the menu, live: guests and staff fill the same one."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from restaurant_order.core.database import db
from restaurant_order.core.journal import Told
from restaurant_order.live import Audience, Item, Region
from restaurant_order.ordering.cart import cart_of
from restaurant_order.visits.models import Visit
from restaurant_order.web.cashier.scope import VisitScope

KEY: Final = "cart"


class TableCart(Region[VisitScope]):
    """A single item; changes with its lines and with who sits there."""

    name = "table-cart"
    audience = Audience.CASHIER
    scope = VisitScope
    template = "cashier/_cart.html"

    def items(self, scope: VisitScope) -> Iterable[Item]:
        item = self.item(scope, KEY)
        return [item] if item else []

    def item(self, scope: VisitScope, key: str) -> Item | None:
        visit = db.session.get(Visit, scope.visit_id, populate_existing=True)
        if visit is None or visit.restaurant_id != scope.restaurant_id:
            return None
        context = {"visit": visit, "cart": cart_of(visit.id, visit.restaurant)}
        return Item(key=KEY, rank=0, version=visit.cart_version, context=context)

    def versions(self, scope: VisitScope) -> Iterable[tuple[str, int]]:
        version = db.session.scalar(db.select(Visit.cart_version).where(Visit.id == scope.visit_id))
        return [(KEY, version)] if version is not None else []

    def touched(self, told: Sequence[Told]) -> Iterator[tuple[VisitScope, str]]:
        for fact in (one.fact for one in told):
            if isinstance(visit_id := getattr(fact, "cart_of", None), int):
                yield VisitScope(fact.restaurant_id, visit_id), KEY


CART: Final = TableCart()
