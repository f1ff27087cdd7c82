"""What is sold out and how much is left, this moment: one light query per request."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import bindparam, literal_column, null, or_, select, union_all

from restaurant_order.core import clock
from restaurant_order.core.database import run
from restaurant_order.core.statements import Ready
from restaurant_order.menu.entries import CatalogueDish, CatalogueGroup
from restaurant_order.menu.models import Dish, Option, OptionGroup
from restaurant_order.menu.pantry import DishIngredient, Ingredient, OptionIngredient
from restaurant_order.menu.rules import is_dish_served_at

_DISH, _OPTION = 1, 2
_LIMITED: Final[Any] = Ready(
    union_all(
        select(
            literal_column(str(_DISH)).label("what"),
            Dish.id,
            Dish.stock,
            Dish.sold_out_until.label("until"),
        )
        .where(Dish.restaurant_id == bindparam("restaurant_id"))
        .where(or_(Dish.stock.is_not(None), Dish.sold_out_until.is_not(None))),
        select(literal_column(str(_OPTION)), Option.id, null(), Option.sold_out_until)
        .join(OptionGroup, OptionGroup.id == Option.group_id)
        .where(OptionGroup.restaurant_id == bindparam("restaurant_id"))
        .where(Option.sold_out_until.is_not(None)),
        select(
            literal_column(str(_DISH)), DishIngredient.dish_id, null(), Ingredient.sold_out_until
        )
        .join(Ingredient, Ingredient.id == DishIngredient.ingredient_id)
        .where(Ingredient.restaurant_id == bindparam("restaurant_id"))
        .where(Ingredient.sold_out_until.is_not(None)),
        select(
            literal_column(str(_OPTION)),
            OptionIngredient.option_id,
            null(),
            Ingredient.sold_out_until,
        )
        .join(Ingredient, Ingredient.id == OptionIngredient.ingredient_id)
        .where(Ingredient.restaurant_id == bindparam("restaurant_id"))
        .where(Ingredient.sold_out_until.is_not(None), OptionIngredient.count > 0),
    )
)
"""A dish or option is also sold out with an ingredient that is in it."""


class Problem(StrEnum):
    """Why a dish cannot be ordered now."""

    SOLD_OUT = "sold_out"
    NOT_SERVED = "not_served"


@dataclass(frozen=True, slots=True)
class Availability:
    """`stock` holds what is left of each limited dish; at 0 it is among the sold out."""

    sold_out_dishes: frozenset[int]
    sold_out_options: frozenset[int]
    stock: Mapping[int, int]

    def left(self, dish_id: int) -> int | None:
        """Portions left; None without limit."""
        return self.stock.get(dish_id)

    def is_sold_out(self, dish_id: int) -> bool:
        return dish_id in self.sold_out_dishes

    @property
    def key(self) -> tuple[object, ...]:
        """Equal for equal availabilities, and hashable; for caches of what was drawn from one."""
        return (self.sold_out_dishes, self.sold_out_options, frozenset(self.stock.items()))


def availability(restaurant_id: int) -> Availability:
    """How it stands now."""
    now = clock.now()
    gone: dict[int, set[int]] = {_DISH: set(), _OPTION: set()}
    stock: dict[int, int] = {}
    for what, row, left, until in run(_LIMITED, {"restaurant_id": restaurant_id}):
        if left == 0 or (until is not None and until > now):
            gone[what].add(row)
        if left is not None:
            stock[row] = left
    return Availability(frozenset(gone[_DISH]), frozenset(gone[_OPTION]), stock)


def problem_of(
    dish: CatalogueDish, here: Availability, moment: datetime, zone: str
) -> Problem | None:
    """Why the dish cannot be ordered at `moment`, if so."""
    if here.is_sold_out(dish.id) or lacks_answers(dish, here.sold_out_options):
        return Problem.SOLD_OUT
    return None if is_dish_served_at(dish, moment, zone) else Problem.NOT_SERVED


def lacks_answers(dish: CatalogueDish, without: Set[int]) -> bool:
    """Whether the dish asks for more than can be chosen without these options."""
    return any(_left(group, without) < group.minimum for group in dish.groups)


def _left(group: CatalogueGroup, without: Set[int]) -> int:
    return sum(option.id not in without for option in group.options)
