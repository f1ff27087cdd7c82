"""Casa Lupo seen from browsers: its people signed in, each in a browser of their own."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from restaurant_order.core.actor import SYSTEM
from restaurant_order.people import devices, service
from restaurant_order.people.sign_in import sign_in_with_pin
from tests.cast import Place, casa_lupo

PIN = "284613"

As = Callable[..., FlaskClient]


@pytest.fixture
def place(app: Flask) -> Place:
    with app.app_context():
        return casa_lupo()


@pytest.fixture
def neighbours(app: Flask) -> Place:
    with app.app_context():
        return casa_lupo(name="Trattoria")


@pytest.fixture
def till(app: Flask, place: Place) -> str:
    """The token of a device that takes PINs; everybody's PIN is the same."""
    with app.app_context():
        return devices.enrol_device(place.id, name="Till", by=SYSTEM).token


@pytest.fixture
def signed_in(app: Flask) -> As:
    """`signed_in(place, "Max")`: a browser with Max in it."""

    def signed_in(place: Place, name: str) -> FlaskClient:
        client = app.test_client()
        with app.app_context():
            person = place.person(name)
            service.set_pin(person, PIN, by=SYSTEM)
            enrolled = devices.enrol_device(place.id, name=f"{name}'s", by=SYSTEM)
            opened = sign_in_with_pin(enrolled.device, person.id, PIN)
        client.set_cookie("device", enrolled.token)
        client.set_cookie("staff", opened.token)
        return client

    return signed_in


@pytest.fixture
def as_olga(signed_in: As, place: Place) -> FlaskClient:
    return signed_in(place, "Olga")


@pytest.fixture
def as_max(signed_in: As, place: Place) -> FlaskClient:
    return signed_in(place, "Max")
