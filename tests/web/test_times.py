"""One time of day reads the same to everybody, whatever their language."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from restaurant_order.core import clock
from restaurant_order.menu.models import Dish, Window
from tests.cashier.screens import House

EVENING = datetime(2026, 11, 22, 18, 5, tzinfo=UTC)
"""19:05 at Casa Lupo, in Berlin."""


@pytest.fixture
def house(app: Flask) -> House:
    return House(app, acceptance="never")


@pytest.mark.parametrize("language", ["en-US", "en-GB", "zh-CN"])
def test_when_an_order_was_placed_reads_the_same_everywhere(house: House, language: str) -> None:
    with clock.held_at(EVENING):
        phone = house.phone("7", language=language)
        phone.orders("lemonade")
        phone.post("/requests", {"kind": "waiter", "key": "key-waiter-please"})
        pages = {path: phone.reads(path) for path in ("/orders", "/requests")}
        visit = f"/floor/visits/{phone.guest.visit_id}"
        for name, path in (("Carla", visit), ("Ken", "/kitchen/bar"), ("Ken", "/kitchen/pass")):
            screen = house.screen(name)
            screen.browser.set_cookie("language", language[:2] if language < "z" else "zh-Hans")
            pages[path] = screen.reads(path)

    for path, page in pages.items():
        assert "19:05" in page, path
        assert "7:05" not in page, path


def test_hours_of_a_dish_are_written_so_too(house: House) -> None:
    dish = house.place.dishes["lemonade"]
    hours = [Window(opens=17 * 60, closes=60)]
    house.changes(Dish, dish, windows=hours)
    with clock.held_at(datetime(2026, 11, 22, 8, 0, tzinfo=UTC)):
        for language in ("en-US", "zh-CN"):
            assert "17:00–01:00" in house.phone("7", language=language).reads("/menu")
