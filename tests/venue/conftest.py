"""Casa Lupo, and Olga's hand to change it."""

import pytest

from restaurant_order.core.actor import Actor
from tests.cast import Place, casa_lupo


@pytest.fixture
def place(app_context: None) -> Place:
    return casa_lupo()


@pytest.fixture
def olga(place: Place) -> Actor:
    return place.person("Olga").actor
