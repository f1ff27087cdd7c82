"""A paired screen listens like staff in the kitchen, and falls silent when it is revoked."""

import re

import pytest
from flask import Flask

from restaurant_order.core import clock
from restaurant_order.core.actor import SYSTEM
from restaurant_order.core.database import db
from restaurant_order.live.prove import Prover
from restaurant_order.live.region import Audience
from restaurant_order.ordering.models import DrawnTicket
from restaurant_order.people.models import Screen as Row
from restaurant_order.people.models import Shows
from restaurant_order.people.queries import screen_or_refuse
from restaurant_order.people.screens import Place as At
from restaurant_order.people.screens import ask_for_code, change_screen, revoke_screen
from tests.kitchen.house import Kitchen
from tests.live.house import House, Screen
from tests.people.screens import paired


class OnTheWall(Screen):
    """Its region is the tickets', not the count of what is sold out."""

    id = 0

    def _of_region(self, name: str) -> str:
        match = re.search(rf'<live-region class="tickets"[^>]* data-{name}="([^"]*)"', self.page)
        assert match, self.page
        return match[1]


@pytest.fixture
def house(app: Flask, kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch) -> House:
    """The kitchen's own restaurant, with screens that listen."""
    monkeypatch.setattr(Prover, "start", lambda _self, _audience: None)
    found = House.__new__(House)
    found.app, found.place = app, kitchen.place
    return found


@pytest.fixture
def grill(house: House) -> OnTheWall:
    return on_the_wall(house, "grill")


@pytest.fixture
def prover(house: House) -> Prover:
    return Prover(house.sockets)


def on_the_wall(house: House, board: str) -> OnTheWall:
    with house.app.app_context():
        screen, token = paired(house.place, at=board)
        found = OnTheWall(house, "/kitchen", {"screen": token})
        found.id = screen.id
    found.looks_at(f"/kitchen/{board}")
    return found


def test_a_paired_screen_hears_of_an_order_and_hands_in_its_receipt(
    kitchen: Kitchen, grill: OnTheWall
) -> None:
    placed = kitchen.orders("margherita")
    (patch,) = grill.hears()
    assert patch["key"] == f"order-{placed.id}"
    station = kitchen.place.stations["grill"]
    assert grill.says("drawn", grill.room, [f"{placed.id}:{station}"]) is True
    with kitchen.app.app_context():
        assert db.session.get(DrawnTicket, (placed.id, station)) is not None


def test_revoking_closes_its_socket_at_once_and_no_others(
    house: House, kitchen: Kitchen, grill: OnTheWall
) -> None:
    bar, ken = on_the_wall(house, "bar"), house.staff("Ken").looks_at("/kitchen/grill")
    with house.app.app_context():
        revoke_screen(screen_or_refuse(house.place.id, grill.id), by=SYSTEM)
    assert [screen.is_connected for screen in (grill, bar, ken)] == [False, True, True]
    kitchen.orders("margherita")
    assert grill.hears() == []
    assert grill.repairs().status_code == 410
    assert not grill.connects()


def test_moving_it_closes_its_socket_and_its_old_board(house: House, grill: OnTheWall) -> None:
    old = grill.token
    with house.app.app_context():
        place = At(Shows.STATION, house.place.stations["bar"])
        screen = screen_or_refuse(house.place.id, grill.id)
        change_screen(screen, name="Bar", place=place, by=SYSTEM)
    assert not grill.is_connected
    assert grill.repairs().status_code == 410
    grill.looks_at("/kitchen/bar")
    assert grill.watches(old) == []


def test_another_name_disturbs_nobody(house: House, grill: OnTheWall) -> None:
    with house.app.app_context():
        place = At(Shows.STATION, house.place.stations["grill"])
        screen = screen_or_refuse(house.place.id, grill.id)
        change_screen(screen, name="Old grill", place=place, by=SYSTEM)
    assert grill.is_connected


def test_what_another_process_revoked_is_found_within_a_round(
    house: House, grill: OnTheWall, prover: Prover
) -> None:
    with house.app.app_context():
        screen_or_refuse(house.place.id, grill.id).revoked_at = clock.now()
        db.session.commit()
    prover.round(Audience.KITCHEN)
    assert not grill.is_connected


def test_that_it_listens_is_seen(house: House, grill: OnTheWall, prover: Prover) -> None:
    with house.app.app_context():
        db.session.get_one(Row, grill.id).last_seen_at = None
        db.session.commit()
    prover.round(Audience.KITCHEN)
    with house.app.app_context():
        assert db.session.get_one(Row, grill.id).last_seen_at is not None


def test_a_waiting_tablet_opens_no_socket(house: House) -> None:
    with house.app.app_context():
        token = ask_for_code(None, address="here").token
    assert not Screen(house, "/kitchen", {"screen": token}).connects()


@pytest.mark.parametrize("namespace", ["/cashier", "/diner"])
def test_a_screen_listens_in_the_kitchen_only(
    namespace: str, house: House, grill: OnTheWall
) -> None:
    elsewhere = Screen(house, namespace, grill.cookies)
    assert not elsewhere.connects()
