"""Who wants to write while somebody else does."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from pysqlite3 import dbapi2
from sqlalchemy import event

from restaurant_order.core import database
from restaurant_order.core.actor import SYSTEM
from restaurant_order.core.database import db
from restaurant_order.core.journal import Fact, head
from restaurant_order.core.refusals import Busy
from restaurant_order.core.transaction import record, transaction
from tests.cast import casa_lupo
from tests.servers.databases import opened, sqlite_database
from tests.together import together


@dataclass(frozen=True, kw_only=True)
class GongStruck(Fact):
    pass


@pytest.fixture
def sqlite_app(tmp_path: Path, sqlite_template: Path) -> Iterator[Flask]:
    with sqlite_database(tmp_path, sqlite_template) as url, opened(url, tmp_path) as app:
        yield app


def strike(restaurant_id: int) -> None:
    with transaction():
        record(GongStruck(restaurant_id=restaurant_id), by=SYSTEM)


@contextmanager
def writing_elsewhere(app: Flask) -> Iterator[Any]:
    """Another process's transaction, which holds SQLite's one write lock."""
    path = urlsplit(app.config["SQLALCHEMY_DATABASE_URI"]).path.removeprefix("/")
    connection = dbapi2.connect(path, isolation_level=None, check_same_thread=False)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
    finally:
        connection.close()


def test_who_waits_too_long_is_told_so_and_the_next_gets_a_turn(
    sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "WAIT_FOR_WRITER", 0.05)
    with sqlite_app.app_context():
        lupo = casa_lupo().id
        with writing_elsewhere(sqlite_app):
            for _ in range(2):
                with pytest.raises(Busy):
                    strike(lupo)
        strike(lupo)
        assert head(lupo) == 1


def test_of_those_who_wait_one_asks(sqlite_app: Flask) -> None:
    """If all did, they would wear out the processor that the one who writes needs."""
    asked: list[int] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement == "BEGIN IMMEDIATE":
            asked.append(threading.get_ident())
            if len(asked) == 20:
                elsewhere.rollback()

    with sqlite_app.app_context():
        lupo = casa_lupo().id
        event.listen(db.engine, "before_cursor_execute", note)
    with writing_elsewhere(sqlite_app) as elsewhere:
        together(sqlite_app, 8, lambda _hand: strike(lupo))
    assert len(set(asked[:20])) == 1
    with sqlite_app.app_context():
        assert head(lupo) == 8
