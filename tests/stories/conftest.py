"""`house`: the demo restaurant, served. All stories happen in the same one, at other tables."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.servers.databases import opened, sqlite_database
from tests.servers.gunicorn import served
from tests.stories.house import House, demo_house


@pytest.fixture(scope="session")
def demo(
    tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path, chromium: Browser
) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("demo")
    with (
        sqlite_database(folder, sqlite_template) as url,
        served(data_dir=folder) as server,
        opened(url, folder) as app,
    ):
        server.get("/healthz")
        yield demo_house(server, app, chromium)


@pytest.fixture
def house(demo: House) -> Iterator[House]:
    """With nobody in it, and no page that has complained."""
    house = replace(demo, contexts=[], complaints=[])
    yield house
    for context in house.contexts:
        context.close()
