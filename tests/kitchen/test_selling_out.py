"""Sold out from the board, and back."""

from datetime import timedelta

import pytest
from flask import Flask

from restaurant_order.core import clock
from restaurant_order.core.database import db
from restaurant_order.menu.availability import availability
from restaurant_order.menu.models import Dish
from restaurant_order.visits.service import join
from tests.kitchen.house import Kitchen, Person


@pytest.fixture
def pizza(kitchen: Kitchen) -> str:
    return f"/kitchen/grill/dishes/{kitchen.place.dishes['margherita']}"


def is_out(kitchen: Kitchen, dish: str = "margherita") -> bool:
    with kitchen.app.app_context():
        return availability(kitchen.place.id).is_sold_out(kitchen.place.dishes[dish])


@pytest.mark.parametrize(
    ("until", "hours"), [("today", 24), ("for_good", 24 * 365), ("in an hour", 1)]
)
def test_one_tap_takes_a_dish_off_the_menu_for_as_long_as_was_said(
    until: str, hours: float, kitchen: Kitchen, ken: Person, pizza: str
) -> None:
    if until == "in an hour":
        until = offered(ken)
    assert ken.taps(pizza + "/sold-out", until=until).status_code == 200
    assert is_out(kitchen)
    with clock.held_at(clock.now() + timedelta(hours=hours, minutes=1)):
        assert is_out(kitchen) is (until == "for_good")


def offered(ken: Person) -> str:
    """The time an hour from now, as the board offers it."""
    return ken.sees("/kitchen/grill/sold-out").split('name="until" value="')[1][:5]


def test_a_sold_out_dish_can_be_brought_back(kitchen: Kitchen, ken: Person, pizza: str) -> None:
    ken.taps(pizza + "/sold-out", until="today")
    assert pizza + "/back" in ken.sees("/kitchen/grill/sold-out")
    assert ken.taps(pizza + "/back").status_code == 200
    assert not is_out(kitchen)
    assert pizza + "/back" not in ken.sees("/kitchen/grill/sold-out")


def test_selling_out_closes_its_sheet_and_can_be_undone(
    kitchen: Kitchen, ken: Person, pizza: str
) -> None:
    answer = ken.taps(pizza + "/sold-out", until="today")
    assert answer.headers["HX-Trigger"] == "close-sheet"
    ken.takes_back(answer)
    assert not is_out(kitchen)


@pytest.mark.parametrize("until", ["today", "for_good", "03:30"])
def test_bringing_back_by_mistake_is_undone_to_what_it_was(
    until: str, kitchen: Kitchen, ken: Person, pizza: str
) -> None:
    ken.taps(pizza + "/sold-out", until=until)
    before = moment_of(kitchen)
    ken.takes_back(ken.taps(pizza + "/back"))
    assert moment_of(kitchen) == before


def moment_of(kitchen: Kitchen) -> object:
    with kitchen.app.app_context():
        return db.session.get_one(Dish, kitchen.place.dishes["margherita"]).sold_out_until


def test_a_dish_that_was_counted_down_to_nothing_comes_back_and_goes_again(
    kitchen: Kitchen, ken: Person
) -> None:
    oyster = f"/kitchen/grill/dishes/{kitchen.place.dishes['oyster']}"
    kitchen.orders("oyster", quantity=12)
    assert "none left" in ken.sees("/kitchen/grill/sold-out")
    answer = ken.taps(oyster + "/back")
    assert not is_out(kitchen, "oyster")
    ken.takes_back(answer)
    assert is_out(kitchen, "oyster")


def test_twice_is_once(kitchen: Kitchen, ken: Person, lena: Person, pizza: str) -> None:
    ken.taps(pizza + "/sold-out", until="today")
    assert lena.taps(pizza + "/sold-out", until="today").status_code == 200
    assert is_out(kitchen)
    ken.taps(pizza + "/back")
    answer = lena.taps(pizza + "/back")
    assert (answer.status_code, "on the menu already" in answer.text) == (200, True)
    assert not is_out(kitchen)


@pytest.mark.parametrize("until", ["", "now", "25:00", "18:0", "１８:00", "today; drop", "18:00 "])
def test_nonsense_about_the_time_is_refused(
    until: str, kitchen: Kitchen, ken: Person, pizza: str
) -> None:
    assert ken.taps(pizza + "/sold-out", until=until).status_code == 422
    assert not is_out(kitchen)


@pytest.mark.parametrize("deed", ["/sold-out", "/back"])
def test_nobody_else_sells_out_a_dish(
    deed: str, kitchen: Kitchen, stranger: Person, pizza: str, app: Flask
) -> None:
    with app.app_context():
        guest = join(kitchen.place.codes["7"], language="en").token
    fields = {"until": "today"} if deed == "/sold-out" else {}
    assert stranger.taps(pizza + deed, **fields).status_code == 404
    assert kitchen.signed_in("Wei").taps(pizza + deed, **fields).status_code == 403
    assert Person(app, guest=guest).taps(pizza + deed, **fields).status_code in (303, 401)
    assert not is_out(kitchen)


def test_the_board_lists_its_own_stations_dishes_first(kitchen: Kitchen, ken: Person) -> None:
    assert names(ken.sees("/kitchen/grill/sold-out"))[0] == "Margherita"
    assert names(ken.sees("/kitchen/bar/sold-out"))[0] == "Lemonade"
    assert sorted(names(ken.sees("/kitchen/all/sold-out"))) == ["Lemonade", "Margherita", "Oyster"]


def names(page: str) -> list[str]:
    return [part.split("<")[0] for part in page.split('<p class="dish__name">')[1:]]
