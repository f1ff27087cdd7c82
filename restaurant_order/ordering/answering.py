"""A guest's order that waits for staff: accepted or rejected, once; and when it will be ready."""

from datetime import timedelta
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from sqlalchemy import Row, exists, select, update

from restaurant_order.core import clock
from restaurant_order.core.database import db
from restaurant_order.core.refusals import Conflict, Invalid
from restaurant_order.core.text import required_line
from restaurant_order.core.transaction import record, transaction
from restaurant_order.ordering.cancelling import Allow, back_to_stock
from restaurant_order.ordering.courses import fire_first
from restaurant_order.ordering.facts import OrderAccepted, OrderPromised, OrderRejected
from restaurant_order.ordering.ids import ids_of_order
from restaurant_order.ordering.joining import ticket_to_join
from restaurant_order.ordering.models import LineStatus, Order, OrderLine
from restaurant_order.ordering.progress import IN_KITCHEN
from restaurant_order.ordering.reasons import REASON_LENGTH
from restaurant_order.ordering.steps import move_all, order_or_refuse
from restaurant_order.people.models import Hand
from restaurant_order.visits.seat import house_of_locked_visit

SOONEST: Final = 5
"""Minutes that may be promised at least: guests would look up before the kitchen does."""

LATEST: Final = 180
"""The same at most; who is to wait longer is better told in person."""


class NothingToWaitFor(Conflict):
    """Rejected meanwhile, or all of it is ready."""

    code = "nothing_to_wait_for"
    sentence = _l("Nothing of this order is still to be made.")


class OrderAnswered(Conflict):
    code = "order_answered"
    sentence = _l("This order has been answered already.")


def accept_order(restaurant_id: int, order_id: int, *, by: Hand) -> None:
    """The kitchen may see it. Raises OrderAnswered when somebody accepted or rejected it before."""
    with transaction():
        _accept(order_or_refuse(restaurant_id, order_id), by)


def _accept(order: Row[Any], by: Hand) -> None:
    house, now = house_of_locked_visit(order.visit_id), clock.now()
    ticket = ticket_to_join(order.visit_id, within=house.join_within, now=now)
    _answer(order.id, accepted_at=now, joins_id=ticket)
    move_all(OrderLine.order_id == order.id, LineStatus.ACCEPTED, at=now)
    fire_first(order.visit_id, order.id, courses=house.courses, at=now)
    record(OrderAccepted(**ids_of_order(order)), by=by.actor)


def promise_order(restaurant_id: int, order_id: int, *, minutes: int, by: Hand) -> None:
    """Tell the guests when it will be ready; what still waits for an answer is accepted with it.

    A later promise takes the place of the first. `minutes`: from now, `SOONEST` to `LATEST`.
    Raises Invalid, NothingToWaitFor.
    """
    if not SOONEST <= minutes <= LATEST:
        raise Invalid(field="minutes")
    with transaction():
        order = order_or_refuse(restaurant_id, order_id)
        waits = (Order.id == order_id) & _UNANSWERED
        if db.session.scalar(select(Order.id).where(waits)) is not None:
            _accept(order, by)
        to_make = (OrderLine.order_id == order_id) & OrderLine.status.in_(sorted(IN_KITCHEN))
        promised = db.session.execute(
            update(Order)
            .where(Order.id == order_id, exists().where(to_make))
            .values(promised_at=clock.now() + timedelta(minutes=minutes))
            .returning(Order.id)
            .execution_options(synchronize_session=False)
        )
        if promised.first() is None:
            raise NothingToWaitFor
        record(OrderPromised(minutes=minutes, **ids_of_order(order)), by=by.actor)


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
        .where(Order.id == order_id, _UNANSWERED)
        .values(**values)
        .returning(Order.id)
        .execution_options(synchronize_session=False)
    )
    if answered.first() is None:
        raise OrderAnswered


_UNANSWERED: Final = Order.accepted_at.is_(None) & Order.rejected_at.is_(None)
