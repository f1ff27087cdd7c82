"""The gate: a ticket with an allergy stays shut until somebody at the station has read it."""

import pytest
from flask import Flask

from restaurant_order.menu.models import Allergen
from restaurant_order.ordering.service import declare_allergy
from restaurant_order.visits.service import join
from tests.kitchen.house import Kitchen, Person, Placed, kitchen_of


def declare(kitchen: Kitchen, *allergens: Allergen, text: str = "") -> None:
    with kitchen.app.app_context():
        guest = join(kitchen.place.codes["7"], language="en").guest
        waiter = kitchen.place.person("Wei")
        declare_allergy(guest.visit_id, guest_id=None, allergens=allergens, text=text, by=waiter)


@pytest.fixture
def shut(kitchen: Kitchen) -> Placed:
    """Two stations have something to make for a table that must not have nuts."""
    declare(kitchen, Allergen.NUTS, text="kiwi")
    return kitchen.orders("margherita", "lemonade")


def touches(placed: Placed, station: str = "grill", line: int = 0) -> list[str]:
    ticket = f"/kitchen/{station}/tickets/{placed.id}"
    of_line = f"/kitchen/{station}/lines/{placed.lines[line]}"
    return [f"{ticket}/start", f"{ticket}/bump", f"{of_line}/done", f"{of_line}/take-back"]


def seen(placed: Placed, station: str = "grill") -> str:
    return f"/kitchen/{station}/tickets/{placed.id}/allergy/seen"


def test_nothing_can_be_touched_before_the_allergy_was_read(
    kitchen: Kitchen, ken: Person, shut: Placed
) -> None:
    board = ken.sees()
    assert "Seen: Nuts, kiwi" in board
    assert "Margherita" not in board
    for touch in touches(shut):
        assert touch not in board
        answer = ken.taps(touch)
        assert (answer.status_code, "Read it first" in answer.text) == (409, True)
    assert kitchen.status_of(shut) == ["accepted", "accepted"]


def test_once_read_it_opens_and_says_who_read_it(
    kitchen: Kitchen, ken: Person, shut: Placed
) -> None:
    assert ken.taps(seen(shut)).status_code == 200
    board = ken.sees()
    assert "Margherita" in board
    assert "Seen by Ken" in board
    assert "Nuts, kiwi" in board
    assert ken.taps(touches(shut)[0]).status_code == 200


def test_every_station_reads_it_for_itself(kitchen: Kitchen, ken: Person, shut: Placed) -> None:
    ken.taps(seen(shut))
    assert ken.taps(touches(shut, "bar", 1)[1]).status_code == 409
    assert "Seen: Nuts, kiwi" in ken.sees("/kitchen/all")
    ken.taps(seen(shut, "all"))
    assert ken.taps(touches(shut, "bar", 1)[1]).status_code == 200


def test_the_tap_is_undone(kitchen: Kitchen, ken: Person, shut: Placed) -> None:
    answer = ken.taps(seen(shut))
    assert ken.takes_back(answer).status_code == 200
    assert "Margherita" not in ken.sees()
    assert ken.takes_back(answer).status_code == 409


def test_a_second_reader_is_told_kindly(
    kitchen: Kitchen, ken: Person, lena: Person, shut: Placed
) -> None:
    ken.taps(seen(shut))
    assert lena.taps(seen(shut)).status_code == 409
    assert "Seen by Ken" in lena.sees()


def test_a_recalled_ticket_and_another_round_need_no_second_tap(
    kitchen: Kitchen, ken: Person, shut: Placed
) -> None:
    ken.taps(seen(shut))
    ken.taps(touches(shut)[1])
    assert ken.taps(f"/kitchen/grill/tickets/{shut.id}/recall").status_code == 200
    again = kitchen.orders("margherita")
    assert ken.taps(touches(again)[1]).status_code == 200


def test_what_is_declared_later_shuts_the_ticket_again(
    kitchen: Kitchen, ken: Person, shut: Placed
) -> None:
    ken.taps(seen(shut))
    declare(kitchen, Allergen.NUTS, Allergen.EGG)
    assert "Seen: Egg, Nuts" in ken.sees()
    assert ken.taps(touches(shut)[1]).status_code == 409


def test_nobody_else_opens_it(kitchen: Kitchen, stranger: Person, shut: Placed, app: Flask) -> None:
    with app.app_context():
        guest = join(kitchen.place.codes["7"], language="en").token
    assert stranger.taps(seen(shut)).status_code == 404
    assert kitchen.signed_in("Wei").taps(seen(shut)).status_code in (303, 403)
    assert Person(app, guest=guest).taps(seen(shut)).status_code in (303, 401)
    assert kitchen.signed_in("Ken").taps(touches(shut)[1]).status_code == 409


def test_a_round_that_joins_a_ticket_brings_its_allergy_along(app: Flask) -> None:
    kitchen = kitchen_of(app, join_within=3)
    ken = kitchen.signed_in("Ken")
    first = kitchen.orders("margherita")
    assert "Margherita" in ken.sees()
    declare(kitchen, Allergen.MILK)
    second = kitchen.orders("oyster")
    board = ken.sees()
    assert "Seen: Milk" in board
    assert "Margherita" not in board
    assert "Oyster" not in board
    for touch in (*touches(first), *touches(second)):
        assert ken.taps(touch).status_code in (404, 409)
    ken.taps(seen(first))
    assert "Oyster" in ken.sees()


def test_what_comes_back_to_be_made_again_says_what_was_declared_meanwhile(
    kitchen: Kitchen, ken: Person
) -> None:
    placed = kitchen.orders("margherita")
    ken.taps(f"/kitchen/grill/tickets/{placed.id}/bump")
    declare(kitchen, Allergen.NUTS)
    assert "Nuts" in ken.sees("/kitchen/pass")
    assert ken.taps(f"/kitchen/grill/tickets/{placed.id}/recall").status_code == 200
    assert "Seen: Nuts" in ken.sees()
    assert ken.taps(touches(placed)[1]).status_code == 409
    assert ken.taps(seen(placed)).status_code == 200
    assert ken.taps(touches(placed)[1]).status_code == 200
