"""Drafts made clean, or refused naming the field that is wrong."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Final

from flask_babel import lazy_gettext as _l

from restaurant_order.core.database import Words
from restaurant_order.core.money import WHOLE
from restaurant_order.core.refusals import Invalid
from restaurant_order.core.text import clean_line
from restaurant_order.menu.drafts import (
    LONGEST_DESCRIPTION,
    LONGEST_KITCHEN_NAME,
    LONGEST_NAME,
    LONGEST_REFERENCE,
    CategoryDraft,
    DishDraft,
    GroupDraft,
    GroupUse,
    OptionDraft,
)
from restaurant_order.menu.entries import Hours
from restaurant_order.menu.models import HOTTEST, LAST_COURSE, Allergen, DietMark

DEAREST: Final = 99_999_999
"""Minor units."""

LARGEST_STOCK: Final = 99_999
MOST_OPTIONS: Final = 100
MOST_GROUPS: Final = 20
MOST_WINDOWS: Final = 20
LONGEST_PREP: Final = 240
"""Minutes."""

DAY: Final = 24 * 60
"""Minutes."""


@dataclass(frozen=True)
class House:
    """What a draft may refer to. The first language is the one every name needs.

    `options`: by group, the references of its options. `bounds`: by group, its least and most.
    """

    languages: tuple[str, ...]
    station_ids: Collection[int]
    category_ids: Collection[int]
    options: Mapping[int, Collection[str]]
    bounds: Mapping[int, tuple[int, int]]


def checked_dish(draft: DishDraft, house: House) -> DishDraft:
    """Raises Invalid; its `field` is the draft's, with `_<language>` for words."""
    _between(draft.price, 0, DEAREST, "price")
    _between(draft.tax_rate, 0, WHOLE, "tax_rate")
    _between(draft.spice, 0, HOTTEST, "spice")
    _between(draft.course or 0, 0, LAST_COURSE, "course")
    if draft.prep_minutes is not None:
        _between(draft.prep_minutes, 1, LONGEST_PREP, "prep_minutes")
    if draft.category_id not in house.category_ids:
        raise Invalid(_l("There is no such category."), field="category")
    _known_station(draft.station_id, house)
    return replace(
        draft,
        reference=_reference(draft.reference),
        name=_words(draft.name, house, LONGEST_NAME, "name", required=True),
        description=_words(draft.description, house, LONGEST_DESCRIPTION, "description"),
        kitchen_name=_kitchen_words(draft.kitchen_name, house),
        allergens=None if draft.allergens is None else _in_order(draft.allergens),
        diet_marks=tuple(mark for mark in DietMark if mark in draft.diet_marks),
        groups=_checked_uses(draft.groups, house),
        windows=checked_windows(draft.windows),
    )


def checked_category(draft: CategoryDraft, house: House) -> CategoryDraft:
    """Raises Invalid."""
    _known_station(draft.station_id, house)
    if draft.course is not None:
        _between(draft.course, 1, LAST_COURSE, "course")
    return replace(
        draft,
        reference=_reference(draft.reference),
        name=_words(draft.name, house, LONGEST_NAME, "name", required=True),
        windows=checked_windows(draft.windows),
    )


def checked_group(draft: GroupDraft, house: House) -> GroupDraft:
    """Raises Invalid, also for bounds that no choice could keep."""
    options = tuple(_checked_option(option, house) for option in draft.options)
    named = [option.reference for option in options if option.reference]
    if not 1 <= len(options) <= MOST_OPTIONS:
        raise Invalid(
            _l("Between 1 and %(most)s options, please.", most=MOST_OPTIONS), field="options"
        )
    if len(set(named)) < len(named):
        raise Invalid(_l("Two options have the same reference."), field="options")
    _possible(draft.minimum, draft.maximum, len(options), "options")
    _between(draft.free_count, 0, draft.maximum, "free_count")
    if sum(option.is_default for option in options) > draft.maximum:
        raise Invalid(_l("More options are preset than may be chosen."), field="options")
    return replace(
        draft,
        reference=_reference(draft.reference),
        name=_words(draft.name, house, LONGEST_NAME, "name", required=True),
        options=options,
    )


def checked_windows(windows: tuple[Hours, ...]) -> tuple[Hours, ...]:
    """In the order of the day, midnight written as 24:00. Raises Invalid."""
    _between(len(windows), 0, MOST_WINDOWS, "windows")
    for window in windows:
        _between(window.opens, 0, DAY - 1, "windows")
        _between(window.closes, 0, DAY, "windows")
        if not 1 <= window.weekdays <= 127:
            raise Invalid(_l("Please choose at least one day."), field="windows")
    until_midnight = {replace(window, closes=window.closes or DAY) for window in windows}
    return tuple(sorted(until_midnight, key=Hours.order))


def checked_stock(stock: int | None) -> int | None:
    """Raises Invalid."""
    if stock is not None:
        _between(stock, 0, LARGEST_STOCK, "stock")
    return stock


def _checked_option(draft: OptionDraft, house: House) -> OptionDraft:
    _between(draft.price, -DEAREST, DEAREST, "options")
    _known_station(draft.station_id, house, field="options")
    return replace(
        draft,
        reference=_reference(draft.reference),
        name=_words(draft.name, house, LONGEST_NAME, "options", required=True),
        kitchen_name=_kitchen_words(draft.kitchen_name, house),
        allergens_added=_in_order(draft.allergens_added),
        allergens_removed=_in_order(draft.allergens_removed),
    )


def _checked_uses(uses: tuple[GroupUse, ...], house: House) -> tuple[GroupUse, ...]:
    if len({use.group_id for use in uses}) < len(uses) or len(uses) > MOST_GROUPS:
        raise Invalid(_l("Each option group once, please."), field="groups")
    return tuple(_checked_use(use, house) for use in uses)


def _checked_use(use: GroupUse, house: House) -> GroupUse:
    """Limits of its own are given both or not at all, so that one use is written in one way."""
    if use.group_id not in house.options:
        raise Invalid(_l("There is no such option group."), field="groups")
    options, (minimum, maximum) = house.options[use.group_id], house.bounds[use.group_id]
    least = minimum if use.minimum is None else use.minimum
    most = maximum if use.maximum is None else use.maximum
    _possible(least, most, len(options), "groups")
    _between(use.free_count or 0, 0, most, "groups")
    for reference, price in use.prices.items():
        if reference not in options:
            raise Invalid(_l("There is no such option."), field="groups")
        _between(price, -DEAREST, DEAREST, "groups")
    own = (use.minimum, use.maximum, use.free_count) != (None, None, None)
    return replace(use, minimum=least, maximum=most) if own else use


def _possible(minimum: int, maximum: int, count: int, field: str) -> None:
    if not (0 <= minimum <= maximum <= count and maximum >= 1):
        raise Invalid(
            _l(
                "Nobody can choose at least %(least)s and at most %(most)s of %(count)s.",
                least=minimum,
                most=maximum,
                count=count,
            ),
            field=field,
        )


def _words(
    words: Words, house: House, longest: int, field: str, *, required: bool = False
) -> Words:
    found = {}
    for language in house.languages:
        text = clean_line(words.get(language, ""), longest=longest, field=f"{field}_{language}")
        if text:
            found[language] = text
    if required and house.languages[0] not in found:
        raise Invalid(_l("Please fill this in."), field=f"{field}_{house.languages[0]}")
    return found


def _kitchen_words(words: Words, house: House) -> Words:
    """A kitchen may read a language that the menu is not in; an empty text there clears it."""
    found = _words(words, house, LONGEST_KITCHEN_NAME, "kitchen_name")
    for language in words.keys() - set(house.languages):
        found[language] = clean_line(
            words[language], longest=LONGEST_KITCHEN_NAME, field=f"kitchen_name_{language}"
        )
    return found


def _reference(reference: str) -> str:
    return clean_line(reference, longest=LONGEST_REFERENCE, field="reference")


def _in_order(allergens: tuple[Allergen, ...]) -> tuple[Allergen, ...]:
    return tuple(allergen for allergen in Allergen if allergen in allergens)


def _known_station(station_id: int | None, house: House, *, field: str = "station") -> None:
    if station_id is not None and station_id not in house.station_ids:
        raise Invalid(_l("There is no such station."), field=field)


def _between(value: int, least: int, most: int, field: str) -> None:
    if not least <= value <= most:
        raise Invalid(
            _l("Between %(least)s and %(most)s, please.", least=least, most=most), field=field
        )
