"""What cooks do that concerns the board alone: look at a cancellation."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, bindparam, exists, func, select, true, update

from kitchen_display.facts import (
    CancellationSeen,
    CancellationSeenAtPass,
    CancellationUnseen,
    CancellationUnseenAtPass,
)
from restaurant_order.core import clock
from restaurant_order.core.database import db
from restaurant_order.core.transaction import record, transaction
from restaurant_order.ordering.ids import LINE_IDS, ids_of_line
from restaurant_order.ordering.joining import orders_on
from restaurant_order.ordering.models import LineStatus, LineTask, OrderLine
from restaurant_order.ordering.steps import LineMoved
from restaurant_order.people.models import Hand


def see_cancelled(
    restaurant_id: int, order_id: int, station_id: int | None, *, by: Hand
) -> list[int]:
    """A cook has seen what was cancelled of a ticket (station None: on every station).

    Returns the lines that leave the board. Raises LineMoved when somebody has seen them before.
    """
    here = OrderLine.station_id == station_id if station_id is not None else true()
    on_ticket = OrderLine.order_id.in_(orders_on(order_id))
    return _look(restaurant_id, on_ticket, on_ticket & here, station_id, clock.now(), by)


def see_cancelled_line(
    restaurant_id: int, line_id: int, station_id: int | None, *, by: Hand
) -> None:
    """As `see_cancelled`, of one line."""
    line = OrderLine.id == line_id
    _look(restaurant_id, line, line, station_id, clock.now(), by)


def unsee_cancelled(
    restaurant_id: int, line_ids: list[int], station_id: int | None, *, by: Hand
) -> list[int]:
    """Put them back on the board. Raises LineMoved when none of them had been seen."""
    lines = OrderLine.id.in_(line_ids)
    return _look(restaurant_id, lines, lines, station_id, None, by)


def see_at_pass(restaurant_id: int, line_ids: list[int], *, by: Hand) -> None:
    """The pass has seen that these dishes, which stood there ready, are not wanted any more.

    All or none. Raises LineMoved when somebody has seen one of them before.
    """
    unseen = OrderLine.cancel_seen_at_pass.is_(None)
    _look_at_pass(restaurant_id, line_ids, unseen, clock.now(), by)


def unsee_at_pass(restaurant_id: int, line_ids: list[int], *, by: Hand) -> None:
    """They stand there again, all or none. Raises LineMoved when one had not been seen."""
    seen = OrderLine.cancel_seen_at_pass.is_not(None)
    _look_at_pass(restaurant_id, line_ids, seen, None, by)


def _look_at_pass(
    restaurant_id: int, line_ids: list[int], was: ColumnElement[bool], at: datetime | None, by: Hand
) -> None:
    fact = CancellationSeenAtPass if at else CancellationUnseenAtPass
    stood_here = OrderLine.ready_at.is_not(None) & was
    with transaction():
        rows = db.session.execute(
            update(OrderLine)
            .where(OrderLine.restaurant_id == restaurant_id, OrderLine.id.in_(line_ids))
            .where(_CANCELLED, stood_here)
            .values(cancel_seen_at_pass=at)
            .returning(*LINE_IDS)
            .execution_options(synchronize_session=False)
        ).all()
        if not rows or len(rows) < len(set(line_ids)):
            raise LineMoved
        for row in sorted(rows, key=lambda row: row.id):
            record(fact(**ids_of_line(restaurant_id, row)), by=by.actor)


def _look(
    restaurant_id: int,
    shared: ColumnElement[bool],
    whole: ColumnElement[bool],
    station_id: int | None,
    at: datetime | None,
    by: Hand,
) -> list[int]:
    """`at` None: look away again. Lines that several stations make are seen by each of them."""
    fact = CancellationSeen if at else CancellationUnseen
    with transaction():
        was = OrderLine.cancel_seen_at.is_(None) if at else OrderLine.cancel_seen_at.is_not(None)
        here = (OrderLine.restaurant_id == restaurant_id) & OrderLine.is_shared.is_(False)
        rows = list(db.session.execute(_LOOK.where(here, whole, was), {"at": at}))
        parted = _SHARED.where(OrderLine.restaurant_id == restaurant_id, shared)
        rows += [
            line for line in db.session.execute(parted) if _look_at_parts(line, station_id, at)
        ]
        if not rows:
            raise LineMoved
        for row in rows:
            record(fact(**ids_of_line(restaurant_id, row)), by=by.actor)
    return sorted(row.id for row in rows)


def _look_at_parts(line: Row[Any], station_id: int | None, at: datetime | None) -> bool:
    """The line itself is seen once each of its stations has looked.

    From the board of all the last look is taken back; who had looked before has looked.
    """
    was = LineTask.cancel_seen_at.is_(None) if at else LineTask.cancel_seen_at.is_not(None)
    parts = update(LineTask).where(LineTask.line_id == line.id, was)
    if station_id is not None:
        parts = parts.where(LineTask.station_id == station_id)
    elif at is None:
        last = select(func.max(LineTask.cancel_seen_at)).where(LineTask.line_id == line.id)
        parts = parts.where(LineTask.cancel_seen_at == last.scalar_subquery())
    looked = db.session.execute(
        parts.values(cancel_seen_at=at)
        .returning(LineTask.station_id)
        .execution_options(synchronize_session=False)
    ).all()
    if looked:
        unseen = exists().where(LineTask.line_id == line.id, LineTask.cancel_seen_at.is_(None))
        is_seen = not db.session.scalar(select(unseen))
        db.session.execute(
            update(OrderLine)
            .where(OrderLine.id == line.id)
            .values(cancel_seen_at=at if is_seen else None)
            .execution_options(synchronize_session=False)
        )
    return bool(looked)


_CANCELLED: Final = (OrderLine.status == LineStatus.CANCELLED) & OrderLine.accepted_at.is_not(None)
_LOOK: Final = (
    update(OrderLine)
    .where(_CANCELLED)
    .values(cancel_seen_at=bindparam("at"))
    .returning(*LINE_IDS)
    .execution_options(synchronize_session=False)
)
_SHARED: Final = (
    select(*LINE_IDS)
    .where(_CANCELLED, OrderLine.is_shared)
    .order_by(OrderLine.id)
    .with_for_update(of=OrderLine)
)
