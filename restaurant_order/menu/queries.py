"""Reading the menu for those who keep it; guests and kitchen read `catalogue` instead."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from restaurant_order.core.database import db
from restaurant_order.core.refusals import NotFound
from restaurant_order.menu.models import Category, Dish, DishOptionGroup, Option, OptionGroup


def categories_of(restaurant_id: int) -> Sequence[Category]:
    """All categories in the menu's order, with their windows."""
    return db.session.scalars(
        select(Category)
        .where(Category.restaurant_id == restaurant_id, Category.retired_at.is_(None))
        .options(selectinload(Category.windows))
        .order_by(Category.rank, Category.id)
    ).all()


def dishes_of(restaurant_id: int) -> Sequence[Dish]:
    """All dishes that are not retired, also those off the menu, with options and windows."""
    return db.session.scalars(
        select(Dish)
        .join(Category)
        .where(Dish.restaurant_id == restaurant_id, Dish.retired_at.is_(None))
        .options(selectinload(Dish.groups), selectinload(Dish.windows))
        .order_by(Category.rank, Category.id, Dish.rank, Dish.id)
    ).all()


def dishes_by_reference(restaurant_id: int) -> dict[str, Dish]:
    """Every dish there ever was, retired ones too."""
    found = db.session.scalars(
        select(Dish)
        .where(Dish.restaurant_id == restaurant_id)
        .options(selectinload(Dish.groups), selectinload(Dish.windows))
    )
    return {dish.reference: dish for dish in found}


def groups_of(restaurant_id: int) -> Sequence[OptionGroup]:
    return db.session.scalars(
        select(OptionGroup)
        .where(OptionGroup.restaurant_id == restaurant_id)
        .options(selectinload(OptionGroup.options))
        .order_by(OptionGroup.id)
    ).all()


def dish_or_refuse(restaurant_id: int, dish_id: int) -> Dish:
    """Raises NotFound for a retired dish or another restaurant's."""
    dish = db.session.get(Dish, dish_id)
    if dish is None or dish.restaurant_id != restaurant_id or dish.retired_at is not None:
        raise NotFound
    return dish


def category_or_refuse(restaurant_id: int, category_id: int) -> Category:
    """Raises NotFound for a retired category or another restaurant's."""
    category = db.session.get(Category, category_id)
    if category is None or category.restaurant_id != restaurant_id or category.retired_at:
        raise NotFound
    return category


def group_or_refuse(restaurant_id: int, group_id: int) -> OptionGroup:
    """Raises NotFound for another restaurant's group."""
    group = db.session.get(OptionGroup, group_id)
    if group is None or group.restaurant_id != restaurant_id:
        raise NotFound
    return group


def option_or_refuse(restaurant_id: int, option_id: int) -> Option:
    """Raises NotFound for another restaurant's option."""
    option = db.session.get(Option, option_id)
    if option is None:
        raise NotFound
    group_or_refuse(restaurant_id, option.group_id)
    return option


def option_ids_of(group_id: int) -> dict[str, int]:
    """By reference."""
    found = select(Option.reference, Option.id).where(Option.group_id == group_id)
    return {row.reference: row.id for row in db.session.execute(found)}


def use_counts(restaurant_id: int) -> dict[int, int]:
    """By option group, how many dishes ask it; groups nobody asks are not in it."""
    counted = (
        select(DishOptionGroup.group_id, func.count())
        .join(Dish, Dish.id == DishOptionGroup.dish_id)
        .where(Dish.restaurant_id == restaurant_id, Dish.retired_at.is_(None))
        .group_by(DishOptionGroup.group_id)
    )
    return {row[0]: row[1] for row in db.session.execute(counted)}


def dishes_asking(group_id: int) -> Sequence[Dish]:
    """The dishes that ask this question, retired ones left out."""
    return db.session.scalars(
        select(Dish)
        .join(DishOptionGroup, DishOptionGroup.dish_id == Dish.id)
        .where(DishOptionGroup.group_id == group_id, Dish.retired_at.is_(None))
        .order_by(Dish.id)
    ).all()
