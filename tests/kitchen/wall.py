"""Casa Lupo behind a real server, and screens that look at it."""

import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from restaurant_order.core.database import db
from restaurant_order.ordering.models import DrawnTicket, Order
from tests.kitchen.house import Kitchen, Placed
from tests.servers.browser import Size, new_context
from tests.servers.gunicorn import Served
from tests.servers.process import PATIENCE

T = TypeVar("T")

WALL: Final[Size] = (1920, 1080)
TABLET: Final[Size] = (1280, 800)
LOOKS_EVERY: Final = 0.05
"""Seconds between two questions: whoever asks without a break keeps the server from its work."""

_keys = (f"browser-{number:05}" for number in itertools.count())


@dataclass
class Wall:
    served: Served
    kitchen: Kitchen
    browser: Browser

    def screen(
        self,
        path: str = "/kitchen/grill",
        *,
        size: Size = WALL,
        own_clock: bool = False,
        **how: Any,
    ) -> Page:
        """Ken's. With `own_clock` its time is ours to stop (playwright's `page.clock`)."""
        page = self.device("Ken", size=size, **how).new_page()
        if own_clock:
            page.clock.install()
        page.goto(path)
        expect(page.locator("live-state")).to_have_attribute("data-state", "live")
        return page

    def device(
        self, who: str = "", *, size: Size = WALL, theme: str = "", **how: Any
    ) -> BrowserContext:
        """A browser of its own; with a name, somebody is signed in."""
        cookies = {"theme": theme} if theme else {}
        if who:
            cookies["staff"] = self.kitchen.cookie_of(who)
        return new_context(
            self.browser, self.served.url, size=size, cookies=cookies, locale="en-GB", **how
        )

    def phone_orders(self, dish: str = "margherita", price: int = 950, table: str = "7") -> None:
        """From a phone, through the server's own door."""
        phone = self.device().request
        phone.get(f"/t/{self.kitchen.place.codes[table]}")
        wish: dict[str, str | float | bool]
        wish = {"dish": self.kitchen.place.dishes[dish], "key": next(_keys), "quantity": 1}
        if dish == "margherita":
            wish["option"] = self.kitchen.place.options["normal"]
        assert phone.post("/cart/lines", form=wish).ok
        sent = phone.post("/orders", form={"key": next(_keys), "seen_total": price})
        assert sent.ok, sent.text()

    def colleague_bumps(self, placed: Placed) -> None:
        """Lena, at another screen of the same station."""
        lena = self.device("Lena").request
        path = f"/kitchen/grill/tickets/{placed.id}/bump"
        assert lena.post(path, form={}, headers={"HX-Request": "true"}).ok

    def drawn_in_time(self) -> list[tuple[int, int]]:
        """Receipts by the order's number and the station, once there is one."""
        return eventually(self._drawn)

    def _drawn(self) -> list[tuple[int, int]]:
        with self.kitchen.app.app_context():
            rows = db.session.execute(
                db.select(Order.number, DrawnTicket.station_id)
                .join(Order, Order.id == DrawnTicket.order_id)
                .where(Order.restaurant_id == self.kitchen.place.id)
            )
            return [(row.number, row.station_id) for row in rows]


def ticket(page: Page, number: int) -> Locator:
    return page.locator(numbered(number))


def numbered(number: int) -> str:
    return f".ticket[data-number='{number}']"


def bump(page: Page, number: int) -> Locator:
    return ticket(page, number).get_by_role("button", name="All done")


def settled(page: Page, item: str) -> None:
    """Wait until what has just moved or come answers to taps."""
    page.wait_for_function(
        """selector => {
            const item = document.querySelector(selector);
            return item && document.querySelector("ticket-rail").guard.isSettled(item);
        }""",
        arg=item,
    )


def rested(page: Page) -> None:
    """Wait until the key that was pressed last, pressed again, is taken for meant."""
    page.wait_for_function(
        "() => performance.now() - document.querySelector('board-keys').pressed.at > 350"
    )


def eventually(ask: Callable[[], T]) -> T:
    """Ask again until there is an answer."""
    deadline = time.monotonic() + PATIENCE
    while not (answer := ask()) and time.monotonic() < deadline:
        time.sleep(LOOKS_EVERY)
    return answer
