"""An empty, migrated database for each test, copied from one that is migrated once."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from signal import SIGKILL

from flask import Flask
from flask_migrate import upgrade

from config import AsyncMode, Settings
from restaurant_order import create_app
from restaurant_order.core.database import db
from restaurant_order.live.teller import teller_of
from restaurant_order.qr import jobs
from tests.servers.gunicorn import SECRET
from tests.servers.postgres import TEMPLATE, Postgres
from tests.servers.quick_opening import KEPT_TEMPLATES


@contextmanager
def sqlite_database(folder: Path, like: Path) -> Iterator[str]:
    file = folder / "restaurant.db"
    shutil.copy(like, file)
    yield f"sqlite:///{file}"


@contextmanager
def postgres_database(server: Postgres) -> Iterator[str]:
    with server.database(like=TEMPLATE) as url:
        yield url


def migrated_file(folder: Path) -> Path:
    """A SQLite file with every table and no row."""
    with opened(f"sqlite:///{folder / 'restaurant.db'}", folder) as app, app.app_context():
        upgrade()
    return folder / "restaurant.db"


def migrate_template(server: Postgres, folder: Path) -> None:
    """The same on PostgreSQL, as the database TEMPLATE."""
    server.create(TEMPLATE)
    with opened(server.url(TEMPLATE), folder) as app, app.app_context():
        upgrade()


@contextmanager
def opened(database_url: str, data_dir: Path) -> Iterator[Flask]:
    """The restaurant on that database, with every connection closed afterwards.

    Screens are told before a change is answered, so that a test need not wait for it.
    """
    env = {"SECRET_KEY": SECRET, "DATABASE_URL": database_url, "DATA_DIR": str(data_dir)}
    app = create_app(Settings.from_environment({**env, "ASYNC_MODE": AsyncMode.THREADING}))
    app.testing = True
    teller = teller_of(app)
    assert teller
    teller.begin, teller.rest = (lambda work: work()), 0.0
    app.jinja_env.bytecode_cache = KEPT_TEMPLATES
    yield app
    _end_jobs()
    with app.app_context():
        db.engine.dispose()


def _end_jobs() -> None:
    """Sheets that nobody waits for any more must not keep the next test waiting."""
    while jobs._children:
        child = jobs._children.pop()
        if child.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, SIGKILL)
            child.wait()
