"""The pass on a real screen: ticks arrive, and what is not complete stays."""

import pytest
from playwright.sync_api import expect

from restaurant_order.people import service as people
from tests.kitchen.wall import Wall, numbered, settled

pytestmark = pytest.mark.browser

PIN = "739164"


def test_ticks_arrive_and_the_pass_waits_for_the_last_station(wall: Wall) -> None:
    with wall.kitchen.app.app_context():
        max_ = wall.kitchen.place.person("Max")
        people.set_pin(max_, PIN, by=max_.actor)
    page = wall.screen("/kitchen/pass")
    wall.phone_orders()
    wall.phone_orders("lemonade", price=380, table="8")
    pizza, lemonade = page.locator(".ticket").nth(0), page.locator(".ticket").nth(1)
    expect(pizza).to_contain_text("0 of 1 ready")
    expect(pizza).to_have_attribute("data-age", "fresh")
    expect(page.locator("[data-tally=open]")).to_have_text("2")

    grill = wall.screen("/kitchen/grill")
    grill.get_by_role("button", name="All done").click()
    expect(pizza).to_contain_text("Ready to go")
    expect(pizza.locator(".line")).to_have_attribute("data-status", "ready")
    pizza.get_by_role("button", name="Hand out").click()
    expect(page.locator(".ticket")).to_have_count(1)
    page.get_by_role("status").get_by_role("button", name="Undo").click()
    expect(page.locator(".ticket")).to_have_count(2)

    settled(page, numbered(2))
    page.keyboard.press("2")
    expect(lemonade).to_be_focused()
    page.keyboard.press("b")
    sheet = page.locator("#pass-out")
    expect(sheet).to_contain_text("Still cooking:")
    expect(sheet).to_contain_text("Bar")
    for digit in "111222":
        sheet.locator(f'[data-digit="{digit}"]').click()
    sheet.get_by_role("button", name="Hand out anyway").click()
    expect(sheet).to_contain_text("This PIN is not right")
    expect(page.locator(".ticket")).to_have_count(2)
    for digit in PIN:
        sheet.locator(f'[data-digit="{digit}"]').click()
    sheet.get_by_role("button", name="Hand out anyway").click()
    expect(page.locator(".ticket")).to_have_count(1)
    expect(sheet).not_to_be_visible()
