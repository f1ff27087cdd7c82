"""What a kitchen's network, server and tablet do to a board, and that it comes out true.

Each time the board is compared with what the database says, ticket by ticket.
"""

import itertools
import json
import os
import random
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    APIRequestContext,
    Browser,
    Page,
    WebSocketRoute,
    expect,
)

from kitchen_display import queries
from kitchen_display.board import open_tickets
from kitchen_display.tickets import TICKETS, BoardScope
from restaurant_order.core import journal
from restaurant_order.core.database import db
from restaurant_order.core.transaction import transaction
from restaurant_order.ordering.service import finish_ticket
from restaurant_order.venue.models import Station
from tests.kitchen.house import Kitchen, kitchen_of
from tests.kitchen.wall import Wall
from tests.live.proofs import count_proofs, wait_for_proofs
from tests.servers.databases import opened
from tests.servers.gunicorn import Served, served

pytestmark = pytest.mark.browser

TOO_OLD_MS = 8000
"""Older than any screen may be and still say that it is live."""

SHARE = 0.3
"""Of all pushes, how many come to harm."""

PUSHED = '["patches",'

Shown = list[list[str]]

SHOWN = """() => [...document.querySelectorAll(".ticket")]
    .map(({ dataset }) => [dataset.key, dataset.version, dataset.stage])"""


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
        server.on_message(lambda said: self._pass_on(socket, str(said)))

    def cut(self) -> None:
        self.is_cut = True
        for socket in self.open:
            socket.close()

    def _pass_on(self, socket: WebSocketRoute, said: str) -> None:
        """Each push of a message by itself, so that of what changed at once a part may be lost."""
        if self.is_cut:
            return
        opening, is_pushed, rest = said.partition(PUSHED)
        if not is_pushed:
            self._pass(socket, said, harms=False)
            return
        message = json.loads(rest[:-1])
        for patch in message["patches"]:
            alone = json.dumps({**message, "patches": [patch]})
            harms = bool(self.fault) and self.chance.random() < SHARE
            self._pass(socket, f"{opening}{PUSHED}{alone}]", harms=harms)

    def _pass(self, socket: WebSocketRoute, said: str, *, harms: bool) -> None:
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
def doomed(running_app: Served, chromium: Browser) -> Iterator[Wall]:
    """On a server that nobody else needs."""
    with opened(f"sqlite:///{running_app.data_dir / 'restaurant.db'}", running_app.data_dir) as app:
        yield Wall(running_app, kitchen_of(app), chromium)
        for context in chromium.contexts:
            context.close()


def board(wall: Wall, line: Line, *, before: Callable[[Page], None] | None = None) -> Page:
    """The grill's screen behind this line."""
    page = wall.device("Ken").new_page()
    page.route_web_socket(re.compile(r"/socket\.io/"), line)
    if before:
        before(page)
    page.goto("/kitchen/grill")
    is_said(page, "live")
    count_proofs(page)
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
    found: Shown = page.evaluate(SHOWN)
    return found


def is_true_in_time(page: Page, kitchen: Kitchen) -> bool:
    """Whether it is when it has been told again and again that it is not."""
    should, is_true = truth(kitchen), f"should => ({SHOWN})().join(';') === should.join(';')"
    wait_for_proofs(page, head_of(kitchen), unless=is_true, arg=should)
    return shown(page) == should


def rush(wall: Wall, page: Page, line: Line, *, deeds: int) -> None:
    """Guests order, a cook starts and finishes: each by HTTP, so that the server pushes."""
    phones, chance = itertools.cycle(phone_at(wall, table) for table in "78"), random.Random(7)
    for number in range(deeds):
        tickets = truth(wall.kitchen)
        if len(tickets) < 3 or chance.random() < 0.5:
            order(wall, next(phones), f"{line.fault or 'plain'}-{number:04}")
        else:
            key = chance.choice(tickets)[0].removeprefix("order-")
            deed = chance.choice(["start", "bump"])
            page.request.post(
                f"/kitchen/grill/tickets/{key}/{deed}",
                form={},
                headers={"HX-Request": "true"},
            )


def phone_at(wall: Wall, table: str) -> APIRequestContext:
    phone = wall.device().request
    phone.get(f"/t/{wall.kitchen.place.codes[table]}")
    return phone


def order(wall: Wall, phone: APIRequestContext, key: str) -> None:
    place = wall.kitchen.place
    wish = {"dish": place.dishes["margherita"], "option": place.options["normal"], "quantity": 1}
    forms: dict[str, dict[str, str | float | bool]] = {
        "/cart/lines": {**wish, "key": f"line-{key}"},
        "/orders": {"key": f"order-{key}", "seen_total": 950},
    }
    for path, form in forms.items():
        answer = phone.post(path, form=form)
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


def test_the_server_is_killed_in_the_middle_of_a_rush(doomed: Wall) -> None:
    line = Line()
    page = board(doomed, line)
    rush(doomed, page, line, deeds=8)
    assert is_true_in_time(page, doomed.kitchen)
    before = shown(page)
    kill(doomed.served)
    for table in ("7", "8", "7"):
        doomed.kitchen.orders("margherita", table=table)
    with doomed.kitchen.app.app_context():
        ken = doomed.kitchen.place.person("Ken")
        gone = int(before[0][0].removeprefix("order-"))
        finish_ticket(doomed.kitchen.place.id, gone, doomed.kitchen.place.stations["grill"], by=ken)
    is_said(page, "stale|offline")
    assert shown(page) == before
    port = urlsplit(doomed.served.url).port or 0
    with served(data_dir=doomed.served.data_dir, port=port) as again:
        again.get("/healthz")
        assert is_true_in_time(page, doomed.kitchen)
        is_said(page, "live")
        rush(doomed, page, Line("again"), deeds=3)
        assert is_true_in_time(page, doomed.kitchen)


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
    while (seen := place.inner_text()) != str(head_of(wall.kitchen)):
        expect(place).not_to_have_text(seen)


def head_of(kitchen: Kitchen) -> int:
    with kitchen.app.app_context():
        return journal.head(kitchen.place.id)


def test_a_ticket_nobody_draws_comes_to_the_next_board_and_goes_home(wall: Wall) -> None:
    """Nobody opened the grill's board; the server notices by itself."""
    with wall.kitchen.app.app_context(), transaction():
        grill = db.session.get_one(Station, wall.kitchen.place.stations["grill"])
        grill.fallback_id = wall.kitchen.place.stations["bar"]
        wall.kitchen.place.restaurant.drawn_within = 5
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
