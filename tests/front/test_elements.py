"""The small elements, as hands and eyes meet them."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.servers.browser import new_context

pytestmark = pytest.mark.browser


def test_a_sheet_opens_from_its_button_and_closes_on_escape(page: Page) -> None:
    page.goto("/guide")
    page.get_by_role("button", name="Open a sheet").click()
    sheet = page.get_by_role("dialog", name="Margherita")
    expect(sheet).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()


def test_a_sheet_closes_by_its_cross_and_by_a_tap_outside(page: Page) -> None:
    page.goto("/guide")
    sheet = page.get_by_role("dialog", name="Margherita")
    page.get_by_role("button", name="Open a sheet").click()
    sheet.get_by_role("button", name="Close").click()
    expect(sheet).to_be_hidden()
    page.get_by_role("button", name="Open a sheet").click()
    page.mouse.click(20, 20)
    expect(sheet).to_be_hidden()


def test_a_tap_inside_leaves_a_sheet_open(page: Page) -> None:
    page.goto("/guide")
    page.get_by_role("button", name="Open a sheet").click()
    sheet = page.get_by_role("dialog", name="Margherita")
    sheet.get_by_text("Large").click()
    expect(sheet).to_be_visible()


def test_a_sheet_opens_when_htmx_fills_it_and_is_empty_after(page: Page) -> None:
    page.goto("/guide")
    page.evaluate("void htmx.ajax('GET', '/dish', {target: '#fetched-body', swap: 'innerHTML'})")
    sheet = page.locator("#fetched dialog")
    expect(sheet).to_contain_text("Mapo tofu")
    expect(sheet).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(page.locator("#fetched-body")).to_be_empty()


def test_a_server_closes_a_sheet(page: Page) -> None:
    page.goto("/guide")
    page.get_by_role("button", name="Open a sheet").click()
    sheet = page.get_by_role("dialog", name="Margherita")
    expect(sheet).to_be_visible()
    page.evaluate("void htmx.ajax('GET', '/added', {target: 'body', swap: 'none'})")
    expect(sheet).to_be_hidden()
    expect(page.get_by_role("status").get_by_text("Added 麻婆豆腐")).to_be_visible()


def test_a_refused_fragment_is_said_in_a_toast_and_replaces_nothing(page: Page) -> None:
    page.goto("/guide")
    page.evaluate("void htmx.ajax('GET', '/refused', {target: 'main', swap: 'morph:outerHTML'})")
    expect(page.locator(".toast")).to_contain_text("Sold out.")
    expect(page.get_by_role("heading", name="Tables and codes")).to_be_visible()


def test_an_accident_is_said_in_a_toast_too(page: Page) -> None:
    page.goto("/guide")
    page.evaluate("void htmx.ajax('GET', '/refused?status=500', {target: 'main'})")
    expect(page.locator(".toast")).to_contain_text("Sold out.")
    expect(page.get_by_role("heading", name="Tables and codes")).to_be_visible()


def test_a_silent_server_is_told_once(page: Page) -> None:
    page.goto("/guide")
    page.context.set_offline(True)
    for _ in range(2):
        page.evaluate("htmx.ajax('GET', '/dish', {target: 'main'}).catch(() => {})")
    expect(page.locator(".toast")).to_have_text(
        "The restaurant could not be reached. Please try again."
    )
    sign = page.locator(".toast use").first
    expect(sign).to_have_attribute("href", re.compile("#triangle-alert$"))


def test_a_quantity_steps_between_its_bounds(page: Page) -> None:
    page.goto("/guide")
    quantity = page.get_by_role("spinbutton", name="Quantity")
    fewer = page.get_by_role("button", name="One fewer")
    fewer.click()
    expect(quantity).to_have_value("1")
    expect(fewer).to_be_disabled()
    page.get_by_role("button", name="One more").click()
    expect(quantity).to_have_value("2")
    expect(fewer).to_be_enabled()


def test_a_quantity_can_be_typed_without_script(chromium: Browser, guide: str) -> None:
    context = new_context(chromium, guide, java_script_enabled=False)
    page = context.new_page()
    page.goto("/guide")
    page.get_by_role("spinbutton", name="Quantity").fill("7")
    expect(page.get_by_role("button", name="One more")).to_be_hidden()
    expect(page.get_by_role("button", name="Light or dark")).to_be_hidden()
    context.close()


def test_what_cannot_be_undone_asks_first(page: Page) -> None:
    page.goto("/guide")
    page.get_by_role("button", name="Void this line").click()
    question = page.get_by_role("dialog", name="Void 2 × Margherita?")
    question.get_by_role("button", name="Cancel").click()
    expect(question).to_be_hidden()
    assert "voided" not in page.url
    page.get_by_role("button", name="Void this line").click()
    question.get_by_role("button", name="Void this line").click()
    page.wait_for_url("**/guide?voided=")


def test_good_news_leaves_by_itself_and_a_warning_stays(page: Page) -> None:
    page.clock.install()
    page.goto("/guide?flash")
    expect(page.get_by_text("Order 24 placed", exact=True).last).to_be_visible()
    page.clock.run_for(7000)
    expect(page.locator(".toast")).to_have_count(1)
    expect(page.locator(".toast")).to_contain_text("Somebody else was faster")
    page.get_by_role("button", name="Dismiss").click()
    expect(page.locator(".toast")).to_have_count(0)


def good_news(page: Page) -> Locator:
    """On a page whose time is the test's to run."""
    page.clock.install()
    page.goto("/guide?flash")
    news = page.locator(".toast", has_text="Order 24 placed")
    expect(news).to_be_visible()
    return news


def test_good_news_stays_under_a_mouse_that_moves_and_leaves_one_that_lies(page: Page) -> None:
    news = good_news(page)
    box = news.bounding_box()
    assert box
    for step in range(3):
        page.mouse.move(box["x"] + 20 + step, box["y"] + 10)
        page.clock.run_for(5000)
        expect(news).to_have_count(1)
    page.clock.run_for(2000)
    expect(news).to_have_count(0)


def test_good_news_leaves_after_a_tap_on_it(chromium: Browser, guide: str) -> None:
    context = new_context(chromium, guide, size=(390, 844), has_touch=True, is_mobile=True)
    news = good_news(context.new_page())
    news.locator("[data-message]").tap()
    context.pages[0].clock.run_for(7000)
    expect(news).to_have_count(0)
    context.close()


def test_good_news_waits_for_who_has_reached_it_by_key(page: Page) -> None:
    news = good_news(page)
    page.keyboard.press("Tab")
    news.get_by_role("button", name="Dismiss").focus()
    page.clock.run_for(20_000)
    expect(news).to_have_count(1)
    page.keyboard.press("Enter")
    expect(news).to_have_count(0)


def test_the_theme_turns_at_once_and_is_remembered(page: Page) -> None:
    page.goto("/guide")
    before = ground(page)
    page.get_by_role("button", name="Light or dark").click()
    assert ground(page) != before
    assert page.context.cookies()[0]["value"] == "dark"


def test_a_part_of_a_page_can_have_a_theme_of_its_own(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto("/guide")
    page.evaluate("document.querySelector('.card').dataset.theme = 'light'")
    assert ground(page, ".card") == "rgb(255, 255, 255)"
    assert ground(page) == "rgb(19, 18, 16)"


def ground(page: Page, selector: str = "html") -> str:
    """The colour an element is painted on."""
    return str(page.eval_on_selector(selector, "it => getComputedStyle(it).backgroundColor"))
