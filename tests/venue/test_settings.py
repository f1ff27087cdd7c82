"""Opening a restaurant and changing how it works."""

from dataclasses import replace

import pytest
from flask import Flask

from restaurant_order.core.actor import SYSTEM, Actor
from restaurant_order.core.database import db
from restaurant_order.core.refusals import Invalid
from restaurant_order.venue import queries
from restaurant_order.venue.models import Acceptance, Restaurant
from restaurant_order.venue.service import (
    SettingsMoved,
    change_settings,
    open_restaurant,
    settings_of,
)
from tests.cast import Place
from tests.people.journal import entries, kinds
from tests.together import together
from tests.venue.test_rules import SOUND


def test_a_restaurant_opens_with_what_it_decided(app_context: None) -> None:
    opened = open_restaurant(replace(SOUND, accent="#A8322D"), by=SYSTEM)
    assert settings_of(opened) == replace(SOUND, accent="#a8322d")
    assert kinds(opened.id) == ["RestaurantOpened"]


def test_no_restaurant_opens_with_money_nobody_knows(app_context: None) -> None:
    with pytest.raises(Invalid):
        open_restaurant(replace(SOUND, currency="ABC"), by=SYSTEM)
    assert queries.restaurants() == []


def test_the_journal_says_what_was_and_what_is(place: Place, olga: Actor) -> None:
    new = replace(settings_of(place.restaurant), acceptance=Acceptance.ALWAYS, cutoff_hour=5)
    change_settings(place.restaurant, new, by=olga)
    entry = entries(place.id)[-1]
    assert entry.kind == "SettingsChanged"
    assert entry.body == {
        "before": {"acceptance": "never", "cutoff_hour": 4},
        "after": {"acceptance": "always", "cutoff_hour": 5},
    }


def test_a_change_renews_what_guests_see(place: Place, olga: Actor) -> None:
    before = place.restaurant.menu_version
    change_settings(place.restaurant, settings_of(place.restaurant), by=olga)
    assert place.restaurant.menu_version == before
    dressed = replace(settings_of(place.restaurant), accent="#a8322d")
    change_settings(place.restaurant, dressed, by=olga)
    assert place.restaurant.menu_version == before + 1


def test_settings_that_somebody_changed_meanwhile_are_not_overwritten(
    place: Place, olga: Actor
) -> None:
    seen = place.restaurant.version
    change_settings(
        place.restaurant, replace(settings_of(place.restaurant), cutoff_hour=5), seen=seen, by=olga
    )
    with pytest.raises(SettingsMoved):
        change_settings(place.restaurant, replace(SOUND, cutoff_hour=6), seen=seen, by=olga)
    assert place.restaurant.cutoff_hour == 5


def change_at_once(app: Flask, place: Place, seen: int | None) -> int:
    """How many of four managers got their own hour in."""
    restaurant_id, before = place.id, settings_of(place.restaurant)
    db.session.commit()

    def change(hand: int) -> bool:
        restaurant = db.session.get_one(Restaurant, restaurant_id)
        change_settings(restaurant, replace(before, cutoff_hour=5 + hand), seen=seen, by=SYSTEM)
        return True

    return together(app, 4, change).count(True)


def test_of_managers_who_save_at_one_moment_one_is_not_overwritten(
    app: Flask, place: Place
) -> None:
    assert change_at_once(app, place, place.restaurant.version) == 1


def test_without_what_they_saw_all_would_overwrite(app: Flask, place: Place) -> None:
    assert change_at_once(app, place, None) == 4
