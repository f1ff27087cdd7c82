"""Servers the tests start themselves, and the restaurant on a database of each test's own.

`app` is the restaurant on an empty, migrated database. In the folders of the domain packages every
test that uses it runs twice: on SQLite and on PostgreSQL. Elsewhere it is SQLite; a test that wants
both asks for `each_app`. No application context is pushed, or the requests of a test client would
all share one; a test that calls services opens one, or asks for `app_context`.

`running_app` is the same, served by gunicorn. `chromium`, `redis_url` and `postgres` start once.
What this machine lacks is named and its tests are skipped; under CI they fail.
"""

import gc
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final

import pytest
from flask import Flask
from hypothesis import settings
from playwright.sync_api import Browser

from config import AsyncMode
from tests.servers.browser import chromium_browser
from tests.servers.databases import (
    migrate_template,
    migrated_file,
    opened,
    postgres_database,
    sqlite_database,
)
from tests.servers.gunicorn import Served, served
from tests.servers.postgres import Postgres, postgres_server
from tests.servers.quick_opening import open_quickly
from tests.servers.redis import redis_server

open_quickly()

settings.load_profile("ci")  # the same examples everywhere, however busy the machine

TESTS: Final = Path(__file__).parent

ON_BOTH_DATABASES: Final = {
    "core", "people", "venue", "menu", "visits", "ordering", "billing", "demo",
}  # fmt: skip
"""Folders of tests that run on SQLite and on PostgreSQL; the others take SQLite alone."""


GARBAGE: Final = 10_000
"""Objects made, less those given back, before the collector looks at the youngest."""


def pytest_collection_finish() -> None:
    """All tests are loaded and stay: the collector need not look at them again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE, 10, 10)


LONGEST: Final = (
    "kitchen/test_faults.py",
    "qr/test_studio_in_browser.py",
    "kitchen/test_board_in_browser.py",
    "cashier/test_screen.py",
    "live/test_in_a_browser.py",
    "kitchen/test_reading_in_browser.py",
    "manager/test_in_browser.py",
    "stories/test_main_job.py",
    "manager/menu_pages/test_in_browser.py",
    "diner/test_every_page.py",
    "live/test_on_a_server.py",
    "serving/test_makefile.py",
    "demo/test_rush_on_a_running_restaurant.py",
    "ordering/test_killed_in_a_rush.py",
    "manager/test_who.py",
    "qr/test_every_format.py",
    "ordering/test_placing.py",
    "serving/test_workers.py",
    "serving/test_green_worker.py",
)
"""Files are given out whole; these take longest, and in the end no core must wait for one."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    places = {TESTS / name: place for place, name in enumerate(LONGEST)}
    assert all(path.is_file() for path in places)
    items.sort(key=lambda item: places.get(item.path, len(places)))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database_url" in metafunc.fixturenames:
        in_domain = ON_BOTH_DATABASES & set(metafunc.definition.path.parts)
        both = in_domain or "each_app" in metafunc.fixturenames
        kinds = ["sqlite", "postgresql"] if both else ["sqlite"]
        metafunc.parametrize("database_url", kinds, indirect=True)


@pytest.fixture
def database_url(
    request: pytest.FixtureRequest, tmp_path: Path, sqlite_template: Path
) -> Iterator[str]:
    """An empty, migrated database."""
    database: AbstractContextManager[str] = (
        sqlite_database(tmp_path, sqlite_template)
        if request.param == "sqlite"
        else postgres_database(request.getfixturevalue("migrated_postgres"))
    )
    with database as url:
        yield url


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    with opened(database_url, tmp_path) as app:
        yield app


@pytest.fixture
def each_app(app: Flask) -> Flask:
    return app


@pytest.fixture
def app_context(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.fixture
def running_app(
    request: pytest.FixtureRequest, tmp_path: Path, sqlite_template: Path
) -> Iterator[Served]:
    """Served in the green mode, or in the one that the test parametrizes indirectly."""
    async_mode: AsyncMode = getattr(request, "param", AsyncMode.EVENTLET)
    with (
        sqlite_database(tmp_path, sqlite_template),
        served(data_dir=tmp_path, async_mode=async_mode) as server,
    ):
        server.get("/healthz")
        yield server


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with chromium_browser() as browser:
        yield browser


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with redis_server(tmp_path_factory.mktemp("redis")) as url:
        yield url


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with postgres_server() as server:
        yield server


@pytest.fixture(scope="session")
def migrated_postgres(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Postgres:
    migrate_template(postgres, tmp_path_factory.mktemp("migrated-postgres"))
    return postgres


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return migrated_file(tmp_path_factory.mktemp("migrated-sqlite"))
