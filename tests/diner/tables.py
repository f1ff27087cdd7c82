"""A running restaurant, and real browsers at its tables."""

from playwright.sync_api import Browser, Page, expect

from tests.diner.phones import Lupo
from tests.servers.browser import new_context

WIDTH, HEIGHT = 360, 740


class Table:
    def __init__(self, lupo: Lupo, url: str, browser: Browser) -> None:
        self.lupo, self.url, self._browser = lupo, url, browser

    def phone(
        self,
        table: str = "7",
        *,
        language: str = "en",
        script: bool = True,
        dark: bool = False,
        width: int = WIDTH,
    ) -> Page:
        """A phone of its own that has scanned the table's code."""
        page = new_context(
            self._browser,
            self.url,
            size=(width, HEIGHT),
            locale=language,
            java_script_enabled=script,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        ).new_page()
        page.goto(f"/t/{self.lupo.place.codes[table]}")
        return page


def live(page: Page) -> Page:
    """Once its socket is connected and what it shows is proved."""
    for region in page.locator("live-region").all():
        expect(region).to_have_js_property("isProved", True)
    return page


def only_hears(page: Page) -> Page:
    """Live, and shows from now on what it is told in that moment: it fetches nothing by itself."""
    live(page).evaluate(
        "document.querySelectorAll('live-region').forEach(region => (region.repair = () => {}))"
    )
    return page
