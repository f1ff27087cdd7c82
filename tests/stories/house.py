"""The demo restaurant, served, with people in front of its screens."""

from dataclasses import dataclass, field
from typing import Final

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page

from restaurant_order.core.actor import SYSTEM
from restaurant_order.demo import book
from restaurant_order.demo.seed import seed
from restaurant_order.people.devices import make_enrolment_link
from restaurant_order.people.queries import colleagues
from restaurant_order.people.service import set_pin, speak
from restaurant_order.venue.queries import coded_tables, restaurants
from tests.servers.browser import Size, new_context
from tests.servers.gunicorn import Served

PINS: Final = {"owner": "730415", "manager": "918264", "cashier": "5271", "cook": "8346"}

PHONE: Final[Size] = (360, 740)
KITCHEN: Final[Size] = (1920, 1080)
DASHBOARD: Final[Size] = (1280, 800)


@dataclass
class House:
    """`app` reads the same database; `pages` are watched: an error in any of them fails."""

    served: Served
    browser: Browser
    app: Flask
    codes: dict[str, str]
    people: dict[str, int]
    link: str
    complaints: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def phone(self, table: str, *, language: str = "en-GB") -> Page:
        """A guest who has just scanned the table's code."""
        page = self.screen(PHONE, language=language)
        page.goto(f"{self.served.url}/t/{self.codes[table]}")
        return page

    def at_work(self, role: str, size: Size, *, dark: bool = False) -> Page:
        """An enrolled device with somebody signed in by PIN, at their place of work."""
        page = self.screen(size, dark=dark)
        page.goto(self.link)
        page.get_by_role("button", name="Enrol this device").click()
        page.goto(f"{self.served.url}/sign-in/{self.people[role]}")
        page.get_by_label("PIN", exact=True).fill(PINS[role])
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(lambda url: "/sign-in" not in url)
        return page

    def on_the_wall(self, opens: str, size: Size, *, dark: bool = False) -> Page:
        """A kitchen screen, paired by the code it shows."""
        page = self.screen(size, dark=dark)
        page.goto(f"{self.served.url}/kitchen/")
        manager = self.at_work("manager", DASHBOARD)
        manager.goto(f"{self.served.url}/manage/screens")
        manager.get_by_label("Code on the screen").fill(
            page.locator(".pairing__digits").inner_text()
        )
        manager.get_by_label("What to call it").fill("Kitchen")
        manager.get_by_label("What it opens").select_option(opens)
        manager.get_by_role("button", name="Pair").click()
        page.wait_for_url("**/kitchen/*")
        return page

    def screen(self, size: Size, *, language: str = "en-GB", dark: bool = False) -> Page:
        """A browser of its own, with nothing in it."""
        context = new_context(
            self.browser,
            self.served.url,
            size=size,
            locale=language,
            color_scheme="dark" if dark else "light",
        )
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda said: self._listen(page, said.type, said.text))
        page.on("request", lambda asked: self._watch(page, asked.url))
        return page

    def _listen(self, page: Page, kind: str, text: str) -> None:
        """A page that is told "gone" says goodbye; any other error is one."""
        if kind == "error" and "410" not in text:
            self.complaints.append(f"{page.url}: {text}")

    def _watch(self, page: Page, url: str) -> None:
        if not url.startswith((self.served.url, self.served.url.replace("http", "ws"), "data:")):
            self.complaints.append(f"{page.url} asked another host: {url}")


def demo_house(served: Served, app: Flask, browser: Browser) -> House:
    """Seed the demo beneath a running server and let people in."""
    with app.app_context():
        seed(book.read())
        restaurant = restaurants()[0]
        staff = {member.role.value: member for member in colleagues(restaurant.id)}
        for role, pin in PINS.items():
            set_pin(staff[role], pin, by=SYSTEM)
            speak(staff[role], "en")
        link = make_enrolment_link(restaurant.id, name="Test", by=SYSTEM, uses=20)
        return House(
            served=served,
            browser=browser,
            app=app,
            codes={t.table.name: t.code.code for t in coded_tables(restaurant.id)},
            people={role: staff[role].id for role in PINS},
            link=f"{served.url}/enrol/{link.code}",
        )
