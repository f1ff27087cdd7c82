"""The table's cart, live: its lines, its sum, and the bar at the foot of every page."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import bindparam, func, select

from restaurant_order.core.database import db
from restaurant_order.core.journal import Fact, Told
from restaurant_order.live import Item
from restaurant_order.menu.facts import DishFact, IngredientFact, OptionFact
from restaurant_order.menu.models import Dish
from restaurant_order.ordering.cart import Cart, PricedLine, cart_of
from restaurant_order.ordering.facts import CartFact, OrderPlaced
from restaurant_order.ordering.models import CartLine
from restaurant_order.visits.facts import GuestFact
from restaurant_order.visits.models import Guest, Visit
from restaurant_order.visits.queries import guests_of
from restaurant_order.web.diner.table_scope import TableRegion, TableScope, at_visits

_LINES: Final = (
    select(
        CartLine.visit_id,
        CartLine.id,
        CartLine.version,
        Dish.version,
        func.coalesce(Guest.version, 0),
    )
    .join(Dish, Dish.id == CartLine.dish_id)
    .outerjoin(Guest, Guest.id == CartLine.guest_id)
    .where(at_visits(CartLine.visit_id))
)
_WHOLE: Final = (
    select(Visit.id, Visit.cart_version, func.coalesce(func.max(Dish.version), 0))
    .outerjoin(CartLine, CartLine.visit_id == Visit.id)
    .outerjoin(Dish, Dish.id == CartLine.dish_id)
    .where(at_visits(Visit.id))
    .group_by(Visit.id, Visit.cart_version)
)
_WITH_DISH: Final = select(CartLine.visit_id, CartLine.id).where(
    CartLine.dish_id.in_(bindparam("dishes", expanding=True))
)
_OF_GUEST: Final = select(CartLine.visit_id, CartLine.id).where(
    CartLine.guest_id == bindparam("guest")
)

WHOLE: Final = "cart"
"""The key of the one item that sums the cart up."""


class CartLines(TableRegion):
    """A line each; changes with itself, its dish and its guest's name."""

    name = "cart-lines"
    template = "diner/_cart_line.html"

    def items(self, scope: TableScope) -> Iterable[Item]:
        versions = dict(self.versions(scope))
        lines = cart_of(scope.visit_id, scope.restaurant).lines
        return [_line_item(line, versions) for line in lines if _key(line.id) in versions]

    def item(self, scope: TableScope, key: str) -> Item | None:
        return next((item for item in self.items(scope) if item.key == key), None)

    def versions_of(self, visits: Collection[int]) -> Iterable[tuple[int, str, int]]:
        rows = db.session.execute(_LINES, {"visits": list(visits)})
        return [(visit_id, _key(line_id), max(versions)) for visit_id, line_id, *versions in rows]

    def touched(self, told: Sequence[Told]) -> Iterator[tuple[TableScope, str]]:
        for fact in (one.fact for one in told):
            for visit_id, line_id in _lines_behind(fact):
                yield TableScope(fact.restaurant_id, visit_id), _key(line_id)

    def load(
        self, touches: Collection[tuple[TableScope, str]]
    ) -> Mapping[tuple[TableScope, str], Item | None]:
        carts = {scope: {i.key: i for i in self.items(scope)} for scope in {s for s, _ in touches}}
        return {(scope, key): carts[scope].get(key) for scope, key in touches}


class WholeCart(TableRegion):
    """The cart as one thing; changes with its lines, their dishes and who sits here."""

    def items(self, scope: TableScope) -> Iterable[Item]:
        [(key, version)] = self.versions(scope)
        return [Item(key=key, rank=0, version=version, context=self.context(scope))]

    def item(self, scope: TableScope, key: str) -> Item | None:
        return next(iter(self.items(scope)))

    def versions_of(self, visits: Collection[int]) -> Iterable[tuple[int, str, int]]:
        rows = db.session.execute(_WHOLE, {"visits": list(visits)})
        return [(visit_id, WHOLE, max(versions)) for visit_id, *versions in rows]

    def touched(self, told: Sequence[Told]) -> Iterator[tuple[TableScope, str]]:
        for fact in (one.fact for one in told):
            for visit_id in _visits_behind(fact):
                yield TableScope(fact.restaurant_id, visit_id), WHOLE

    def context(self, scope: TableScope) -> dict[str, Any]:
        return {"cart": cart_of(scope.visit_id, scope.restaurant)}


class CartSum(WholeCart):
    """Prices, service, tax, total."""

    name = "cart-sum"
    template = "diner/_cart_sum.html"


class CartSend(WholeCart):
    """The button that sends the order, and the total it was pressed at."""

    name = "cart-send"
    template = "diner/_cart_send.html"


class TableBar(WholeCart):
    """How much is in the cart, and who put it there."""

    name = "table-bar"
    template = "diner/_table_bar.html"

    def context(self, scope: TableScope) -> dict[str, Any]:
        cart = cart_of(scope.visit_id, scope.restaurant)
        return {
            "cart": cart,
            "table": db.session.get_one(Visit, scope.visit_id).table,
            "people": _people(cart, scope.visit_id),
        }


CART_LINES: Final = CartLines()
CART_SUM: Final = CartSum()
CART_SEND: Final = CartSend()
TABLE_BAR: Final = TableBar()


def _line_item(line: PricedLine, versions: Mapping[str, int]) -> Item:
    key = _key(line.id)
    return Item(key=key, rank=line.id, version=versions[key], context={"line": line})


def _key(line_id: int) -> str:
    return f"line-{line_id}"


def _people(cart: Cart, visit_id: int) -> list[Guest]:
    """Who has chosen something; while nobody has, who is here."""
    adding = {line.guest_id for line in cart.lines}
    guests = guests_of(visit_id)
    return [guest for guest in guests if guest.id in adding] or list(guests)


def _lines_behind(fact: Fact) -> Iterable[tuple[int, int]]:
    match fact:
        case CartFact():
            return [(fact.visit_id, fact.cart_line_id)]
        case OrderPlaced():
            return [(fact.visit_id, line_id) for line_id in fact.cart_line_ids]
        case GuestFact():
            return _rows(_OF_GUEST, guest=fact.guest_id)
        case DishFact():
            return _rows(_WITH_DISH, dishes=[fact.dish_id])
        case OptionFact() | IngredientFact():
            return _rows(_WITH_DISH, dishes=fact.dish_ids)
    return []


def _visits_behind(fact: Fact) -> set[int]:
    if isinstance(fact, CartFact | OrderPlaced | GuestFact):
        return {fact.visit_id}
    return {visit_id for visit_id, _ in _lines_behind(fact)}


def _rows(statement: Any, **values: object) -> list[tuple[int, int]]:
    return [(row[0], row[1]) for row in db.session.execute(statement, values)]
