"""What the tests lean on: each finds a database that nobody was in before.

Applications of one run share what they worked out from the source, so this has to stay true.
"""

from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from restaurant_order.core.database import METADATA, db
from tests.cast import casa_lupo


@pytest.mark.parametrize("time", ["first", "second"])
def test_whoever_comes_finds_no_row_and_leaves_some(each_app: Flask, time: str) -> None:
    with each_app.app_context():
        tables = METADATA.sorted_tables
        left = [table.name for table in tables if db.session.scalar(select(func.count(table.c[0])))]
        assert left == []
        assert casa_lupo().id == 1


def test_its_connections_go_to_its_own_database(each_app: Flask, database_url: str) -> None:
    name = {
        "sqlite": "SELECT file FROM pragma_database_list",
        "postgresql": "SELECT current_database()",
    }
    with each_app.app_context():
        where = db.session.scalar(text(name[db.engine.dialect.name]))
    assert where.lstrip("/") == urlsplit(database_url).path.lstrip("/")
