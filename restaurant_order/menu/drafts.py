"""What a manager writes down about a dish, a category or an option group, before it is checked."""

from dataclasses import asdict, dataclass, field, fields
from typing import Any, Final

from restaurant_order.core.database import Words
from restaurant_order.core.once import fingerprint
from restaurant_order.menu.entries import Hours
from restaurant_order.menu.models import Allergen, Category, DietMark, Dish, OptionGroup, Window

LONGEST_REFERENCE: Final = 60
LONGEST_NAME: Final = 120
LONGEST_DESCRIPTION: Final = 600
LONGEST_KITCHEN_NAME: Final = 60


@dataclass(frozen=True, kw_only=True)
class GroupUse:
    """How a dish asks a shared group; None and absent prices leave it as the group has it.

    `prices` by option reference, in minor units.
    """

    group_id: int
    minimum: int | None = None
    maximum: int | None = None
    free_count: int | None = None
    prices: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class DishDraft:
    """`reference` "" has one made from the name. `allergens` None: not stated."""

    category_id: int
    name: Words
    price: int
    tax_rate: int
    reference: str = ""
    description: Words = field(default_factory=dict)
    kitchen_name: Words = field(default_factory=dict)
    allergens: tuple[Allergen, ...] | None = None
    diet_marks: tuple[DietMark, ...] = ()
    spice: int = 0
    station_id: int | None = None
    course: int | None = None
    prep_minutes: int | None = None
    on_menu: bool = True
    groups: tuple[GroupUse, ...] = ()
    windows: tuple[Hours, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CategoryDraft:
    name: Words
    reference: str = ""
    station_id: int | None = None
    course: int | None = None
    windows: tuple[Hours, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OptionDraft:
    name: Words
    reference: str = ""
    price: int = 0
    is_default: bool = False
    allergens_added: tuple[Allergen, ...] = ()
    allergens_removed: tuple[Allergen, ...] = ()
    station_id: int | None = None
    kitchen_name: Words = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class GroupDraft:
    """An option keeps its identity (open carts hold it) by its reference."""

    name: Words
    options: tuple[OptionDraft, ...]
    reference: str = ""
    minimum: int = 0
    maximum: int = 1
    free_count: int = 0


Draft = DishDraft | CategoryDraft | GroupDraft


def draft_of_dish(dish: Dish) -> DishDraft:
    """The dish as it stands, ready to be changed with `dataclasses.replace`."""
    return DishDraft(
        category_id=dish.category_id,
        reference=dish.reference,
        name=dish.name,
        description=dish.description,
        kitchen_name=dish.kitchen_name,
        price=dish.price,
        tax_rate=dish.tax_rate,
        allergens=None if dish.allergens is None else tuple(map(Allergen, dish.allergens)),
        diet_marks=tuple(map(DietMark, dish.diet_marks)),
        spice=dish.spice,
        station_id=dish.station_id,
        course=dish.course,
        prep_minutes=dish.prep_minutes,
        on_menu=dish.on_menu,
        groups=tuple(
            GroupUse(
                group_id=link.group_id,
                minimum=link.minimum,
                maximum=link.maximum,
                free_count=link.free_count,
                prices=link.prices,
            )
            for link in dish.groups
        ),
        windows=hours_of(dish.windows),
    )


def draft_of_category(category: Category) -> CategoryDraft:
    return CategoryDraft(
        reference=category.reference,
        name=category.name,
        station_id=category.station_id,
        course=category.course,
        windows=hours_of(category.windows),
    )


def draft_of_group(group: OptionGroup) -> GroupDraft:
    return GroupDraft(
        reference=group.reference,
        name=group.name,
        minimum=group.minimum,
        maximum=group.maximum,
        free_count=group.free_count,
        options=tuple(
            OptionDraft(
                reference=option.reference,
                name=option.name,
                price=option.price,
                is_default=option.is_default,
                allergens_added=tuple(map(Allergen, option.allergens_added)),
                allergens_removed=tuple(map(Allergen, option.allergens_removed)),
                station_id=option.station_id,
                kitchen_name=option.kitchen_name,
            )
            for option in group.options
        ),
    )


def hours_of(windows: list[Window]) -> tuple[Hours, ...]:
    found = (Hours(window.opens, window.closes, window.weekdays) for window in windows)
    return tuple(sorted(found, key=Hours.order))


def print_of(draft: Draft) -> str:
    """A digest of what a draft says, to notice that somebody else has changed it meanwhile."""
    return fingerprint(asdict(draft))


def differences(before: Draft, after: Draft) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields that differ, as they were and as they are, fit for the journal."""
    names = [f.name for f in fields(after) if getattr(before, f.name) != getattr(after, f.name)]
    return _plain(before, names), _plain(after, names)


def _plain(draft: Draft, names: list[str]) -> dict[str, Any]:
    """Some fields as JSON takes them."""
    return {name: _plainly(getattr(draft, name)) for name in names}


def _plainly(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plainly(part) for part in value]
    return asdict(value) if isinstance(value, (Hours, GroupUse, OptionDraft)) else value
