"""Signing in, signing out, and making a browser a device."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from restaurant_order.core import clock
from restaurant_order.core.actor import SYSTEM
from restaurant_order.people import devices, queries, service
from restaurant_order.people.models import Role
from tests.cast import Place
from tests.manager.conftest import PIN, As

PASSWORD = "correct zebra battery"


@pytest.fixture
def browser(app: Flask, place: Place, till: str) -> FlaskClient:
    """The till: a device where nobody has signed in yet; Ken's PIN is set."""
    with app.app_context():
        service.set_pin(place.person("Ken"), PIN, by=SYSTEM)
    client = app.test_client()
    client.set_cookie("device", till)
    return client


@pytest.fixture
def stranger(app: Flask, place: Place) -> FlaskClient:
    """A browser the restaurant does not know; Max may sign in there by password."""
    with app.app_context():
        max_ = place.person("Max")
        service.change(max_, name="Max", role=Role.MANAGER, login="max", language=None, by=SYSTEM)
        service.set_password(max_, PASSWORD, by=SYSTEM)
    return app.test_client()


def ken(place: Place) -> str:
    return f"/sign-in/{place.staff['Ken']}"


def test_a_device_shows_its_people_and_no_password(browser: FlaskClient, place: Place) -> None:
    page = browser.get("/sign-in").text
    assert all(name in page for name in place.staff)
    assert ken(place) in page
    assert 'name="password"' not in page


def test_who_has_no_pin_cannot_be_tapped(browser: FlaskClient, place: Place) -> None:
    assert f'href="/sign-in/{place.staff["Lena"]}"' not in browser.get("/sign-in").text


def test_an_unknown_browser_asks_for_login_and_password(stranger: FlaskClient) -> None:
    page = stranger.get("/sign-in").text
    assert 'name="password"' in page
    assert "Ken" not in page


def test_the_pin_page_needs_a_device(stranger: FlaskClient, place: Place) -> None:
    assert stranger.get(ken(place)).location == "/sign-in"
    assert stranger.post(ken(place), data={"pin": PIN}).status_code == 401


def test_a_cook_lands_in_the_kitchen(browser: FlaskClient, place: Place) -> None:
    answer = browser.post(ken(place), data={"pin": PIN})
    assert (answer.status_code, answer.location) == (303, "/kitchen/")


@pytest.mark.parametrize(
    ("name", "landing"), [("Carla", "/floor/"), ("Wei", "/floor/"), ("Olga", "/manage/")]
)
def test_everybody_lands_where_their_work_is(
    app: Flask, browser: FlaskClient, place: Place, name: str, landing: str
) -> None:
    with app.app_context():
        service.set_pin(place.person(name), PIN, by=SYSTEM)
    answer = browser.post(f"/sign-in/{place.staff[name]}", data={"pin": PIN})
    assert answer.location == landing


def test_cookies_of_a_sign_in_are_out_of_scripts_reach(browser: FlaskClient, place: Place) -> None:
    answer = browser.post(ken(place), data={"pin": PIN})
    for cookie in answer.headers.getlist("Set-Cookie"):
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie


def test_a_wrong_pin_is_said_beside_the_field_and_not_sent_back(
    browser: FlaskClient, place: Place
) -> None:
    answer = browser.post(ken(place), data={"pin": "907031"})
    assert answer.status_code == 422
    assert "This PIN is not right." in answer.text
    assert "907031" not in answer.text
    assert browser.get("/manage/").status_code == 303


@pytest.mark.parametrize("pin", ["", "2", "1" * 20, "２８４６１３", "\x00", "<b>"])
def test_nonsense_for_a_pin_is_refused(browser: FlaskClient, place: Place, pin: str) -> None:
    assert browser.post(ken(place), data={"pin": pin}).status_code == 422


def test_after_five_wrong_pins_the_page_says_how_long_to_wait(
    browser: FlaskClient, place: Place
) -> None:
    for _ in range(5):
        browser.post(ken(place), data={"pin": "907031"})
    answer = browser.post(ken(place), data={"pin": PIN})
    assert answer.status_code == 429
    assert "Please wait" in answer.text


def test_switching_people_ends_the_first_sign_in(
    app: Flask, browser: FlaskClient, place: Place
) -> None:
    with app.app_context():
        service.set_pin(place.person("Lena"), PIN, by=SYSTEM)
    browser.post(ken(place), data={"pin": PIN})
    browser.post(f"/sign-in/{place.staff['Lena']}", data={"pin": PIN})
    with app.app_context():
        running = queries.running_sessions(place.id)
        assert [session.staff.name for session in running] == ["Lena"]


def test_signing_out_leads_back_to_the_people_also_twice(
    browser: FlaskClient, place: Place
) -> None:
    browser.post(ken(place), data={"pin": PIN})
    for _ in range(2):
        answer = browser.post("/sign-out")
        assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert browser.get("/manage/").status_code == 303


def test_another_site_signs_nobody_out(browser: FlaskClient, place: Place) -> None:
    browser.post(ken(place), data={"pin": PIN})
    assert browser.post("/sign-out", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_the_right_password_opens_the_office(stranger: FlaskClient) -> None:
    answer = stranger.post("/sign-in", data={"login": "max", "password": PASSWORD})
    assert (answer.status_code, answer.location) == (303, "/manage/")
    assert stranger.get("/manage/").status_code == 200


@pytest.mark.parametrize(("login", "password"), [("max", "wrong"), ("nobody", PASSWORD), ("", "")])
def test_a_wrong_password_keeps_the_login_and_tells_nothing(
    stranger: FlaskClient, login: str, password: str
) -> None:
    answer = stranger.post("/sign-in", data={"login": login, "password": password})
    assert answer.status_code == 422
    assert "Login and password do not belong together." in answer.text
    assert f'value="{login}"' in answer.text
    assert PASSWORD not in answer.text


def test_strangers_do_not_block_the_browser_max_used_before(
    app: Flask, stranger: FlaskClient
) -> None:
    stranger.post("/sign-in", data={"login": "max", "password": PASSWORD})
    stranger.post("/sign-out")
    attacker = app.test_client()
    for _ in range(6):
        blocked = attacker.post("/sign-in", data={"login": "max", "password": "guess"})
    assert blocked.status_code == 429
    elsewhere = app.test_client().post("/sign-in", data={"login": "max", "password": PASSWORD})
    assert elsewhere.status_code == 429
    answer = stranger.post("/sign-in", data={"login": "max", "password": PASSWORD})
    assert answer.status_code == 303


def test_a_forged_known_cookie_is_a_stranger(app: Flask, stranger: FlaskClient) -> None:
    for number in range(6):
        stranger.set_cookie("known", f'{{"browser": "{number}", "people": [2]}}.forged')
        answer = stranger.post("/sign-in", data={"login": "max", "password": "guess"})
    assert answer.status_code == 429


@pytest.mark.parametrize(
    ("wanted", "landing"),
    [
        ("/manage/tables?x=1", "/manage/tables?x=1"),
        ("https://evil.example/", "/manage/"),
        ("//evil.example/", "/manage/"),
        ("/\\evil.example", "/manage/"),
        ("/\tevil", "/manage/"),
        ("javascript:alert(1)", "/manage/"),
    ],
)
def test_after_signing_in_nobody_leaves_the_house(
    stranger: FlaskClient, wanted: str, landing: str
) -> None:
    form = {"login": "max", "password": PASSWORD, "next": wanted}
    assert stranger.post("/sign-in", data=form).location == landing


def test_a_cook_is_not_sent_where_only_managers_may_go(browser: FlaskClient, place: Place) -> None:
    form = {"pin": PIN, "next": "/manage/staff"}
    assert browser.post(ken(place), data=form).location == "/kitchen/"


def test_who_waited_too_long_signs_in_again_and_comes_back(
    as_max: FlaskClient,
) -> None:
    with clock.held_at(clock.now() + timedelta(hours=13)):
        assert as_max.get("/manage/staff").location == "/sign-in?next=/manage/staff"


def test_a_script_that_asks_for_a_fragment_is_sent_to_the_door(app: Flask, place: Place) -> None:
    answer = app.test_client().get("/manage/settings/accent", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/sign-in")


def test_the_door_speaks_the_language_that_was_chosen(stranger: FlaskClient) -> None:
    answer = stranger.post("/sign-in/language", data={"language": "zh-Hans", "back": "/sign-in"})
    assert answer.location == "/sign-in"
    assert 'lang="zh-Hans"' in stranger.get("/sign-in").text
    assert stranger.post("/sign-in/language", data={"language": "xx"}).status_code == 422


def test_another_language_at_the_door_still_leads_where_one_wanted(stranger: FlaskClient) -> None:
    assert 'name="back" value="/sign-in?next=/floor/"' in stranger.get("/sign-in?next=/floor/").text


def enrolment(app: Flask, place: Place) -> str:
    with app.app_context():
        return devices.make_enrolment_link(place.id, name="Bar", by=SYSTEM).code


def test_a_link_asks_first_and_then_makes_a_device(
    app: Flask, stranger: FlaskClient, place: Place
) -> None:
    address = f"/enrol/{enrolment(app, place)}"
    assert "Bar" in stranger.get(address).text
    assert stranger.get_cookie("device") is None
    answer = stranger.post(address)
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert "Ken" in stranger.get("/sign-in").text


def test_sending_the_link_twice_makes_one_device(
    app: Flask, stranger: FlaskClient, place: Place
) -> None:
    address = f"/enrol/{enrolment(app, place)}"
    assert [stranger.post(address).status_code for _ in range(2)] == [303, 303]
    with app.app_context():
        assert len(queries.devices(place.id)) == 1


def test_a_used_link_is_over_for_the_next_browser(
    app: Flask, stranger: FlaskClient, place: Place
) -> None:
    address = f"/enrol/{enrolment(app, place)}"
    stranger.post(address)
    late = app.test_client()
    assert (late.get(address).status_code, late.post(address).status_code) == (410, 410)
    assert late.get_cookie("device") is None


def test_a_device_of_this_restaurant_does_not_use_a_link_up(
    app: Flask, browser: FlaskClient, stranger: FlaskClient, place: Place
) -> None:
    address = f"/enrol/{enrolment(app, place)}"
    assert "already" in browser.get(address).text
    browser.post(address)
    assert stranger.get(address).status_code == 200


def test_an_unknown_link_says_where_links_come_from(stranger: FlaskClient) -> None:
    answer = stranger.get("/enrol/nothing")
    assert answer.status_code == 410
    assert "Managers make links under Devices." in answer.text
    assert stranger.post("/enrol/nothing").status_code == 410


def test_a_revoked_device_asks_for_a_password_again(
    app: Flask, browser: FlaskClient, place: Place
) -> None:
    with app.app_context():
        devices.revoke_device(queries.devices(place.id)[0], by=SYSTEM)
    assert 'name="password"' in browser.get("/sign-in").text


def test_somebody_in_the_wrong_room_is_told_who_else_might(signed_in: As, place: Place) -> None:
    answer = signed_in(place, "Ken").get("/manage/")
    assert answer.status_code == 403
    assert "Sign in as somebody else" in answer.text
    assert 'href="/kitchen/"' in answer.text
