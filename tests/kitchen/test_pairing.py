"""A tablet on the wall: paired by a code, at its own board, gone when it is revoked."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from restaurant_order.core import clock
from restaurant_order.core.actor import SYSTEM
from restaurant_order.core.transaction import transaction
from restaurant_order.people import devices, service
from restaurant_order.people.models import Shows
from restaurant_order.people.queries import screen_or_refuse, screens
from restaurant_order.people.screens import Place as At
from restaurant_order.people.screens import ask_for_code, change_screen, pair, revoke_screen
from restaurant_order.venue.models import WhoBumped
from restaurant_order.visits.service import join
from tests.cast import casa_lupo
from tests.kitchen.house import SCRIPT, Kitchen, Person
from tests.people.journal import entries, kinds
from tests.people.screens import paired

PIN = "2846"


class Tablet(Person):
    """A browser with nothing in it, or paired."""

    id = 0

    def code(self) -> str:
        page = self.browser.get("/pair")
        assert page.status_code == 200
        digits = re.findall(r"<span>(\d{3})</span>", page.text)
        return "".join(digits)


@pytest.fixture
def tablet(app: Flask, kitchen: Kitchen) -> Tablet:
    """Paired with the grill's board."""
    return at(app, kitchen, "grill")


def at(app: Flask, kitchen: Kitchen, board: str) -> Tablet:
    found = Tablet(app)
    with app.app_context():
        screen, token = paired(kitchen.place, at=board, name="Grill tablet")
        found.id = screen.id
    found.browser.set_cookie("screen", token)
    return found


@pytest.fixture
def asks(app: Flask, kitchen: Kitchen) -> None:
    """The restaurant wants to know who bumped; Ken has a PIN."""
    with app.app_context():
        service.set_pin(kitchen.place.person("Ken"), PIN, by=SYSTEM)
        with transaction():
            kitchen.place.restaurant.who_bumped = WhoBumped.PERSON


def last_actor(kitchen: Kitchen) -> tuple[str, str]:
    with kitchen.app.app_context():
        entry = entries(kitchen.place.id)[-1]
    return entry.actor_kind.value, entry.actor_name


def revoked(kitchen: Kitchen, tablet: Tablet) -> None:
    with kitchen.app.app_context():
        revoke_screen(screen_or_refuse(kitchen.place.id, tablet.id), by=SYSTEM)


def moved(kitchen: Kitchen, tablet: Tablet, station: str) -> None:
    with kitchen.app.app_context():
        screen = screen_or_refuse(kitchen.place.id, tablet.id)
        place = At(Shows.STATION, kitchen.place.stations[station])
        change_screen(screen, name=screen.name, place=place, by=SYSTEM)


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


def test_too_many_codes_from_one_place_are_refused_kindly(app: Flask, kitchen: Kitchen) -> None:
    kept = Tablet(app)
    code = kept.code()
    while (answer := app.test_client().get("/pair")).status_code == 200:
        pass
    assert answer.status_code == 429
    assert "Too many screens are waiting" in answer.text
    assert kept.code() == code


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


def test_a_cashier_who_signs_in_on_the_wall_does_not_put_the_board_out(
    kitchen: Kitchen, tablet: Tablet
) -> None:
    placed = kitchen.orders("margherita")
    tablet.browser.set_cookie("staff", kitchen.cookie_of("Carla"))
    tablet.taps(f"/kitchen/grill/tickets/{placed.id}/bump")
    assert last_actor(kitchen) == ("screen", "Grill tablet")


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


def station(kitchen: Kitchen, slug: str = "grill") -> str:
    return f"station-{kitchen.place.stations[slug]}"
