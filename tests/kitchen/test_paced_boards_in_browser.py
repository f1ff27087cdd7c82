"""When to begin, as a cook reads it on real boards."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.kitchen.test_paced_boards import at_its_pace
from tests.kitchen.wall import Wall

pytestmark = pytest.mark.browser


def start_of(page: Page, dish: str) -> Locator:
    return page.locator(".line").filter(has_text=dish).locator(".line__start")


def test_each_station_reads_when_to_begin_its_part(wall: Wall) -> None:
    at_its_pace(wall.kitchen)
    grill, bar = wall.screen(), wall.screen("/kitchen/bar")
    for board in (grill, bar):
        expect(start_of(board, "Margherita").get_by_text("Start in")).to_be_visible()
        expect(start_of(board, "Margherita").get_by_text("Start now")).to_be_hidden()
        expect(start_of(board, "Margherita")).to_contain_text("8 min")
    expect(start_of(grill, "Oyster").get_by_text("Start now")).to_be_visible()
    expect(start_of(grill, "Oyster").get_by_text("Start in")).to_be_hidden()
    bar.locator(".ticket__head").click()
    expect(start_of(bar, "Margherita")).to_have_count(0)
    expect(start_of(grill, "Margherita")).to_be_visible()
