"""Adding, editing, sorting and retiring categories. Verbs take a manager as `by`."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from restaurant_order.core import clock
from restaurant_order.core.database import db
from restaurant_order.core.refusals import Conflict, Invalid
from restaurant_order.core.transaction import record, transaction
from restaurant_order.menu.checking import checked_category
from restaurant_order.menu.drafts import CategoryDraft, differences, draft_of_category
from restaurant_order.menu.editing import (
    house_of,
    lock_menu,
    refuse_if_changed,
    set_windows,
    with_other_languages,
)
from restaurant_order.menu.facts import (
    CategoryAdded,
    CategoryEdited,
    CategoryRetired,
    MenuSorted,
)
from restaurant_order.menu.models import Category
from restaurant_order.menu.queries import categories_of, category_or_refuse
from restaurant_order.menu.references import free_reference
from restaurant_order.people.models import StaffMember
from restaurant_order.venue.models import Restaurant


class NotEmpty(Conflict):
    code = "not_empty"
    sentence = _l("There are still dishes in this category. Move or remove them first.")


def add_category(draft: CategoryDraft, *, by: StaffMember) -> int:
    """The new category's id; it comes last.

    Raises Invalid, also for a name there is already: a form sent twice adds one category.
    """
    with transaction():
        restaurant = lock_menu(by)
        clean = checked_category(draft, house_of(restaurant))
        _refuse_twin(restaurant.id, clean)
        category = new_category(restaurant, clean)
        restaurant.menu_version += 1
        record(category_added(category), by=by.actor)
    return category.id


def edit_category(
    category_id: int, draft: CategoryDraft, *, by: StaffMember, seen: str | None = None
) -> None:
    """Raises Overtaken when it is not as `seen` (a `print_of`) any more, Invalid, NotFound."""
    with transaction():
        restaurant = lock_menu(by)
        category = category_or_refuse(restaurant.id, category_id)
        refuse_if_changed(draft_of_category(category), seen)
        fact = change_category(category, checked_category(draft, house_of(restaurant)), restaurant)
        if fact is not None:
            restaurant.menu_version += 1
            record(fact, by=by.actor)


def retire_category(category_id: int, *, by: StaffMember) -> None:
    """Raises NotEmpty while dishes are in it, NotFound."""
    with transaction():
        restaurant = lock_menu(by)
        category = category_or_refuse(restaurant.id, category_id)
        if any(dish.retired_at is None for dish in category.dishes):
            raise NotEmpty
        category.retired_at = clock.now()
        restaurant.menu_version += 1
        record(CategoryRetired(restaurant_id=restaurant.id, category_id=category.id), by=by.actor)


def sort_categories(category_ids: Sequence[int], *, by: StaffMember) -> None:
    """Put the categories into this order; those not named come after, as they were."""
    with transaction():
        restaurant = lock_menu(by)
        categories = list(categories_of(restaurant.id))
        before = tuple(category.id for category in categories)
        place = {category_id: rank for rank, category_id in enumerate(category_ids)}
        categories.sort(key=lambda category: place.get(category.id, len(place)))
        for rank, category in enumerate(categories):
            category.rank = rank
        restaurant.menu_version += 1
        after = tuple(category.id for category in categories)
        record(
            MenuSorted(restaurant_id=restaurant.id, category_id=None, before=before, after=after),
            by=by.actor,
        )


def new_category(restaurant: Restaurant, clean: CategoryDraft) -> Category:
    """Within the caller's transaction: a checked draft becomes the last category."""
    here = Category.restaurant_id == restaurant.id
    taken = set(db.session.scalars(select(Category.reference).where(here)))
    last = db.session.scalar(select(func.max(Category.rank)).where(here))
    if clean.reference in taken:
        raise Invalid(_l("This reference is in use already."), field="reference")
    category = Category(
        restaurant_id=restaurant.id,
        reference=clean.reference or free_reference(next(iter(clean.name.values())), taken),
        name=clean.name,
        station_id=clean.station_id,
        course=clean.course,
        rank=0 if last is None else last + 1,
    )
    set_windows(category, clean.windows)
    db.session.add(category)
    db.session.flush()
    return category


def change_category(
    category: Category, clean: CategoryDraft, restaurant: Restaurant
) -> CategoryEdited | None:
    """Within the caller's transaction: a checked draft is written down; None if nothing differs.

    The reference stays.
    """
    before = draft_of_category(category)
    category.name = with_other_languages(clean.name, category.name, restaurant.languages)
    category.station_id, category.course = clean.station_id, clean.course
    set_windows(category, clean.windows)
    db.session.flush()
    old, new = differences(before, draft_of_category(category))
    if not new:
        return None
    return CategoryEdited(
        restaurant_id=restaurant.id, category_id=category.id, before=old, after=new
    )


def category_added(category: Category) -> CategoryAdded:
    after = {"reference": category.reference, "name": category.name}
    return CategoryAdded(restaurant_id=category.restaurant_id, category_id=category.id, after=after)


def _refuse_twin(restaurant_id: int, clean: CategoryDraft) -> None:
    language, name = next(iter(clean.name.items()))
    if name in {category.name.get(language) for category in categories_of(restaurant_id)}:
        raise Invalid(_l("There is a category of this name already."), field=f"name_{language}")
