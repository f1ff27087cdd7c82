"""Every migration together makes what the models say; none of them loses a row."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from config import Settings
from restaurant_order import create_app
from restaurant_order.core.database import db
from tests.cast import casa_lupo
from tests.migrations.schemas import schema_of
from tests.servers.postgres import Postgres

OpenOn = Callable[[str], Flask]


@pytest.fixture
def open_on(tmp_path: Path) -> OpenOn:
    def open_on(url: str) -> Flask:
        return create_app(Settings(secret_key="x" * 32, database_url=url, data_dir=tmp_path))

    return open_on


@pytest.fixture(params=["sqlite", "postgresql"])
def two_urls(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Two empty databases of one kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/migrated.db", f"sqlite:///{tmp_path}/made.db"
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.database() as one, server.database() as other:
        yield _psycopg(one), _psycopg(other)


def test_the_migrations_make_what_the_models_say(
    open_on: OpenOn, two_urls: tuple[str, str]
) -> None:
    migrated, made = (open_on(url) for url in two_urls)
    with migrated.app_context():
        upgrade()
        by_migrations = schema_of(db.engine)
        db.engine.dispose()
    with made.app_context():
        db.create_all()
        by_models = schema_of(db.engine)
        db.engine.dispose()
    assert by_migrations == by_models


def test_a_migration_can_be_taken_back(open_on: OpenOn, two_urls: tuple[str, str]) -> None:
    app = open_on(two_urls[0])
    with app.app_context():
        before = schema_of(db.engine)
        upgrade()
        downgrade(revision="base")
        assert schema_of(db.engine) == before
        db.engine.dispose()


def test_upgrading_twice_keeps_every_row(open_on: OpenOn, tmp_path: Path) -> None:
    app = open_on(f"sqlite:///{tmp_path}/twice.db")
    with app.app_context():
        upgrade()
        place = casa_lupo()
        upgrade()
        assert place.restaurant.name["en"] == "Casa Lupo"
        assert db.session.execute(text("PRAGMA foreign_keys")).scalar() == 1


def test_rows_that_would_refer_to_nothing_stop_the_migration(
    open_on: OpenOn, tmp_path: Path
) -> None:
    app = open_on(f"sqlite:///{tmp_path}/broken.db")
    with app.app_context():
        upgrade()
        _forge_an_area_of_no_restaurant(tmp_path / "broken.db")
        with pytest.raises(Exception, match="areas -> restaurants"):
            upgrade()


def _forge_an_area_of_no_restaurant(file: Path) -> None:
    from pysqlite3 import dbapi2

    with dbapi2.connect(file) as connection:
        connection.execute(
            "INSERT INTO areas (restaurant_id, name, rank, version) VALUES (999, 'Roof', 0, 0)"
        )


def _psycopg(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://")
