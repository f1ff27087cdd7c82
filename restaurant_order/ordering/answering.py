"""A guest's order that waits for staff: accepted or rejected, once."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import update

from restaurant_order.core import clock
from restaurant_order.core.database import db
from restaurant_order.core.refusals import Conflict
from restaurant_order.core.text import required_line
from restaurant_order.core.transaction import record, transaction
from restaurant_order.ordering.cancelling import Allow, back_to_stock
from restaurant_order.ordering.courses import fire_first
from restaurant_order.ordering.facts import OrderAccepted, OrderRejected
from restaurant_order.ordering.ids import ids_of_order
from restaurant_order.ordering.joining import ticket_to_join
from restaurant_order.ordering.models import LineStatus, Order, OrderLine
from restaurant_order.ordering.reasons import REASON_LENGTH
from restaurant_order.ordering.steps import move_all, order_or_refuse
from restaurant_order.people.models import Hand
from restaurant_order.visits.seat import house_of_locked_visit


class OrderAnswered(Conflict):
    code = "order_answered"
    sentence = _l("This order has been answered already.")


def accept_order(restaurant_id: int, order_id: int, *, by: Hand) -> None:
    """The kitchen may see it. Raises OrderAnswered when somebody accepted or rejected it before."""
    with transaction():
        order = order_or_refuse(restaurant_id, order_id)
        house, now = house_of_locked_visit(order.visit_id), clock.now()
        ticket = ticket_to_join(order.visit_id, within=house.join_within, now=now)
        _answer(order_id, accepted_at=now, joins_id=ticket)
        move_all(OrderLine.order_id == order_id, LineStatus.ACCEPTED, at=now)
        fire_first(order.visit_id, order_id, courses=house.courses, at=now)
        record(OrderAccepted(**ids_of_order(order)), by=by.actor)


def reject_order(
    restaurant_id: int, order_id: int, *, reason: str, by: Hand, allow: Allow | None = None
) -> None:
    """The guests are told why. Raises OrderAnswered, Invalid without a readable reason."""
    why = required_line(reason, longest=REASON_LENGTH, field="reason")
    with transaction():
        order = order_or_refuse(restaurant_id, order_id)
        _answer(order_id, rejected_at=clock.now(), rejection=why)
        lines = move_all(OrderLine.order_id == order_id, LineStatus.CANCELLED)
        back_to_stock(lines, by)
        if allow is not None:
            allow(order.visit_id)
        record(OrderRejected(reason=why, **ids_of_order(order)), by=by.actor)


def _answer(order_id: int, **values: Any) -> None:
    answered = db.session.execute(
        update(Order)
        .where(Order.id == order_id, Order.accepted_at.is_(None), Order.rejected_at.is_(None))
        .values(**values)
        .returning(Order.id)
        .execution_options(synchronize_session=False)
    )
    if answered.first() is None:
        raise OrderAnswered
