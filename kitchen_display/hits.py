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
from restaurant_order.menu.availability import Availability, availability, lacks_answers
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

    `dishes` names those too that ask for a choice of which too little is left. `asked_by`: dishes
    that offer an option; they stay on the menu without it.
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
        gone = self._lost_without({option_id})
        stay = [dish for dish in self._asking.get(option_id, []) if dish not in gone]
        return Hits(
            dishes=_names(gone),
            asked_by=_names(stay),
            carts=self._carts_with({dish.id for dish in gone}, {option_id}),
        )

    def hits_of_ingredient(self, part: int) -> Hits:
        options = [o for o in self._offered.values() if part in _added(self.recipes, o.id)]
        lost = self._lost_without({option.id for option in options})
        made_of_it = [d for d in self.dishes if part in self.recipes.dishes.get(d.id, {})]
        dishes = [*made_of_it, *(dish for dish in lost if dish not in made_of_it)]
        with_it = {dish.id for dish in dishes}, {option.id for option in options}
        return Hits(_names(dishes), _names(options), carts=self._carts_with(*with_it))

    def _lost_without(self, options: set[int]) -> list[CatalogueDish]:
        """What can be ordered now, and no longer without these as well."""
        before, after = self.now.sold_out_options, self.now.sold_out_options | options
        asking = {dish.id: dish for option in options for dish in self._asking.get(option, [])}
        return [
            dish
            for dish in asking.values()
            if lacks_answers(dish, after) and not lacks_answers(dish, before)
        ]

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


def _names(several: Iterable[CatalogueDish | CatalogueOption]) -> tuple[str, ...]:
    return tuple(first_words(one.kitchen_name, one.name) for one in several)
