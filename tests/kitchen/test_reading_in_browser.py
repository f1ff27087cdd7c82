"""The board read from two metres: equal dishes, filters, sounds, a rush, on a real screen."""

import re

import pytest
from playwright.sync_api import expect

from restaurant_order.core.database import db
from restaurant_order.venue.models import Table, TableKind
from restaurant_order.venue.tables import change_table
from tests.kitchen.wall import TABLET, Wall, bump, numbered, settled, ticket
from tests.servers.browser import give_cookies
from tests.servers.stumbling import stumbling_blocks

pytestmark = pytest.mark.browser


def test_equal_dishes_are_one_row_that_unfolds(wall: Wall) -> None:
    wall.kitchen.orders("margherita", "margherita", "margherita", "oyster")
    page = wall.screen()
    same = ticket(page, 1).locator(".same")
    expect(same.locator("[data-combined] .line__quantity")).to_have_text("3×")
    expect(same.locator(".same__lines .line").first).to_be_hidden()
    same.locator("summary").click()
    settled(page, numbered(1))
    same.locator(".same__lines button").first.click()
    expect(same.locator("[data-combined] .line__quantity")).to_have_text("2×")
    settled(page, numbered(1))
    same.locator("[data-combined] button").click()
    expect(ticket(page, 1).locator('.line[data-status="accepted"]:visible')).to_have_count(1)
    page.keyboard.press("u")
    expect(same.locator("[data-combined] .line__quantity").first).to_have_text("2×")


def test_a_screen_shows_the_tickets_it_was_asked_for_and_remembers(wall: Wall) -> None:
    wall.kitchen.orders("margherita")
    page = wall.screen("/kitchen/all")
    wall.kitchen.orders("lemonade", table="8")
    expect(page.locator(".ticket")).to_have_count(2)
    page.keyboard.press("l")
    drinks = page.get_by_role("button", name="Drinks 1")
    expect(drinks).to_be_visible()
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        drinks.click()
    expect(ticket(page, 1)).to_be_hidden()
    expect(ticket(page, 2)).to_be_visible()
    page.reload()
    expect(ticket(page, 2)).to_be_visible()
    expect(ticket(page, 1)).to_be_hidden()
    expect(page.locator("[data-filters]")).to_contain_text("1/2")
    settled(page, numbered(2))
    bump(page, 2).click()
    expect(page.get_by_text("No ticket like that now")).to_be_visible()
    page.get_by_role("button", name="Show all tickets").click()
    expect(ticket(page, 1)).to_be_visible()


def test_a_rush_jumps_to_the_front_by_keys_alone(wall: Wall) -> None:
    wall.kitchen.orders("margherita")
    wall.kitchen.orders("oyster", table="8")
    page = wall.screen()
    for key in ("2", "t"):
        page.keyboard.press(key)
    page.get_by_role("button", name="They have waited too long").click()
    expect(page.locator(".ticket").first).to_have_attribute("data-number", "2")
    expect(page.locator(".ticket__rush")).to_contain_text("They have waited too long")
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.keyboard.press("u")
    expect(page.locator(".ticket").first).to_have_attribute("data-number", "1")


def test_each_sound_has_a_volume_of_its_own(wall: Wall) -> None:
    page = wall.screen()
    page.get_by_role("button", name="Tap to switch sound on").click()
    page.keyboard.press("e")
    new = page.get_by_role("slider", name="New ticket")
    new.fill("0")
    page.keyboard.press("Escape")
    wall.phone_orders()
    expect(page.locator(".ticket")).to_have_count(1)
    expect(page.locator("board-sounds")).not_to_have_attribute("data-played", "new")
    page.keyboard.press("e")
    new.fill("80")
    page.get_by_role("button", name="Listen: New ticket").click()
    expect(page.locator("board-sounds")).to_have_attribute("data-played", "new")


def test_the_pickup_screen_calls_a_number_when_its_bag_is_full(wall: Wall) -> None:
    with wall.kitchen.app.app_context():
        table = db.session.get_one(Table, wall.kitchen.place.tables["8"])
        by = wall.kitchen.place.person("Olga").actor
        change_table(table, kind=TableKind.COUNTER, by=by)
    wall.kitchen.orders("margherita", table="8")
    page = wall.screen("/kitchen/pickup")
    page.get_by_role("button", name="Voice").click()
    board = wall.screen("/kitchen/grill")
    expect(page.locator('[data-group="preparing"]')).to_have_text("1")
    for _ in range(4):
        wall.kitchen.orders("oyster", table="8")
    settled(board, numbered(1))
    bump(board, 1).click()
    expect(page.locator('[data-group="ready"]')).to_have_text("1")
    expect(page.locator('[data-group="ready"] .call')).to_have_attribute("data-arrived", "")
    expect(page.locator("pickup-screen")).to_have_attribute(
        "data-said", "Number 1, please come to the counter"
    )
    page.set_viewport_size({"width": 1080, "height": 1920})
    give_cookies(page.context, wall.served.url, {"theme": "light"})
    page.reload()
    expect(page.locator('[data-group="ready"]')).to_have_text("1")
    board.keyboard.press("g")
    board.get_by_role("button", name="Handed out").click()
    expect(page.locator('[data-group="ready"] .call')).to_have_count(0)
    board.keyboard.press("u")
    expect(page.locator('[data-group="ready"]')).to_have_text("1")


def test_a_number_pad_is_enough(wall: Wall) -> None:
    first = wall.kitchen.orders("margherita", "margherita", "oyster")
    second = wall.kitchen.orders("oyster", table="8")
    page = wall.screen()
    page.keyboard.press("2")
    page.keyboard.press("*")
    expect(page.locator('[data-nth="1"]')).to_have_text("They have waited too long")
    page.keyboard.press("1")
    expect(page.locator(".ticket").first).to_have_attribute("data-number", "2")
    settled(page, numbered(2))
    for key in ("1", "0"):
        page.keyboard.press(key)
    expect(page.locator(".ticket")).to_have_count(1)
    assert wall.kitchen.status_of(second) == ["ready"]
    page.keyboard.press(".")
    expect(page.locator(".ticket")).to_have_count(2)
    page.keyboard.press("2")
    expect(ticket(page, 1)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(ticket(page, 1).locator("[data-combined] button")).to_be_focused()
    page.keyboard.press("x")
    expect(page.locator(".same__more[open]")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator('.line[data-status="ready"]:visible').first).to_be_visible()
    assert wall.kitchen.status_of(first) == ["ready", "ready", "accepted"]
    page.keyboard.press("/")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("1")
    expect(page.get_by_text("Off the board in the last 3 hours")).to_be_visible()
    page.keyboard.press("0")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("z")
    expect(page.locator("ticket-rail")).to_have_attribute("data-size", "large")
    page.keyboard.press("]")
    expect(page.locator("ticket-rail")).to_have_attribute("data-zoom", "110")
    for language in ("en", "zh-Hans"):
        page.goto(f"/kitchen/keys?language={language}")
        for paper in ("A4", "Letter"):
            assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=paper))) == 1, paper


def test_on_a_number_pad_plus_goes_through_every_dish_and_every_list(wall: Wall) -> None:
    first = wall.kitchen.orders("margherita", "oyster")
    wall.kitchen.orders("oyster", table="8")
    page = wall.screen()
    for key in ("+", "+", "+"):
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    expect(ticket(page, 1).locator('.line[data-status="ready"]')).to_contain_text("Oyster")
    assert wall.kitchen.status_of(first) == ["accepted", "ready"]
    page.keyboard.press("+")
    expect(ticket(page, 2)).to_be_focused()
    for key in ("-", "-", "Enter"):
        page.keyboard.press(key)
    expect(page.locator(".ticket")).to_have_count(1)
    for key in ("/", "6"):
        page.keyboard.press(key)
    page.get_by_role("radio", name="Medium").focus()
    for key in ("+", "+", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("ticket-rail")).to_have_attribute("data-zoom", "110")


def test_what_is_sold_out_comes_back_at_the_time_that_was_typed(wall: Wall) -> None:
    page = wall.screen()
    page.keyboard.press("o")
    page.get_by_label("Sold out till").fill("21:15")
    pizza = page.locator('.dish[data-name*="margherita"]')
    with page.expect_request(lambda request: request.method == "POST") as sent:
        pizza.get_by_role("button", name="Till 21:15").click()
    assert sent.value.post_data == "until=21%3A15"


def test_what_was_added_to_read_is_accessible(wall: Wall) -> None:
    with wall.kitchen.app.app_context():
        table = db.session.get_one(Table, wall.kitchen.place.tables["8"])
        by = wall.kitchen.place.person("Olga").actor
        change_table(table, kind=TableKind.COUNTER, by=by)
    wall.kitchen.orders("margherita", "margherita", "oyster")
    wall.kitchen.orders("oyster", table="8")
    page = wall.screen(size=TABLET)
    page.keyboard.press("2")
    page.keyboard.press("p")
    page.get_by_role("button", name="Guests in a hurry").click()
    expect(page.locator(".ticket__rush")).to_be_visible()
    assert stumbling_blocks(page) == []
    for key in ("l", "p", "/", "g"):
        page.keyboard.press(key)
        expect(page.get_by_role("dialog")).to_be_visible()
        assert stumbling_blocks(page) == [], key
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
    for path in ("keys", "pickup"):
        page.goto(f"/kitchen/{path}")
        assert stumbling_blocks(page) == [], path
