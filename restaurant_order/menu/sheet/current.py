"""The menu as it stands, in the words of a sheet; and how a dish is written into one row."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from restaurant_order.core.database import db
from restaurant_order.menu.checking import House
from restaurant_order.menu.drafts import (
    CategoryDraft,
    DishDraft,
    GroupDraft,
    GroupUse,
    draft_of_category,
    draft_of_group,
)
from restaurant_order.menu.models import Dish
from restaurant_order.menu.queries import categories_of, dishes_by_reference, groups_of
from restaurant_order.menu.recipes import NOTHING, Parts, Recipes, ingredients_of, recipes
from restaurant_order.menu.sheet import columns as c
from restaurant_order.menu.sheet.amounts import write_money, write_rate
from restaurant_order.menu.sheet.beside_options import Described, write_beside
from restaurant_order.menu.sheet.cells import Named, write_allergens, write_parts
from restaurant_order.menu.sheet.columns import Column
from restaurant_order.menu.sheet.hours_cells import write_hours
from restaurant_order.menu.sheet.option_cells import Use, write_all_names, write_group, write_use
from restaurant_order.venue.models import Restaurant, Station


@dataclass
class CurrentMenu:
    """Categories, groups, stations and ingredients by id; what an import adds has ids below 0.

    `option_parts`: what goes into options, by group and option reference.
    """

    restaurant: Restaurant
    stations: Named
    categories: dict[int, CategoryDraft]
    groups: dict[int, GroupDraft]
    dishes: Mapping[str, Dish] = field(default_factory=dict)
    pantry: Named = field(default_factory=dict)
    recipes: Recipes = NOTHING
    option_parts: Mapping[int, Mapping[str, Parts]] = field(default_factory=dict)

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self.restaurant.languages)

    @property
    def currency(self) -> str:
        return self.restaurant.currency

    def house(self) -> House:
        options = {
            group_id: {option.reference for option in group.options}
            for group_id, group in self.groups.items()
        }
        return House(
            languages=self.languages,
            station_ids=set(self.stations),
            category_ids=set(self.categories),
            options=options,
            bounds={gid: (group.minimum, group.maximum) for gid, group in self.groups.items()},
        )

    def group_id(self, reference: str) -> int | None:
        found = (gid for gid, group in self.groups.items() if group.reference == reference)
        return next(found, None)


def current_menu(restaurant: Restaurant) -> CurrentMenu:
    """Read it all, retired dishes too."""
    stations = select(Station).where(Station.restaurant_id == restaurant.id).order_by(Station.rank)
    groups, book = groups_of(restaurant.id), recipes(restaurant.id)
    return CurrentMenu(
        restaurant=restaurant,
        stations={s.id: (s.slug, s.name) for s in db.session.scalars(stations)},
        categories={one.id: draft_of_category(one) for one in categories_of(restaurant.id)},
        groups={group.id: draft_of_group(group) for group in groups},
        dishes=dishes_by_reference(restaurant.id),
        pantry={one.id: (one.reference, one.name) for one in ingredients_of(restaurant.id)},
        recipes=book,
        option_parts={
            group.id: {o.reference: book.options.get(o.id, {}) for o in group.options}
            for group in groups
        },
    )


def dish_cells(
    menu: CurrentMenu,
    draft: DishDraft,
    stock: int | None,
    parts: Parts,
    *,
    describing: frozenset[int] = frozenset(),
    comma: bool = False,
) -> dict[Column, str]:
    """The dish's row. `describing`: groups that are described in it, not only asked."""
    category = menu.categories[draft.category_id]
    cells = {
        Column(c.REFERENCE): draft.reference,
        Column(c.CATEGORY): category.reference,
        Column(c.PRICE): write_money(draft.price, menu.currency, comma=comma),
        Column(c.TAX_RATE): write_rate(draft.tax_rate, comma=comma),
        Column(c.STATION): menu.stations[draft.station_id][0] if draft.station_id else "",
        Column(c.COURSE): "" if draft.course is None else str(draft.course),
        Column(c.PREP_MINUTES): str(draft.prep_minutes or ""),
        Column(c.INGREDIENTS): write_parts(parts, menu.pantry),
        Column(c.ALLERGENS): write_allergens(draft.allergens),
        Column(c.DIET): ", ".join(mark.value for mark in draft.diet_marks),
        Column(c.SPICE): str(draft.spice or ""),
        Column(c.STOCK): "" if stock is None else str(stock),
        Column(c.ON_MENU): "yes" if draft.on_menu else "no",
        Column(c.WINDOWS): write_hours(draft.windows),
    }
    words = {
        c.CATEGORY_NAME: category.name,
        c.NAME: draft.name,
        c.DESCRIPTION: draft.description,
        c.KITCHEN_NAME: draft.kitchen_name,
    }
    for kind, by_language in words.items():
        for tag in menu.languages:
            cells[Column(kind, tag)] = by_language.get(tag, "")
    return cells | _option_cells(menu, draft, describing, comma)


def _option_cells(
    menu: CurrentMenu, draft: DishDraft, describing: frozenset[int], comma: bool
) -> dict[Column, str]:
    first, *others = menu.languages
    lines: list[str] = []
    described = [
        Described(menu.groups[use.group_id], menu.option_parts.get(use.group_id, {}))
        for use in draft.groups
        if use.group_id in describing
    ]
    groups = [one.group for one in described]
    for use in draft.groups:
        group = menu.groups[use.group_id]
        if use.group_id in describing:
            lines.append(write_group(group, first, menu.currency, comma=comma))
        if use.group_id not in describing or _has_own(use):
            asked = Use(group.reference, use.minimum, use.maximum, use.free_count, dict(use.prices))
            lines.append(write_use(asked, menu.currency, comma=comma))
    cells = {Column(c.OPTIONS): "\n".join(lines)} | {
        Column(c.OPTIONS, tag): write_all_names(groups, tag) for tag in others
    }
    return cells | write_beside(described, menu.languages, menu.stations, menu.pantry)


def _has_own(use: GroupUse) -> bool:
    return use != GroupUse(group_id=use.group_id)
