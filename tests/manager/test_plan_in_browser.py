"""The plan under a manager's fingers: dragged, nudged, typed, taken back."""

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect

from restaurant_order.core.actor import SYSTEM
from restaurant_order.venue import plan, queries, tables
from restaurant_order.venue.models import Shape
from restaurant_order.venue.spots import Spot
from tests.cast import phone_at
from tests.manager.test_in_browser import House, context, house, problems_of
from tests.servers.browser import give_cookies, keep_picture, new_context

__all__ = ["context", "house"]

pytestmark = pytest.mark.browser


def plan_page(context: BrowserContext, house: House) -> Page:
    page = plan_without_script(context, house)
    expect(page.locator("floor-plan:defined")).to_be_visible()
    return page


def plan_without_script(context: BrowserContext, house: House) -> Page:
    give_cookies(context, house.url, house.cookies("device", "staff"))
    page = context.new_page()
    page.goto("/manage/tables")
    page.get_by_role("link", name="Plan of Dining room").click()
    return page


def where(page: Page, table: str) -> tuple[int, ...]:
    numbers = page.evaluate(
        """name => {
            const id = document.querySelector(`[data-name="${name}"]`).dataset.table;
            const value = side => +document.getElementById(`${side}-${id}`).value;
            return ["x", "y", "width", "height"].map(value);
        }""",
        table,
    )
    return tuple(numbers)


def test_a_table_is_dragged_nudged_and_taken_back(chromium: Browser, house: House) -> None:
    context = new_context(chromium, house.url, size=(1280, 800))
    page = plan_page(context, house)
    seven = page.get_by_role("button", name="Table 7", exact=True)
    before = where(page, "7")
    box = seven.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 150, steps=5)
    page.mouse.up()
    dragged = where(page, "7")
    assert dragged[0] > before[0] + 50
    assert dragged[1] > before[1] + 50
    assert all(number % 10 == 0 for number in dragged)
    expect(page.get_by_text("Not saved yet.")).to_be_visible()

    seven.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("+")
    x, y, width, height = dragged
    assert where(page, "7") == (x + 10, y + 50, width + 10, height + 10)
    for _ in range(3):
        page.keyboard.press("Control+z")
    assert where(page, "7") == dragged
    page.get_by_role("button", name="Redo").click()
    assert where(page, "7") == (x + 10, y, width, height)

    page.get_by_role("button", name="Save the plan").click()
    expect(page.get_by_role("button", name="Take the last change back")).to_be_visible()
    assert where(page, "7") == (x + 10, y, width, height)
    page.get_by_role("button", name="Take the last change back").click()
    expect(page.get_by_text("Taken back.")).to_be_visible()
    assert where(page, "7") == before
    context.close()


def test_a_number_moves_the_table_and_an_overlap_is_said(
    context: BrowserContext, house: House
) -> None:
    page = plan_page(context, house)
    page.get_by_role("button", name="Table 8", exact=True).focus()
    x, y, _, _ = where(page, "7")
    fields = page.get_by_role("group", name="Table 8")
    fields.get_by_label("From the left").fill(str(x + 10))
    fields.get_by_label("From above").fill(str(y))
    expect(page.get_by_text("Tables 7 and 8 stand on each other.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("stand on each other")).to_have_count(0)


def test_without_script_numbers_are_typed_and_sent(
    app: object, chromium: Browser, house: House
) -> None:
    context = new_context(chromium, house.url, java_script_enabled=False)
    page = plan_without_script(context, house)
    page.get_by_role("group", name="Table 7").get_by_label("From the left").fill("330")
    page.get_by_role("group", name="Table 7").get_by_label("Shape").select_option("round")
    page.get_by_role("button", name="Save the plan").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.get_by_role("group", name="Table 7").get_by_label("From the left")).to_have_value(
        "330"
    )
    context.close()


def test_the_floor_shows_the_same_plan_and_remembers_it(
    app: Flask, chromium: Browser, house: House
) -> None:
    with app.app_context():
        area = queries.areas(house.place.id)[0]
        tables.add_tables(area, names=[f"T{n}" for n in range(1, 10)], seats=4, by=SYSTEM)
        phone_at(house.place, "7")
        seven = Spot(500, 40, 200, 100, Shape.ROUND)
        plan.arrange(area, {house.place.tables["7"]: seven}, seen=area.version, by=SYSTEM)
    cookies = house.cookies("device", "staff")
    context = new_context(chromium, house.url, size=(1280, 800), cookies=cookies)
    page = context.new_page()
    page.goto("/floor/")
    page.get_by_role("radio", name="Plan").check()
    page.reload()
    expect(page.get_by_role("radio", name="Plan")).to_be_checked()
    keep_picture(page, "floor-plan-1280", full_page=True)
    tile = page.get_by_role("link", name="7 Seated")
    expect(tile).to_be_visible()
    box, room = tile.bounding_box(), page.locator(".tiles").first.bounding_box()
    assert box
    assert room
    middle = (box["x"] + box["width"] / 2 - room["x"]) / room["width"]
    assert middle == pytest.approx(600 / plan_width(app, house), abs=0.01)
    keep_picture(page, "floor-plan-1280", full_page=True)
    tile.click()
    expect(page.locator("#panel")).to_contain_text("Table 7")
    context.close()


def plan_width(app: Flask, house: House) -> int:
    with app.app_context():
        return plan.plan_of(queries.areas(house.place.id)[0]).width


@pytest.mark.parametrize(
    ("width", "language", "theme"), [(390, "en", "light"), (1280, "zh-Hans", "dark")]
)
def test_the_plan_fits_and_is_accessible(
    app: object, chromium: Browser, house: House, width: int, language: str, theme: str
) -> None:
    cookies = {**house.cookies("device", "staff"), "language": language}
    context = new_context(
        chromium, house.url, size=(width, 800), cookies=cookies, color_scheme=theme
    )
    page = context.new_page()
    page.goto("/manage/tables")
    page.locator("a[href$='/plan']").first.click()
    page.locator("[data-table]").nth(1).focus()
    assert problems_of(page) == []
    keep_picture(page, f"plan-{width}-{language}-{theme}", full_page=True)
    context.close()
