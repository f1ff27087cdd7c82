"""`house`: Casa Lupo with people at its screens; `careful`: where staff accepts every order."""

import pytest
from flask import Flask

from restaurant_order.venue.models import Acceptance
from tests.cashier.screens import House
from tests.servers.shared import shared_app, shared_server

__all__ = ["shared_app", "shared_server"]


@pytest.fixture
def house(app: Flask) -> House:
    return House(app, acceptance=Acceptance.NEVER)


@pytest.fixture
def careful(app: Flask) -> House:
    return House(app, acceptance=Acceptance.ALWAYS)
