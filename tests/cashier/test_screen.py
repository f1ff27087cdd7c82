"""The floor in a real browser: one evening, and every size of screen."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect

from restaurant_order.core.clock import now
from restaurant_order.core.database import db
from restaurant_order.core.transaction import transaction
from restaurant_order.ordering.service import finish_ticket
from restaurant_order.venue.models import Acceptance, Area, Table
from restaurant_order.visits.service import join
from tests.cashier.screens import House, hidden, new_key
from tests.diner.tables import live
from tests.servers.browser import keep_picture, new_context
from tests.servers.gunicorn import Served
from tests.servers.stumbling import stumbling_blocks

pytestmark = pytest.mark.browser

SCREENS: Final = {
    "laptop": (1280, 800),
    "desk": (1920, 1080),
    "tablet": (820, 1180),
    "phone": (360, 740),
}
STICKS_OUT = "document.documentElement.scrollWidth - innerWidth"


@dataclass
class Floor:
    """Casa Lupo, served; `house` reads and writes the same database."""

    house: House
    url: str
    browser: Browser
    app: Flask

    @contextmanager
    def screen(self, name: str = "Carla", size: str = "laptop", **how: Any) -> Iterator[Page]:
        cookie = self.house.screen(name).browser.get_cookie("staff")
        assert cookie is not None
        cookies = {"staff": cookie.value}
        context = new_context(self.browser, self.url, size=SCREENS[size], cookies=cookies, **how)
        page = context.new_page()
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        yield page
        context.close()
        assert wrong == []

    @contextmanager
    def phone(self, table: str) -> Iterator["Guest"]:
        with self.app.app_context():
            joined = join(self.house.place.codes[table], language="en")
            token, visit_id = joined.token, joined.guest.visit_id
        context = new_context(self.browser, self.url, cookies={"guest": token})
        yield Guest(context, self.house, visit_id)
        context.close()


@dataclass
class Guest:
    context: BrowserContext
    house: House
    visit_id: int

    def orders(self) -> None:
        dish = self.house.place.dishes["lemonade"]
        self.posts("/cart/lines", {"dish": dish, "key": new_key()})
        page = self.context.request.get("/cart").text()
        self.posts("/orders", {name: hidden(page, name) for name in ("key", "seen_total")})

    def asks(self) -> None:
        self.posts("/requests", {"kind": "waiter", "key": new_key()})

    def asks_for_the_bill(self) -> None:
        self.posts("/requests", {"kind": "bill_cash", "key": new_key()})

    def posts(self, path: str, fields: dict[str, Any]) -> None:
        assert self.context.request.post(path, form=fields).ok


@pytest.fixture
def floor(shared_server: Served, shared_app: Flask, chromium: Browser) -> Floor:
    house = House(shared_app, acceptance=Acceptance.ALWAYS)
    return Floor(house, shared_server.url, chromium, shared_app)


def test_an_evening_at_one_table(floor: Floor) -> None:
    with floor.screen() as page, floor.phone("7") as guest:
        page.goto("/floor/")
        expect(page.locator("live-state[data-state=live]")).to_be_visible()
        tile = page.locator(".tile", has_text="7").first
        expect(tile).to_contain_text("Seated")
        guest.orders()
        expect(tile).to_contain_text("New order")
        expect(page).to_have_title("(1) Floor")
        expect(page.locator("floor-bell")).to_have_attribute("data-played", "order")
        page.get_by_role("button", name="Accept").click()
        expect(tile).to_contain_text("In the kitchen")
        expect(page).to_have_title("Floor")
        guest.asks()
        expect(page.locator("[data-lane=requests] .slip")).to_contain_text("Waiter, please")
        page.get_by_role("button", name="I go").click()
        expect(page.locator("[data-lane=requests] .slip")).to_contain_text("Carla is on it")
        page.get_by_role("button", name="Done").click()
        expect(page.locator("[data-lane=requests] .slip")).to_have_count(0)
        order = floor.house.bill(guest.visit_id).orders[0]
        with floor.house.inside() as place:
            finish_ticket(place.id, order.id, None, by=place.person("Ken"))
        expect(page.locator("[data-lane=serve] .slip")).to_have_count(1)
        page.locator("[data-lane=serve]").get_by_role("button", name="Served").click()
        expect(tile).to_contain_text("Served")
        tile.get_by_role("link").click()
        expect(page).to_have_url(re.compile("/floor/visits/"))
        page.get_by_role("link", name="Take cash").click()
        page.get_by_role("button", name="€5.00").click()
        expect(page.locator("[data-change]")).to_contain_text("€1.20")
        page.get_by_role("button", name="Take cash").click()
        expect(page.locator(".change__amount")).to_have_text("€1.20")
        page.get_by_role("button", name="Settle and free the table").click()
        expect(page.locator(".toasts")).to_contain_text("Table 7 is settled")
        expect(tile).to_contain_text("Free")


def test_a_tile_is_read_in_full_beside_an_open_table(floor: Floor) -> None:
    with floor.screen() as page, floor.phone("7") as guest:
        guest.orders()
        guest.asks_for_the_bill()
        page.set_viewport_size({"width": 1366, "height": 768})
        page.goto(f"/floor/visits/{guest.visit_id}")
        state = page.locator(".tile__state", has_text="Bill, please")

        cut_off = state.evaluate(
            "it => [it, ...it.children].some(one => one.scrollWidth > one.clientWidth)"
        )

        assert not cut_off


def test_too_little_cash_is_not_shown_like_change(floor: Floor) -> None:
    ground = "it => getComputedStyle(it).backgroundColor"
    with floor.screen() as page, floor.phone("7") as guest:
        guest.orders()
        page.goto(f"/floor/visits/{guest.visit_id}")
        page.get_by_role("link", name="Take cash").click()
        given = page.get_by_role("textbox", name="Cash given")

        given.fill("5")
        expect(page.locator("[data-change]")).to_contain_text("€1.20")
        enough = page.locator("[data-change]").evaluate(ground)
        given.fill("2")
        expect(page.locator("[data-change]")).to_contain_text("€1.80")

        assert page.locator("[data-change]").evaluate(ground) != enough


def test_the_phone_reads_at_once_when_its_order_will_be_ready(floor: Floor) -> None:
    with floor.screen() as page, floor.phone("7") as guest:
        phone = guest.context.new_page()
        phone.set_viewport_size({"width": 360, "height": 740})
        guest.orders()
        phone.goto("/orders")
        live(phone)
        page.goto("/floor/")
        page.get_by_role("link", name="Later…").click()
        page.get_by_role("radio", name="30 minutes").check()
        keep_picture(page, "floor-promise")
        page.get_by_role("button", name="Accept, and tell the table").click()
        expect(page.get_by_text("The table was told: ready about")).to_be_visible()
        expect(phone.get_by_text("This will be ready about")).to_be_visible()
        keep_picture(page, "floor-promised")
        keep_picture(phone, "phone-promised")


def test_the_first_press_is_meant_for_what_it_hits(floor: Floor) -> None:
    """It wakes the sound, so that the prompt above goes and everything below moves up."""
    at_once = """AudioContext.prototype.resume = function () {
      Object.defineProperty(this, "state", { value: "running" });
      this.dispatchEvent(new Event("statechange"));
    }"""
    with floor.screen() as page, floor.phone("7") as guest:
        page.add_init_script(at_once)
        guest.orders()
        page.goto("/floor/")
        expect(page.locator("live-state[data-state=live]")).to_be_visible()
        prompt = page.get_by_role("button", name="Tap to switch sound on")
        expect(prompt).to_be_visible()
        page.get_by_role("button", name="Accept").click()
        expect(page.locator(".tile", has_text="7").first).to_contain_text("In the kitchen")
        expect(prompt).to_be_hidden()


def test_a_waiter_finds_a_dish_and_sends_it(floor: Floor) -> None:
    with floor.screen("Wei", "phone") as page, floor.phone("7") as guest:
        page.goto(f"/floor/visits/{guest.visit_id}/menu")
        page.get_by_label("Find a dish").fill("limonad")
        expect(page.locator("[data-nothing]")).to_be_visible()
        page.get_by_label("Find a dish").fill("柠檬")
        lemonade = page.get_by_role("button", name=re.compile("^Lemonade"))
        for count in ("1×", "2×"):
            with page.expect_response(lambda answer: "/dishes/" in answer.url):
                lemonade.click()
            expect(page.locator(".cart .dishes__count").nth(int(count[0]) - 1)).to_have_text("1×")
        page.get_by_label("Find a dish").fill("marg")
        page.get_by_role("link", name="Margherita").click()
        sheet = page.locator("#dish")
        sheet.get_by_text("Large").click()
        sheet.get_by_role("button", name=re.compile("^Add")).click()
        expect(page.locator(".cart")).to_contain_text("Large")
        page.get_by_role("button", name="Send to the kitchen").click()
        expect(page.locator("#panel .visit")).to_contain_text("Round 1")
        assert floor.house.bill(guest.visit_id).total == 2 * 380 + 1200


def test_every_step_works_without_script(floor: Floor) -> None:
    with floor.phone("7") as guest, floor.screen(java_script_enabled=False) as page:
        guest.orders()
        page.goto("/floor/")
        page.get_by_role("button", name="Accept").click()
        page.locator(".tile", has_text="7").first.get_by_role("link").click()
        page.get_by_role("link", name="Take cash").click()
        page.get_by_role("textbox", name="Cash given").fill("5")
        page.get_by_role("button", name="Take cash").click()
        expect(page.locator(".change__amount")).to_have_text("€1.20")
        page.get_by_role("button", name="Settle and free the table").click()
        expect(page.locator(".tile", has_text="7").first).to_contain_text("Free")


@pytest.mark.parametrize("size", SCREENS)
def test_forty_tables_and_long_names_fit(floor: Floor, size: str) -> None:
    _furnish(floor)
    with floor.phone("7") as guest, floor.screen("Max", size) as page:
        guest.orders()
        guest.asks()
        for path in (
            "",
            f"visits/{guest.visit_id}",
            f"visits/{guest.visit_id}/payment",
            f"visits/{guest.visit_id}/menu",
            "bills",
        ):
            page.goto(f"/floor/{path}")
            assert page.evaluate(STICKS_OUT) <= 0, path
            assert stumbling_blocks(page) == [], path


def test_an_empty_restaurant_says_what_to_do(floor: Floor) -> None:
    with floor.app.app_context(), transaction():
        own = db.select(Table).where(Table.restaurant_id == floor.house.place.id)
        for table in db.session.scalars(own):
            table.retired_at = table.retired_at or now()
    with floor.screen("Max") as page:
        page.goto("/floor/")
        expect(page.get_by_text("No tables yet")).to_be_visible()
        expect(page.get_by_text("Nothing waits for you.")).to_be_visible()


def _furnish(floor: Floor) -> None:
    with floor.app.app_context(), transaction():
        place = floor.house.place
        area = Area(
            restaurant_id=place.id, name="Garden behind the old mill, under the limes", rank=1
        )
        db.session.add(area)
        db.session.flush()
        db.session.add_all(
            Table(restaurant_id=place.id, area_id=area.id, name=f"Long table {n}", rank=n)
            for n in range(10, 48)
        )
        db.session.get_one(Table, place.tables["7"]).name = "Family Montgomery-W."[:20]
