"""`lupo`: Casa Lupo with guests in front of it. `table`: the same, served to real browsers."""

import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from tests.diner.phones import Lupo
from tests.diner.tables import Table


@pytest.fixture
def lupo(app: Flask) -> Lupo:
    return Lupo(app)


@pytest.fixture
def table(lupo: Lupo, app: Flask, chromium: Browser) -> Iterator[Table]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    yield Table(lupo, f"http://127.0.0.1:{server.server_port}", chromium)
    for context in chromium.contexts:
        context.close()
    server.shutdown()
    serving.join()
