"""`lupo`: Casa Lupo with guests in front of it. `table`: the same, served to real browsers."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser

from tests.diner.phones import Lupo
from tests.diner.tables import Table
from tests.servers.threaded import on_a_thread


@pytest.fixture
def lupo(app: Flask) -> Lupo:
    return Lupo(app)


@pytest.fixture
def table(lupo: Lupo, app: Flask, chromium: Browser) -> Iterator[Table]:
    with on_a_thread(app) as url:
        yield Table(lupo, url, chromium)
        for context in chromium.contexts:
            context.close()
