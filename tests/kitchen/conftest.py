"""`kitchen`: Casa Lupo; `ken` cooks there, `stranger` cooks in another restaurant of the house.

`tablet` is a screen paired with the grill. `wall`: Casa Lupo with real screens.
"""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser

from restaurant_order.ordering import limits
from tests.cast import casa_lupo
from tests.kitchen.house import Kitchen, Person, kitchen_of
from tests.kitchen.tablets import Tablet, at
from tests.kitchen.wall import Wall
from tests.servers.gunicorn import Served
from tests.servers.shared import shared_app, shared_server

__all__ = ["shared_app", "shared_server"]


@pytest.fixture
def kitchen(app: Flask) -> Kitchen:
    return kitchen_of(app)


@pytest.fixture
def ken(kitchen: Kitchen) -> Person:
    return kitchen.signed_in("Ken")


@pytest.fixture
def lena(kitchen: Kitchen) -> Person:
    return kitchen.signed_in("Lena")


@pytest.fixture
def stranger(app: Flask, kitchen: Kitchen) -> Person:
    with app.app_context():
        elsewhere = casa_lupo(name="Casa Orso")
    return Kitchen(app, elsewhere).signed_in("Ken")


@pytest.fixture
def tablet(app: Flask, kitchen: Kitchen) -> Tablet:
    """Paired with the grill's board."""
    return at(app, kitchen, "grill")


@pytest.fixture
def wall(
    shared_server: Served,
    shared_app: Flask,
    chromium: Browser,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Wall]:
    """Two tables fill its boards, with more rounds than their phones may send."""
    monkeypatch.setattr(limits, "MOST_ROUNDS", 100)
    yield Wall(shared_server, kitchen_of(shared_app), chromium)
    for context in chromium.contexts:
        context.close()
