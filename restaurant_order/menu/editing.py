"""What every edit of the menu begins with: who may, the lock, and what a draft may refer to."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from restaurant_order.core.database import Words, db
from restaurant_order.core.refusals import Conflict, Forbidden
from restaurant_order.menu.checking import House
from restaurant_order.menu.drafts import Draft, print_of
from restaurant_order.menu.entries import Hours
from restaurant_order.menu.models import Category, Dish, Option, OptionGroup, Window
from restaurant_order.people.models import StaffMember
from restaurant_order.venue.models import Restaurant, Station


class Overtaken(Conflict):
    code = "overtaken"
    sentence = _l(
        "Somebody else has saved this meanwhile. What you typed is still here;"
        " saving it again replaces theirs."
    )


def lock_menu(by: StaffMember) -> Restaurant:
    """The restaurant of a manager, locked until the transaction ends, so edits queue up.

    Whoever changes something raises `menu_version`. Raises Forbidden for other roles.
    """
    if not by.is_manager:
        raise Forbidden
    return db.session.scalars(
        select(Restaurant).where(Restaurant.id == by.restaurant_id).with_for_update()
    ).one()


def house_of(restaurant: Restaurant) -> House:
    groups = db.session.scalars(
        select(OptionGroup).where(OptionGroup.restaurant_id == restaurant.id)
    ).all()
    options: dict[int, set[str]] = {group.id: set() for group in groups}
    named = select(Option.group_id, Option.reference).where(Option.group_id.in_(options))
    for group_id, reference in db.session.execute(named):
        options[group_id].add(reference)
    here = Category.restaurant_id == restaurant.id, Category.retired_at.is_(None)
    return House(
        languages=tuple(restaurant.languages),
        station_ids=set(
            db.session.scalars(select(Station.id).where(Station.restaurant_id == restaurant.id))
        ),
        category_ids=set(db.session.scalars(select(Category.id).where(*here))),
        options=options,
        bounds={group.id: (group.minimum, group.maximum) for group in groups},
    )


def refuse_if_changed(now: Draft, seen: str | None) -> None:
    """Raises Overtaken when the draft shown to the editor (its `print_of`) is not there now."""
    if seen is not None and seen != print_of(now):
        raise Overtaken


def with_other_languages(new: Words, old: Words, languages: list[str]) -> Words:
    """The new words, and the old ones in languages the restaurant does not show at present."""
    return {**new, **{tag: text for tag, text in old.items() if tag not in languages}}


def with_other_kitchens(new: Words, old: Words, languages: list[str]) -> Words:
    """The same for kitchen names; an empty one in any language takes away what was there."""
    found = with_other_languages(new, old, [*languages, *new])
    return {tag: text for tag, text in found.items() if text}


def set_windows(of: Dish | Category, windows: tuple[Hours, ...]) -> None:
    kept = {Hours(w.opens, w.closes, w.weekdays): w for w in of.windows}
    if set(kept) != set(windows):
        of.windows = [
            kept.get(hours)
            or Window(opens=hours.opens, closes=hours.closes, weekdays=hours.weekdays)
            for hours in windows
        ]
