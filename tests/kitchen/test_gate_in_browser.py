"""The gate, the counts and the struck line on a real screen, by key and by touch."""

import pytest
from playwright.sync_api import expect

from restaurant_order.menu.models import Allergen
from tests.kitchen.test_allergy import declare
from tests.kitchen.wall import Wall, rested

pytestmark = pytest.mark.browser


def test_an_allergy_is_read_by_key_before_anything_else(wall: Wall) -> None:
    declare(wall.kitchen, Allergen.NUTS, text="kiwi")
    placed = wall.kitchen.orders("margherita")
    page = wall.screen()
    shown = page.locator(".ticket")
    expect(shown.get_by_text("Seen: Nuts, kiwi")).to_be_visible()
    expect(shown.get_by_text("Margherita")).to_have_count(0)
    page.keyboard.press("1")
    page.keyboard.press("b")
    assert wall.kitchen.status_of(placed) == ["accepted"]
    page.keyboard.press("a")
    expect(shown.get_by_text("Margherita")).to_be_visible()
    expect(shown.get_by_text("Seen by Ken")).to_be_visible()
    page.keyboard.press("u")
    expect(shown.get_by_text("Margherita")).to_have_count(0)


def test_the_counts_follow_the_board_and_a_screen_remembers_them(wall: Wall) -> None:
    wall.kitchen.orders("margherita")
    page = wall.screen()
    counts = page.locator(".counts__list").first.locator(".counts__row")
    expect(counts).to_have_count(0)
    page.locator("body").press("d")
    expect(counts).to_have_count(1)
    expect(counts.first).to_contain_text("1")
    wall.kitchen.orders("margherita", table="8", quantity=4)
    wall.phone_orders("margherita")
    expect(counts.first.locator(".counts__number")).to_have_text("6")
    page.reload()
    expect(counts).to_have_count(1)
    page.locator("body").press("d")
    expect(counts).to_have_count(0)


def test_a_cancelled_dish_holds_its_ticket_until_it_was_seen(wall: Wall) -> None:
    placed = wall.kitchen.orders("margherita", "oyster")
    page = wall.screen()
    wall.kitchen.cancels(placed.lines[1])
    page.reload()
    page.keyboard.press("1")
    page.keyboard.press("b")
    expect(page.locator(".line[data-status=cancelled]")).to_have_count(0)
    assert wall.kitchen.is_seen(placed.lines[1])
    assert wall.kitchen.status_of(placed)[0] == "accepted"
    rested(page)
    page.keyboard.press("b")
    expect(page.locator(".ticket")).to_have_count(0)
    assert wall.kitchen.status_of(placed)[0] == "ready"
