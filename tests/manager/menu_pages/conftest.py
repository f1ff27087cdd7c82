"""The menu's pages of Casa Lupo, with Max at the desk."""

import pytest
from flask import Flask

from tests.cast import Place
from tests.manager.menu_pages.desk import Desk


@pytest.fixture
def desk(app: Flask, place: Place, as_max: object) -> Desk:
    return Desk(app, place, as_max)  # type: ignore[arg-type]  # a test client
