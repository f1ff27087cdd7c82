"""Devices that take PINs, on the manager's pages."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from restaurant_order.people import queries
from tests.cast import Place
from tests.manager.conftest import PIN, As


def device_names(app: Flask, place: Place) -> list[str]:
    with app.app_context():
        return [device.name for device in queries.devices(place.id)]


@pytest.fixture
def office(as_max: FlaskClient) -> FlaskClient:
    """Max in a browser that is no device."""
    as_max.delete_cookie("device")
    return as_max


def test_this_browser_becomes_a_device(app: Flask, place: Place, office: FlaskClient) -> None:
    page = office.post("/manage/devices/here", data={"name": "Office"}, follow_redirects=True)
    assert "This browser now takes PINs." in page.text
    assert "Office" in device_names(app, place)
    assert "Who are you?" in office.get("/sign-in").text


def test_enrolling_this_browser_twice_makes_one_device(
    app: Flask, place: Place, office: FlaskClient
) -> None:
    for _ in range(2):
        office.post("/manage/devices/here", data={"name": "Office"})
    assert device_names(app, place).count("Office") == 1


@pytest.mark.parametrize("way", ["here", "link"])
@pytest.mark.parametrize("name", ["", "x" * 41, "till\u202e"])
def test_a_device_needs_a_readable_name(
    app: Flask, place: Place, office: FlaskClient, way: str, name: str
) -> None:
    before = device_names(app, place)
    answer = office.post(f"/manage/devices/{way}", data={"name": name})
    assert answer.status_code == 422
    assert f'id="{way}-name-error"' in answer.text
    assert device_names(app, place) == before


def test_a_link_is_shown_with_its_code_and_enrols_another_browser(
    app: Flask, place: Place, office: FlaskClient
) -> None:
    page = office.post("/manage/devices/link", data={"name": "Bar"}).text
    assert '<svg class="qr"' in page
    found = re.search(r"/enrol/[\w-]{43}", page)
    assert found is not None
    assert app.test_client().post(found[0]).location == "/sign-in"
    assert "Bar" in device_names(app, place)
    assert found[0] not in office.get("/manage/devices").text


def test_a_revoked_device_throws_its_people_out(
    app: Flask, place: Place, signed_in: As, office: FlaskClient
) -> None:
    ken = signed_in(place, "Ken")
    with app.app_context():
        device = next(d.id for d in queries.devices(place.id) if d.name == "Ken's")
    address = f"/manage/devices/{device}/revoke"
    assert [office.post(address).status_code for _ in range(2)] == [303, 303]
    assert ken.get("/manage/").status_code == 303
    assert "Ken's" not in device_names(app, place)


def copied(app: Flask, till: str) -> FlaskClient:
    """A browser that somebody has given the till's cookie."""
    browser = app.test_client()
    browser.set_cookie("device", till)
    return browser


def test_a_copied_cookie_lists_nobody_once_the_device_itself_was_used(
    app: Flask, place: Place, till: str, signed_in: As
) -> None:
    signed_in(place, "Ken")  # gives him his PIN
    own, copy = copied(app, till), copied(app, till)
    assert "Wei" in copy.get("/sign-in").text

    own.post(f"/sign-in/{place.staff['Ken']}", data={"pin": PIN})
    own.post("/sign-out")

    assert "Wei" in own.get("/sign-in").text
    assert "Wei" not in copy.get("/sign-in").text
    assert copy.get(f"/sign-in/{place.staff['Ken']}").location == "/sign-in"


def test_a_wrong_pin_on_a_copy_puts_nobody_out(
    app: Flask, place: Place, till: str, signed_in: As
) -> None:
    signed_in(place, "Ken")
    own, copy = copied(app, till), copied(app, till)
    assert copy.post(f"/sign-in/{place.staff['Ken']}", data={"pin": "1593"}).status_code == 422
    copy.get("/sign-in")
    assert "Wei" in own.get("/sign-in").text


def test_a_revoked_device_lists_nobody(
    app: Flask, place: Place, till: str, office: FlaskClient
) -> None:
    device = copied(app, till)
    assert "Wei" in device.get("/sign-in").text
    with app.app_context():
        found = next(each.id for each in queries.devices(place.id) if each.name == "Till")
    office.post(f"/manage/devices/{found}/revoke")
    assert "Wei" not in device.get("/sign-in").text


def test_before_somebody_leaves_it_says_which_device_goes_with_them(
    app: Flask, place: Place, signed_in: As, as_max: FlaskClient
) -> None:
    ken = signed_in(place, "Ken")
    address = f"/manage/staff/{place.staff['Ken']}/retire"
    assert "nobody else has signed in there: Ken&#39;s." in as_max.get(address).text
    lena = f"/manage/staff/{place.staff['Lena']}/retire"
    assert "nobody else" not in as_max.get(lena).text

    as_max.post(address)

    assert "Wei" not in ken.get("/sign-in").text
    assert "Ken's" not in device_names(app, place)
