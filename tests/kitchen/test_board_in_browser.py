"""The board on a real screen: whole stories, few of them."""

import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import expect

from tests.kitchen.wall import TABLET, Wall, bump, numbered, settled, ticket
from tests.servers.gunicorn import Served
from tests.servers.stumbling import stumbling_blocks

pytestmark = pytest.mark.browser

SETTLES_MS: Final = 600
"""For so long what has moved does not answer (guard.js)."""

BOUNCE_MS: Final = 400
"""A key pressed again so late is meant (taps.js); a form that came has learnt what it does."""


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
    expect(page.get_by_text("Nothing to cook")).to_be_in_viewport(ratio=1)
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
    page = wall.screen(own_clock=True)
    target = bump(page, 1).bounding_box()
    assert target
    x, y = target["x"] + target["width"] / 2, target["y"] + target["height"] / 2
    page.clock.pause_at(page.evaluate("Date.now() / 1000 + 1"))
    wall.colleague_bumps(placed[0])
    expect(page.locator(".ghost")).to_have_count(1)
    page.mouse.move(x, y)
    while page.locator(".ghost").count():
        page.clock.run_for(SETTLES_MS / 6)
    page.mouse.click(x, y)
    page.clock.run_for(SETTLES_MS)
    page.wait_for_function("() => document.getAnimations().length === 0")
    expect(page.locator(".ticket")).to_have_count(2)
    assert wall.kitchen.status_of(placed[1]) == ["accepted"]
    page.clock.resume()
    page.mouse.click(x, y)
    expect(page.locator(".ticket")).to_have_count(1)
    assert wall.kitchen.status_of(placed[1]) == ["ready"]


def test_a_board_that_cannot_know_says_so_and_is_true_again_by_itself(wall: Wall) -> None:
    wall.kitchen.orders("margherita")
    page = wall.screen()
    state = page.locator("live-state")
    with halted(wall.served):
        expect(state).to_have_attribute("data-state", re.compile("stale|offline"))
        frame = "getComputedStyle(document.querySelector('.board'), '::after').borderTopWidth"
        assert page.evaluate(frame) == "12px"
        wall.kitchen.orders("margherita", table="8")
        expect(page.locator(".ticket")).to_have_count(1)
    expect(page.locator(".ticket")).to_have_count(2)
    expect(state).to_have_attribute("data-state", "live")


def test_the_clock_on_the_wall_is_written_like_the_times_on_tickets(wall: Wall) -> None:
    wall.kitchen.orders("margherita")
    page = wall.screen()
    for place in ("board-clock", ".ticket__foot time, .ticket time"):
        expect(page.locator(place).first).to_have_text(re.compile(r"^([01]\d|2[0-3]):[0-5]\d$"))


def test_nothing_beyond_the_edge_goes_unsaid(wall: Wall) -> None:
    for _ in range(24):
        wall.kitchen.orders("margherita", "oyster" if _ < 3 else "margherita", note="no basil " * 9)
    page = wall.screen(size=TABLET)
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
    for number in range(12):
        wall.kitchen.orders("margherita", "margherita", "margherita", table="78"[number % 2])
    page = wall.screen(size=(width, 700))
    page.locator(".more:visible").wait_for()
    for part in (".station", ".tally", ".more:visible", ".tools", "live-state"):
        box = page.locator(part).bounding_box()
        assert box
        assert box["x"] >= 0, part
        assert box["x"] + box["width"] <= width, part
    assert page.evaluate(OVERLAPS) == []
    assert page.evaluate(UNREADABLE) == []


UNREADABLE = """() => [...document.querySelectorAll(".tool__label")].filter(label => {
    const [box, tool] = [label, label.closest(".tool")].map(one => one.getBoundingClientRect());
    return getComputedStyle(label).clipPath !== "none"
        || parseFloat(getComputedStyle(label).fontSize) < 12
        || box.left < tool.left || box.right > tool.right || box.bottom > tool.bottom
        || label.scrollWidth > label.clientWidth;
}).map(label => label.textContent)"""


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


def test_whatever_was_done_within_five_seconds_is_undone_however_much_it_was(wall: Wall) -> None:
    placed = [wall.kitchen.orders("margherita", table="78"[n % 2]) for n in range(5)]
    page = wall.screen(own_clock=True)
    page.clock.pause_at(page.evaluate("Date.now() / 1000 + 1"))
    page.keyboard.press("1")
    for left in (4, 3, 2, 1, 0):
        page.keyboard.press("b")
        expect(page.locator(".ticket")).to_have_count(left)
        page.clock.run_for(BOUNCE_MS)
    undos = page.locator("#undos form")
    expect(undos).to_have_count(5)
    expect(page.locator("#undos form:visible")).to_have_count(3)
    for left in (4, 3, 2, 1, 0):
        page.keyboard.press("u")
        expect(undos).to_have_count(left)
        page.clock.run_for(BOUNCE_MS)
    expect(page.locator(".ticket")).to_have_count(5)
    assert [wall.kitchen.status_of(each) for each in placed] == [["accepted"]] * 5


def test_a_key_that_is_held_down_or_bounces_bumps_one_ticket(wall: Wall) -> None:
    placed = [wall.kitchen.orders("margherita", table="78"[n % 2]) for n in range(4)]
    page = wall.screen(own_clock=True)
    page.clock.pause_at(page.evaluate("Date.now() / 1000 + 1"))
    page.keyboard.press("1")
    for _ in range(3):
        page.keyboard.down("b")
    page.keyboard.up("b")
    expect(page.locator(".ticket")).to_have_count(3)
    page.keyboard.press("b")
    page.clock.run_for(BOUNCE_MS)
    page.keyboard.press("b")
    expect(page.locator(".ticket")).to_have_count(2)
    statuses = [wall.kitchen.status_of(each)[0] for each in placed]
    assert statuses == ["ready", "ready", "accepted", "accepted"]


def test_a_number_means_the_ticket_that_stood_there(wall: Wall) -> None:
    placed = [wall.kitchen.orders("margherita", table="7") for _ in range(3)]
    page = wall.screen(own_clock=True)
    page.clock.pause_at(page.evaluate("Date.now() / 1000 + 1"))
    wall.colleague_bumps(placed[0])
    expect(page.locator(".ghost")).to_have_count(1)
    page.keyboard.press("2")
    expect(ticket(page, 2)).to_be_focused()
    while page.locator(".ghost").count():
        page.clock.run_for(SETTLES_MS / 6)
    page.keyboard.press("2")
    expect(ticket(page, 3)).to_have_attribute("data-refuses", "")
    expect(ticket(page, 2)).to_be_focused()
    page.clock.run_for(SETTLES_MS)
    page.keyboard.press("2")
    expect(ticket(page, 3)).to_be_focused()


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
    page = wall.screen("/kitchen/all", size=TABLET)
    first = f"grill/tickets/{placed.id}"
    for path in ("all", "grill", "", "grill/recall", "grill/sold-out", first):
        page.goto(f"/kitchen/{path}")
        assert stumbling_blocks(page) == [], path
    page.goto("/kitchen/grill")
    for key in ("r", "o", "e", "?"):
        page.keyboard.press(key)
        expect(page.get_by_role("dialog")).to_be_visible()
        assert stumbling_blocks(page) == [], key
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
