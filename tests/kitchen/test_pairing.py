"""A tablet on the wall: paired by a code that a manager types, and by nothing else."""

from datetime import timedelta

import pytest
from flask import Flask

from restaurant_order.core import clock
from restaurant_order.people import screens as pairing
from restaurant_order.people.queries import screens
from restaurant_order.visits.service import join
from tests.kitchen.house import SCRIPT, Kitchen
from tests.kitchen.tablets import Tablet, station


def test_a_bare_tablet_shows_a_code_and_becomes_the_board_by_itself(
    app: Flask, kitchen: Kitchen
) -> None:
    bare, max_ = Tablet(app), kitchen.signed_in("Max")
    assert bare.browser.get("/kitchen/").location == "/pair"
    code = bare.code()
    assert bare.code() == code
    assert bare.browser.get("/pair/code", headers=SCRIPT).status_code == 200
    said = {"code": f"{code[:3]} {code[3:]}", "name": "Grill tablet", "opens": station(kitchen)}
    assert max_.browser.post("/manage/screens/pair", data=said).status_code == 303
    looked = bare.browser.get("/pair/code", headers=SCRIPT)
    assert looked.headers["HX-Redirect"] == "/kitchen/"
    assert bare.browser.get("/pair").location == "/kitchen/"
    assert bare.browser.get("/kitchen/").location == "/kitchen/grill"
    assert bare.browser.get("/").location == "/kitchen/"
    assert "Grill" in bare.sees("/kitchen/grill")


def test_the_cookie_of_a_screen_is_out_of_scripts_reach(app: Flask, kitchen: Kitchen) -> None:
    answer = Tablet(app).browser.get("/pair")
    (cookie,) = [c for c in answer.headers.getlist("Set-Cookie") if c.startswith("screen=")]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_code_that_ran_out_gives_way_to_a_new_one(app: Flask, kitchen: Kitchen) -> None:
    bare = Tablet(app)
    old = bare.code()
    with clock.held_at(clock.now() + timedelta(minutes=10, seconds=1)):
        assert bare.code() != old
        said = {"code": old, "name": "Late", "opens": "all"}
        answer = kitchen.signed_in("Max").browser.post("/manage/screens/pair", data=said)
    assert answer.status_code == 422
    assert "No screen shows this code now" in answer.text


def test_too_many_waiting_screens_are_refused_kindly(
    app: Flask, kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Tablet(app)
    code = kept.code()
    monkeypatch.setattr(pairing, "CODES_WAITING", 1)
    answer = app.test_client().get("/pair")
    assert answer.status_code == 429
    assert "Too many screens are waiting" in answer.text
    assert kept.code() == code


def test_an_unpaired_touch_changes_nothing(app: Flask, kitchen: Kitchen) -> None:
    placed = kitchen.orders("margherita")
    for token in (None, "forged", "x" * 4000):
        bare = Tablet(app)
        if token:
            bare.browser.set_cookie("screen", token)
        by_script = bare.taps(f"/kitchen/grill/tickets/{placed.id}/bump")
        assert (by_script.status_code, by_script.headers["HX-Redirect"]) == (401, "/pair")
        by_hand = bare.taps(f"/kitchen/grill/tickets/{placed.id}/bump", script=False)
        assert by_hand.status_code == 401
        assert "not paired" in by_hand.text
        assert bare.browser.get("/kitchen/grill").location == "/pair"
    assert kitchen.status_of(placed) == ["accepted"]


def test_a_waiting_tablet_is_not_yet_a_screen(app: Flask, kitchen: Kitchen) -> None:
    placed = kitchen.orders("margherita")
    waiting = Tablet(app)
    waiting.code()
    assert waiting.browser.get("/kitchen/grill").location == "/pair"
    assert waiting.taps(f"/kitchen/grill/tickets/{placed.id}/bump").status_code == 401
    assert kitchen.status_of(placed) == ["accepted"]


def test_a_guests_cookie_pairs_nothing_and_cooks_nothing(app: Flask, kitchen: Kitchen) -> None:
    placed = kitchen.orders("margherita", note="secret sauce")
    with app.app_context():
        token = join(kitchen.place.codes["7"], language="en").token
    guest = Tablet(app, guest=token)
    assert guest.browser.get("/kitchen/grill").location == "/pair"
    assert guest.taps(f"/kitchen/grill/tickets/{placed.id}/bump").status_code == 401
    said = {"code": guest.code(), "name": "Mine", "opens": "all"}
    assert guest.browser.post("/manage/screens/pair", data=said).status_code == 401
    guest.browser.set_cookie("screen", token)
    assert guest.browser.get("/kitchen/grill").location == "/pair"
    assert kitchen.status_of(placed) == ["accepted"]
    with app.app_context():
        assert screens(kitchen.place.id) == []


@pytest.mark.parametrize("name", ["Carla", "Wei", "Ken"])
def test_only_who_runs_the_place_pairs_a_screen(name: str, app: Flask, kitchen: Kitchen) -> None:
    code = Tablet(app).code()
    person = kitchen.signed_in(name)
    said = {"code": code, "name": "Mine", "opens": "all"}
    assert person.browser.post("/manage/screens/pair", data=said).status_code == 403
    with app.app_context():
        assert screens(kitchen.place.id) == []


def test_the_till_may_not_look_even_beside_a_waiting_tablet(app: Flask, kitchen: Kitchen) -> None:
    carla = kitchen.signed_in("Carla")
    assert carla.browser.get("/pair").status_code == 200
    assert carla.browser.get("/kitchen/grill").status_code == 403
