"""Adding, editing and removing option groups, which dishes share. `by` is a manager."""

from dataclasses import asdict

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from restaurant_order.core.database import db
from restaurant_order.core.refusals import Invalid
from restaurant_order.core.transaction import record, transaction
from restaurant_order.menu.checking import checked_group
from restaurant_order.menu.drafts import GroupDraft, OptionDraft, differences, draft_of_group
from restaurant_order.menu.editing import (
    house_of,
    lock_menu,
    refuse_if_changed,
    with_other_kitchens,
    with_other_languages,
)
from restaurant_order.menu.facts import GroupAdded, GroupEdited, GroupRemoved
from restaurant_order.menu.models import Dish, DishOptionGroup, Option, OptionGroup
from restaurant_order.menu.queries import group_or_refuse, groups_of
from restaurant_order.menu.references import free_reference
from restaurant_order.people.models import StaffMember
from restaurant_order.venue.models import Restaurant


def add_group(draft: GroupDraft, *, by: StaffMember) -> int:
    """The new group's id.

    Raises Invalid, also for the same question with the same answers: a form sent twice adds one.
    """
    with transaction():
        restaurant = lock_menu(by)
        clean = checked_group(draft, house_of(restaurant))
        _refuse_twin(restaurant.id, clean)
        group = new_group(restaurant, clean)
        restaurant.menu_version += 1
        record(group_added(group), by=by.actor)
    return group.id


def edit_group(
    group_id: int, draft: GroupDraft, *, by: StaffMember, seen: str | None = None
) -> None:
    """Options are recognised by their reference; those not in the draft are gone.

    Raises Overtaken when it is not as `seen` (a `print_of`) any more, Invalid, NotFound.
    """
    with transaction():
        restaurant = lock_menu(by)
        group = group_or_refuse(restaurant.id, group_id)
        refuse_if_changed(draft_of_group(group), seen)
        fact = change_group(group, checked_group(draft, house_of(restaurant)), restaurant)
        if fact is not None:
            restaurant.menu_version += 1
            record(fact, by=by.actor)


def remove_group(group_id: int, *, by: StaffMember) -> None:
    """No dish asks this any more. What was ordered keeps the options' names. Raises NotFound."""
    with transaction():
        restaurant = lock_menu(by)
        group = group_or_refuse(restaurant.id, group_id)
        before, dish_ids = asdict(draft_of_group(group)), lock_dishes_asking(group.id)
        db.session.execute(delete(DishOptionGroup).where(DishOptionGroup.group_id == group.id))
        db.session.delete(group)
        restaurant.menu_version += 1
        record(
            GroupRemoved(
                restaurant_id=restaurant.id, group_id=group.id, dish_ids=dish_ids, before=before
            ),
            by=by.actor,
        )


def new_group(restaurant: Restaurant, clean: GroupDraft) -> OptionGroup:
    """Within the caller's transaction."""
    here = OptionGroup.restaurant_id == restaurant.id
    taken = set(db.session.scalars(select(OptionGroup.reference).where(here)))
    if clean.reference in taken:
        raise Invalid(_l("This reference is in use already."), field="reference")
    group = OptionGroup(
        restaurant_id=restaurant.id,
        reference=clean.reference or free_reference(next(iter(clean.name.values())), taken),
        name={},
    )
    _write(group, clean, restaurant)
    db.session.add(group)
    db.session.flush()
    return group


def change_group(
    group: OptionGroup, clean: GroupDraft, restaurant: Restaurant
) -> GroupEdited | None:
    """Within the caller's transaction; None if nothing differs. The reference stays.

    Raises Invalid when a dish asks this group with bounds or prices that it would not fit.
    """
    before, dish_ids = draft_of_group(group), lock_dishes_asking(group.id)
    _write(group, clean, restaurant)
    _fit_uses(group)
    db.session.flush()
    old, new = differences(before, draft_of_group(group))
    if not new:
        return None
    return GroupEdited(
        restaurant_id=restaurant.id, group_id=group.id, dish_ids=dish_ids, before=old, after=new
    )


def group_added(group: OptionGroup) -> GroupAdded:
    after = {"reference": group.reference, "name": group.name}
    return GroupAdded(restaurant_id=group.restaurant_id, group_id=group.id, after=after)


def lock_dishes_asking(group_id: int) -> tuple[int, ...]:
    """Ids of the dishes that offer the group, ascending; locked, because their looks change."""
    return tuple(
        db.session.scalars(
            select(Dish.id)
            .join(DishOptionGroup, DishOptionGroup.dish_id == Dish.id)
            .where(DishOptionGroup.group_id == group_id)
            .order_by(Dish.id)
            .with_for_update(of=Dish)
        )
    )


def _refuse_twin(restaurant_id: int, clean: GroupDraft) -> None:
    language, name = next(iter(clean.name.items()))
    answers = [option.name for option in clean.options]
    for group in groups_of(restaurant_id):
        if group.name.get(language) == name and [o.name for o in group.options] == answers:
            raise Invalid(_l("These options are there already."), field=f"name_{language}")


def _write(group: OptionGroup, clean: GroupDraft, restaurant: Restaurant) -> None:
    group.name = with_other_languages(clean.name, group.name, restaurant.languages)
    group.minimum, group.maximum = clean.minimum, clean.maximum
    group.free_count = clean.free_count
    kept = {option.reference: option for option in group.options}
    taken = set(kept) | {draft.reference for draft in clean.options}
    group.options = [
        _option(draft, kept, taken, rank, restaurant) for rank, draft in enumerate(clean.options)
    ]


def _option(
    draft: OptionDraft,
    kept: dict[str, Option],
    taken: set[str],
    rank: int,
    restaurant: Restaurant,
) -> Option:
    reference = draft.reference or free_reference(next(iter(draft.name.values())), taken)
    taken.add(reference)
    option = kept.get(reference) or Option(reference=reference, name={}, kitchen_name={})
    languages = restaurant.languages
    option.name = with_other_languages(draft.name, option.name, languages)
    option.kitchen_name = with_other_kitchens(draft.kitchen_name, option.kitchen_name, languages)
    option.price, option.is_default, option.rank = draft.price, draft.is_default, rank
    option.station_id = draft.station_id
    option.allergens_added = list(draft.allergens_added)
    option.allergens_removed = list(draft.allergens_removed)
    return option


def _fit_uses(group: OptionGroup) -> None:
    """Forget prices of options that are gone; raise for bounds that no longer hold."""
    references = {option.reference for option in group.options}
    uses = select(DishOptionGroup).where(DishOptionGroup.group_id == group.id)
    for use in db.session.scalars(uses):
        least = group.minimum if use.minimum is None else use.minimum
        most = group.maximum if use.maximum is None else use.maximum
        if not least <= most <= len(references):
            raise Invalid(
                _l("A dish asks this with limits of its own that would not fit any more."),
                field="options",
            )
        if not use.prices.keys() <= references:
            use.prices = {key: price for key, price in use.prices.items() if key in references}
