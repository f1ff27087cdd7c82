"""Forgotten tickets: by the restaurant's rule they leave the board, noted one by one."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, exists, false, func, or_, select, update

from restaurant_order.core import clock
from restaurant_order.core.actor import SYSTEM, Actor
from restaurant_order.core.database import db
from restaurant_order.core.transaction import record, transaction
from restaurant_order.ordering.courses import CourseHeld
from restaurant_order.ordering.facts import TicketCleared
from restaurant_order.ordering.models import LineStatus, Order, OrderLine
from restaurant_order.ordering.moves import finish_ticket
from restaurant_order.ordering.progress import IN_KITCHEN
from restaurant_order.ordering.steps import LineMoved
from restaurant_order.people.models import Hand
from restaurant_order.venue.models import Restaurant
from restaurant_order.visits.models import Visit


def clear_forgotten(restaurant: Restaurant) -> list[int]:
    """Take off what nobody has touched for the restaurant's `clear_after` hours; 0: never.

    What is left of them counts as done, so that the recall list has them; a cancellation nobody
    looked at counts as seen. Held courses stay: they wait for somebody. Returns the orders' ids.
    """
    hours = restaurant.clear_after
    if not hours:
        return []
    before = clock.now() - timedelta(hours=hours)
    found = db.session.scalars(
        select(Order.id)
        .where(Order.restaurant_id == restaurant.id, Order.accepted_at < before)
        .where(_open_on_board(before), ~_touched_since(before))
        .order_by(Order.id)
    ).all()
    return [order_id for order_id in found if _clear(restaurant.id, order_id, hours, before)]


class _Rule:
    """The rule's hand: all that is asked of one is how the journal names it."""

    @property
    def actor(self) -> Actor:
        return SYSTEM


def _clear(restaurant_id: int, order_id: int, hours: int, before: datetime) -> bool:
    """Nothing, when somebody has touched it meanwhile."""
    with transaction():
        marked = db.session.execute(
            update(Order)
            .where(Order.id == order_id, _open_on_board(before), ~_touched_since(before))
            .values(cleared_at=clock.now())
            .returning(Order.visit_id)
            .execution_options(synchronize_session=False)
        ).one_or_none()
        if marked is None:
            return False
        _see_cancellations(order_id)
        fact = TicketCleared(
            restaurant_id=restaurant_id,
            visit_id=marked.visit_id,
            table_id=_table_of(marked.visit_id),
            order_id=order_id,
            hours=hours,
            line_ids=tuple(_left(order_id)),
        )
        record(fact, by=SYSTEM)
    with suppress(LineMoved, CourseHeld):
        finish_ticket(restaurant_id, order_id, None, by=cast(Hand, _Rule()))
    return True


def _open_on_board(before: datetime) -> ColumnElement[bool]:
    making = OrderLine.status.in_(sorted(IN_KITCHEN)) & (OrderLine.fired_at < before)
    unseen = (
        (OrderLine.status == LineStatus.CANCELLED)
        & OrderLine.accepted_at.is_not(None)
        & OrderLine.cancel_seen_at.is_(None)
    )
    return exists().where(OrderLine.order_id == Order.id, making | unseen)


def _touched_since(before: datetime) -> ColumnElement[bool]:
    """What was cleared and called back counts as touched: its time begins again."""
    moments = (
        OrderLine.fired_at,
        OrderLine.started_at,
        OrderLine.ready_at,
        OrderLine.cancelled_at,
    )
    recent: Any = or_(*(moment >= before for moment in moments))
    moved = exists().where(OrderLine.order_id == Order.id, recent)
    return moved | func.coalesce(Order.cleared_at >= before, false())


def _see_cancellations(order_id: int) -> None:
    db.session.execute(
        update(OrderLine)
        .where(OrderLine.order_id == order_id, OrderLine.status == LineStatus.CANCELLED)
        .where(OrderLine.cancel_seen_at.is_(None))
        .values(cancel_seen_at=clock.now())
        .execution_options(synchronize_session=False)
    )


def _left(order_id: int) -> Sequence[int]:
    return db.session.scalars(
        select(OrderLine.id)
        .where(OrderLine.order_id == order_id, OrderLine.status.in_(sorted(IN_KITCHEN)))
        .where(OrderLine.fired_at.is_not(None))
        .order_by(OrderLine.id)
    ).all()


def _table_of(visit_id: int) -> int:
    return db.session.execute(select(Visit.table_id).where(Visit.id == visit_id)).scalar_one()
