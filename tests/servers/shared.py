"""One server for all tests of a module. Each opens a restaurant of its own in it.

`from tests.servers.shared import shared_app, shared_server` in the conftest of a folder.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.servers.databases import opened, sqlite_database
from tests.servers.gunicorn import Served, served


@pytest.fixture(scope="module")
def shared_server(
    tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path
) -> Iterator[Served]:
    """Served in the green mode."""
    folder = tmp_path_factory.mktemp("shared")
    with sqlite_database(folder, sqlite_template), served(data_dir=folder) as server:
        server.get("/healthz")
        yield server


@pytest.fixture(scope="module")
def shared_app(shared_server: Served) -> Iterator[Flask]:
    """The same database from elsewhere: what is changed here no screen is told, but proofs tell."""
    folder = shared_server.data_dir
    with opened(f"sqlite:///{folder / 'restaurant.db'}", folder) as app:
        yield app
