"""The board read from two metres: equal dishes, filters, sounds, a rush, on a real screen."""

import pytest
from playwright.sync_api import expect

from tests.kitchen.test_board_in_browser import Wall, bump, settled, ticket, wall

pytestmark = pytest.mark.browser

__all__ = ["wall"]


def test_equal_dishes_are_one_row_that_unfolds(wall: Wall) -> None:
    wall.kitchen.orders("margherita", "margherita", "margherita", "oyster")
    page = wall.screen()
    same = ticket(page, 1).locator(".same")
    expect(same.locator("[data-combined] .line__quantity")).to_have_text("3×")
    expect(same.locator(".same__lines .line").first).to_be_hidden()
    page.screenshot(path="/tmp/reading-combined.png")
    same.locator("summary").click()
    settled(page, ".ticket[data-number='1']")
    same.locator(".same__lines button").first.click()
    expect(same.locator("[data-combined] .line__quantity")).to_have_text("2×")
    settled(page, ".ticket[data-number='1']")
    same.locator("[data-combined] button").click()
    expect(ticket(page, 1).locator('.line[data-status="accepted"]:visible')).to_have_count(1)
    page.keyboard.press("u")
    expect(same.locator("[data-combined] .line__quantity").first).to_have_text("2×")


def test_a_screen_shows_the_tickets_it_was_asked_for_and_remembers(wall: Wall) -> None:
    wall.kitchen.orders("margherita")
    page = wall.screen("/kitchen/all")
    wall.kitchen.orders("lemonade", table="8")
    expect(page.locator(".ticket")).to_have_count(2)
    page.keyboard.press("l")
    drinks = page.get_by_role("button", name="Drinks 1")
    expect(drinks).to_be_visible()
    page.screenshot(path="/tmp/reading-filters.png")
    drinks.click()
    expect(ticket(page, 1)).to_be_hidden()
    expect(ticket(page, 2)).to_be_visible()
    page.reload()
    expect(ticket(page, 2)).to_be_visible()
    expect(ticket(page, 1)).to_be_hidden()
    expect(page.locator("[data-filters]")).to_contain_text("1/2")
    settled(page, ".ticket[data-number='2']")
    bump(page, 2).click()
    expect(page.get_by_text("No ticket like that now")).to_be_visible()
    page.get_by_role("button", name="Show all tickets").click()
    expect(ticket(page, 1)).to_be_visible()
