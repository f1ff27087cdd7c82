"""What cooks do that concerns the board alone: look at a cancellation."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, bindparam, exists, select, true, update

from kitchen_display.facts import CancellationSeen, CancellationUnseen
from restaurant_order.core import clock
from restaurant_order.core.database import db
from restaurant_order.core.transaction import record, transaction
from restaurant_order.ordering.joining import orders_on
from restaurant_order.ordering.models import LineStatus, LineTask, OrderLine
from restaurant_order.ordering.moves import LineMoved
from restaurant_order.people.models import Hand
from restaurant_order.visits.models import Visit


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
            record(fact(**_of(restaurant_id, row)), by=by.actor)
    return sorted(row.id for row in rows)


def _look_at_parts(line: Row[Any], station_id: int | None, at: datetime | None) -> bool:
    """The line itself is seen once each of its stations has looked."""
    was = LineTask.cancel_seen_at.is_(None) if at else LineTask.cancel_seen_at.is_not(None)
    parts = update(LineTask).where(LineTask.line_id == line.id, was)
    if station_id is not None:
        parts = parts.where(LineTask.station_id == station_id)
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


def _of(restaurant_id: int, row: Row[Any]) -> dict[str, Any]:
    return {
        "restaurant_id": restaurant_id,
        "visit_id": row.visit_id,
        "table_id": row.table_id,
        "order_id": row.order_id,
        "line_id": row.id,
        "station_id": row.station_id,
    }


_CANCELLED: Final = (OrderLine.status == LineStatus.CANCELLED) & OrderLine.accepted_at.is_not(None)
_LINE: Final = (
    OrderLine.id,
    OrderLine.order_id,
    OrderLine.visit_id,
    OrderLine.station_id,
    select(Visit.table_id)
    .where(Visit.id == OrderLine.visit_id)
    .scalar_subquery()
    .label("table_id"),
)
_LOOK: Final = (
    update(OrderLine)
    .where(_CANCELLED)
    .values(cancel_seen_at=bindparam("at"))
    .returning(*_LINE)
    .execution_options(synchronize_session=False)
)
_SHARED: Final = (
    select(*_LINE)
    .where(_CANCELLED, OrderLine.is_shared)
    .order_by(OrderLine.id)
    .with_for_update(of=OrderLine)
)
