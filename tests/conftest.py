"""Servers the tests start themselves, and the application on a database of each test's own.

`app` is the restaurant on SQLite, fast. `each_app` runs a test twice, on SQLite and PostgreSQL.
`running_app` is served by gunicorn. `chromium`, `redis_url` and `postgres` start once and are
shared. What is missing on this machine is named; under CI that fails.
"""

from collections.abc import Iterator

import pytest

from tests.servers.postgres import Postgres, postgres_server


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with postgres_server() as server:
        yield server
