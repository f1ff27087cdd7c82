"""Two phones at one table, in a real browser: what one does the other one sees."""

import pytest
from playwright.sync_api import expect

from restaurant_order.menu.models import Dish
from restaurant_order.menu.service import bring_back, sell_out
from restaurant_order.ordering.service import finish_line, note_drawn, serve_line, start_line
from restaurant_order.visits.requests import claim
from tests.diner.tables import Table, live, only_hears
from tests.diner.test_dish import asks

pytestmark = pytest.mark.browser

OLD_ENOUGH = 6000
"""Milliseconds after which a page reloads itself when it may not be repaired."""


def test_a_table_orders_together_and_follows_its_dishes(table: Table) -> None:
    lupo = table.lupo
    anna, ben = table.phone(), table.phone(language="zh-CN")
    ben.goto("/cart")
    only_hears(ben)
    expect(ben.get_by_text("玛格丽特")).to_be_hidden()

    anna.get_by_role("link", name="Margherita").click()
    sheet = anna.get_by_role("dialog")
    sheet.get_by_text("Large").click()
    sheet.get_by_text("Olives").click()
    sheet.get_by_role("button", name="One more").click()
    expect(sheet.get_by_role("button", name="Add")).to_contain_text("€26.40")
    sheet.get_by_role("button", name="Add").click()

    expect(sheet).to_be_hidden()
    expect(ben.get_by_role("heading", name="玛格丽特")).to_be_visible()
    expect(anna.get_by_role("link", name="View the order")).to_contain_text("€26.40")

    plus = ben.locator("[data-step='1']")
    plus.click()
    plus.click()
    expect(ben.locator(".cart-send")).to_contain_text("€52.80")
    anna.goto("/cart")
    only_hears(anna)
    expect(anna.locator(".cart-send")).to_contain_text("€52.80")

    ben.locator(".cart-send button").click()
    ben.wait_for_url("**/orders")
    expect(anna.get_by_text("Nothing chosen yet")).to_be_visible()

    only_hears(ben)
    [order] = lupo.orders("7")
    [line] = order.lines
    here = ben.locator("[aria-current=step]")
    with lupo.inside() as place:
        cook = place.person("Ken")
        for deed, step in (
            (lambda: note_drawn(place.id, [(order.id, line.station_id)]), "on_screen"),
            (lambda: start_line(place.id, line.id, by=cook), "cooking"),
            (lambda: finish_line(place.id, line.id, by=cook), "ready"),
            (lambda: serve_line(place.id, line.id, by=cook), "served"),
        ):
            deed()
            expect(ben.locator(f".steps[data-step={step}]")).to_be_visible()
    expect(here).to_have_count(1)


def test_a_dish_that_sells_out_turns_grey_on_an_open_menu(table: Table) -> None:
    phone = table.phone()
    only_hears(phone)
    dish = phone.get_by_role("article").filter(has_text="Lemonade")
    expect(dish).to_have_attribute("data-state", "open")

    with table.lupo.inside() as place:
        sell_out(place.dishes["lemonade"], until=None, by=place.person("Max"))
    expect(dish).to_have_attribute("data-state", "sold_out")
    expect(dish).to_contain_text("Sold out")

    with table.lupo.inside() as place:
        bring_back(place.dishes["lemonade"], by=place.person("Max"))
    expect(dish).to_have_attribute("data-state", "open")


def test_the_search_filters_while_typing(table: Table) -> None:
    phone = table.phone()
    phone.get_by_role("link", name="Search").click()
    expect(phone.get_by_role("searchbox")).to_be_focused()

    phone.keyboard.type("LEMÓ")
    expect(phone.get_by_role("link", name="Margherita")).to_be_hidden()
    expect(phone.get_by_role("link", name="Lemonade")).to_be_visible()
    expect(phone.get_by_role("heading", name="Mains")).to_be_hidden()
    expect(phone.get_by_text("Dishes found: 1")).to_be_visible()

    phone.get_by_role("link", name="Close the search").click()
    expect(phone.get_by_role("link", name="Margherita")).to_be_visible()


def test_one_tap_adds_a_dish_that_asks_nothing(table: Table) -> None:
    phone = live(table.phone())

    phone.locator("[data-adds]").last.click()

    expect(phone.get_by_text("In the cart: Lemonade")).to_be_visible()
    expect(phone.get_by_role("link", name="View the order")).to_contain_text("€3.80")


def test_what_is_missing_is_shown_to_whoever_has_scrolled_past_it(table: Table) -> None:
    asks(table.lupo, "extras", minimum=2, maximum=3)
    phone = table.phone()
    phone.set_viewport_size({"width": 360, "height": 420})
    phone.get_by_role("link", name="Margherita").click()
    rule = phone.get_by_role("group", name="Extras").locator("legend")
    phone.get_by_label("A word to the kitchen").scroll_into_view_if_needed()
    expect(rule).not_to_be_in_viewport()

    phone.get_by_role("button", name="Add").click()

    expect(rule).to_contain_text("please choose 2 more")
    expect(rule).to_be_in_viewport()


def test_a_long_name_stands_between_its_count_and_its_price(table: Table) -> None:
    lemonade = table.lupo.asks_about("lemonade")
    table.lupo.changes(Dish, lemonade, name={"en": "Lemonade of the house, ginger and lemongrass"})
    table.lupo.phone("7").orders("lemonade")
    phone = live(table.phone())
    phone.goto("/orders")

    name = phone.locator(".step-line__name")
    tops = name.locator("span").evaluate_all("them => them.map(it => it.getBoundingClientRect().y)")

    assert tops == [tops[0]] * 3


def test_a_line_taken_out_by_mistake_is_put_back(table: Table) -> None:
    phone = live(table.phone())
    phone.locator("[data-adds]").last.click()
    expect(phone.get_by_text("In the cart: Lemonade")).to_be_visible()
    phone.goto("/cart")
    live(phone)

    phone.get_by_role("button", name="Take out: Lemonade").click()
    expect(phone.get_by_role("heading", name="Lemonade")).to_be_hidden()
    phone.get_by_role("button", name="Undo").click()

    expect(phone.get_by_role("heading", name="Lemonade")).to_be_visible()
    expect(phone.get_by_role("button", name="Undo")).to_be_hidden()


def test_a_waiter_who_is_coming_is_announced_on_the_open_page(table: Table) -> None:
    phone = table.phone()
    phone.get_by_role("link", name="Service").click()
    phone.get_by_role("button", name="A waiter, please").click()
    expect(phone.get_by_text("Waiting since")).to_be_visible()
    only_hears(phone)

    with table.lupo.inside() as place:
        claim(place.id, 1, by=place.person("Wei"))

    expect(phone.get_by_text("Wei is coming")).to_be_visible()


def test_a_settled_visit_says_goodbye_on_its_open_pages(table: Table) -> None:
    phone = table.phone()
    phone.clock.install()
    phone.goto("/orders")
    phone.clock.fast_forward(OLD_ENOUGH)
    live(phone)

    table.lupo.says_goodbye_to("7")

    expect(phone.get_by_role("heading", name="Thank you for your visit")).to_be_visible()


def test_the_whole_evening_works_without_script(table: Table) -> None:
    phone = table.phone(script=False)
    phone.get_by_role("link", name="Margherita").click()
    phone.get_by_text("Large").click()
    phone.get_by_label("A word to the kitchen").fill("crisp, please")
    phone.get_by_role("spinbutton", name="Quantity").fill("2")
    phone.get_by_role("button", name="Add").click()
    expect(phone.get_by_role("heading", name="Your table's order")).to_be_visible()
    expect(phone.get_by_text("crisp, please")).to_be_visible()

    phone.get_by_role("button", name="One fewer").click()
    expect(phone.locator(".cart-send")).to_contain_text("€12.00")
    phone.get_by_role("button", name="Take out").click()
    phone.get_by_role("button", name="Undo").click()
    phone.get_by_role("button", name="Send the order").click()
    expect(phone.get_by_role("heading", name="Round 1")).to_be_visible()

    phone.get_by_role("link", name="Search").click()
    phone.get_by_role("searchbox").fill("lemon")
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("link", name="Lemonade")).to_be_visible()
    expect(phone.get_by_role("link", name="Margherita")).to_be_hidden()

    phone.get_by_role("link", name="Service").click()
    phone.get_by_role("button", name="The bill, in cash").click()
    expect(phone.get_by_text("Waiting since")).to_be_visible()
    phone.get_by_role("button", name="中文").click()
    expect(phone.locator("html")).to_have_attribute("lang", "zh-Hans")
