"""A manager's afternoon with the printer, and what phones make of it."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import cv2
import numpy as np
import pypdfium2 as pdfium
import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from restaurant_order.core.actor import SYSTEM
from restaurant_order.core.database import db
from restaurant_order.qr.models import BlankCode
from restaurant_order.qr.reading import render
from restaurant_order.venue import queries, tables
from tests.manager.test_in_browser import House, house, problems_of
from tests.servers.browser import keep_picture, new_context

__all__ = ["house"]

pytestmark = pytest.mark.browser

WIDTHS = (390, 1280)
BASE = "http://192.168.1.20:8000"
PATIENCE_MS = 60_000
"""A job of few sheets takes a second; the machine may be busy with others."""


@pytest.fixture(autouse=True)
def reachable(app: Flask) -> None:
    app.config["BASE_URL"] = BASE


@pytest.fixture
def desk(chromium: Browser, house: House) -> Iterator[Page]:
    cookies = house.cookies("device", "staff")
    context = new_context(chromium, house.url, size=(1280, 900), cookies=cookies)
    yield context.new_page()
    context.close()


@pytest.fixture
def phone(chromium: Browser, house: House) -> Iterator[Page]:
    context = new_context(chromium, house.url)
    yield context.new_page()
    context.close()


def decoded(picture: np.ndarray) -> set[str]:
    """By OpenCV, which has nothing to do with what drew and checked the sheet."""
    grey = picture if picture.ndim == 2 else cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    found: set[str] = set()
    for reader in (cv2.QRCodeDetector(), cv2.QRCodeDetectorAruco()):
        for scale in (1.0, 0.6):
            small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
            _, texts, *_ = reader.detectAndDecodeMulti(small)
            found |= {text for text in texts if text}
    return found


def on_paper(file: Path) -> set[str]:
    document = pdfium.PdfDocument(file)
    pages = [np.array(render(document, n, dpi=300, grey=True)) for n in range(len(document))]
    document.close()
    return set().union(*(decoded(page) for page in pages))


def codes(app: Flask, house: House) -> dict[str, str]:
    with app.app_context():
        return {e.table.name: e.code.code for e in queries.coded_tables(house.place.id)}


def made(desk: Page, folder: Path) -> set[str]:
    """Press the button, wait for the bar, take the file: what is printed in it."""
    desk.get_by_role("button", name="Make the file").click()
    expect(desk.get_by_role("heading", name="every code read")).to_be_visible(timeout=PATIENCE_MS)
    with desk.expect_download() as coming:
        desk.get_by_role("button", name="Download").click()
    file = folder / coming.value.suggested_filename
    coming.value.save_as(file)
    return on_paper(file)


def address(code: str) -> str:
    return f"{BASE}/T/{code}".upper()


def path(text: str) -> str:
    return urlsplit(text).path


def test_codes_are_printed_renewed_and_only_the_replacements_printed_again(
    app: Flask, house: House, desk: Page, phone: Page, tmp_path: Path
) -> None:
    desk.goto("/manage/tables")
    desk.get_by_role("link", name="Print the codes").click()
    expect(desk.get_by_text("Every code on this sheet was read")).to_be_visible(timeout=PATIENCE_MS)
    desk.get_by_label("What it becomes").first.select_option("sticker_70")
    before = codes(app, house)
    assert made(desk, tmp_path) == {address(code) for code in before.values()}
    phone.goto(path(address(before["7"])))
    expect(phone).to_have_url(f"{house.url}/menu")

    desk.goto(f"/manage/tables/{house.place.tables['7']}")
    desk.get_by_role("link", name="Renew the code").click()
    desk.get_by_role("button", name="Renew").click()
    expect(desk.get_by_text("1 printed cards are wrong by now")).to_be_visible()
    phone.context.clear_cookies()
    phone.goto(path(address(before["7"])))
    expect(phone.get_by_text("ask our staff")).to_be_visible()

    desk.goto("/manage/tables/sheets")
    expect(desk.get_by_label("Print", exact=True)).to_have_value("stale")
    after = codes(app, house)
    assert made(desk, tmp_path) == {address(after["7"])}
    desk.goto("/manage/tables/sheets")
    expect(desk.get_by_text("Print replacements")).to_have_count(0)

    desk.get_by_role("link", name="Dining room").click()
    desk.get_by_role("button", name="Renew").click()
    expect(desk.get_by_text("3 codes are new.")).to_be_visible()
    assert set(codes(app, house).values()).isdisjoint(after.values())


def test_a_long_job_shows_how_far_it_is_and_is_stopped(
    app: Flask, house: House, desk: Page
) -> None:
    with app.app_context():
        area = queries.areas(house.place.id)[0]
        for start in (1, 101, 201):
            names = [f"T{number}" for number in range(start, start + 100)]
            tables.add_tables(area, names=names, by=SYSTEM)
    desk.goto("/manage/tables/sheets")
    desk.get_by_label("File", exact=True).select_option("png600")
    desk.get_by_role("button", name="Make the file").click()
    expect(desk.get_by_role("progressbar")).to_be_visible()
    job = desk.url
    desk.get_by_role("button", name="Stop").click()
    expect(desk.get_by_text("Stopped. Nothing was printed.")).to_be_visible()
    desk.goto(job)
    expect(desk.get_by_role("heading", name="Stopped")).to_be_visible(timeout=PATIENCE_MS)
    expect(desk.get_by_role("button", name="Download")).to_have_count(0)


def test_a_blank_sticker_finds_its_table(app: Flask, house: House, desk: Page, phone: Page) -> None:
    desk.goto("/manage/tables/sheets")
    desk.get_by_label("How many").fill("1")
    desk.get_by_role("button", name="Print blank stickers").click()
    expect(desk.get_by_role("heading", name="every code read")).to_be_visible(timeout=PATIENCE_MS)
    with app.app_context():
        code = db.session.scalars(db.select(BlankCode.code)).one()
    phone.goto(f"/T/{code.upper()}")
    expect(phone.get_by_role("heading", name="not in use yet")).to_be_visible()
    desk.goto(f"/T/{code.upper()}")
    desk.get_by_role("button", name="8", exact=True).click()
    phone.goto(f"/T/{code.upper()}")
    expect(phone).to_have_url(f"{house.url}/menu")


def test_a_guest_scans_the_visits_code_from_the_screen(
    app: Flask, house: House, desk: Page, phone: Page
) -> None:
    desk.goto(f"/floor/tables/{house.place.tables['7']}")
    desk.get_by_role("button", name="Open the table").click()
    desk.get_by_role("link", name="A code for this visit").click()
    shown = desk.locator(".visitcode")
    expect(shown).to_be_visible()
    picture = cv2.imdecode(np.frombuffer(shown.screenshot(), np.uint8), cv2.IMREAD_COLOR)
    (text,) = decoded(
        cv2.copyMakeBorder(picture, 20, 20, 20, 20, cv2.BORDER_CONSTANT, value=(255,) * 3)
    )
    phone.goto(path(text))
    expect(phone).to_have_url(f"{house.url}/menu")
    assert codes(app, house)["7"].upper() not in text


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_every_page_of_the_studio_fits_and_is_accessible(
    chromium: Browser, house: House, language: str
) -> None:
    cookies = {**house.cookies("device", "staff"), "language": language}
    context = new_context(chromium, house.url, cookies=cookies)
    page = context.new_page()
    troubles: list[str] = []

    def look(name: str) -> None:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            troubles.extend(f"{name} at {width}: {problem}" for problem in problems_of(page))
            keep_picture(page, f"studio-{name}-{width}-{language}", full_page=True)

    page.goto("/manage/tables/sheets")
    page.locator(".studio__sheet").wait_for(timeout=PATIENCE_MS)
    page.evaluate("document.querySelectorAll('details').forEach(it => (it.open = true))")
    look("cards")
    page.locator("#field-format").select_option("labels")
    page.locator("#field-labels").select_option("own")
    page.locator(".studio__read").wait_for(timeout=PATIENCE_MS)
    look("labels")
    page.locator("#field-ink").fill("#eeeeee")
    page.locator(".studio__preview .notice[data-tone=late]").wait_for(timeout=PATIENCE_MS)
    look("refused")
    page.locator("#field-ink").fill("#111111")
    page.locator("button[formaction$='/calibration']").click()
    page.locator("form[action$='/file']").wait_for(timeout=PATIENCE_MS)
    look("done")
    page.goto("/manage/tables/sheets/renew")
    look("renew")
    page.goto("/manage/tables/address")
    look("address")
    context.close()
    assert troubles == []
