"""Adding, editing, sorting and retiring dishes. Verbs take a manager as `by`."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from restaurant_order.core import clock
from restaurant_order.core.database import db
from restaurant_order.core.refusals import Invalid
from restaurant_order.core.transaction import record, transaction
from restaurant_order.menu.checking import checked_dish, checked_stock
from restaurant_order.menu.drafts import DishDraft, GroupUse, differences, draft_of_dish
from restaurant_order.menu.editing import (
    house_of,
    lock_menu,
    refuse_if_changed,
    set_windows,
    with_other_kitchens,
    with_other_languages,
)
from restaurant_order.menu.facts import DishAdded, DishEdited, DishRetired, MenuSorted
from restaurant_order.menu.models import Dish, DishOptionGroup
from restaurant_order.menu.queries import category_or_refuse, dish_or_refuse
from restaurant_order.menu.references import free_reference
from restaurant_order.menu.unused_photos import drop_unused_photos
from restaurant_order.people.models import StaffMember
from restaurant_order.venue.models import Restaurant


def add_dish(draft: DishDraft, *, stock: int | None = None, by: StaffMember) -> int:
    """The new dish's id; it comes last in its category.

    Raises Invalid, also for a name its category has already: a form sent twice adds one dish.
    """
    with transaction():
        restaurant = lock_menu(by)
        clean = checked_dish(draft, house_of(restaurant))
        _refuse_twin(clean)
        taken = _references(restaurant.id)
        dish = new_dish(
            restaurant,
            clean,
            reference=claim_reference(clean, taken),
            stock=checked_stock(stock),
            rank=next_rank(clean.category_id),
        )
        db.session.flush()
        restaurant.menu_version += 1
        record(dish_added(dish), by=by.actor)
    return dish.id


def edit_dish(dish_id: int, draft: DishDraft, *, by: StaffMember, seen: str | None = None) -> None:
    """Put the draft in place of what is there; photo and stock have verbs of their own.

    `seen` is the `print_of` the draft the editor started from. Raises Overtaken when somebody
    else has saved meanwhile, Invalid, NotFound.
    """
    with transaction():
        restaurant = lock_menu(by)
        dish = dish_or_refuse(restaurant.id, dish_id)
        before = draft_of_dish(dish)
        refuse_if_changed(before, seen)
        clean = checked_dish(draft, house_of(restaurant))
        if clean.reference not in ("", dish.reference):
            refuse_taken(clean.reference, _references(restaurant.id))
        fact = change_dish(dish, clean, restaurant)
        if fact is not None:
            restaurant.menu_version += 1
            record(fact, by=by.actor)


def set_photo(dish_id: int, photo: str | None, *, by: StaffMember) -> None:
    """`photo` as `photos.keep_photo` named it, or None for no picture. Raises NotFound.

    The picture before it leaves the disk, unless another dish shows the same.
    """
    with transaction():
        restaurant = lock_menu(by)
        dish = dish_or_refuse(restaurant.id, dish_id)
        before, dish.photo = dish.photo, photo
        if before != photo:
            restaurant.menu_version += 1
            record(_edited(dish, {"photo": before}, {"photo": photo}), by=by.actor)
    if before is not None:
        drop_unused_photos()


def retire_dish(dish_id: int, *, by: StaffMember) -> None:
    """Gone from every list for good; what was ordered stays in its bills. Raises NotFound."""
    with transaction():
        restaurant = lock_menu(by)
        dish = dish_or_refuse(restaurant.id, dish_id)
        dish.retired_at = clock.now()
        restaurant.menu_version += 1
        record(DishRetired(restaurant_id=restaurant.id, dish_id=dish.id), by=by.actor)


def sort_dishes(category_id: int, dish_ids: Sequence[int], *, by: StaffMember) -> None:
    """Put a category's dishes into this order; those not named come after, as they were."""
    with transaction():
        restaurant = lock_menu(by)
        category = category_or_refuse(restaurant.id, category_id)
        dishes = [dish for dish in category.dishes if dish.retired_at is None]
        before = tuple(dish.id for dish in dishes)
        place = {dish_id: rank for rank, dish_id in enumerate(dish_ids)}
        dishes.sort(key=lambda dish: (place.get(dish.id, len(place)), dish.rank, dish.id))
        for rank, dish in enumerate(dishes):
            dish.rank = rank
        restaurant.menu_version += 1
        record(
            MenuSorted(
                restaurant_id=restaurant.id,
                category_id=category.id,
                before=before,
                after=tuple(dish.id for dish in dishes),
            ),
            by=by.actor,
        )


def new_dish(
    restaurant: Restaurant, clean: DishDraft, *, reference: str, stock: int | None, rank: int
) -> Dish:
    """Within the caller's transaction, from a checked draft; not flushed yet."""
    dish = Dish(
        restaurant_id=restaurant.id,
        reference=reference,
        name={},
        description={},
        kitchen_name={},
        diet_marks=[],
        stock=stock,
        rank=rank,
    )
    _write(dish, clean, restaurant)
    db.session.add(dish)
    return dish


def change_dish(dish: Dish, clean: DishDraft, restaurant: Restaurant) -> DishEdited | None:
    """Within the caller's transaction: a checked draft is written down; None if nothing differs."""
    before = draft_of_dish(dish)
    if clean.category_id != dish.category_id:
        dish.rank = next_rank(clean.category_id)
    _write(dish, clean, restaurant)
    dish.reference = clean.reference or dish.reference
    old, new = differences(before, draft_of_dish(dish))
    return _edited(dish, old, new) if new else None


def dish_added(dish: Dish) -> DishAdded:
    after = {"reference": dish.reference, "name": dish.name, "price": dish.price}
    return DishAdded(restaurant_id=dish.restaurant_id, dish_id=dish.id, after=after)


def next_rank(category_id: int) -> int:
    """Where a dish comes last in its category."""
    last = db.session.scalar(select(func.max(Dish.rank)).where(Dish.category_id == category_id))
    return 0 if last is None else last + 1


def claim_reference(clean: DishDraft, taken: set[str]) -> str:
    """Raises Invalid when the reference asked for is another dish's; adds it to `taken`."""
    if clean.reference:
        refuse_taken(clean.reference, taken)
    reference = clean.reference or free_reference(next(iter(clean.name.values())), taken)
    taken.add(reference)
    return reference


def refuse_taken(reference: str, taken: set[str]) -> None:
    """Raises Invalid."""
    if reference in taken:
        raise Invalid(_l("This reference is in use already."), field="reference")


def _write(dish: Dish, clean: DishDraft, restaurant: Restaurant) -> None:
    languages = restaurant.languages
    dish.category_id = clean.category_id
    dish.name = with_other_languages(clean.name, dish.name, languages)
    dish.description = with_other_languages(clean.description, dish.description, languages)
    dish.kitchen_name = with_other_kitchens(clean.kitchen_name, dish.kitchen_name, languages)
    dish.price, dish.tax_rate = clean.price, clean.tax_rate
    dish.allergens = None if clean.allergens is None else list(clean.allergens)
    dish.diet_marks, dish.spice = list(clean.diet_marks), clean.spice
    dish.station_id, dish.on_menu = clean.station_id, clean.on_menu
    dish.course, dish.prep_minutes = clean.course, clean.prep_minutes
    _set_groups(dish, clean.groups)
    set_windows(dish, clean.windows)


def _set_groups(dish: Dish, uses: tuple[GroupUse, ...]) -> None:
    kept = {link.group_id: link for link in dish.groups}
    links = []
    for rank, use in enumerate(uses):
        link = kept.get(use.group_id) or DishOptionGroup(group_id=use.group_id)
        link.rank, link.prices = rank, use.prices
        link.minimum, link.maximum = use.minimum, use.maximum
        link.free_count = use.free_count
        links.append(link)
    if links != list(dish.groups):
        dish.groups = links


def _edited(dish: Dish, before: dict[str, object], after: dict[str, object]) -> DishEdited:
    return DishEdited(restaurant_id=dish.restaurant_id, dish_id=dish.id, before=before, after=after)


def _refuse_twin(clean: DishDraft) -> None:
    here = select(Dish.name).where(Dish.category_id == clean.category_id, Dish.retired_at.is_(None))
    language, name = next(iter(clean.name.items()))
    if name in {words.get(language) for words in db.session.scalars(here)}:
        raise Invalid(
            _l("There is a dish of this name in this category already."), field=f"name_{language}"
        )


def _references(restaurant_id: int) -> set[str]:
    return set(
        db.session.scalars(select(Dish.reference).where(Dish.restaurant_id == restaurant_id))
    )
