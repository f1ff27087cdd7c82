"""Parties at a counter that scanned its code and left without a word."""

from datetime import timedelta
from typing import Final

from sqlalchemy import ColumnElement, and_, exists, select

from restaurant_order.core import clock
from restaurant_order.core.actor import SYSTEM
from restaurant_order.core.database import db
from restaurant_order.core.transaction import transaction
from restaurant_order.ordering.models import CartLine
from restaurant_order.venue.models import Table, TableKind
from restaurant_order.visits.models import Request, Visit
from restaurant_order.visits.service import end_visit, locked_table

STAYS: Final = timedelta(hours=1)
"""How long a party at a counter may look at the menu without choosing anything."""

AT_ONCE: Final = 200
"""Visits ended in one look; the rest in the next."""


def end_idle_parties(restaurant_id: int) -> list[int]:
    """End the visits at counters that never ordered, have nothing in the cart and want nothing.

    Each in a transaction of its own. Returns their ids.
    """
    found = db.session.execute(
        select(Visit.id, Visit.table_id)
        .join(Table, Table.id == Visit.table_id)
        .where(Visit.restaurant_id == restaurant_id, Table.kind == TableKind.COUNTER, _is_idle())
        .order_by(Visit.id)
        .limit(AT_ONCE)
    ).all()
    return [visit_id for visit_id, table_id in found if _end(visit_id, table_id)]


def _end(visit_id: int, table_id: int) -> bool:
    """Nothing, when the party has chosen something meanwhile."""
    with transaction():
        locked_table(table_id)
        db.session.execute(select(Visit.id).where(Visit.id == visit_id).with_for_update())
        visit = db.session.scalar(select(Visit).where(Visit.id == visit_id, _is_idle()))
        if visit is None:
            return False
        end_visit(visit, by=SYSTEM)
        return True


def _is_idle() -> ColumnElement[bool]:
    return and_(
        Visit.ended_at.is_(None),
        Visit.order_count == 0,
        Visit.opened_at < clock.now() - STAYS,
        ~exists().where(CartLine.visit_id == Visit.id),
        ~exists().where(Request.visit_id == Visit.id, Request.answered_at.is_(None)),
    )
