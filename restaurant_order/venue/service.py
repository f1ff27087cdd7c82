"""Opening a restaurant and settling how it works.

Tables and their codes are in `tables`, stations in `stations`.
"""

from dataclasses import fields
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from restaurant_order.core.actor import Actor
from restaurant_order.core.database import db
from restaurant_order.core.refusals import Conflict
from restaurant_order.core.transaction import record, transaction
from restaurant_order.venue.facts import RestaurantOpened, SettingsChanged
from restaurant_order.venue.models import Restaurant
from restaurant_order.venue.rules import Settings, checked


class SettingsMoved(Conflict):
    code = "settings_moved"
    sentence = _l("Somebody changed the settings in the meantime. Please look at them again.")


def open_restaurant(settings: Settings, *, by: Actor) -> Restaurant:
    """A new restaurant without tables, people or dishes. Raises Invalid naming a bad setting."""
    sound = checked(settings)
    with transaction():
        restaurant = Restaurant(**vars(sound))
        db.session.add(restaurant)
        db.session.flush()
        record(RestaurantOpened(restaurant_id=restaurant.id), by=by)
    return restaurant


def settings_of(restaurant: Restaurant) -> Settings:
    return Settings(**{field.name: getattr(restaurant, field.name) for field in fields(Settings)})


def change_settings(
    restaurant: Restaurant, settings: Settings, *, seen: int | None = None, by: Actor
) -> None:
    """Put `settings` in force. `seen` is the version of the restaurant on the form.

    Raises Invalid naming a bad setting, SettingsMoved when they are no longer what was seen.
    """
    sound = checked(settings)
    with transaction():
        db.session.refresh(restaurant, with_for_update={"of": Restaurant})
        if seen not in (None, restaurant.version):
            raise SettingsMoved
        before, after = vars(settings_of(restaurant)), vars(sound)
        changed = [name for name in before if before[name] != after[name]]
        if not changed:
            return
        for name in changed:
            setattr(restaurant, name, after[name])
        _renew_what_guests_see(restaurant)
        record(
            SettingsChanged(
                restaurant_id=restaurant.id,
                before={name: _plain(before[name]) for name in changed},
                after={name: _plain(after[name]) for name in changed},
            ),
            by=by,
        )


def _renew_what_guests_see(restaurant: Restaurant) -> None:
    """The menu is kept in memory per version, and its prices are said in these settings."""
    restaurant.menu_version += 1


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, StrEnum) else value
