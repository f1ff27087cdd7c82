"""The manager's pages and the door, on real screens."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect

from restaurant_order.core.actor import SYSTEM
from restaurant_order.people import devices, service
from restaurant_order.people.sign_in import sign_in_with_pin
from restaurant_order.venue import queries, tables
from tests.cast import Place
from tests.manager.conftest import PIN
from tests.servers.browser import give_cookies, keep_picture, new_context
from tests.servers.stumbling import stumbling_blocks
from tests.servers.threaded import on_a_thread

pytestmark = pytest.mark.browser

SCREENS: Final = {"phone": (360, 740), "desk": (1280, 800)}


@dataclass(frozen=True)
class House:
    """Casa Lupo behind a server, with the cookies that open it."""

    url: str
    place: Place
    device: str
    max: str
    link: str

    def cookies(self, *names: str) -> dict[str, str]:
        values = {"device": self.device, "staff": self.max}
        return {name: values[name] for name in names}


@pytest.fixture
def house(app: Flask, place: Place) -> Iterator[House]:
    with app.app_context():
        for name in ("Max", "Ken"):
            service.set_pin(place.person(name), PIN, by=SYSTEM)
        till = devices.enrol_device(place.id, name="Till", by=SYSTEM)
        opened = sign_in_with_pin(till.device, place.staff["Max"], PIN)
        link = devices.make_enrolment_link(place.id, name="Bar", by=SYSTEM).code
        tables.add_table(
            queries.areas(place.id)[0], name="主桌一号大包间靠窗位", seats=12, by=SYSTEM
        )
    with on_a_thread(app) as url:
        yield House(url, place, till.token, opened.token, link)


@pytest.fixture
def context(chromium: Browser, house: House) -> Iterator[BrowserContext]:
    context = new_context(chromium, house.url, size=SCREENS["phone"])
    yield context
    context.close()


def at_the_till(context: BrowserContext, house: House) -> Page:
    give_cookies(context, house.url, house.cookies("device"))
    return context.new_page()


def test_ken_taps_his_name_and_his_pin(context: BrowserContext, house: House) -> None:
    page = at_the_till(context, house)
    page.goto("/sign-in")
    page.get_by_role("link", name="Ken").click()
    page.get_by_role("button", name="9", exact=True).click()
    page.get_by_role("button", name="Clear").click()
    for digit in PIN:
        page.get_by_role("button", name=digit, exact=True).click()
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/kitchen/**")


def test_max_signs_in_without_touching_the_screen(context: BrowserContext, house: House) -> None:
    page = at_the_till(context, house)
    page.goto(f"/sign-in/{house.place.staff['Max']}")
    page.keyboard.type("1379")
    page.keyboard.press("Enter")
    expect(page.get_by_text("This PIN is not right.")).to_be_visible()
    expect(page.get_by_label("PIN")).to_be_focused()
    page.keyboard.type(PIN)
    page.keyboard.press("Enter")
    page.wait_for_url("**/manage/")


def test_without_script_a_pin_is_typed_and_sent(chromium: Browser, house: House) -> None:
    context = new_context(chromium, house.url, java_script_enabled=False)
    page = at_the_till(context, house)
    page.goto("/sign-in")
    page.get_by_role("link", name="Ken").click()
    expect(page.get_by_role("button", name="7")).to_have_count(0)
    page.get_by_label("PIN").fill(PIN)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/kitchen/**")
    context.close()


def test_a_colour_dresses_the_page_while_it_is_chosen(
    context: BrowserContext, house: House
) -> None:
    give_cookies(context, house.url, house.cookies("staff"))
    page = context.new_page()
    page.goto("/manage/settings")
    page.get_by_role("radio", name="Our own").check()
    page.get_by_label("Our own colour").fill("#f0a000")
    expect(page.get_by_text("A little too light for text")).to_be_visible()
    save = page.get_by_role("button", name="Save")
    expect(save).to_have_css("background-color", "rgb(240, 160, 0)")


def test_a_dish_is_found_on_the_routing_page_in_any_language(
    context: BrowserContext, house: House
) -> None:
    give_cookies(context, house.url, house.cookies("staff"))
    page = context.new_page()
    page.goto("/manage/stations/routing")
    page.get_by_label("Find a dish").fill("生蚝")
    expect(page.get_by_role("link", name="Oyster")).to_be_visible()
    expect(page.get_by_role("link", name="Margherita")).to_be_hidden()


def pages(place: Place) -> dict[str, str]:
    table, ken = place.tables["7"], place.staff["Ken"]
    return {
        "home": "/manage/",
        "tables": "/manage/tables",
        "table": f"/manage/tables/{table}",
        "renew": f"/manage/tables/{table}/renew",
        "sheets": "/manage/tables/sheets",
        "address": "/manage/tables/address",
        "staff": "/manage/staff",
        "hire": "/manage/staff/hire",
        "colleague": f"/manage/staff/{place.staff['Max']}",
        "cook": f"/manage/staff/{ken}",
        "devices": "/manage/devices",
        "settings": "/manage/settings",
        "stations": "/manage/stations",
        "station": f"/manage/stations/{place.stations['grill']}",
        "routing": "/manage/stations/routing",
        "people": "/sign-in",
        "pin": f"/sign-in/{ken}",
        "password": "/sign-in?password=1",
        "expired": "/enrol/nothing",
    }


@pytest.mark.parametrize(
    ("screen", "language", "theme"), [("phone", "en", "light"), ("desk", "zh-Hans", "dark")]
)
def test_every_page_fits_and_is_accessible(
    chromium: Browser, house: House, screen: str, language: str, theme: str
) -> None:
    cookies = {**house.cookies("device", "staff"), "language": language}
    context = new_context(
        chromium, house.url, size=SCREENS[screen], cookies=cookies, color_scheme=theme
    )
    page = context.new_page()
    troubles = []
    page.on("console", lambda said: troubles.append(said.text) if "Policy" in said.text else None)
    for name, address in pages(house.place).items():
        page.goto(address)
        troubles += [f"{name}: {problem}" for problem in problems_of(page)]
        keep_picture(page, f"{name}-{screen}-{language}-{theme}")
    context.close()
    assert troubles == []


def problems_of(page: Page) -> list[str]:
    sticking = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    small = page.evaluate("""() => [...document.querySelectorAll(
        'main a:not(p a, td a, .row__link, .subject__link), main button, main summary')]
        .map(it => [it.outerHTML.slice(0, 90), it.getBoundingClientRect()])
        .filter(([, box]) => box.width && (box.height < 44 || box.width < 44))
        .map(([html]) => html)""")
    return [
        *stumbling_blocks(page),
        *small,
        *([f"sticks out by {sticking}"] if sticking > 0 else []),
    ]
