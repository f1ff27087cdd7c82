"""`kitchen`: Casa Lupo; `ken` cooks there, `stranger` cooks in another restaurant of the house."""

import pytest
from flask import Flask

from tests.cast import casa_lupo
from tests.kitchen.house import Kitchen, Person, kitchen_of


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
