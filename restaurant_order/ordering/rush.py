"""Rushing an order: it goes before all others, and everybody can read why."""

from typing import Any, Final

from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, select, update

from restaurant_order.core import clock
from restaurant_order.core.database import db
from restaurant_order.core.refusals import Conflict, NotFound
from restaurant_order.core.text import required_line
from restaurant_order.core.transaction import record, transaction
from restaurant_order.ordering.facts import OrderRushed, OrderUnrushed
from restaurant_order.ordering.ids import ids_of_order
from restaurant_order.ordering.models import LineStatus, Order, OrderLine
from restaurant_order.ordering.progress import UNSERVED
from restaurant_order.ordering.reasons import REASON_LENGTH
from restaurant_order.people.models import Hand
from restaurant_order.visits.models import Visit


class RushMoved(Conflict):
    code = "rush_moved"
    sentence = _l(
        "Somebody was faster, or nothing is left to hurry with. Here is how it stands now."
    )


def rush_order(restaurant_id: int, order_id: int, *, reason: str, by: Hand) -> None:
    """To the front of every board. Raises Invalid without a readable reason, RushMoved when it is
    there already or nothing of it is left to make.
    """
    why = required_line(reason, longest=REASON_LENGTH, field="reason")
    with transaction():
        order = _order_or_refuse(restaurant_id, order_id)
        to_make = exists().where(OrderLine.order_id == Order.id, OrderLine.status.in_(_OPEN))
        _set(order_id, Order.rushed_at.is_(None) & to_make, rushed_at=clock.now(), rush_reason=why)
        record(OrderRushed(reason=why, **ids_of_order(order)), by=by.actor)


def unrush_order(restaurant_id: int, order_id: int, *, by: Hand) -> str:
    """Back to its turn; returns why it had been rushed. Raises RushMoved when it was not."""
    with transaction():
        order = _order_or_refuse(restaurant_id, order_id)
        _set(order_id, Order.rushed_at.is_not(None), rushed_at=None, rush_reason="")
        record(OrderUnrushed(reason=order.rush_reason, **ids_of_order(order)), by=by.actor)
        reason: str = order.rush_reason
    return reason


_OPEN: Final = sorted(UNSERVED - {LineStatus.READY})


def _set(order_id: int, condition: Any, **values: Any) -> None:
    moved = db.session.execute(
        update(Order)
        .where(Order.id == order_id, condition)
        .values(**values)
        .returning(Order.id)
        .execution_options(synchronize_session=False)
    )
    if moved.first() is None:
        raise RushMoved


def _order_or_refuse(restaurant_id: int, order_id: int) -> Any:
    row = db.session.execute(
        select(Order.id, Order.restaurant_id, Order.visit_id, Order.rush_reason, Visit.table_id)
        .join(Visit, Visit.id == Order.visit_id)
        .where(Order.id == order_id, Order.restaurant_id == restaurant_id)
    ).one_or_none()
    if row is None:
        raise NotFound
    return row
