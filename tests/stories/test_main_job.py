"""The main job, as people live it: scan, order together, cook, serve, settle."""

import pytest
from playwright.sync_api import Page, expect

from tests.servers.browser import keep_picture
from tests.stories.house import DASHBOARD, KITCHEN, House

pytestmark = pytest.mark.browser


def choose(page: Page, dish: str, *options: str) -> None:
    """Open a dish, tick options, put it into the table's cart."""
    page.get_by_role("link", name=dish, exact=True).first.click()
    sheet = page.get_by_role("dialog")
    for option in options:
        sheet.get_by_text(option, exact=True).click()
    sheet.get_by_role("button", name="Add").click()
    expect(sheet).to_be_hidden()


def lines_of(page: Page) -> list[str]:
    return page.locator(".cart-lines [data-key]").all_inner_texts()


def test_a_table_orders_together_is_served_and_settles(house: House) -> None:
    walk_the_main_job(house)
    assert house.complaints == []


def walk_the_main_job(house: House) -> None:
    kitchen = house.on_the_wall("All stations", KITCHEN, dark=True)
    cashier = house.at_work("cashier", DASHBOARD)
    cashier.goto(f"{house.served.url}/floor/")
    ana, bo, cyd = house.phone("T7"), house.phone("T7", language="zh-CN"), house.phone("T8")
    expect(bo.locator("html")).to_have_attribute("lang", "zh-Hans")
    keep_picture(ana, "phone-menu")

    choose(ana, "Smashed cucumber")
    expect(bo.locator(".table-bar__count")).to_contain_text("1")
    expect(cyd.locator(".table-bar__count")).to_have_count(0)
    bo.goto(f"{house.served.url}/cart")
    assert len(lines_of(bo)) == 1
    choose(ana, "Market salad, sesame dressing")
    expect(bo.locator(".cart-lines [data-key]")).to_have_count(2)
    keep_picture(bo, "phone-cart-zh")

    ana.goto(f"{house.served.url}/cart")
    ana.get_by_role("button", name="Send the order").click()
    expect(ana.get_by_role("heading", name="Round 1")).to_be_visible()
    ticket = kitchen.locator(".ticket[data-table='T7']")
    expect(ticket).to_have_count(1)
    expect(bo.locator(".cart-lines [data-key]")).to_have_count(0)
    expect(ana.locator(".steps[data-step='on_screen']")).to_have_count(2)
    tile = cashier.locator(".tile", has_text="T7")
    expect(tile).to_have_attribute("data-state", "in_kitchen")
    keep_picture(kitchen, "kitchen-board")

    bump(kitchen, "T7")
    expect(ana.locator(".steps[data-step='ready']")).to_have_count(2)
    expect(tile).to_have_attribute("data-state", "ready")
    keep_picture(ana, "phone-orders")
    cashier.get_by_role("button", name="Served").first.click()
    expect(ana.locator(".steps[data-step='served']")).to_have_count(2)

    choose_again(bo)
    expect(kitchen.locator(".ticket[data-table='T7']")).to_have_count(1)
    bump(kitchen, "T7")
    expect(tile).to_have_attribute("data-state", "ready")
    cashier.get_by_role("button", name="Served").first.click()

    ask_for_the_bill(ana)
    expect(tile).to_have_attribute("data-state", "bill_asked")
    keep_picture(cashier, "floor")
    settle(cashier)
    expect(ana.get_by_text("Thank you")).to_be_visible()
    expect(tile).to_have_attribute("data-state", "free")
    ana.goto(f"{house.served.url}/orders")
    assert "Smashed cucumber" not in ana.content()
    late = house.phone("T7")
    late.goto(f"{house.served.url}/orders")
    assert "Smashed cucumber" not in late.content()
    expect(cyd.locator(".table-bar__count")).to_have_count(0)


def bump(kitchen: Page, table: str) -> None:
    """As a cook does: the board ignores a finger while its tickets are moving, so press again."""
    ticket = kitchen.locator(f".ticket[data-table='{table}']")
    for _ in range(8):
        ticket.get_by_role("button", name="All done").click()
        try:
            expect(ticket).to_have_count(0, timeout=1_000)
        except AssertionError:
            continue
        return
    expect(ticket).to_have_count(0)


def choose_again(page: Page) -> None:
    """Another round, in Chinese."""
    page.goto(page.url.replace("/cart", "/menu"))
    page.get_by_role("link", name="拍黄瓜", exact=True).first.click()
    page.get_by_role("dialog").locator("button.button[data-kind=primary]").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.goto(page.url.replace("/menu", "/cart"))
    page.locator("button[form=place]").click()
    expect(page.locator(".round")).to_have_count(2)


def ask_for_the_bill(page: Page) -> None:
    page.goto(page.url.split("/orders")[0] + "/requests")
    page.get_by_role("button", name="cash").click()


def settle(cashier: Page) -> None:
    cashier.locator(".tile", has_text="T7").get_by_role("link").click()
    keep_picture(cashier, "floor-visit")
    cashier.get_by_role("link", name="Take cash").click()
    cashier.get_by_label("Cash given").last.fill("100")
    cashier.get_by_role("button", name="Take cash").click()
    expect(cashier.locator(".change__amount")).to_be_visible()
    keep_picture(cashier, "floor-change")
    cashier.get_by_role("button", name="Settle and free the table").click()
