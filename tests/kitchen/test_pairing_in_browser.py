"""A tablet on the wall, from its six digits to the day it is revoked."""

import os
from pathlib import Path

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from restaurant_order.core.actor import SYSTEM
from restaurant_order.core.transaction import transaction
from restaurant_order.people import service
from restaurant_order.venue.models import WhoBumped
from tests.kitchen.house import kitchen_of
from tests.kitchen.test_board_in_browser import Wall, settled
from tests.servers.databases import opened
from tests.servers.gunicorn import Served

pytestmark = pytest.mark.browser

WALL = {"width": 1920, "height": 1080}
PHONE = {"width": 390, "height": 844}
PIN = "2846"


def bare(wall: Wall, viewport: dict[str, int], **context: object) -> Page:
    options = {"viewport": viewport, "locale": "en-GB", **context}
    return wall.browser.new_context(**options).new_page()  # type: ignore[arg-type]


def managing(wall: Wall, viewport: dict[str, int] = PHONE) -> Page:
    page = bare(wall, viewport)
    cookie = {"name": "staff", "value": wall.kitchen.cookie_of("Max"), "url": wall.served.url}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    page.goto(f"{wall.served.url}/manage/screens")
    return page


def picture(page: Page, name: str, tmp_path: Path) -> None:
    kept = Path(os.environ.get("PICTURES", tmp_path))
    page.screenshot(path=kept / f"{name}.png")


def serious(page: Page) -> list[str]:
    found = Axe().run(page)["violations"]
    return [
        f"{v['id']}: {v['nodes'][0]['html'][:120]}"
        for v in found
        if v["impact"] in ("serious", "critical")
    ]


def test_a_tablet_is_paired_moved_asked_for_a_name_and_revoked(
    running_app: Served, chromium: Browser, tmp_path: Path
) -> None:
    database = f"sqlite:///{running_app.data_dir / 'restaurant.db'}"
    with opened(database, running_app.data_dir) as app:
        wall = Wall(running_app, kitchen_of(app), chromium)
        tablet, manager = bare(wall, WALL), managing(wall)
        pair(wall, tablet, manager, tmp_path)
        move(wall, tablet, manager)
        say_who(wall, tablet, tmp_path)
        revoke(tablet, manager, tmp_path)


def pair(wall: Wall, tablet: Page, manager: Page, tmp_path: Path) -> None:
    tablet.goto(f"{wall.served.url}/kitchen/")
    digits = tablet.locator(".pairing__digits")
    expect(digits).to_be_visible()
    assert serious(tablet) == []
    picture(tablet, "pairing", tmp_path)
    assert serious(manager) == []
    picture(manager, "screens-none", tmp_path)
    manager.get_by_label("Code on the screen").fill(digits.inner_text())
    manager.get_by_label("What to call it").fill("Grill tablet")
    manager.get_by_label("What it opens").select_option("Grill")
    manager.get_by_role("button", name="Pair").click()
    expect(manager.locator("#screens")).to_contain_text("Grill tablet")
    tablet.wait_for_url("**/kitchen/grill")
    expect(tablet.locator("live-state")).to_have_attribute("data-state", "live")
    expect(manager.locator("#screens")).to_contain_text("Live", timeout=15_000)
    assert serious(manager) == []
    picture(manager, "screens", tmp_path)
    wall.phone_orders()
    bump(tablet)
    expect(tablet.locator(".ticket")).to_have_count(0)


def bump(tablet: Page) -> None:
    expect(tablet.locator(".ticket")).to_have_count(1)
    settled(tablet, ".ticket")
    tablet.locator(".ticket").get_by_role("button", name="All done").click()


def move(wall: Wall, tablet: Page, manager: Page) -> None:
    manager.get_by_role("link", name="Change").click()
    manager.get_by_label("What it opens").select_option("Bar")
    manager.get_by_role("button", name="Save").click()
    tablet.wait_for_url("**/kitchen/bar", timeout=15_000)
    expect(tablet.locator("live-state")).to_have_attribute("data-state", "live")


def say_who(wall: Wall, tablet: Page, tmp_path: Path) -> None:
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
    picture(tablet, "who", tmp_path)
    assert serious(tablet) == []
    tablet.keyboard.press("1")
    expect(sheet.get_by_label("PIN", exact=True)).to_be_focused()
    tablet.keyboard.type("0000")
    tablet.keyboard.press("Enter")
    expect(sheet).to_contain_text("This PIN is not right")
    picture(tablet, "pin", tmp_path)
    for digit in PIN:
        sheet.get_by_role("button", name=digit, exact=True).click()
    sheet.get_by_role("button", name="That’s me").click()
    expect(tablet.locator(".hand__name")).to_have_text("Ken")
    expect(sheet.get_by_role("dialog")).to_be_hidden()
    expect(ticket).to_have_count(1)
    bump(tablet)
    expect(ticket).to_have_count(0)
    assert wall.kitchen.status_of(placed) == ["ready"]
    picture(tablet, "hand", tmp_path)
    tablet.keyboard.press("w")
    expect(tablet.get_by_role("link", name="Who are you?")).to_be_visible()


def revoke(tablet: Page, manager: Page, tmp_path: Path) -> None:
    manager.get_by_role("link", name="Revoke").click()
    manager.get_by_role("button", name="Revoke").click()
    expect(manager.locator("#screens")).to_contain_text("No screens yet")
    tablet.wait_for_url("**/pair", timeout=10_000)
    expect(tablet.locator(".pairing__digits")).to_be_visible()


def test_without_script_a_button_looks_again(
    running_app: Served, chromium: Browser, tmp_path: Path
) -> None:
    database = f"sqlite:///{running_app.data_dir / 'restaurant.db'}"
    with opened(database, running_app.data_dir) as app:
        wall = Wall(running_app, kitchen_of(app), chromium)
        tablet = bare(wall, {"width": 1280, "height": 720}, java_script_enabled=False)
        tablet.goto(f"{running_app.url}/kitchen/")
        code = tablet.locator(".pairing__digits").inner_text()
        picture(tablet, "pairing-tablet", tmp_path)
        manager = managing(wall)
        manager.get_by_label("Code on the screen").fill(code)
        manager.get_by_label("What to call it").fill("Old tablet")
        manager.get_by_role("button", name="Pair").click()
        expect(manager.locator("#screens")).to_contain_text("Old tablet")
        tablet.get_by_role("link", name="Look again").click()
        tablet.wait_for_url("**/kitchen/grill")
