"""Whole stories in a real browser: what a person sees when the line is good, bad, and dead.

Orders placed by the browser are pushed. Orders placed by the test itself come from another process,
so that their patches are lost: nobody tells the screens but the proof.
"""

import os
import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, WebSocket, WebSocketRoute, expect
from sqlalchemy import text

from restaurant_order.core import journal
from restaurant_order.core.database import db
from restaurant_order.core.transaction import transaction
from restaurant_order.visits.models import Visit
from restaurant_order.visits.service import end_visit
from tests.live.house import House, Screen
from tests.live.proofs import count_proofs, wait_for_proofs
from tests.servers.browser import new_context
from tests.servers.gunicorn import Served, served

pytestmark = pytest.mark.browser

Opens = Callable[..., Page]
LIVE = re.compile("Live")


@pytest.fixture
def house(shared_house: House) -> House:
    return shared_house


@pytest.fixture(scope="module")
def server(shared_app: Flask, data_dir: Path) -> Iterator[Served]:
    with served("tests.live.served:app", data_dir=data_dir) as server:
        server.get("/healthz")
        yield server


@pytest.fixture
def opens(chromium: Browser, server: Served) -> Iterator[Opens]:
    """A screen's page in a browser of its own, live, without a single complaint in its console."""
    contexts, complaints = [], []

    def open_page(
        screen: Screen, path: str = "/test/table", *, before: Callable[[Page], None] | None = None
    ) -> Page:
        context = new_context(chromium, server.url, cookies=screen.cookies)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if before:
            before(page)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def is_live(page: Page) -> None:
    expect(page.locator("live-state")).to_have_attribute("data-state", "live")


def orders(page: Page) -> list[str]:
    items = page.locator("live-region > [data-key]")
    return [str(key) for key in items.evaluate_all("all => all.map(item => item.dataset.key)")]


def order_from(page: Page) -> str:
    answer = page.request.post("/test/order")
    assert answer.ok, answer.text()
    return f"order-{answer.text()}"


def test_what_one_phone_orders_the_other_shows(house: House, opens: Opens) -> None:
    mine, beside, other = (opens(house.phone(table)) for table in ("7", "7", "8"))
    for page in (mine, beside, other):
        is_live(page)
        expect(page.get_by_text("nothing yet")).to_be_visible()

    first, second = order_from(mine), order_from(beside)

    for page in (mine, beside):
        expect(page.locator("[data-key]")).to_have_count(2)
        assert orders(page) == [first, second]
        expect(page.get_by_text("nothing yet")).to_be_hidden()
    assert orders(other) == []


def test_a_lost_patch_is_found_and_fetched(house: House, opens: Opens) -> None:
    screen = house.phone("7")
    page = opens(screen)
    is_live(page)
    count_proofs(page)
    item = f"[data-key=order-{house.order(screen)}]"
    wait_for_proofs(page, head_of(house), unless="it => document.querySelector(it)", arg=item)
    assert page.locator(item).is_visible()
    is_live(page)


def test_nobody_is_disturbed_while_typing(house: House, opens: Opens) -> None:
    """Neither by a patch of the item they are at, nor by a repair of the whole board."""
    screen = house.phone("7")
    page = opens(screen)
    order = order_from(page)
    item = page.locator(f"[data-key={order}]")
    item.locator("summary").click()
    item.get_by_label("seen").check()
    item.get_by_label("note").fill("no ice")
    item.get_by_label("note").evaluate("field => field.setSelectionRange(1, 3)")
    is_live(page)

    cook = opens(house.staff("Ken"), "/test/station/")
    line = _line_of(house, order)
    assert cook.request.post(f"/test/done/{line}").ok
    expect(item.locator("[data-status=ready]")).to_be_visible()
    house.order(screen)
    expect(page.locator("[data-key]")).to_have_count(2)

    expect(item.locator("details")).to_have_attribute("open", "")
    expect(item.get_by_label("note")).to_have_value("no ice")
    expect(item.get_by_label("note")).to_be_focused()
    expect(item.get_by_label("seen")).to_be_checked()
    chosen = "field => [field.selectionStart, field.selectionEnd]"
    assert item.get_by_label("note").evaluate(chosen) == [1, 3]


def test_screens_say_what_changed_and_how(house: House, opens: Opens) -> None:
    page = opens(house.phone("7"))
    is_live(page)
    page.evaluate(
        """() => { window.said = []; addEventListener("region:changed", ({ detail, target }) =>
           said.push([target.dataset.key, detail.isNew, detail.isGone, detail.kinds[0]])) }"""
    )
    order = order_from(page)
    expect(page.locator("[data-key]")).to_have_count(1)
    assert page.evaluate("said") == [[order, True, False, "OrderPlaced"]]


def test_a_region_that_another_is_morphed_into_follows_that_one(house: House, opens: Opens) -> None:
    """As when a cashier turns from one table to the next: the element stays, all else changes."""
    cook, bar = house.staff("Ken"), house.place.stations["bar"]
    page = opens(cook, f"/test/station/{house.place.stations['grill']}")
    is_live(page)
    order = order_from(opens(house.phone("7")))
    page.evaluate("document.querySelector('live-region').isOld = true")
    turn = (
        "path => htmx.ajax('GET', path, {target: 'main', select: 'main', swap: 'morph:outerHTML'})"
    )
    page.evaluate(turn, f"/test/station/{bar}")
    expect(page.locator("[data-key]")).to_have_count(1)
    assert page.evaluate("document.querySelector('live-region').isOld")
    is_live(page)
    another = order_from(opens(house.phone("8")))
    expect(page.locator("[data-key]")).to_have_count(2)
    assert orders(page) == [order, another]
    is_live(page)


def test_a_region_morphed_from_an_old_answer_does_not_fall_behind(
    house: House, opens: Opens
) -> None:
    screen = house.phone("7")
    page = opens(screen)
    is_live(page)
    old = page.evaluate("document.querySelector('main').outerHTML")
    order = order_from(page)
    expect(page.locator("[data-key]")).to_have_count(1)
    is_live(page)
    fresh = page.request.get("/test/table").text()
    for name in ("watch", "src"):
        found = re.search(rf'data-{name}="([^"]*)"', fresh)
        assert found
        old = re.sub(rf'data-{name}="[^"]*"', f'data-{name}="{found[1]}"', old)
    page.evaluate("document.querySelector('live-region').proof = () => {}")
    page.evaluate("html => Idiomorph.morph(document.querySelector('main'), html)", old)
    expect(page.locator(f"[data-key={order}]")).to_be_visible()
    page.evaluate("delete document.querySelector('live-region').proof")
    is_live(page)


def test_a_frozen_and_killed_server_shows_and_its_successor_makes_all_true_again(
    house: House, opens: Opens, server: Served
) -> None:
    screen = house.phone("7")
    page = opens(screen)
    is_live(page)
    worker = int(server.process.wait_for_line("Booting worker").rsplit(" ", 1)[1])
    os.kill(worker, signal.SIGSTOP)
    order = house.order(screen)

    sign = page.locator("live-state")
    expect(sign).to_have_attribute("data-state", "stale")
    expect(sign).to_have_text(re.compile(r"Stale since 0:(0[7-9]|1\d)"))
    assert orders(page) == []

    os.kill(worker, signal.SIGKILL)
    server.get("/healthz")
    expect(page.locator(f"[data-key=order-{order}]")).to_be_visible()
    is_live(page)


def test_with_a_dead_socket_the_screen_still_fetches(house: House, opens: Opens) -> None:
    """Some networks let no websocket through."""
    screen = house.phone("7")

    def cut(page: Page) -> None:
        page.clock.install()
        page.route_web_socket("**/socket.io/**", lambda socket: _refuse(socket))

    page = opens(screen, before=cut)
    order = house.order(screen)
    page.clock.run_for(16000)
    expect(page.locator(f"[data-key=order-{order}]")).to_be_visible()
    page.clock.run_for(1000)
    expect(page.locator("live-state")).to_have_attribute("data-state", "stale")


def test_without_any_line_the_screen_says_so_and_recovers(house: House, opens: Opens) -> None:
    page = opens(house.phone("7"), before=lambda page: page.clock.install())
    page.clock.run_for(1000)
    is_live(page)
    page.context.set_offline(True)
    page.evaluate("document.querySelector('live-region').dataset.src = '/no/line'")
    page.route("**/no/line", lambda route: route.abort())
    page.clock.run_for(20000)
    expect(page.locator("live-state")).to_have_attribute("data-state", "offline")


def test_the_end_of_the_visit_shows_on_the_phone(house: House, opens: Opens) -> None:
    screen = house.phone("7")
    page = opens(screen)
    is_live(page)
    with house.app.app_context(), transaction():
        visit = db.session.get_one(Visit, screen.visit_id)
        end_visit(visit, by=house.place.person("Carla").actor)
    expect(page.get_by_text("Code 410")).to_be_visible()


def test_the_kitchen_hands_in_receipts_for_what_it_has_painted(house: House, opens: Opens) -> None:
    bar = house.place.stations["bar"]
    lines: list[WebSocket] = []
    board = opens(
        house.staff("Ken"),
        f"/test/station/{bar}",
        before=lambda page: page.on("websocket", lambda line: lines.append(line)),
    )
    is_live(board)
    with lines[0].expect_event("framereceived", lambda said: "[true]" in said):
        order = order_from(opens(house.phone("7")))
    with house.app.app_context():
        rows = db.session.execute(text("SELECT order_id, station_id FROM drawn_tickets")).all()
    drawn = [(f"order-{row.order_id}", row.station_id) for row in rows]
    assert [ticket for ticket in drawn if ticket[0] == order] == [(order, bar)]


def head_of(house: House) -> int:
    with house.app.app_context():
        return journal.head(house.place.id)


def _line_of(house: House, order: str) -> int:
    with house.app.app_context():
        asked = text("SELECT id FROM order_lines WHERE order_id = :id")
        line: int = db.session.scalars(asked, {"id": int(order.removeprefix("order-"))}).one()
        return line


def _refuse(socket: WebSocketRoute) -> None:
    socket.close()
