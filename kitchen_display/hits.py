"""What goes off the menu together with a dish, an option or an ingredient, and in whose cart it is.

Shown before anybody sells something out.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from sqlalchemy import bindparam, select

from kitchen_display.words import first_words
from restaurant_order.core import clock
from restaurant_order.core.database import db
from restaurant_order.menu.availability import Availability, availability
from restaurant_order.menu.catalogue import Catalogue, CatalogueDish, CatalogueOption, catalogue
from restaurant_order.menu.pantry import Ingredient
from restaurant_order.menu.recipes import Parts, Recipes, recipes
from restaurant_order.ordering.models import CartLine
from restaurant_order.venue.models import Restaurant
from restaurant_order.visits.models import Visit

_CARTS: Final = (
    select(CartLine.visit_id, CartLine.dish_id, CartLine.option_ids)
    .join(Visit, Visit.id == CartLine.visit_id)
    .where(Visit.restaurant_id == bindparam("restaurant_id"), Visit.ended_at.is_(None))
)
_MISSING: Final = select(Ingredient.id).where(
    Ingredient.restaurant_id == bindparam("restaurant_id"),
    Ingredient.sold_out_until > bindparam("now"),
)


@dataclass(frozen=True)
class Hits:
    """Names of what cannot be ordered either, and how many tables have some of it in their cart.

    `asked_by`: dishes that offer an option; they stay on the menu without it.
    """

    dishes: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    asked_by: tuple[str, ...] = ()
    carts: int = 0


@dataclass(frozen=True)
class House:
    """One reading of all that decides: the menu, what is in it, what is out, what is in carts."""

    menu: Catalogue
    recipes: Recipes
    now: Availability
    missing: frozenset[int]
    carts: Collection[tuple[int, int, Collection[int]]]

    @property
    def dishes(self) -> tuple[CatalogueDish, ...]:
        return self.menu.dishes

    def hits_of_dish(self, dish_id: int) -> Hits:
        return Hits(carts=self._carts_with({dish_id}, set()))

    def hits_of_option(self, option_id: int) -> Hits:
        asked_by = [_name(dish) for dish in self._asking.get(option_id, [])]
        return Hits(asked_by=tuple(asked_by), carts=self._carts_with(set(), {option_id}))

    def hits_of_ingredient(self, part: int) -> Hits:
        dishes = [dish for dish in self.dishes if part in self.recipes.dishes.get(dish.id, {})]
        options = [o for o in self._offered.values() if part in _added(self.recipes, o.id)]
        with_it = {dish.id for dish in dishes}, {option.id for option in options}
        return Hits(
            dishes=tuple(_name(dish) for dish in dishes),
            options=tuple(_name(option) for option in options),
            carts=self._carts_with(*with_it),
        )

    def missing_in_dish(self, dish_id: int) -> frozenset[int]:
        return self.missing & self.recipes.dishes.get(dish_id, {}).keys()

    def missing_in_option(self, option_id: int) -> frozenset[int]:
        return self.missing & _added(self.recipes, option_id).keys()

    def _carts_with(self, dishes: set[int], options: set[int]) -> int:
        return len(
            {
                visit_id
                for visit_id, dish_id, chosen in self.carts
                if dish_id in dishes or not options.isdisjoint(chosen)
            }
        )

    @cached_property
    def _offered(self) -> Mapping[int, CatalogueOption]:
        return {o.id: o for dish in self.dishes for o in _options_of(dish)}

    @cached_property
    def _asking(self) -> Mapping[int, list[CatalogueDish]]:
        found: dict[int, list[CatalogueDish]] = {}
        for dish in self.dishes:
            for option in _options_of(dish):
                found.setdefault(option.id, []).append(dish)
        return found


def house(restaurant: Restaurant) -> House:
    """As it stands now."""
    values = {"restaurant_id": restaurant.id, "now": clock.now()}
    carts = db.session.execute(_CARTS, values)
    return House(
        menu=catalogue(restaurant),
        recipes=recipes(restaurant.id),
        now=availability(restaurant.id),
        missing=frozenset(db.session.scalars(_MISSING, values)),
        carts=[(row.visit_id, row.dish_id, row.option_ids) for row in carts],
    )


def _options_of(dish: CatalogueDish) -> Iterable[CatalogueOption]:
    return (option for group in dish.groups for option in group.options)


def _added(book: Recipes, option_id: int) -> Parts:
    """What an option brings along; not what it leaves out."""
    return {part: n for part, n in book.options.get(option_id, {}).items() if n > 0}


def _name(one: CatalogueDish | CatalogueOption) -> str:
    return first_words(one.kitchen_name, one.name)
