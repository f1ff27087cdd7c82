"""The style guide on every kind of screen: nothing sticks out, nothing is out of reach."""

import pytest
from playwright.sync_api import Browser, Page

from tests.servers.browser import keep_picture, new_context
from tests.servers.stumbling import stumbling_blocks

pytestmark = pytest.mark.browser

SCREENS = {"phone": (360, 740), "narrow": (320, 640), "till": (1280, 800), "wall": (1920, 1080)}


@pytest.mark.parametrize("screen", SCREENS)
def test_the_style_guide_fits_and_is_accessible(screen: str, chromium: Browser, guide: str) -> None:
    context = new_context(chromium, guide, size=SCREENS[screen], color_scheme="light")
    page = context.new_page()
    page.goto("/guide?flash")
    assert sticks_out(page) == 0
    assert stumbling_blocks(page) == []
    keep_picture(page, f"{screen}-light", full_page=True)
    page.emulate_media(color_scheme="dark")
    keep_picture(page, f"{screen}-dark", full_page=True)
    context.close()


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_text_twice_as_large_still_fits_a_narrow_phone(
    direction: str, chromium: Browser, guide: str
) -> None:
    context = new_context(chromium, guide, size=SCREENS["narrow"])
    page = context.new_page()
    page.goto(f"/guide?direction={direction}")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert sticks_out(page) == 0
    context.close()


def test_whatever_can_be_tapped_is_large_enough(page: Page) -> None:
    page.goto("/guide")
    small = page.evaluate("""() => [...document.querySelectorAll(
        '.button, .choice, .segments__label, .stepper__button, .tabs__item, .thumb-nav__item,' +
        '.side-nav__item, .field__box, .fold__title')]
        .map(it => [it.className, it.getBoundingClientRect()])
        .filter(([, box]) => box.width && (box.height < 44 || box.width < 44))
        .map(([name]) => name)""")
    assert small == []


def test_every_trouble_page_says_what_to_do_next(page: Page) -> None:
    for status in (400, 403, 404, 405, 409, 410, 413, 415, 422, 429, 500):
        page.goto(f"/trouble/{status}")
        assert page.get_by_role("heading").inner_text() == "Sold out."
        assert page.get_by_role("link", name="Go to the start").is_visible()
        assert stumbling_blocks(page) == []


def sticks_out(page: Page) -> int:
    """Pixels by which the page is wider than its screen."""
    return int(
        page.evaluate("""() => {
            const page = document.documentElement;
            return page.scrollWidth - page.clientWidth;
        }""")
    )
