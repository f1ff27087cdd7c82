"""A tablet on the wall, from its six digits to the day it is revoked."""

import pytest
from playwright.sync_api import Page, expect

from restaurant_order.core.actor import SYSTEM
from restaurant_order.core.transaction import transaction
from restaurant_order.people import service
from restaurant_order.venue.models import WhoBumped
from tests.kitchen.wall import Wall, settled
from tests.servers.browser import keep_picture
from tests.servers.stumbling import stumbling_blocks

pytestmark = pytest.mark.browser

PHONE = (390, 844)
PIN = "2846"


def managing(wall: Wall) -> Page:
    page = wall.device("Max", size=PHONE).new_page()
    page.goto("/manage/screens")
    return page


def test_a_tablet_is_paired_moved_asked_for_a_name_and_revoked(wall: Wall) -> None:
    tablet, manager = wall.device().new_page(), managing(wall)
    pair(wall, tablet, manager)
    move(tablet, manager)
    say_who(wall, tablet)
    revoke(tablet, manager)


def pair(wall: Wall, tablet: Page, manager: Page) -> None:
    tablet.goto("/kitchen/")
    digits = tablet.locator(".pairing__digits")
    expect(digits).to_be_visible()
    assert stumbling_blocks(tablet) == []
    keep_picture(tablet, "pairing")
    assert stumbling_blocks(manager) == []
    keep_picture(manager, "screens-none")
    manager.get_by_label("Code on the screen").fill(digits.inner_text())
    manager.get_by_label("What to call it").fill("Grill tablet")
    manager.get_by_label("What it opens").select_option("Grill")
    manager.get_by_role("button", name="Pair").click()
    expect(manager.locator("#screens")).to_contain_text("Grill tablet")
    tablet.wait_for_url("**/kitchen/grill")
    expect(tablet.locator("live-state")).to_have_attribute("data-state", "live")
    expect(manager.locator("#screens")).to_contain_text("Live")
    assert stumbling_blocks(manager) == []
    keep_picture(manager, "screens")
    wall.phone_orders()
    bump(tablet)
    expect(tablet.locator(".ticket")).to_have_count(0)


def bump(tablet: Page) -> None:
    expect(tablet.locator(".ticket")).to_have_count(1)
    settled(tablet, ".ticket")
    tablet.locator(".ticket").get_by_role("button", name="All done").click()


def move(tablet: Page, manager: Page) -> None:
    manager.get_by_role("link", name="Edit").click()
    manager.get_by_label("What it opens").select_option("Bar")
    manager.get_by_role("button", name="Save").click()
    tablet.wait_for_url("**/kitchen/bar")
    expect(tablet.locator("live-state")).to_have_attribute("data-state", "live")


def say_who(wall: Wall, tablet: Page) -> None:
    with wall.kitchen.app.app_context():
        place = wall.kitchen.place
        for name in ("Ken", "Lena"):
            service.set_pin(place.person(name), PIN, by=SYSTEM)
        with transaction():
            place.restaurant.who_bumped = WhoBumped.PERSON
    tablet.reload()
    expect(tablet.get_by_role("link", name="Who are you?")).to_be_visible()
    placed = wall.kitchen.orders("lemonade")
    ticket = tablet.locator(".ticket")
    expect(ticket).to_have_count(1)
    bump(tablet)
    sheet = tablet.locator("#details")
    expect(sheet.get_by_role("link", name="Ken")).to_be_visible()
    keep_picture(tablet, "who")
    assert stumbling_blocks(tablet) == []
    tablet.keyboard.press("1")
    expect(sheet.get_by_label("PIN", exact=True)).to_be_focused()
    tablet.keyboard.type("0000")
    tablet.keyboard.press("Enter")
    expect(sheet).to_contain_text("This PIN is not right")
    keep_picture(tablet, "pin")
    for digit in PIN:
        sheet.get_by_role("button", name=digit, exact=True).click()
    sheet.get_by_role("button", name="That’s me").click()
    expect(tablet.locator(".hand__name")).to_have_text("Ken")
    expect(sheet.get_by_role("dialog")).to_be_hidden()
    expect(ticket).to_have_count(1)
    bump(tablet)
    expect(ticket).to_have_count(0)
    assert wall.kitchen.status_of(placed) == ["ready"]
    keep_picture(tablet, "hand")
    tablet.keyboard.press("w")
    expect(tablet.get_by_role("link", name="Who are you?")).to_be_visible()


def revoke(tablet: Page, manager: Page) -> None:
    manager.get_by_role("link", name="Revoke").click()
    manager.get_by_role("button", name="Revoke").click()
    expect(manager.locator("#screens")).to_contain_text("No screens yet")
    tablet.wait_for_url("**/pair")
    expect(tablet.locator(".pairing__digits")).to_be_visible()


def test_without_script_a_button_looks_again(wall: Wall) -> None:
    tablet = wall.device(size=(1280, 720), java_script_enabled=False).new_page()
    tablet.goto("/kitchen/")
    code = tablet.locator(".pairing__digits").inner_text()
    keep_picture(tablet, "pairing-tablet")
    manager = managing(wall)
    manager.get_by_label("Code on the screen").fill(code)
    manager.get_by_label("What to call it").fill("Old tablet")
    manager.get_by_role("button", name="Pair").click()
    expect(manager.locator("#screens")).to_contain_text("Old tablet")
    tablet.get_by_role("link", name="Look again").click()
    tablet.wait_for_url("**/kitchen/grill")
