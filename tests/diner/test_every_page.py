"""Every page, as weak eyes, large thumbs, small phones and screen readers meet it."""

import pytest
from playwright.sync_api import Page, expect

from restaurant_order.menu.models import Dish
from restaurant_order.venue.models import Restaurant
from tests.diner.tables import Table
from tests.servers.stumbling import stumbling_blocks

pytestmark = pytest.mark.browser

PAGES = ["/menu", "/cart", "/orders", "/requests", "/me"]
SMALL = """() => [...document.querySelectorAll("a, button, summary, select")]
    .filter((it) => it.checkVisibility() && !it.closest("p, .visually-hidden, [aria-hidden]"))
    .filter((it) => !it.matches(".skip, .dish__link"))
    .map((it) => [it.outerHTML.slice(0, 100), it.getBoundingClientRect()])
    .filter(([, box]) => box.height < 44 || box.width < 44)
    .map(([html, box]) => `${Math.round(box.width)}x${Math.round(box.height)} ${html}`)"""
LONG = "Donaudampfschifffahrtsgesellschaftskapitänskajütenfrühstück"


def troubles(page: Page) -> list[str]:
    """What sticks out, is hard to hit, or what axe finds seriously wrong."""
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [
        *stumbling_blocks(page),
        *page.evaluate(SMALL),
        *([f"sticks out by {wide}"] if wide > 0 else []),
    ]


def busy_evening(table: Table) -> None:
    """Something in every list: sold out, left over, chosen, sent, asked for."""
    lupo = table.lupo
    words = {"en": f"Captain's {LONG}", "zh-Hans": "船长的" + "超长菜名" * 12}
    lupo.changes(
        Dish, lupo.asks_about("margherita"), name=words, description=words, spice=3,
        diet_marks=["vegetarian", "vegan", "gluten_free"], allergens=["milk", "gluten", "nuts"],
    )  # fmt: skip
    lupo.changes(Restaurant, lupo.place.id, menu_version=2, service_charge=1000)
    anna = lupo.phone("7")
    anna.post("/me", {"nickname": "W" * 24, "colour": 3})
    anna.orders("margherita", "large", "olives", "rocket", note="W" * 200)
    anna.orders("oyster", quantity=9)
    anna.adds("margherita", "normal", quantity=99, note="字" * 200)
    anna.adds("lemonade")
    anna.post("/requests", {"kind": "bill_card", "key": "key-asks-bill"})
    lupo.sells_out("lemonade")


@pytest.mark.parametrize(
    ("width", "language", "dark"), [(360, "en", False), (320, "zh-CN", True)], ids=str
)
def test_no_page_has_anything_serious_to_stumble_over(
    table: Table, width: int, language: str, dark: bool
) -> None:
    phone = table.phone(width=width, language=language, dark=dark)
    empty = {path: troubles(at(phone, path)) for path in PAGES}
    busy_evening(table)
    full = {path: troubles(at(phone, path)) for path in PAGES}
    dish = {"dish": troubles(at(phone, f"/menu/dishes/{table.lupo.asks_about('margherita')}"))}

    assert [(path, it) for found in (empty, full, dish) for path, it in found.items() if it] == []


def test_twice_as_large_text_still_fits(table: Table) -> None:
    busy_evening(table)
    phone = table.phone()
    wide = {}
    for path in [*PAGES, f"/menu/dishes/{table.lupo.asks_about('margherita')}"]:
        at(phone, path)
        phone.evaluate("document.documentElement.style.fontSize = '200%'")
        wide[path] = phone.evaluate("document.documentElement.scrollWidth - innerWidth")

    assert {path: by for path, by in wide.items() if by > 0} == {}


def test_the_sheet_has_nothing_serious_to_stumble_over(table: Table) -> None:
    busy_evening(table)
    phone = table.phone()
    phone.locator(".dish__link").first.click()
    expect(phone.get_by_role("dialog")).to_be_visible()

    assert troubles(phone) == []


def test_an_order_can_be_made_with_the_keyboard_alone(table: Table) -> None:
    phone = table.phone()
    phone.get_by_role("link", name="Margherita").focus()
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("dialog")).to_be_visible()
    phone.get_by_role("radio", name="Normal").focus()
    phone.keyboard.press("ArrowDown")
    expect(phone.get_by_role("radio", name="Large")).to_be_checked()
    phone.keyboard.press("Tab")
    phone.keyboard.press("Space")
    expect(phone.get_by_role("checkbox", name="Olives")).to_be_checked()
    phone.get_by_role("button", name="Add").focus()
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("dialog")).to_be_hidden()

    phone.get_by_role("link", name="View the order").focus()
    phone.keyboard.press("Enter")
    phone.get_by_role("button", name="Send the order").focus()
    phone.keyboard.press("Enter")

    expect(phone.get_by_role("heading", name="Round 1")).to_be_visible()


def test_who_is_at_a_dish_stays_there_when_the_menu_becomes_live(table: Table) -> None:
    phone, coming = table.phone(), []
    phone.route("**/cart/bar", lambda route: coming.append(route))
    with phone.expect_request("**/cart/bar"):
        phone.reload()
    margherita = phone.get_by_role("link", name="Margherita")
    margherita.focus()
    expect(phone.locator("live-region.menu-list")).to_have_count(0)
    coming[0].continue_()
    expect(phone.locator("live-region.menu-list")).to_have_count(1)
    expect(margherita).to_be_focused()


def at(phone: Page, path: str) -> Page:
    phone.goto(path)
    return phone


HIDDEN = """() => {
    const [here, foot, top] = [document.activeElement, document.querySelector(".dish-form__foot"),
        document.querySelector(".phone__top")];
    if (!here.closest(".dish-form") || foot.contains(here)) return "";
    const box = here.getBoundingClientRect();
    const isSeen = box.top >= top.getBoundingClientRect().bottom - 1
        && box.bottom <= foot.getBoundingClientRect().top + 1;
    return isSeen ? "seen" : here.outerHTML;
}"""


def test_no_bar_of_a_dish_hides_what_has_focus(table: Table) -> None:
    phone = table.phone(width=320)
    phone.set_viewport_size({"width": 320, "height": 568})
    at(phone, f"/menu/dishes/{table.lupo.place.dishes['margherita']}")
    for key in ("Tab", "Shift+Tab"):
        met = []
        for _ in range(16):
            phone.keyboard.press(key)
            met.append(phone.evaluate(HIDDEN))
        choices = {one for one in met if one and "textarea" not in one}
        assert choices == {"seen"}
