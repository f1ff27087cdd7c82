"""The database: one base for all nouns, column types, and how SQLite is spoken to.

SQLite, from the bundled build (the system's may have the WAL-reset bug): WAL, every commit
synced, foreign keys on. It never waits inside C, where it would hold up every other guest: a
refused BEGIN is tried again after a short sleep, up to a deadline.
"""

import random
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any, Final, cast

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    DateTime,
    Dialect,
    Engine,
    Enum,
    Executable,
    MetaData,
    Table,
    event,
)
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.pool import PoolProxiedConnection
from sqlalchemy.types import TypeDecorator

from restaurant_order.core.refusals import Busy
from restaurant_order.core.statements import Ready

_HELD: Final = "held connection"

WAIT_FOR_WRITER: Final = 10.0
"""Seconds a transaction waits for another writer before it gives up."""

Words = dict[str, str]
"""Text by language: `{"en": "Soup", "zh-Hans": "汤"}`."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, kept in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        utc = value.astimezone(UTC)
        return utc if dialect.name == "postgresql" else utc.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


METADATA: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Base(DeclarativeBase):
    registry = registry(
        metadata=METADATA,
        type_annotation_map={
            datetime: UtcDateTime,
            dict[str, str]: JSON,
            dict[str, int]: JSON,
            dict[str, Any]: JSON,
            list[dict[str, Any]]: JSON,
            list[str]: JSON,
            list[int]: JSON,
        },
    )


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


def run(statement: Executable | Ready, values: Any = None) -> Any:
    """The result of a statement in the session's transaction, without waking the ORM.

    For the paths walked most; `Ready` ones cost a third.
    """
    connection = _connection()
    if isinstance(statement, Ready):
        return statement.run(connection, values)
    return connection.execute(statement, values)


def _connection() -> Connection:
    """The session's, as long as its transaction lasts: to ask the session costs what a row does."""
    session = db.session()
    held: Connection | None = session.info.get(_HELD)
    if held is None or not held.in_transaction():
        held = session.info[_HELD] = session.connection()
    return held


def glance(statement: Ready, values: Any = None, *, at: Engine | None = None) -> list[Any]:
    """The rows of one light statement, read by itself: not in the session's transaction.

    For whoever has to be known before anything begins: a transaction around it costs as much again.
    Not once the session holds a connection: many hands that each want a second one wait for ever.
    `at`: where to read, for who stands in front of the application.
    """
    engine = at or db.engine
    if engine.dispatch.before_cursor_execute:  # somebody counts statements
        with engine.connect() as connection:
            return list(statement.run(connection, values).all())
    borrowed = engine.raw_connection()
    try:
        rows: list[Any] = statement.run(cast(Connection, _Borrowed(engine, borrowed)), values).all()
        return rows
    finally:
        borrowed.close()


@dataclass(frozen=True, slots=True)
class _Borrowed:
    """A connection of the pool's, as far as a `Ready` statement asks for one."""

    engine: Engine
    connection: PoolProxiedConnection

    @property
    def dialect(self) -> Dialect:
        return self.engine.dialect


def table_of(noun: type[Base]) -> Table:
    """A noun's table, for statements that are built once and run without the ORM."""
    return cast(Table, noun.__table__)


def stored(kind: type[StrEnum]) -> Enum:
    """A StrEnum column kept by value, checked by the database."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        name=kind.__name__.lower(),
        length=24,
        values_callable=lambda members: [member.value for member in members],
    )


_DISCREET: Final = {"hide_parameters": True}
"""What a statement was given stands in no error: the log names no codes and no guests' words."""


def engine_options(url: str) -> dict[str, Any]:
    """What SQLAlchemy needs to open `url` as this house wants it."""
    if not url.startswith("sqlite"):
        return {"pool_pre_ping": True, "pool_size": 20, "max_overflow": 40, **_DISCREET}
    from pysqlite3 import dbapi2

    return {"module": dbapi2, "connect_args": {"timeout": 0, "isolation_level": None}, **_DISCREET}


def teach_sqlite(engine: Engine) -> None:
    """Set up every connection of a SQLite engine; other databases need nothing.

    Of those who want to write one at a time asks the database; the others queue for their turn.
    """
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up)
        event.listen(engine, "begin", partial(_begin, threading.Lock()))


def _set_up(connection: Any, _record: object) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        _patiently(lambda pragma=pragma: connection.execute(f"PRAGMA {pragma}"))


def _begin(turn: threading.Lock, connection: Connection) -> None:
    if not connection.get_execution_options().get("writes"):
        driver: Any = connection.connection.driver_connection
        _patiently(lambda: driver.execute("BEGIN"))
        return
    deadline = time.monotonic() + WAIT_FOR_WRITER
    if not turn.acquire(timeout=WAIT_FOR_WRITER):
        raise Busy
    try:
        _patiently(lambda: connection.exec_driver_sql("BEGIN IMMEDIATE"), deadline)
    finally:
        turn.release()


def _patiently(step: Any, deadline: float | None = None) -> None:
    deadline = deadline or time.monotonic() + WAIT_FOR_WRITER
    while True:
        try:
            step()
            return
        except Exception as error:
            if not _is_locked(error):
                raise
            if time.monotonic() > deadline:
                raise Busy from error
        time.sleep(random.uniform(0.0005, 0.003))


def _is_locked(error: Exception) -> bool:
    origin = error.orig if isinstance(error, OperationalError) else error
    return "locked" in str(origin)


def is_deadlock(error: BaseException) -> bool:
    """Whether PostgreSQL ended a transaction because two waited for each other."""
    origin = error.orig if isinstance(error, DBAPIError) else error
    return getattr(origin, "sqlstate", None) == "40P01"
