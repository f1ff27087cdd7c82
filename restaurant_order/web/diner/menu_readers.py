"""Who asks for the menu, and which edition of it is the newest: one light query.

This is the query of the page that everybody opens, so it goes to the driver by the shortest way.
"""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Engine, bindparam, func, select
from werkzeug import Request

from restaurant_order.core.database import glance
from restaurant_order.core.statements import Ready
from restaurant_order.core.tokens import token_hash
from restaurant_order.menu.models import Dish
from restaurant_order.venue.models import Restaurant
from restaurant_order.visits.models import Guest, Visit
from restaurant_order.visits.recognise import COOKIE, NoTable
from restaurant_order.visits.service import VisitOver

_LAST_CHANGE: Final = (
    select(func.max(Dish.version)).where(Dish.restaurant_id == Restaurant.id).scalar_subquery()
)
_READER: Final = Ready(
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

EditionKey = tuple[int, int, int | None]
"""Versions of the restaurant, of its menu, and of the dish that changed last."""


@dataclass(frozen=True, slots=True)
class Reader:
    restaurant_id: int
    edition: EditionKey


def reader_of(asked: Request, engine: Engine) -> Reader:
    """Whose request it is. Raises NoTable, VisitOver."""
    token = asked.cookies.get(COOKIE)
    rows = glance(_READER, {"token_hash": token_hash(token)}, at=engine) if token else []
    if not rows:
        raise NoTable
    is_running, restaurant_id, *versions = rows[0]
    if not is_running:
        raise VisitOver
    return Reader(restaurant_id, tuple(versions))
