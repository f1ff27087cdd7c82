"""A real Chromium, the system's, and what people do with it: open, look, keep a picture."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.servers.missing import missing

Size = tuple[int, int]
"""Width and height of a screen, in CSS pixels."""

NO_COOKIES: Final[Mapping[str, str]] = MappingProxyType({})

QUIET: Final = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
"""Nothing but the pages under test uses the network."""


PATIENCE_MS: Final = 20_000
"""How long a story waits for what must come; only a failing one, or a busy machine, takes it."""


@contextmanager
def chromium_browser() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if not program:
        missing("Chromium", package="chromium")
    expect.set_options(timeout=PATIENCE_MS)
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*QUIET, *as_root])
        yield browser
        browser.close()


def new_context(
    browser: Browser,
    url: str,
    *,
    size: Size = (1280, 720),
    cookies: Mapping[str, str] = NO_COOKIES,
    **how: Any,
) -> BrowserContext:
    """Somebody's browser, where addresses are below `url`. `how`: as playwright names it."""
    width, height = size
    context = browser.new_context(base_url=url, viewport={"width": width, "height": height}, **how)
    give_cookies(context, url, cookies)
    return context


def give_cookies(context: BrowserContext, url: str, cookies: Mapping[str, str]) -> None:
    context.add_cookies([{"name": n, "value": value, "url": url} for n, value in cookies.items()])


def keep_picture(page: Page, name: str, **how: Any) -> None:
    """Into the folder PICTURES, when it is set, for whoever wants to look."""
    folder = os.environ.get("PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", **how)
