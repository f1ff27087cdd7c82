"""Devices that take PINs, on the manager's pages."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from restaurant_order.people import queries
from tests.cast import Place
from tests.manager.conftest import As


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
