"""What the kitchen calls an option, beside what the menu calls it."""

from typing import Any

import pytest

from restaurant_order.core.database import db
from restaurant_order.core.transaction import transaction
from restaurant_order.menu.models import Option
from restaurant_order.venue.models import Station
from restaurant_order.visits.service import join
from tests.kitchen.house import Kitchen, Person
from tests.manager.menu_pages.forms import as_data, fields_of, with_fields

BOARDS = (
    "/kitchen/grill",
    "/kitchen/all",
    "/kitchen/pass",
    "/kitchen/grill/all-day",
    "/kitchen/grill/sold-out",
)


def page_of(kitchen: Kitchen, option: str) -> str:
    with kitchen.app.app_context():
        return (
            "/manage/menu/options/"
            f"{db.session.get_one(Option, kitchen.place.options[option]).group_id}"
        )


def writes(kitchen: Kitchen, *kitchen_names: str) -> int:
    """Max fills in the kitchen names of Olives, Rocket, No cheese, in each language of the page."""
    max_, page = kitchen.signed_in("Max"), page_of(kitchen, "olives")
    pairs = fields_of(max_.sees(page), page)
    spare = [""] * ([name for name, _value in pairs].count("kitchen_names") - len(kitchen_names))
    changed = with_fields(pairs, kitchen_names=[*kitchen_names, *spare])
    return max_.browser.post(page, data=as_data(changed)).status_code


@pytest.fixture
def names(kitchen: Kitchen) -> None:
    assert writes(kitchen, "OLV", "橄", "", "", "NO CH", "") == 303


def test_every_board_says_the_kitchens_name(kitchen: Kitchen, ken: Person, names: None) -> None:
    kitchen.orders("margherita", more=("olives",))
    for board in BOARDS:
        assert "OLV" in ken.sees(board), board
        assert "Olives" not in ken.sees(board), board


def test_guests_and_the_floor_read_the_menus_name(
    kitchen: Kitchen, ken: Person, names: None
) -> None:
    kitchen.orders("margherita", more=("olives",))
    with kitchen.app.app_context():
        token = join(kitchen.place.codes["7"], language="en").token
    guest = Person(kitchen.app, guest=token)
    for path in ("/orders", f"/menu/dishes/{kitchen.place.dishes['margherita']}"):
        assert "Olives" in guest.sees(path)
        assert "OLV" not in guest.sees(path)


def test_without_one_it_is_the_options_own(kitchen: Kitchen, ken: Person, names: None) -> None:
    kitchen.orders("margherita", more=("rocket",))
    assert ">Rocket<" in ken.sees("/kitchen/grill")


def test_what_was_ordered_keeps_the_name_it_had(kitchen: Kitchen, ken: Person, names: None) -> None:
    kitchen.orders("margherita", more=("olives",))
    assert writes(kitchen, "OLIVE!", "", "", "", "", "") == 303
    assert ">OLV<" in ken.sees("/kitchen/grill")
    kitchen.orders("margherita", table="8", more=("olives",))
    assert ">OLIVE!<" in ken.sees("/kitchen/grill")


def test_a_station_reads_it_in_its_language(kitchen: Kitchen, ken: Person, names: None) -> None:
    with kitchen.app.app_context(), transaction():
        db.session.get_one(Station, kitchen.place.stations["grill"]).language = "zh-Hans"
    kitchen.orders("margherita", more=("olives", "no-cheese"))
    shown = ken.sees("/kitchen/grill")
    assert ">橄<" in shown
    assert ">NO CH<" in shown


def test_a_language_of_the_kitchen_alone_has_a_field_too(kitchen: Kitchen) -> None:
    with kitchen.app.app_context(), transaction():
        kitchen.place.restaurant.languages = ["en"]
        db.session.get_one(Station, kitchen.place.stations["grill"]).language = "zh-Hans"
    assert writes(kitchen, "OLV", "橄榄", "", "", "", "") == 303
    with kitchen.app.app_context():
        olives = db.session.get_one(Option, kitchen.place.options["olives"])
        assert olives.kitchen_name == {"en": "OLV", "zh-Hans": "橄榄"}
    assert writes(kitchen, "OLV", "", "", "", "", "") == 303
    with kitchen.app.app_context():
        olives = db.session.get_one(Option, kitchen.place.options["olives"])
        assert olives.kitchen_name == {"en": "OLV"}


@pytest.mark.parametrize("bad", [["x" * 61, *[""] * 11], ["a\u202eb", *[""] * 11], ["OLV"], []])
def test_nonsense_is_refused(kitchen: Kitchen, names: None, bad: list[str]) -> None:
    max_, page = kitchen.signed_in("Max"), page_of(kitchen, "olives")
    fields: Any = with_fields(fields_of(max_.sees(page), page), kitchen_names=bad)
    assert max_.browser.post(page, data=as_data(fields)).status_code == 422
    with kitchen.app.app_context():
        olives = db.session.get_one(Option, kitchen.place.options["olives"])
        assert olives.kitchen_name == {"en": "OLV", "zh-Hans": "橄"}
