"""Who stands at the board: a name and a PIN, where the restaurant wants to know who bumped."""

from datetime import timedelta

import pytest
from flask import Flask

from restaurant_order.core import clock
from restaurant_order.core.actor import SYSTEM
from restaurant_order.core.transaction import transaction
from restaurant_order.people import devices, service
from restaurant_order.venue.models import WhoBumped
from tests.kitchen.house import Kitchen, Person
from tests.kitchen.tablets import Tablet, last_actor

PIN = "2846"


@pytest.fixture
def asks(app: Flask, kitchen: Kitchen) -> None:
    """The restaurant wants to know who bumped; Ken has a PIN."""
    with app.app_context():
        service.set_pin(kitchen.place.person("Ken"), PIN, by=SYSTEM)
        with transaction():
            kitchen.place.restaurant.who_bumped = WhoBumped.PERSON


def test_a_cook_who_signs_in_on_the_wall_is_named(kitchen: Kitchen, tablet: Tablet) -> None:
    placed = kitchen.orders("margherita")
    tablet.browser.set_cookie("staff", kitchen.cookie_of("Lena"))
    tablet.taps(f"/kitchen/all/tickets/{placed.id}/bump")
    assert last_actor(kitchen) == ("staff", "Lena")


def test_an_enrolled_device_still_asks_for_the_pin(app: Flask, kitchen: Kitchen) -> None:
    till = Person(app)
    with app.app_context():
        token = devices.enrol_device(kitchen.place.id, name="Old tablet", by=SYSTEM).token
    till.browser.set_cookie("device", token)
    assert till.browser.get("/kitchen/").location == "/sign-in?next=/kitchen/"


@pytest.mark.usefixtures("asks")
def test_who_has_not_said_who_they_are_is_asked_and_nothing_moves(
    kitchen: Kitchen, tablet: Tablet
) -> None:
    placed = kitchen.orders("margherita")
    answer = tablet.taps(f"/kitchen/grill/tickets/{placed.id}/bump")
    assert answer.status_code == 403
    assert answer.headers["HX-Retarget"] == "#details-body"
    assert ">Ken<" in answer.text
    assert ">Carla<" not in answer.text
    by_hand = tablet.taps(f"/kitchen/grill/tickets/{placed.id}/bump", script=False)
    assert by_hand.status_code == 403
    assert "Who are you?" in by_hand.text
    assert kitchen.status_of(placed) == ["accepted"]


@pytest.mark.usefixtures("asks")
def test_a_name_and_a_pin_once_then_every_touch_is_theirs(kitchen: Kitchen, tablet: Tablet) -> None:
    placed = kitchen.orders("margherita")
    assert "Who are you?" in tablet.sees("/kitchen/grill")
    ken = f"/kitchen/grill/hands/{kitchen.place.staff['Ken']}"
    assert "pin" in tablet.sees(ken)
    answer = tablet.taps(ken, pin=PIN)
    assert answer.headers["HX-Trigger"] == "close-sheet"
    assert "Hello, Ken" in answer.text
    assert 'hx-swap-oob="true" data-person' in answer.text
    assert "That’s not me" in tablet.sees("/kitchen/grill")
    tablet.taps(f"/kitchen/grill/tickets/{placed.id}/bump")
    assert last_actor(kitchen) == ("staff", "Ken")
    tablet.taps("/kitchen/grill/hands/leave")
    assert tablet.taps(f"/kitchen/grill/tickets/{placed.id}/recall").status_code == 403
    assert kitchen.status_of(placed) == ["ready"]


@pytest.mark.usefixtures("asks")
def test_after_an_hour_without_a_touch_the_board_asks_again(
    kitchen: Kitchen, tablet: Tablet
) -> None:
    placed = kitchen.orders("margherita")
    tablet.taps(f"/kitchen/grill/hands/{kitchen.place.staff['Ken']}", pin=PIN)
    with clock.held_at(clock.now() + timedelta(minutes=61)):
        assert tablet.taps(f"/kitchen/grill/tickets/{placed.id}/bump").status_code == 403
        assert "Who are you?" in tablet.sees("/kitchen/grill/hands/now")
    assert kitchen.status_of(placed) == ["accepted"]


@pytest.mark.usefixtures("asks")
@pytest.mark.parametrize("pin", ["0000", "", "284", "nonsense"])
def test_a_wrong_pin_is_said_beside_the_field(pin: str, kitchen: Kitchen, tablet: Tablet) -> None:
    answer = tablet.taps(f"/kitchen/grill/hands/{kitchen.place.staff['Ken']}", pin=pin)
    assert answer.status_code == 422
    assert "This PIN is not right" in answer.text


@pytest.mark.usefixtures("asks")
def test_nobody_else_is_among_the_names(kitchen: Kitchen, tablet: Tablet) -> None:
    for person in (kitchen.place.staff["Carla"], kitchen.place.staff["Lena"], 999_999):
        assert tablet.taps(f"/kitchen/grill/hands/{person}", pin=PIN).status_code == 404


def test_where_the_screens_name_is_enough_nobody_is_asked(kitchen: Kitchen, tablet: Tablet) -> None:
    assert "Who are you?" not in tablet.sees("/kitchen/grill")
    assert tablet.browser.get("/kitchen/grill/hands").status_code == 404


@pytest.mark.usefixtures("asks")
def test_who_is_signed_in_is_not_asked_again(kitchen: Kitchen, lena: Person) -> None:
    placed = kitchen.orders("margherita")
    assert lena.taps(f"/kitchen/grill/tickets/{placed.id}/bump").status_code == 200
    assert last_actor(kitchen) == ("staff", "Lena")
