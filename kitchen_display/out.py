"""The live count of what is sold out, the same on every board of the house."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import bindparam, or_, select

from restaurant_order.core import clock
from restaurant_order.core.database import db
from restaurant_order.core.journal import Told
from restaurant_order.live import Audience, Item, Region, Scope
from restaurant_order.menu.facts import DishFact
from restaurant_order.menu.models import Dish

_OUT: Final = (
    select(Dish.id, Dish.version, Dish.name, Dish.kitchen_name)
    .where(Dish.restaurant_id == bindparam("restaurant_id"))
    .where(Dish.on_menu, Dish.retired_at.is_(None))
    .where(or_(Dish.stock == 0, Dish.sold_out_until > bindparam("now")))
)


class SoldOut(Region[Scope]):
    """Dishes that come back by themselves are announced by no fact; the proof finds those."""

    name = "sold-out"
    audience = Audience.KITCHEN
    scope = Scope
    template = "kitchen/_out.html"

    def items(self, scope: Scope) -> Iterable[Item]:
        return [_item(row) for row in _rows(scope)]

    def item(self, scope: Scope, key: str) -> Item | None:
        rows = _rows(scope, Dish.id == int(key.removeprefix("dish-")))
        return _item(rows[0]) if rows else None

    def versions(self, scope: Scope) -> Iterable[tuple[str, int]]:
        return [(_key(row.id), row.version) for row in _rows(scope)]

    def touched(self, told: Sequence[Told]) -> Iterable[tuple[Scope, str]]:
        for one in told:
            if isinstance(one.fact, DishFact):
                yield Scope(one.fact.restaurant_id), _key(one.fact.dish_id)


SOLD_OUT: Final = SoldOut()


def _rows(scope: Scope, *conditions: Any) -> Sequence[Any]:
    values = {"restaurant_id": scope.restaurant_id, "now": clock.now()}
    return db.session.execute(_OUT.where(*conditions), values).all()


def _item(row: Any) -> Item:
    context = {"short": row.kitchen_name, "full": row.name}
    return Item(key=_key(row.id), rank=row.id, version=row.version, context=context)


def _key(dish_id: int) -> str:
    return f"dish-{dish_id}"
