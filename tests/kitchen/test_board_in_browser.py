"""The board on a real screen: whole stories, few of them."""

import itertools
import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from restaurant_order.core.database import db
from restaurant_order.ordering.models import DrawnTicket
from tests.kitchen.house import Kitchen, Placed, kitchen_of
from tests.servers.databases import opened
from tests.servers.gunicorn import Served

pytestmark = pytest.mark.browser

T = TypeVar("T")

WALL = {"width": 1920, "height": 1080}
TABLET = {"width": 1280, "height": 800}
_keys = (f"browser-{number:05}" for number in itertools.count())


@dataclass
class Wall:
    """Casa Lupo behind a real server, and screens that look at it."""

    served: Served
    kitchen: Kitchen
    browser: Browser

    def screen(self, path: str = "/kitchen/grill", **context: object) -> Page:
        options = {"viewport": WALL, "locale": "en-GB", **context}
        opened_ = self.browser.new_context(**options)  # type: ignore[arg-type]
        cookie = {"name": "staff", "value": self.kitchen.cookie_of("Ken"), "url": self.served.url}
        opened_.add_cookies([cookie])  # type: ignore[list-item]
        page = opened_.new_page()
        page.goto(self.served.url + path)
        expect(page.locator("live-state")).to_have_attribute("data-state", "live")
        return page

    def phone_orders(self, dish: str = "margherita", price: int = 950, table: str = "7") -> None:
        """From a phone, through the server's own door."""
        phone = self.browser.new_context().request
        phone.get(f"{self.served.url}/t/{self.kitchen.place.codes[table]}")
        wish = {"dish": self.kitchen.place.dishes[dish], "key": next(_keys), "quantity": 1}
        if dish == "margherita":
            wish["option"] = self.kitchen.place.options["normal"]
        assert phone.post(f"{self.served.url}/cart/lines", form=wish).ok
        sent = phone.post(
            f"{self.served.url}/orders", form={"key": next(_keys), "seen_total": price}
        )
        assert sent.ok, sent.text()

    def colleague_bumps(self, placed: Placed) -> None:
        """Lena, at another screen of the same station."""
        browser = self.browser.new_context()
        cookie = {"name": "staff", "value": self.kitchen.cookie_of("Lena"), "url": self.served.url}
        browser.add_cookies([cookie])  # type: ignore[list-item]
        path = f"{self.served.url}/kitchen/grill/tickets/{placed.id}/bump"
        assert browser.request.post(path, form={}, headers={"HX-Request": "true"}).ok

    def drawn_in_time(self) -> list[tuple[int, int]]:
        """Receipts, once there is one."""
        return eventually(self._drawn)

    def _drawn(self) -> list[tuple[int, int]]:
        with self.kitchen.app.app_context():
            rows = db.session.execute(db.select(DrawnTicket.order_id, DrawnTicket.station_id))
            return [(row.order_id, row.station_id) for row in rows]


@pytest.fixture
def wall(running_app: Served, chromium: Browser) -> Iterator[Wall]:
    with opened(f"sqlite:///{running_app.data_dir / 'restaurant.db'}", running_app.data_dir) as app:
        yield Wall(running_app, kitchen_of(app), chromium)
        for context in chromium.contexts:
            context.close()


def ticket(page: Page, number: int) -> Locator:
    return page.locator(numbered(number))


def bump(page: Page, number: int) -> Locator:
    return ticket(page, number).get_by_role("button", name="All done")


def eventually(ask: Callable[[], T]) -> T:
    """Ask again until there is an answer."""
    deadline = time.monotonic() + 10
    while not (answer := ask()) and time.monotonic() < deadline:
        continue
    return answer


def settled(page: Page, item: str) -> None:
    """Wait until what has just moved or come answers to taps."""
    page.wait_for_function(
        """selector => {
            const item = document.querySelector(selector);
            return item && document.querySelector("ticket-rail").guard.isSettled(item);
        }""",
        arg=item,
    )


def numbered(number: int) -> str:
    return f".ticket[data-number='{number}']"


@contextmanager
def halted(served: Served) -> Iterator[None]:
    """The server hangs: it neither answers nor closes what is open."""
    master = served.process.pid
    pids = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    for pid in pids:
        os.kill(int(pid), signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(int(pid), signal.SIGCONT)


def test_a_cook_works_a_ticket_off(wall: Wall) -> None:
    page = wall.screen()
    expect(page.get_by_text("Nothing to cook")).to_be_visible()
    wall.phone_orders()
    expect(ticket(page, 1)).to_have_attribute("data-age", "fresh")
    expect(page.locator("[data-tally=open]")).to_have_text("1")
    expect(page.get_by_text("Nothing to cook")).to_be_hidden()
    grill = wall.kitchen.place.stations["grill"]
    assert wall.drawn_in_time() == [(1, grill)]

    settled(page, numbered(1))
    ticket(page, 1).get_by_role("button", name="Tap to start").click()
    expect(ticket(page, 1)).to_have_attribute("data-stage", "cooking")
    wall.phone_orders(table="8")
    expect(page.locator(".ticket")).to_have_count(2)
    settled(page, numbered(1))
    bump(page, 1).click()
    expect(ticket(page, 1)).to_have_count(0)
    place = page.locator(".ghost")
    expect(place).to_contain_text("7 #1")
    before = ticket(page, 2).bounding_box()
    settled(page, ".ghost")
    place.get_by_role("button", name="Undo").click()
    expect(ticket(page, 1)).to_have_attribute("data-stage", "cooking")
    expect(place).to_have_count(0)
    assert ticket(page, 2).bounding_box() == before

    settled(page, numbered(1))
    ticket(page, 1).locator(".line__button").click()
    expect(ticket(page, 1)).to_have_count(0)
    page.get_by_role("link", name="Recall").click()
    page.get_by_role("button", name="Back to the board").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator(".ticket").first).to_have_attribute("data-number", "1")


def test_the_neighbour_does_not_slide_under_the_finger(wall: Wall) -> None:
    placed = [wall.kitchen.orders("margherita", table="7") for _ in range(3)]
    page = wall.screen()
    target = bump(page, 1).bounding_box()
    assert target
    x, y = target["x"] + target["width"] / 2, target["y"] + target["height"] / 2
    wall.colleague_bumps(placed[0])
    expect(page.locator(".ghost")).to_have_count(1)
    page.mouse.move(x, y)
    page.locator(".ghost").wait_for(state="detached")
    page.mouse.click(x, y)
    settled(page, numbered(2))
    expect(page.locator(".ticket")).to_have_count(2)
    assert wall.kitchen.status_of(placed[1]) == ["accepted"]
    page.mouse.click(x, y)
    expect(page.locator(".ticket")).to_have_count(1)
    assert wall.kitchen.status_of(placed[1]) == ["ready"]


def test_a_board_that_cannot_know_says_so_and_is_true_again_by_itself(wall: Wall) -> None:
    wall.kitchen.orders("margherita")
    page = wall.screen()
    state = page.locator("live-state")
    with halted(wall.served):
        expect(state).to_have_attribute("data-state", re.compile("stale|offline"), timeout=20_000)
        frame = "getComputedStyle(document.querySelector('.board'), '::after').borderTopWidth"
        assert page.evaluate(frame) == "12px"
        wall.kitchen.orders("margherita", table="8")
        expect(page.locator(".ticket")).to_have_count(1)
    expect(page.locator(".ticket")).to_have_count(2, timeout=20_000)
    expect(state).to_have_attribute("data-state", "live", timeout=20_000)


def test_nothing_beyond_the_edge_goes_unsaid(wall: Wall) -> None:
    for _ in range(24):
        wall.kitchen.orders("margherita", "oyster" if _ < 3 else "margherita", note="no basil " * 9)
    page = wall.screen(viewport=TABLET)
    more = page.locator("[data-more=after]")
    visible = page.evaluate("""() => [...document.querySelectorAll('.ticket')].filter(one =>
        one.getClientRects().length
        && [...one.getClientRects()].every(box => box.right <= innerWidth)).length""")
    assert 0 < visible < 24
    expect(more.locator("[data-count]")).to_have_text(str(24 - visible))
    expect(ticket(page, 1)).to_be_in_viewport()
    more.click()
    expect(page.locator("[data-more=before]")).to_be_visible()
    page.locator("[data-more=before]").click()
    expect(ticket(page, 1)).to_be_in_viewport()
    expect(page.locator("[data-more=before]")).to_be_hidden()


@pytest.mark.parametrize("width", [390, 768, 1024, 1280, 1920])
def test_the_bar_shows_everything_on_every_screen(width: int, wall: Wall) -> None:
    for _ in range(12):
        wall.kitchen.orders("margherita", "margherita", "margherita")
    page = wall.screen(viewport={"width": width, "height": 700})
    page.locator(".more:visible").wait_for()
    for part in (".station", ".tally", ".more:visible", ".tools", "live-state"):
        box = page.locator(part).bounding_box()
        assert box
        assert box["x"] >= 0, part
        assert box["x"] + box["width"] <= width, part
    assert page.evaluate(OVERLAPS) == []


OVERLAPS = """() => {
    const parts = [...document.querySelectorAll(".board__top > *")]
        .map(part => [part.className || part.tagName, part.getBoundingClientRect()])
        .filter(([, box]) => box.width);
    const hits = ([, a], [, b]) => a.left < b.right - 1 && b.left < a.right - 1
        && a.top < b.bottom - 1 && b.top < a.bottom - 1;
    return parts.flatMap((one, i) => parts.slice(i + 1).filter(other => hits(one, other))
        .map(other => `${one[0]} over ${other[0]}`));
}"""


def test_a_bump_bar_is_enough(wall: Wall) -> None:
    first, second = (wall.kitchen.orders("margherita", "oyster") for _ in range(2))
    page = wall.screen()
    for key in ("2", "Enter"):
        page.keyboard.press(key)
    expect(ticket(page, 2)).to_have_attribute("data-stage", "cooking")
    for key in ("ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(ticket(page, 2).locator(".line[data-status=ready]")).to_have_count(1)
    for key in ("ArrowLeft", "b"):
        page.keyboard.press(key)
    expect(ticket(page, 1)).to_have_count(0)
    page.keyboard.press("u")
    expect(ticket(page, 1)).to_have_count(1)
    assert wall.kitchen.status_of(first) == ["accepted", "accepted"]
    assert wall.kitchen.status_of(second) == ["ready", "cooking"]
    page.keyboard.press("r")
    expect(page.get_by_role("dialog")).to_be_visible()


def test_silence_is_shown_and_a_touch_ends_it(wall: Wall) -> None:
    page = wall.screen()
    prompt = page.get_by_role("button", name="Tap to switch sound on")
    expect(prompt).to_be_visible()
    prompt.click()
    expect(prompt).to_be_hidden()
    wall.phone_orders()
    expect(page.locator("board-sounds")).to_have_attribute("data-played", "new")


def test_every_page_of_the_board_is_accessible(wall: Wall) -> None:
    placed = wall.kitchen.orders("margherita", "margherita", "lemonade", note="no basil")
    wall.kitchen.cancels(placed.lines[1])
    wall.kitchen.orders("margherita", table="8")
    for theme in ("dark", "light"):
        page = wall.screen("/kitchen/all", viewport=TABLET)
        page.context.add_cookies([{"name": "theme", "value": theme, "url": wall.served.url}])
        for path in ("all", "grill", "", "grill/recall", "grill/sold-out", "grill/tickets/1"):
            page.goto(f"{wall.served.url}/kitchen/{path}")
            assert complaints(page) == [], (theme, path)
        page.goto(f"{wall.served.url}/kitchen/grill")
        for key in ("r", "o", "e", "?"):
            page.keyboard.press(key)
            expect(page.get_by_role("dialog")).to_be_visible()
            assert complaints(page) == [], (theme, key)
            page.keyboard.press("Escape")
            expect(page.get_by_role("dialog")).to_have_count(0)


def complaints(page: Page) -> list[str]:
    """What axe finds seriously wrong, in one line each."""
    return [
        f"{one['id']}: {node['html'][:160]}"
        for one in Axe().run(page)["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]
