"""Who asks for the menu, and which edition of it is the newest: one light query.

This is the query of the page that everybody opens, so it goes to the driver by the shortest way:
a statement built once, on a connection of the pool. Through SQLAlchemy's own execution it takes
six times as long, through a session fifteen times.
"""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Compiled, Dialect, Engine, bindparam, func, select
from werkzeug import Request

from restaurant_order.core.tokens import token_hash
from restaurant_order.menu.models import Dish
from restaurant_order.venue.models import Restaurant
from restaurant_order.visits.models import Guest, Visit
from restaurant_order.visits.recognise import COOKIE, NoTable
from restaurant_order.visits.service import VisitOver

_LAST_CHANGE: Final = (
    select(func.max(Dish.version)).where(Dish.restaurant_id == Restaurant.id).scalar_subquery()
)
_READER: Final = (
    select(
        Visit.ended_at.is_(None).label("is_running"),
        Restaurant.id,
        Restaurant.version,
        Restaurant.menu_version,
        _LAST_CHANGE.label("last_change"),
    )
    .select_from(Guest)
    .join(Visit, Visit.id == Guest.visit_id)
    .join(Restaurant, Restaurant.id == Visit.restaurant_id)
    .where(Guest.token_hash == bindparam("token_hash"))
)
_QUERIES: Final[dict[str, Compiled]] = {}
"""It in the words of each kind of database."""

EditionKey = tuple[int, int, int | None]
"""Versions of the restaurant, of its menu, and of the dish that changed last."""


@dataclass(frozen=True, slots=True)
class Reader:
    restaurant_id: int
    edition: EditionKey


def reader_of(asked: Request, engine: Engine) -> Reader:
    """Whose request it is. Raises NoTable, VisitOver."""
    token = asked.cookies.get(COOKIE)
    row = _row(token_hash(token), engine) if token else None
    if row is None:
        raise NoTable
    is_running, restaurant_id, *versions = row
    if not is_running:
        raise VisitOver
    return Reader(restaurant_id, tuple(versions))


def _row(digest: str, engine: Engine) -> tuple[Any, ...] | None:
    query = _query(engine.dialect)
    values = (digest,) if query.positional else {"token_hash": digest}  # type: ignore[attr-defined]
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute(query.string, values)
        found: tuple[Any, ...] | None = cursor.fetchone()
        cursor.close()
        return found
    finally:
        connection.close()


def _query(dialect: Dialect) -> Compiled:
    found = _QUERIES.get(dialect.name)
    if found is None:
        found = _QUERIES[dialect.name] = _READER.compile(dialect=dialect)
    return found
