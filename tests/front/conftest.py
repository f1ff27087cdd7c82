from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.front.guide import served_guide


@pytest.fixture(scope="session")
def guide() -> Iterator[str]:
    """Where the style guide is served."""
    with served_guide() as address:
        yield address


@pytest.fixture
def page(chromium: Browser, guide: str) -> Iterator[Page]:
    context = chromium.new_context(base_url=guide, viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()
