"""The live count of what is sold out, the same on every board of the house."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import bindparam, or_, select

from restaurant_order.core import clock
from restaurant_order.core.database import Words, run
from restaurant_order.core.journal import Told
from restaurant_order.core.statements import Ready
from restaurant_order.live import Audience, Item, Region, Scope
from restaurant_order.menu.facts import DishFact, IngredientFact, OptionFact, StockTaken
from restaurant_order.menu.models import Dish, Option, OptionGroup
from restaurant_order.menu.pantry import Ingredient

_HERE: Final[Any] = bindparam("restaurant_id")
_NOW: Final[Any] = bindparam("now")
_DISHES: Final = Ready(
    select(Dish.id, Dish.version, Dish.name, Dish.kitchen_name)
    .where(Dish.restaurant_id == _HERE, Dish.on_menu, Dish.retired_at.is_(None))
    .where(or_(Dish.stock == 0, Dish.sold_out_until > _NOW))
)
_OPTIONS: Final = Ready(
    select(Option.id, Option.sold_out_until, Option.name, Option.kitchen_name)
    .join(OptionGroup, OptionGroup.id == Option.group_id)
    .where(OptionGroup.restaurant_id == _HERE, Option.sold_out_until > _NOW)
)
_INGREDIENTS: Final = Ready(
    select(Ingredient.id, Ingredient.version, Ingredient.name).where(
        Ingredient.restaurant_id == _HERE, Ingredient.sold_out_until > _NOW
    )
)


class SoldOut(Region[Scope]):
    """What somebody sold out, or what ran out; not what merely has a sold-out ingredient in it.

    What comes back by itself is announced by no fact; the proof finds it.
    """

    name = "sold-out"
    audience = Audience.KITCHEN
    scope = Scope
    template = "kitchen/_out.html"

    def items(self, scope: Scope) -> Iterable[Item]:
        values = {"restaurant_id": scope.restaurant_id, "now": clock.now()}
        for row in run(_DISHES, values):
            yield _item("dish", row.id, row.version, row.kitchen_name, row.name)
        for row in run(_OPTIONS, values):
            version = int(row.sold_out_until.timestamp())
            yield _item("option", row.id, version, row.kitchen_name, row.name)
        for row in run(_INGREDIENTS, values):
            yield _item("ingredient", row.id, row.version, {}, row.name)

    def item(self, scope: Scope, key: str) -> Item | None:
        return next((item for item in self.items(scope) if item.key == key), None)

    def versions(self, scope: Scope) -> Iterable[tuple[str, int]]:
        return [(item.key, item.version) for item in self.items(scope)]

    def touched(self, told: Sequence[Told]) -> Iterable[tuple[Scope, str]]:
        for fact in (one.fact for one in told):
            if isinstance(fact, StockTaken):
                continue  # it was not sold out, or nobody could have ordered it, and is not now
            if isinstance(fact, DishFact):
                yield Scope(fact.restaurant_id), f"dish-{fact.dish_id}"
            elif isinstance(fact, OptionFact):
                yield Scope(fact.restaurant_id), f"option-{fact.option_id}"
            elif isinstance(fact, IngredientFact):
                yield Scope(fact.restaurant_id), f"ingredient-{fact.ingredient_id}"


SOLD_OUT: Final = SoldOut()


def _item(kind: str, row_id: int, version: int, short: Words, full: Words) -> Item:
    context = {"short": short, "full": full}
    return Item(key=f"{kind}-{row_id}", rank=row_id, version=version, context=context)
