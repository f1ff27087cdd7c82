"""One dish, whole: what is in it, what can be chosen, and the form that puts it into the cart."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from flask import g
from flask_babel import gettext as _
from flask_babel import ngettext

from restaurant_order.core import clock
from restaurant_order.core.refusals import Refusal
from restaurant_order.menu.availability import Availability, availability
from restaurant_order.menu.catalogue import (
    CatalogueDish,
    CatalogueGroup,
    CatalogueOption,
    catalogue,
)
from restaurant_order.menu.labels import ALLERGENS
from restaurant_order.menu.refusals import BadChoice
from restaurant_order.menu.rules import unit_price
from restaurant_order.web.diner.cards import Card, Moment


@dataclass(frozen=True)
class Wish:
    """What the guest has filled in so far."""

    option_ids: Collection[int]
    quantity: int = 1
    note: str = ""


@dataclass(frozen=True)
class Question:
    """An option group as it is asked: its rule in words, and what is wrong with the answer."""

    group: CatalogueGroup
    sold_out: frozenset[int]
    error: str

    @property
    def rule(self) -> str:
        fewest, most, free = self.group.minimum, self.group.maximum, self.group.free_count
        free_words = ngettext("the first is free", "the first %(num)s are free", free)
        return ", ".join([_range(fewest, most), free_words] if free else [_range(fewest, most)])

    def is_off(self, option: CatalogueOption) -> bool:
        return option.id in self.sold_out

    def hint(self, option: CatalogueOption) -> str:
        """Why an option cannot be had, or what it brings along and leaves out."""
        if self.is_off(option):
            return str(_("Sold out"))
        brings = [_("with %(allergen)s", allergen=ALLERGENS[a]) for a in option.allergens_added]
        spares = [
            _("without %(allergen)s", allergen=ALLERGENS[a]) for a in option.allergens_removed
        ]
        return ", ".join(brings + spares)


def sheet(
    dish_id: int, *, wish: Wish | None = None, refusal: Refusal | None = None
) -> dict[str, Any]:
    """What the dish's template needs. Raises NotFound for a dish that is not on the menu."""
    dish = catalogue(g.restaurant).dish(dish_id)
    here = availability(g.restaurant.id)
    wish = wish or Wish(_open_defaults(dish, here))
    return {
        "dish": dish,
        "card": Card(dish, Moment(here, clock.now(), g.restaurant.time_zone)),
        "questions": [_question(group, here, refusal) for group in dish.groups],
        "wish": wish,
        "unit_price": unit_price(dish, _chosen(dish, wish.option_ids)),
        "most": min(99, here.left(dish.id) or 99),
        "refusal": refusal,
        "key": str(uuid4()),
    }


def _question(group: CatalogueGroup, here: Availability, refusal: Refusal | None) -> Question:
    blamed = isinstance(refusal, BadChoice) and refusal.group == group.name
    return Question(group, here.sold_out_options, str(refusal) if blamed else "")


def _range(fewest: int, most: int) -> str:
    if fewest == most:
        return str(_("choose %(count)s", count=fewest))
    if fewest == 0:
        return str(_("up to %(count)s", count=most))
    return str(_("choose %(fewest)s to %(most)s", fewest=fewest, most=most))


def _open_defaults(dish: CatalogueDish, here: Availability) -> list[int]:
    return [i for i in dish.default_option_ids if i not in here.sold_out_options]


def _chosen(dish: CatalogueDish, option_ids: Collection[int]) -> list[CatalogueOption]:
    return [o for group in dish.groups for o in group.options if o.id in set(option_ids)]
