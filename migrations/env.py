"""How `flask db upgrade` runs: everything in one transaction, or nothing.

SQLite changes a table by copying it, and dropping the old one would delete every row that refers
to it. So foreign keys are off meanwhile, and all of them are checked before the commit.
"""

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError

from restaurant_order.billing import models as billing
from restaurant_order.core import journal
from restaurant_order.core.database import UtcDateTime, db
from restaurant_order.menu import models as menu
from restaurant_order.menu import pantry
from restaurant_order.ordering import models as ordering
from restaurant_order.people import models as people
from restaurant_order.venue import models as venue
from restaurant_order.visits import models as visits

NOUNS = (people, venue, menu, pantry, visits, ordering, billing, journal)
"""Modules whose tables migrations look after."""


class BrokenReferences(Exception):
    """The migration would leave rows that refer to nothing; it was not committed."""


def migrate() -> None:
    engine: Engine = db.engine
    with _opened(engine).execution_options(writes=True) as connection:
        is_sqlite = engine.dialect.name == "sqlite"
        if is_sqlite:
            _heed_foreign_keys(connection, False)
        try:
            context.configure(
                connection=connection,
                target_metadata=db.metadata,
                transactional_ddl=True,
                render_item=_render,
                **current_app.extensions["migrate"].configure_args,
            )
            with context.begin_transaction():
                context.run_migrations()
                if is_sqlite:
                    _check_references(connection)
        finally:
            if is_sqlite:
                _heed_foreign_keys(connection, True)


def _opened(engine: Engine) -> Connection:
    """Every start comes by here first: who cannot open the database is told so in a sentence."""
    try:
        return engine.connect()
    except DatabaseError as error:
        where = engine.url.render_as_string(hide_password=True)
        raise SystemExit(f"DATABASE_URL: {where} cannot be opened: {error.orig}") from None


def _heed_foreign_keys(connection: Connection, heed: bool) -> None:
    """Outside any transaction, where alone SQLite listens to this."""
    driver: Any = connection.connection.dbapi_connection
    driver.execute(f"PRAGMA foreign_keys={'ON' if heed else 'OFF'}")


def _check_references(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        tables = ", ".join(sorted({f"{row[0]} -> {row[2]}" for row in broken}))
        raise BrokenReferences(f"{len(broken)} rows: {tables}")


def _render(kind: str, item: object, autogen_context: Any) -> str | bool:
    """A migration says what the column is, not what today's code calls it."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


if context.is_offline_mode():
    raise SystemExit("Migrations look at the database; there is no --sql.")
migrate()
