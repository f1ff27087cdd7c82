"""Where the measured restaurant keeps its rows: SQLite, or a PostgreSQL one names.

`BENCH_DATABASE_URL=postgresql://user@host/postgres`: somebody who may create databases there. Each
measurement gets one of its own, dropped afterwards.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from urllib.parse import urlsplit, urlunsplit

VARIABLE: Final = "BENCH_DATABASE_URL"


def kind() -> str:
    return "PostgreSQL" if os.environ.get(VARIABLE) else "SQLite"


@contextmanager
def database() -> Iterator[dict[str, str]]:
    """What the server's environment says about an empty database."""
    asked = os.environ.get(VARIABLE, "")
    if not asked:
        yield {}
        return
    import psycopg

    name = f"bench_{secrets.token_hex(6)}"
    with psycopg.connect(asked, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield {"DATABASE_URL": urlunsplit(urlsplit(asked)._replace(path=f"/{name}"))}
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
