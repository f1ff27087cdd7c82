from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.front.guide import served_guide
from tests.servers.browser import new_context


@pytest.fixture(scope="session")
def guide() -> Iterator[str]:
    """Where the style guide is served."""
    with served_guide() as address:
        yield address


@pytest.fixture
def page(chromium: Browser, guide: str) -> Iterator[Page]:
    context = new_context(chromium, guide, size=(1280, 900))
    yield context.new_page()
    context.close()
