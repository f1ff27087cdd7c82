"""The menu's pages on real screens: typing, pictures, dragging, files."""

import io
import re
from collections.abc import Iterator
from typing import Final

import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from restaurant_order.menu.service import sell_out
from tests.cast import Place
from tests.manager.menu_pages.desk import Desk
from tests.servers.browser import keep_picture, new_context
from tests.servers.stumbling import stumbling_blocks
from tests.servers.threaded import on_a_thread

pytestmark = pytest.mark.browser

SCREENS: Final = {"phone": (360, 740), "desk": (1280, 800)}
LONG: Final = "Donaudampfschifffahrtsgesellschaftskapitänsteller " * 2

FILE: Final = """reference,name_en,name_zh-Hans,category,price,tax_rate,options
lemonade,Lemonade,柠檬水,drinks,"4,10",19,Ice [1]: With ice* | Without
kaese,KÃ¤se,奶酪,Mains,"8,00",7,
"""
MISTAKES: Final = "name_en,category,price,tax_rate,allergens\nSoup,Soups,six,7,love\n,Soups,1,7,\n"


@pytest.fixture
def page(app: Flask, desk: Desk, chromium: Browser) -> Iterator[Page]:
    """Max's browser at the desk."""
    cookies = {name: desk.client.get_cookie(name) for name in ("device", "staff")}
    held = {name: cookie.value for name, cookie in cookies.items() if cookie is not None}
    with on_a_thread(app) as url:
        context = new_context(chromium, url, size=SCREENS["desk"], cookies=held)
        yield context.new_page()
        context.close()


def test_the_card_beside_follows_what_is_typed(page: Page, desk: Desk) -> None:
    page.goto(desk.dish_page("lemonade"))
    card = page.locator("#preview")
    expect(card).to_contain_text("€3.80")
    page.locator("#name-en").fill("Lemonade & mint")
    page.locator("#field-price").fill("4.25")
    expect(card).to_contain_text("Lemonade & mint")
    expect(card).to_contain_text("€4.25")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert desk.dish("lemonade").price == 425


def test_a_picture_is_seen_before_it_is_sent(page: Page, desk: Desk) -> None:
    file = io.BytesIO()
    Image.new("RGB", (800, 600), "orange").save(file, "JPEG")
    page.goto(desk.dish_page("lemonade"))
    page.locator("[name=photo]").set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}
    )
    expect(page.locator("[data-shown]")).to_have_attribute("src", re.compile("^data:image/jpeg"))
    page.get_by_role("button", name="Use this picture").click()
    expect(page.get_by_text("The picture is on the menu.")).to_be_visible()
    assert page.locator("#preview img").first.evaluate("it => it.decode().then(() => true)")


def test_dishes_are_dragged_into_order(page: Page, desk: Desk) -> None:
    page.goto(f"{desk.category_page('mains')}/order")
    grips = page.locator("[data-grip]")
    start, end = grips.nth(1).bounding_box(), grips.nth(0).bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 10, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(end["x"] + 10, end["y"] - 5, steps=5)
    page.mouse.up()
    expect(page.locator("[data-sortable]").first).to_contain_text("Oyster")
    page.get_by_role("button", name="Save the order").click()
    page.wait_for_url("**/manage/menu?**")
    assert desk.references()[:2] == ["oyster", "margherita"]


def test_a_file_is_brought_in(page: Page, desk: Desk) -> None:
    page.goto("/manage/menu/import")
    choose(page, FILE)
    expect(page.get_by_text("Käse", exact=True).first).to_be_visible()
    page.get_by_role("button", name="Import it").click()
    expect(page.get_by_role("heading", name="Imported")).to_be_visible()
    assert desk.dish("lemonade").price == 410
    with page.expect_download() as download:
        page.goto("/manage/menu/import")
        page.get_by_role("button", name="Download").click()
    content = download.value.path().read_bytes()
    assert content.startswith(b"\xef\xbb\xbfreference,")


@pytest.mark.parametrize("screen", SCREENS)
def test_every_page_fits_and_is_accessible(
    page: Page, desk: Desk, place: Place, screen: str
) -> None:
    desk.send(desk.dish_page("margherita"), names=[LONG.strip(), ""], price="99999.99")
    with desk.app.app_context():
        sell_out(place.dishes["oyster"], until="today", by=place.person("Ken"))
    width, height = SCREENS[screen]
    page.set_viewport_size({"width": width, "height": height})
    for name, address in pages_of(desk).items():
        page.goto(address)
        look(page, f"{name}-{screen}")
    for name, content in {"preview": FILE, "mistakes": MISTAKES}.items():
        page.goto("/manage/menu/import")
        choose(page, content)
        look(page, f"{name}-{screen}")


def pages_of(desk: Desk) -> dict[str, str]:
    return {
        "menu": "/manage/menu",
        "dish": desk.dish_page("margherita"),
        "new-dish": "/manage/menu/dishes/new",
        "category": desk.category_page("mains"),
        "order": f"{desk.category_page('mains')}/order",
        "options": "/manage/menu/options",
        "group": desk.group_page("extras"),
        "import": "/manage/menu/import",
    }


def choose(page: Page, content: str) -> None:
    page.locator("[name=file]").set_input_files(
        {"name": "menu.csv", "mimeType": "text/csv", "buffer": content.encode()}
    )
    page.get_by_role("button", name="Look at it").click()
    page.wait_for_url("**/manage/menu/import/*")


def look(page: Page, name: str) -> None:
    """Nothing sticks out, nothing serious is wrong for those who see or hear it otherwise."""
    over = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert over == 0, name
    assert stumbling_blocks(page) == [], name
    keep_picture(page, name, full_page=True)
