"""A rushed ticket stands first on every board, says why, and can wait its turn again."""

import pytest
from flask import Flask

from restaurant_order.core.database import db
from restaurant_order.ordering.models import Order
from restaurant_order.visits.service import join
from tests.kitchen.house import Kitchen, Person, Placed

RUSH = "/kitchen/grill/tickets/{}/rush"
UNRUSH = "/kitchen/grill/tickets/{}/unrush"


def is_rushed(kitchen: Kitchen, placed: Placed) -> bool:
    with kitchen.app.app_context():
        return db.session.get_one(Order, placed.id).rushed_at is not None


def test_a_rushed_ticket_moves_to_the_front_with_its_reason(kitchen: Kitchen, ken: Person) -> None:
    first, second = kitchen.orders("margherita"), kitchen.orders("margherita", table="8")
    answer = ken.taps(RUSH.format(second.id), reason="rush:waited")
    assert "8 #2 goes first" in answer.text
    assert ken.tickets() == [f"order-{second.id}", f"order-{first.id}"]
    assert "They have waited too long" in ken.sees()
    assert ken.tickets("/kitchen/all") == [f"order-{second.id}", f"order-{first.id}"]


def test_a_rush_can_be_undone_and_the_undo_too(kitchen: Kitchen, ken: Person) -> None:
    placed = kitchen.orders("margherita")
    back = ken.takes_back(ken.taps(RUSH.format(placed.id), words="Minister's table"))
    assert not is_rushed(kitchen, placed)
    ken.takes_back(back)
    assert "Minister&#39;s table" in ken.sees()


def test_the_details_offer_reasons_and_the_way_back(kitchen: Kitchen, ken: Person) -> None:
    placed = kitchen.orders("margherita")
    details = f"/kitchen/grill/tickets/{placed.id}"
    assert 'value="rush:hurry"' in ken.sees(details)
    ken.taps(RUSH.format(placed.id), reason="rush:hurry")
    assert 'value="rush:hurry"' not in ken.sees(details)
    assert "Let it wait its turn" in ken.sees(details)


def test_the_pass_rushes_for_every_station(kitchen: Kitchen, ken: Person) -> None:
    kitchen.orders("margherita")
    placed = kitchen.orders("margherita", "lemonade", table="8")
    rush = f"/kitchen/pass/tickets/{placed.id}/rush"
    assert ken.taps(rush, reason="rush:rest").status_code == 200
    for board in ("grill", "bar", "pass"):
        assert "The rest of the table is ready" in ken.sees(f"/kitchen/{board}"), board


def test_two_cooks_rush_one_ticket_once(kitchen: Kitchen, ken: Person, lena: Person) -> None:
    placed = kitchen.orders("margherita")
    ken.taps(RUSH.format(placed.id), reason="rush:waited")
    assert lena.taps(RUSH.format(placed.id), reason="rush:again").status_code == 409
    assert "They have waited too long" in ken.sees()
    ken.taps(UNRUSH.format(placed.id))
    assert lena.taps(UNRUSH.format(placed.id)).status_code == 409


@pytest.mark.parametrize(
    "forged", [{}, {"reason": "rush:nothing"}, {"words": " "}, {"priority": "9"}]
)
def test_a_rush_without_a_reason_is_refused(
    forged: dict[str, str], kitchen: Kitchen, ken: Person
) -> None:
    placed = kitchen.orders("margherita")
    assert ken.taps(RUSH.format(placed.id), **forged).status_code == 422
    assert not is_rushed(kitchen, placed)


def test_only_this_restaurants_kitchen_rushes_from_the_board(
    kitchen: Kitchen, stranger: Person, app: Flask
) -> None:
    placed = kitchen.orders("margherita")
    with app.app_context():
        cookie = join(kitchen.place.codes["7"], language="en").token
    wanted = RUSH.format(placed.id)
    assert stranger.taps(wanted, reason="rush:waited").status_code == 404
    assert kitchen.signed_in("Carla").taps(wanted, reason="rush:waited").status_code == 403
    guest = Person(app, guest=cookie).taps(wanted, reason="rush:waited")
    assert guest.status_code in (303, 401)
    elsewhere = f"/kitchen/bar/tickets/{placed.id}/rush"
    assert kitchen.signed_in("Ken").taps(elsewhere, reason="rush:waited").status_code == 404
    assert not is_rushed(kitchen, placed)


def test_the_floor_rushes_and_takes_it_back(kitchen: Kitchen, ken: Person) -> None:
    placed = kitchen.orders("margherita")
    wei = kitchen.signed_in("Wei")
    ask = f"/floor/orders/{placed.id}/rush"
    assert "They have waited too long" in wei.sees(ask)
    assert wei.taps(ask, script=False, words="Birthday").status_code == 303
    assert "Birthday" in ken.sees()
    assert wei.taps(f"/floor/orders/{placed.id}/unrush", script=False).status_code == 303
    assert not is_rushed(kitchen, placed)
    assert ken.browser.post(ask, data={"words": "Mine"}).status_code == 403
