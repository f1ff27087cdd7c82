"""What a kitchen's network, server and tablet do to a board, and that it comes out true.

Each time the board is compared with what the database says, ticket by ticket.
"""

import os
import random
import re
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from kitchen_display import queries
from kitchen_display.board import open_tickets
from kitchen_display.tickets import TICKETS, BoardScope
from restaurant_order.core import journal
from restaurant_order.core.database import db
from restaurant_order.ordering.service import finish_ticket
from restaurant_order.venue.models import Station
from tests.kitchen.house import Kitchen, kitchen_of
from tests.kitchen.test_board_in_browser import Wall
from tests.servers.databases import opened
from tests.servers.gunicorn import Served, served

pytestmark = pytest.mark.browser

WITHIN_S = 3.0
"""From when a board could know until it shows the truth."""

TOO_OLD_MS = 8000
"""Older than any screen may be and still say that it is live."""

SHARE = 0.3
"""Of all pushes, how many come to harm."""

Shown = list[list[str]]


@dataclass
class Line:
    """The board's websocket, through hands that do to pushes what a bad network does."""

    fault: str = ""
    is_cut: bool = False
    harmed: int = 0
    chance: random.Random = field(default_factory=lambda: random.Random(20260314))
    held: list[tuple[int, str]] = field(default_factory=list)
    open: list[WebSocketRoute] = field(default_factory=list)

    def __call__(self, socket: WebSocketRoute) -> None:
        if self.is_cut:
            socket.close()
            return
        self.open.append(socket)
        server = socket.connect_to_server()
        server.on_message(lambda said: self._pass(socket, str(said)))

    def cut(self) -> None:
        self.is_cut = True
        for socket in self.open:
            socket.close()

    def _pass(self, socket: WebSocketRoute, said: str) -> None:
        if self.is_cut:
            return
        harms = bool(self.fault) and '["patch"' in said and self.chance.random() < SHARE
        self.harmed += harms
        if not harms:
            socket.send(said)
        elif self.fault == "double":
            socket.send(said)
            socket.send(said)
        elif self.fault != "drop":
            self.held.append((1 if self.fault == "reorder" else 4, said))
            return
        self._release(socket)

    def _release(self, socket: WebSocketRoute) -> None:
        """What is held goes on after one message (out of order), or after four (late)."""
        due = [said for left, said in self.held if left <= 1]
        self.held = [(left - 1, said) for left, said in self.held if left > 1]
        for said in due:
            socket.send(said)


@pytest.fixture
def wall(running_app: Served, chromium: Browser) -> Iterator[Wall]:
    with opened(f"sqlite:///{running_app.data_dir / 'restaurant.db'}", running_app.data_dir) as app:
        yield Wall(running_app, kitchen_of(app), chromium)
        for context in chromium.contexts:
            context.close()


def board(wall: Wall, line: Line, *, before: Callable[[Page], None] | None = None) -> Page:
    """The grill's screen behind this line."""
    context = wall.browser.new_context(viewport={"width": 1920, "height": 1080}, locale="en-GB")
    cookie = {"name": "staff", "value": wall.kitchen.cookie_of("Ken"), "url": wall.served.url}
    context.add_cookies([cookie])  # type: ignore[list-item]  # plain dicts do
    page = context.new_page()
    page.route_web_socket(re.compile(r"/socket\.io/"), line)
    if before:
        before(page)
    page.goto(f"{wall.served.url}/kitchen/grill")
    is_said(page, "live")
    return page


def is_said(page: Page, state: str) -> None:
    expect(page.locator("live-state")).to_have_attribute("data-state", re.compile(state))


def truth(kitchen: Kitchen) -> Shown:
    """What the database says is on the grill's board: ticket, version, stage; oldest first."""
    with kitchen.app.app_context():
        here = queries.board_or_refuse(kitchen.place.id, "grill")
        versions = dict(TICKETS.versions(BoardScope(kitchen.place.id, here.station_id)))
        tickets = open_tickets(queries.open_orders(kitchen.place.id, here), here)
        return [[one.key, str(versions[one.key]), one.stage.value] for one in tickets]


def shown(page: Page) -> Shown:
    found: Shown = page.evaluate(
        """() => [...document.querySelectorAll(".ticket")]
            .map(({ dataset }) => [dataset.key, dataset.version, dataset.stage])"""
    )
    return found


def is_true_in_time(page: Page, kitchen: Kitchen, *, seconds: float = WITHIN_S) -> bool:
    should, until = truth(kitchen), time.monotonic() + seconds
    while shown(page) != should and time.monotonic() < until:
        page.wait_for_timeout(50)
    return shown(page) == should


def rush(wall: Wall, page: Page, line: Line, *, deeds: int) -> None:
    """Guests order, a cook starts and finishes: each by HTTP, so that the server pushes."""
    phone, chance = wall.browser.new_context().request, random.Random(7)
    phone.get(f"{wall.served.url}/t/{wall.kitchen.place.codes['7']}")
    for number in range(deeds):
        tickets = truth(wall.kitchen)
        if len(tickets) < 3 or chance.random() < 0.5:
            order(wall, phone, f"{line.fault or 'plain'}-{number:04}")
        else:
            key = chance.choice(tickets)[0].removeprefix("order-")
            deed = chance.choice(["start", "bump"])
            page.request.post(
                f"{wall.served.url}/kitchen/grill/tickets/{key}/{deed}",
                form={},
                headers={"HX-Request": "true"},
            )


def order(wall: Wall, phone: object, key: str) -> None:
    place = wall.kitchen.place
    wish = {"dish": place.dishes["margherita"], "option": place.options["normal"], "quantity": 1}
    for path, form in (
        ("/cart/lines", {**wish, "key": f"line-{key}"}),
        ("/orders", {"key": f"order-{key}", "seen_total": 950}),
    ):
        answer = phone.post(f"{wall.served.url}{path}", form=form)  # type: ignore[attr-defined]
        assert answer.ok, answer.text()


@pytest.mark.parametrize("fault", ["drop", "double", "delay", "reorder"])
def test_a_third_of_all_pushes_comes_to_harm(fault: str, wall: Wall) -> None:
    line = Line(fault)
    page = board(wall, line)
    rush(wall, page, line, deeds=24)
    assert is_true_in_time(page, wall.kitchen)
    assert line.harmed >= 4
    is_said(page, "live")
    assert is_true_in_time(page, wall.kitchen)


def test_without_proof_and_repair_a_lost_push_stays_lost_and_the_board_says_stale(
    wall: Wall,
) -> None:
    """The twin of the above: what it tests could fail."""
    line = Line("drop")
    page = board(wall, line)
    page.evaluate("customElements.get('live-region').prototype.repair = () => {}")
    rush(wall, page, line, deeds=24)
    assert not is_true_in_time(page, wall.kitchen)
    is_said(page, "stale")


def test_the_server_is_killed_in_the_middle_of_a_rush(wall: Wall) -> None:
    line = Line()
    page = board(wall, line)
    rush(wall, page, line, deeds=8)
    assert is_true_in_time(page, wall.kitchen)
    before = shown(page)
    kill(wall.served)
    for table in ("7", "8", "7"):
        wall.kitchen.orders("margherita", table=table)
    with wall.kitchen.app.app_context():
        ken = wall.kitchen.place.person("Ken")
        gone = int(before[0][0].removeprefix("order-"))
        finish_ticket(wall.kitchen.place.id, gone, wall.kitchen.place.stations["grill"], by=ken)
    is_said(page, "stale|offline")
    assert shown(page) == before
    port = urlsplit(wall.served.url).port or 0
    with served(data_dir=wall.served.data_dir, port=port) as again:
        again.get("/healthz")
        assert is_true_in_time(page, wall.kitchen)
        is_said(page, "live")
        rush(wall, page, Line("again"), deeds=3)
        assert is_true_in_time(page, wall.kitchen)


def test_the_network_is_gone_for_ten_minutes_and_forty_orders(wall: Wall) -> None:
    line = Line()
    page = board(wall, line, before=lambda page: page.clock.install())
    wall.kitchen.orders("margherita")
    assert is_true_in_time(page, wall.kitchen)
    before = shown(page)
    line.cut()
    page.context.set_offline(True)
    for number in range(40):
        wall.kitchen.orders("margherita", table="78"[number % 2])
    page.clock.fast_forward("10:00")
    is_said(page, "offline")
    expect(page.locator("live-state")).to_contain_text(re.compile(r"10:[0-5]\d"))
    assert shown(page) == before
    line.is_cut = False
    page.context.set_offline(False)
    assert is_true_in_time(page, wall.kitchen)
    is_said(page, "live")
    assert len({key for key, *_ in shown(page)}) == len(truth(wall.kitchen))


def test_a_tab_that_was_suspended_is_true_as_soon_as_it_wakes(wall: Wall) -> None:
    page = board(wall, Line())
    with suspended(page):
        for table in ("7", "8"):
            wall.kitchen.orders("margherita", table=table)
        page.wait_for_timeout(TOO_OLD_MS)
    assert is_true_in_time(page, wall.kitchen)
    is_said(page, "live")
    assert page.evaluate("window.said").count("stale") >= 1


@contextmanager
def suspended(page: Page) -> Iterator[None]:
    """A tablet that sleeps: nothing of the page runs. What its sign says then is noted."""
    page.evaluate(
        """() => {
            const sign = document.querySelector("live-state");
            window.said = [];
            new MutationObserver(() => window.said.push(sign.dataset.state))
                .observe(sign, { attributeFilter: ["data-state"] });
        }"""
    )
    browser = page.context.browser
    assert browser
    told = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")
    renderers = [one["id"] for one in told["processInfo"] if one["type"] == "renderer"]
    assert renderers
    for pid in renderers:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in renderers:
            os.kill(pid, signal.SIGCONT)


def test_the_board_shows_the_journals_head(wall: Wall) -> None:
    page = board(wall, Line())
    wall.kitchen.orders("margherita")
    assert is_true_in_time(page, wall.kitchen)
    place = page.locator("live-state [data-when=live] [data-head]")
    for _ in range(60):
        if place.text_content() == str(head_of(wall.kitchen)):
            break
        page.wait_for_timeout(100)
    assert place.text_content() == str(head_of(wall.kitchen))


def head_of(kitchen: Kitchen) -> int:
    with kitchen.app.app_context():
        return journal.head(kitchen.place.id)


def test_a_ticket_nobody_draws_comes_to_the_next_board_and_goes_home(wall: Wall) -> None:
    """Nobody opened the grill's board; the server notices by itself."""
    with wall.kitchen.app.app_context():
        grill = db.session.get_one(Station, wall.kitchen.place.stations["grill"])
        grill.fallback_id = wall.kitchen.place.stations["bar"]
        wall.kitchen.place.restaurant.drawn_within = 5
        db.session.commit()
    bar = wall.screen("/kitchen/bar")
    wall.phone_orders()
    guest = bar.locator(".ticket[data-away]")
    expect(guest).to_contain_text("For Grill: no screen there")
    home = wall.screen("/kitchen/grill")
    expect(home.locator(".ticket")).to_have_count(1)
    expect(guest).to_have_count(0)


def kill(served_: Served) -> None:
    """The whole house at once, as when somebody pulls the plug."""
    master = served_.process.pid
    children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    for pid in (master, *map(int, children)):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
