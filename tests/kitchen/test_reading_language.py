"""A kitchen reads its own language, whatever the menu is in."""

import re

import pytest
from flask import Flask

from restaurant_order.core.database import db
from restaurant_order.core.transaction import transaction
from restaurant_order.menu.models import Dish
from restaurant_order.venue.models import Restaurant, Station
from tests.cast import casa_lupo
from tests.kitchen.house import Kitchen, Person


@pytest.fixture
def kitchen(app: Flask) -> Kitchen:
    """The menu is in English alone, the grill reads Chinese."""
    with app.app_context():
        place = casa_lupo()
        with transaction():
            db.session.get_one(Restaurant, place.id).languages = ["en"]
            db.session.get_one(Station, place.stations["grill"]).language = "zh-Hans"
            for dish in ("margherita", "oyster"):
                db.session.get_one(Dish, place.dishes[dish]).name = {"en": dish.title()}
        return Kitchen(app, place)


def seen_on(page: str) -> str:
    return re.findall(r'name="seen" value="([^"]*)"', page)[0]


def test_a_manager_writes_kitchen_names_in_the_kitchens_language(
    kitchen: Kitchen, app: Flask
) -> None:
    max_ = kitchen.signed_in("Max")
    path = f"/manage/menu/dishes/{kitchen.place.dishes['oyster']}"
    page = max_.sees(path)
    assert page.count('name="kitchen_names"') == 2
    assert 'id="kitchen-zh-Hans"' in page
    fields = {
        "seen": seen_on(page),
        "category": re.findall(r'<option value="(\d+)" selected', page)[0],
        "names": ["Oyster"],
        "descriptions": [""],
        "kitchen_names": ["OYS", "生蚝"],
        "price": "4.00",
        "tax_rate": "7",
        "on_menu": "on",
    }
    assert max_.taps(path, script=False, **fields).status_code == 303
    kitchen.orders("oyster")
    ken = Person(app, kitchen.cookie_of("Ken"))
    for board in ("/kitchen/grill", "/kitchen/grill/tickets/1", "/kitchen/grill/sold-out"):
        assert "生蚝" in ken.sees(board), board
    assert "OYS" in ken.sees("/kitchen/all")
    ken.taps("/kitchen/grill/tickets/1/bump")
    recall = ken.sees("/kitchen/grill/recall")
    assert "生蚝" in recall
    assert 'lang="zh-Hans"' in recall
    fields |= {"kitchen_names": ["OYS", ""], "seen": seen_on(max_.sees(path))}
    assert max_.taps(path, script=False, **fields).status_code == 303
    assert "生蚝" not in ken.sees("/kitchen/grill/sold-out")


def test_a_station_may_read_any_language_the_board_speaks(kitchen: Kitchen) -> None:
    max_ = kitchen.signed_in("Max")
    path = f"/manage/stations/{kitchen.place.stations['bar']}"
    fields = {"tags": ["en"], "names": ["Bar"], "warn_after": "4", "late_after": "8"}
    assert max_.taps(path, script=False, **fields, language="zh-Hans").status_code == 303
    refused = max_.taps(path, script=False, **fields, language="tlh")
    assert refused.status_code == 422


def test_takeaway_has_minutes_of_its_own(kitchen: Kitchen) -> None:
    max_ = kitchen.signed_in("Max")
    path = f"/manage/stations/{kitchen.place.stations['bar']}"
    fields = {"tags": ["en"], "names": ["Bar"], "warn_after": "4", "late_after": "8"}
    answer = max_.taps(
        path, script=False, **fields, takeaway_warn_after="6", takeaway_late_after="12"
    )
    assert answer.status_code == 303
    with kitchen.app.app_context():
        bar = db.session.get_one(Station, kitchen.place.stations["bar"])
        assert (bar.takeaway_warn_after, bar.takeaway_late_after) == (6, 12)
    assert max_.taps(path, script=False, **fields, takeaway_warn_after="6").status_code == 422
