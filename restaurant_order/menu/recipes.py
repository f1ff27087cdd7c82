"""Reading what is in what, for counting and for saying what an ingredient takes along."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import selectinload

from restaurant_order.core.database import Words, db
from restaurant_order.menu.pantry import DishIngredient, Ingredient, OptionIngredient

_HERE: Final[Any] = Ingredient.restaurant_id == bindparam("restaurant_id")
_NAMES: Final = select(Ingredient.id, Ingredient.name).where(_HERE)
_IN_DISHES: Final = (
    select(DishIngredient.dish_id, DishIngredient.ingredient_id, DishIngredient.count)
    .join(Ingredient, Ingredient.id == DishIngredient.ingredient_id)
    .where(_HERE)
)
_IN_OPTIONS: Final = (
    select(OptionIngredient.option_id, OptionIngredient.ingredient_id, OptionIngredient.count)
    .join(Ingredient, Ingredient.id == OptionIngredient.ingredient_id)
    .where(_HERE)
)

Parts = Mapping[int, int]
"""How many, by ingredient id."""


@dataclass(frozen=True)
class Recipes:
    """What is in one portion of each dish, and what each option adds or leaves out."""

    names: Mapping[int, Words]
    dishes: Mapping[int, Parts]
    options: Mapping[int, Parts]

    def parts_of(self, dish_id: int, option_ids: Collection[int], quantity: int) -> Parts:
        """What goes into these portions; nothing is left out that was not in it."""
        one = Counter(self.dishes.get(dish_id, {}))
        for option_id in option_ids:
            one.update(self.options.get(option_id, {}))
        return {part: count * quantity for part, count in one.items() if count > 0}


NOTHING: Final = Recipes({}, {}, {})


def recipes(restaurant_id: int) -> Recipes:
    """As they stand; three light queries."""
    values = {"restaurant_id": restaurant_id}
    names = {row.id: row.name for row in db.session.execute(_NAMES, values)}
    if not names:
        return NOTHING
    return Recipes(names, _grouped(_IN_DISHES, values), _grouped(_IN_OPTIONS, values))


def ingredients_of(restaurant_id: int) -> Sequence[Ingredient]:
    """All of them with what they are in, in the order they were written down."""
    return db.session.scalars(
        select(Ingredient)
        .where(Ingredient.restaurant_id == restaurant_id)
        .options(selectinload(Ingredient.dishes), selectinload(Ingredient.options))
        .order_by(Ingredient.id)
    ).all()


def _grouped(statement: Any, values: dict[str, int]) -> dict[int, dict[int, int]]:
    found: dict[int, dict[int, int]] = {}
    for whole, part, count in db.session.execute(statement, values):
        found.setdefault(whole, {})[part] = count
    return found
