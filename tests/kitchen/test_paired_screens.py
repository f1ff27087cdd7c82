"""What a paired screen may: its own board, in its own name, until it is revoked."""

import pytest
from flask import Flask

from restaurant_order.people.models import Shows
from restaurant_order.people.screens import Place as At
from restaurant_order.people.screens import ask_for_code, pair
from tests.cast import casa_lupo
from tests.kitchen.house import Kitchen
from tests.kitchen.tablets import Tablet, at, last_actor, moved, revoked
from tests.people.journal import kinds


def test_a_paired_screen_cooks_in_its_own_name(kitchen: Kitchen, tablet: Tablet) -> None:
    placed = kitchen.orders("margherita", "oyster")
    first, _second = placed.lines
    answer = tablet.taps(f"/kitchen/grill/lines/{first}/done")
    assert answer.status_code == 200
    assert kitchen.status_of(placed) == ["ready", "accepted"]
    assert last_actor(kitchen) == ("screen", "Grill tablet")
    tablet.takes_back(answer)
    assert kitchen.status_of(placed) == ["accepted", "accepted"]
    tablet.taps(f"/kitchen/grill/tickets/{placed.id}/start")
    tablet.taps(f"/kitchen/grill/tickets/{placed.id}/bump")
    assert kitchen.status_of(placed) == ["ready", "ready"]


def test_a_paired_screen_sells_out_and_looks_at_cancellations(
    kitchen: Kitchen, tablet: Tablet
) -> None:
    dish = kitchen.place.dishes["margherita"]
    assert tablet.taps(f"/kitchen/grill/dishes/{dish}/sold-out", until="today").status_code == 200
    assert last_actor(kitchen) == ("screen", "Grill tablet")
    assert tablet.taps(f"/kitchen/grill/dishes/{dish}/back").status_code == 200
    placed = kitchen.orders("margherita")
    kitchen.cancels(placed.lines[0])
    assert tablet.taps(f"/kitchen/grill/tickets/{placed.id}/seen").status_code == 200
    assert kitchen.is_seen(placed.lines[0])


def test_a_screen_keeps_to_its_board(app: Flask, kitchen: Kitchen, tablet: Tablet) -> None:
    placed = kitchen.orders("lemonade")
    for page in (
        "/kitchen/",
        "/kitchen/bar",
        "/kitchen/all",
        "/kitchen/bar/recall",
        "/kitchen/pickup",
    ):
        assert tablet.browser.get(page).location == "/kitchen/grill"
    for board in ("bar", "all"):
        answer = tablet.taps(f"/kitchen/{board}/tickets/{placed.id}/bump")
        assert answer.status_code == 403
        assert "This screen is for Grill" in answer.text
    assert kitchen.status_of(placed) == ["accepted"]
    whole = at(app, kitchen, "all")
    assert whole.browser.get("/kitchen/bar").location == "/kitchen/all"
    assert whole.taps(f"/kitchen/all/tickets/{placed.id}/bump").status_code == 200


def test_a_screen_at_the_pass_keeps_to_the_pass(app: Flask, kitchen: Kitchen) -> None:
    at_pass = Tablet(app)
    with app.app_context():
        waiting = ask_for_code(None, address="here")
        pair(waiting.code, name="Pass", place=At(Shows.PASS), by=kitchen.place.person("Max"))
    at_pass.browser.set_cookie("screen", waiting.token)
    assert at_pass.browser.get("/kitchen/").location == "/kitchen/pass"
    assert at_pass.browser.get("/kitchen/pass").status_code == 200
    assert at_pass.browser.get("/kitchen/grill").location == "/kitchen/pass"


def test_a_pickup_screen_shows_numbers_and_no_ticket(app: Flask, kitchen: Kitchen) -> None:
    numbers = Tablet(app)
    with app.app_context():
        waiting = ask_for_code(None, address="here")
        pair(waiting.code, name="Pickup", place=At(Shows.PICKUP), by=kitchen.place.person("Max"))
    numbers.browser.set_cookie("screen", waiting.token)
    assert numbers.browser.get("/kitchen/").location == "/kitchen/pickup"
    assert numbers.browser.get("/kitchen/pickup").status_code == 200
    assert numbers.browser.get("/kitchen/grill").location == "/kitchen/pickup"
    placed = kitchen.orders("margherita")
    assert numbers.taps(f"/kitchen/grill/tickets/{placed.id}/bump").status_code == 403


@pytest.mark.parametrize(
    "page", ["/manage/", "/manage/screens", "/floor/", "/menu", "/sign-in?next=/kitchen/"]
)
def test_a_screen_is_nobody_outside_the_kitchen(page: str, tablet: Tablet) -> None:
    answer = tablet.browser.get(page)
    assert answer.status_code in (200, 303, 401)
    assert "Sign out" not in answer.text
    if answer.status_code == 200:
        assert 'name="password"' in answer.text


def test_a_screen_has_no_say_in_another_restaurant(app: Flask, kitchen: Kitchen) -> None:
    with app.app_context():
        theirs = Kitchen(app, casa_lupo(name="Casa Orso"))
    placed = theirs.orders("margherita")
    ours = at(app, kitchen, "grill")
    assert ours.taps(f"/kitchen/grill/tickets/{placed.id}/bump").status_code == 404
    assert ours.taps(f"/kitchen/grill/lines/{placed.lines[0]}/done").status_code == 404
    assert theirs.status_of(placed) == ["accepted"]


def test_a_revoked_screen_is_shown_the_pairing_page_and_changes_nothing(
    kitchen: Kitchen, tablet: Tablet
) -> None:
    placed = kitchen.orders("margherita")
    revoked(kitchen, tablet)
    assert tablet.browser.get("/kitchen/grill").location == "/pair"
    answer = tablet.taps(f"/kitchen/grill/tickets/{placed.id}/bump")
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/pair")
    assert kitchen.status_of(placed) == ["accepted"]
    assert len(tablet.code()) == 6
    with kitchen.app.app_context():
        assert "ScreenRevoked" in kinds(kitchen.place.id)


def test_a_moved_screen_goes_to_its_new_board_and_leaves_the_old_one(
    kitchen: Kitchen, tablet: Tablet
) -> None:
    placed = kitchen.orders("margherita", "lemonade")
    moved(kitchen, tablet, "bar")
    assert tablet.browser.get("/kitchen/grill").location == "/kitchen/bar"
    assert tablet.taps(f"/kitchen/grill/tickets/{placed.id}/bump").status_code == 403
    assert tablet.taps(f"/kitchen/bar/tickets/{placed.id}/bump").status_code == 200
    assert kitchen.status_of(placed) == ["accepted", "ready"]


def test_a_cashier_who_signs_in_on_the_wall_does_not_put_the_board_out(
    kitchen: Kitchen, tablet: Tablet
) -> None:
    placed = kitchen.orders("margherita")
    tablet.browser.set_cookie("staff", kitchen.cookie_of("Carla"))
    tablet.taps(f"/kitchen/grill/tickets/{placed.id}/bump")
    assert last_actor(kitchen) == ("screen", "Grill tablet")
