"""Reading a whole menu from the database, in seven queries however long it is."""

from collections import defaultdict
from typing import Any, Final

from sqlalchemy import Row, bindparam, or_, select

from restaurant_order.core.database import db
from restaurant_order.menu.entries import (
    Catalogue,
    CatalogueCategory,
    CatalogueDish,
    CatalogueGroup,
    CatalogueOption,
    Hours,
)
from restaurant_order.menu.models import (
    Allergen,
    Category,
    DietMark,
    Dish,
    DishOptionGroup,
    Option,
    OptionGroup,
    Window,
)
from restaurant_order.venue.queries import stand_ins_of

_HERE: Final[Any] = bindparam("restaurant_id")
_CATEGORIES: Final = (
    select(Category.__table__)
    .where(Category.restaurant_id == _HERE, Category.retired_at.is_(None))
    .order_by(Category.rank, Category.id)
)
_DISHES: Final = (
    select(Dish.__table__)
    .where(Dish.restaurant_id == _HERE, Dish.retired_at.is_(None), Dish.on_menu)
    .order_by(Dish.rank, Dish.id)
)
_GROUPS: Final = select(OptionGroup.__table__).where(OptionGroup.restaurant_id == _HERE)
_OPTIONS: Final = (
    select(Option.__table__)
    .join(OptionGroup, OptionGroup.id == Option.group_id)
    .where(OptionGroup.restaurant_id == _HERE)
    .order_by(Option.rank, Option.id)
)
_LINKS: Final = (
    select(DishOptionGroup.__table__)
    .join(OptionGroup, OptionGroup.id == DishOptionGroup.group_id)
    .where(OptionGroup.restaurant_id == _HERE)
    .order_by(DishOptionGroup.rank, DishOptionGroup.group_id)
)
_WINDOWS: Final = (
    select(Window.__table__)
    .outerjoin(Category, Category.id == Window.category_id)
    .outerjoin(Dish, Dish.id == Window.dish_id)
    .where(or_(Category.restaurant_id == _HERE, Dish.restaurant_id == _HERE))
    .order_by(Window.opens, Window.id)
)


def read_catalogue(restaurant_id: int, version: int) -> Catalogue:
    """What is on the menu now, labelled with the version it was asked for at."""
    windows = _windows(restaurant_id)
    groups = _groups_by_dish(restaurant_id)
    categories = _rows(_CATEGORIES, restaurant_id)
    by_category = defaultdict(list)
    for row in _rows(_DISHES, restaurant_id):
        by_category[row.category_id].append(row)
    shown = tuple(
        _category(row, by_category.get(row.id, []), windows, groups) for row in categories
    )
    by_id = {dish.id: dish for category in shown for dish in category.dishes}
    return Catalogue(restaurant_id, version, shown, by_id, stand_ins_of(restaurant_id))


def _rows(statement: Any, restaurant_id: int) -> list[Row[Any]]:
    return list(db.session.execute(statement, {"restaurant_id": restaurant_id}))


def _windows(restaurant_id: int) -> dict[tuple[str, int], tuple[Hours, ...]]:
    found: dict[tuple[str, int], tuple[Hours, ...]] = {}
    for row in _rows(_WINDOWS, restaurant_id):
        of = ("category", row.category_id) if row.category_id else ("dish", row.dish_id)
        found[of] = (*found.get(of, ()), Hours(row.opens, row.closes, row.weekdays))
    return found


def _groups_by_dish(restaurant_id: int) -> dict[int, tuple[CatalogueGroup, ...]]:
    groups = {row.id: row for row in _rows(_GROUPS, restaurant_id)}
    options = defaultdict(list)
    for row in _rows(_OPTIONS, restaurant_id):
        options[row.group_id].append(row)
    found: dict[int, tuple[CatalogueGroup, ...]] = {}
    for link in _rows(_LINKS, restaurant_id):
        group = _group(groups[link.group_id], link, options[link.group_id])
        found[link.dish_id] = (*found.get(link.dish_id, ()), group)
    return found


def _group(row: Row[Any], link: Row[Any], options: list[Row[Any]]) -> CatalogueGroup:
    return CatalogueGroup(
        id=row.id,
        reference=row.reference,
        name=row.name,
        minimum=_first(link.minimum, row.minimum),
        maximum=_first(link.maximum, row.maximum),
        free_count=_first(link.free_count, row.free_count),
        options=tuple(_option(option, link.prices) for option in options),
    )


def _first(own: int | None, shared: int) -> int:
    return shared if own is None else own


def _option(row: Row[Any], prices: dict[str, int]) -> CatalogueOption:
    return CatalogueOption(
        id=row.id,
        reference=row.reference,
        name=row.name,
        price=prices.get(row.reference, row.price),
        is_default=row.is_default,
        allergens_added=tuple(map(Allergen, row.allergens_added)),
        allergens_removed=tuple(map(Allergen, row.allergens_removed)),
        station_id=row.station_id,
        kitchen_name=row.kitchen_name,
    )


def _category(
    row: Row[Any],
    dishes: list[Row[Any]],
    windows: dict[tuple[str, int], tuple[Hours, ...]],
    groups: dict[int, tuple[CatalogueGroup, ...]],
) -> CatalogueCategory:
    hours = windows.get(("category", row.id), ())
    return CatalogueCategory(
        id=row.id,
        reference=row.reference,
        name=row.name,
        windows=hours,
        dishes=tuple(
            _dish(dish, row, hours, windows.get(("dish", dish.id), ()), groups.get(dish.id, ()))
            for dish in dishes
        ),
    )


def _dish(
    row: Row[Any],
    category: Row[Any],
    category_windows: tuple[Hours, ...],
    windows: tuple[Hours, ...],
    groups: tuple[CatalogueGroup, ...],
) -> CatalogueDish:
    return CatalogueDish(
        id=row.id,
        reference=row.reference,
        category_id=category.id,
        name=row.name,
        description=row.description,
        kitchen_name=row.kitchen_name,
        price=row.price,
        tax_rate=row.tax_rate,
        photo=row.photo,
        allergens=None if row.allergens is None else tuple(map(Allergen, row.allergens)),
        diet_marks=tuple(map(DietMark, row.diet_marks)),
        spice=row.spice,
        station_id=row.station_id or category.station_id,
        windows=windows,
        category_windows=category_windows,
        groups=groups,
        names_station=row.station_id is not None,
        course=(category.course if row.course is None else row.course) or None,
        prep_minutes=row.prep_minutes,
    )
