"""A course fired and held on a real floor, drawn on a real board; a ready dish cancelled."""

import pytest
from playwright.sync_api import Page, expect

from restaurant_order.core.database import db
from restaurant_order.core.transaction import transaction
from restaurant_order.ordering.models import DrawnTicket, OrderLine
from restaurant_order.ordering.queries import order_view
from tests.kitchen.house import Placed
from tests.kitchen.wall import Wall, eventually, ticket

pytestmark = pytest.mark.browser

LONG_AGO_MS = 10_000
"""A touch so long ago has nothing to do with what happens now."""


def held(wall: Wall) -> Placed:
    """A margherita and, held as the second course, oysters."""
    placed = wall.kitchen.orders("margherita", "oyster")
    with wall.kitchen.app.app_context(), transaction():
        oysters = db.session.get_one(OrderLine, placed.lines[1])
        oysters.course, oysters.fired_at = 2, None
    return placed


def floor_of(wall: Wall, placed: Placed, **context: object) -> Page:
    with wall.kitchen.app.app_context():
        visit_id = order_view(wall.kitchen.place.id, placed.id).visit_id
    page = wall.browser.new_context(locale="en-GB", **context).new_page()  # type: ignore[arg-type]
    cookie = {"name": "staff", "value": wall.kitchen.cookie_of("Max"), "url": wall.served.url}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    page.goto(f"{wall.served.url}/floor/visits/{visit_id}")
    return page


def drawn_through(wall: Wall, placed: Placed) -> list[bool]:
    """Whether the receipt covers the oysters' firing; nothing while there is none."""
    with wall.kitchen.app.app_context():
        fired_at = db.session.get_one(OrderLine, placed.lines[1]).fired_at
        receipts = db.session.scalars(
            db.select(DrawnTicket).where(DrawnTicket.order_id == placed.id)
        )
        return [one.fired_through >= fired_at for one in receipts if fired_at]


def test_what_is_fired_on_the_floor_is_drawn_anew_and_held_again_by_its_undo(wall: Wall) -> None:
    placed = held(wall)
    board, floor = wall.screen(), floor_of(wall, placed)
    expect(board.locator(".line[data-held]")).to_have_count(1)
    floor.get_by_role("button", name="Fire course 2").click()
    expect(board.locator(".line[data-held]")).to_have_count(0)
    assert eventually(lambda: [one for one in drawn_through(wall, placed) if one]) == [True]
    floor.get_by_role("button", name="Undo").click()
    expect(board.locator(".line[data-held]")).to_have_count(1)
    expect(floor.get_by_role("button", name="Undo")).to_have_count(0)
    expect(floor.get_by_role("button", name="Fire course 2")).to_be_visible()


def test_what_is_fired_on_the_floor_rings_and_stands_out_until_somebody_has_seen_it(
    wall: Wall,
) -> None:
    placed = held(wall)
    board, floor = wall.screen(own_clock=True), floor_of(wall, placed)
    board.get_by_role("button", name="Tap to switch sound on").click()
    board.clock.fast_forward(LONG_AGO_MS)
    floor.get_by_role("button", name="Fire course 2").click()
    expect(ticket(board, 1)).to_have_attribute("data-news", "changed")
    expect(board.locator("board-sounds")).to_have_attribute("data-played", "changed")
    board.keyboard.press("1")
    expect(ticket(board, 1)).not_to_have_attribute("data-news", "changed")
    board.keyboard.press("t")
    board.get_by_role("button", name="Hold course 2").click()
    expect(board.locator(".line[data-held]")).to_have_count(1)
    board.keyboard.press("c")
    expect(board.locator(".line[data-held]")).to_have_count(0)
    expect(ticket(board, 1)).not_to_have_attribute("data-news", "changed")


def test_a_ready_dish_that_is_cancelled_is_struck_at_the_pass_until_seen(wall: Wall) -> None:
    placed = wall.kitchen.orders("margherita", "lemonade")
    for board in ("grill", "bar"):
        wall.kitchen.signed_in("Lena").taps(f"/kitchen/{board}/tickets/{placed.id}/bump")
    page = wall.screen("/kitchen/pass")
    expect(ticket(page, 1)).to_contain_text("Ready to go")
    wall.kitchen.cancels(placed.lines[0])
    struck = ticket(page, 1).locator('.line[data-status="cancelled"]')
    expect(struck).to_contain_text("Throw it away")
    expect(ticket(page, 1).get_by_role("button", name="Hand out")).to_have_count(0)
    page.keyboard.press("1")
    page.keyboard.press("b")
    expect(struck).to_have_count(0)
    page.keyboard.press("u")
    expect(struck).to_have_count(1)
    struck.get_by_role("button").click()
    expect(struck).to_have_count(0)
    expect(ticket(page, 1).get_by_role("button", name="Hand out")).to_be_visible()
