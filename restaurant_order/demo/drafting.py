"""The book's menu in the words of the menu's own services. Pure."""

from collections.abc import Mapping
from typing import Final

from restaurant_order.demo.book import Category, Dish, Ingredient, OptionGroup, Window
from restaurant_order.menu.drafts import CategoryDraft, DishDraft, GroupDraft, GroupUse, OptionDraft
from restaurant_order.menu.entries import Hours
from restaurant_order.menu.ingredients import IngredientDraft

WEEK: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def category_draft(category: Category) -> CategoryDraft:
    return CategoryDraft(
        reference=category.key, name=category.name, windows=hours_of(category.served)
    )


def group_draft(group: OptionGroup) -> GroupDraft:
    return GroupDraft(
        reference=group.key,
        name=group.name,
        minimum=group.minimum,
        maximum=group.maximum,
        options=tuple(
            OptionDraft(
                reference=option.key,
                name=option.name,
                price=option.price,
                is_default=option.default,
                allergens_added=tuple(option.allergens_added),
                allergens_removed=tuple(option.allergens_removed),
            )
            for option in group.options
        ),
    )


def dish_draft(
    dish: Dish, *, category_id: int, stations: Mapping[str, int], groups: Mapping[str, int]
) -> DishDraft:
    """`stations` and `groups` give the ids of what the book names."""
    return DishDraft(
        category_id=category_id,
        reference=dish.key,
        name=dish.name,
        description=dish.description,
        kitchen_name=dish.kitchen_name,
        price=dish.price,
        tax_rate=dish.tax_rate,
        allergens=None if dish.allergens is None else tuple(dish.allergens),
        diet_marks=tuple(dish.diet_marks),
        spice=dish.spice,
        station_id=stations[dish.station],
        groups=tuple(
            GroupUse(group_id=groups[key], prices=dict(dish.prices.get(key, {})))
            for key in dish.option_groups
        ),
        windows=hours_of(dish.served),
    )


def ingredient_draft(
    ingredient: Ingredient, *, dishes: Mapping[str, int], options: Mapping[tuple[str, str], int]
) -> IngredientDraft:
    """`dishes` and `options` (by group and option) give the ids of what the book names."""
    return IngredientDraft(
        reference=ingredient.key,
        name=ingredient.name,
        dishes={dishes[key]: count for key, count in ingredient.dishes.items()},
        options={
            options[group, key]: count
            for group, counts in ingredient.options.items()
            for key, count in counts.items()
        },
    )


def hours_of(windows: list[Window]) -> tuple[Hours, ...]:
    return tuple(
        Hours(_minutes(window.opens), _minutes(window.closes), _weekdays(window.days))
        for window in windows
    )


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def _weekdays(days: list[str]) -> int:
    return sum(1 << WEEK.index(day) for day in days)
