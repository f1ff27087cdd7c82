"""`lupo`: Casa Lupo with guests in front of it."""

import pytest
from flask import Flask

from tests.diner.phones import Lupo


@pytest.fixture
def lupo(app: Flask) -> Lupo:
    return Lupo(app)
