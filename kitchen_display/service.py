"""What cooks do that concerns the board alone: look at a cancellation."""

from typing import Any, Final

from sqlalchemy import ColumnElement, Row, bindparam, select, update

from kitchen_display.facts import CancellationSeen, CancellationUnseen
from restaurant_order.core import clock
from restaurant_order.core.database import db
from restaurant_order.core.transaction import record, transaction
from restaurant_order.ordering.facts import LineFact
from restaurant_order.ordering.models import LineStatus, OrderLine
from restaurant_order.ordering.moves import LineMoved
from restaurant_order.people.models import Hand
from restaurant_order.visits.models import Visit


def see_cancelled(
    restaurant_id: int, order_id: int, station_id: int | None, *, by: Hand
) -> list[int]:
    """A cook has seen what was cancelled of a ticket (station None: of the whole order).

    Returns the lines that leave the board. Raises LineMoved when somebody has seen them before.
    """
    station = OrderLine.station_id == station_id if station_id is not None else True
    unseen = (OrderLine.order_id == order_id) & OrderLine.cancel_seen_at.is_(None) & station
    return _look(restaurant_id, unseen, clock.now(), CancellationSeen, by)


def see_cancelled_line(restaurant_id: int, line_id: int, *, by: Hand) -> None:
    """As `see_cancelled`, of one line."""
    unseen = (OrderLine.id == line_id) & OrderLine.cancel_seen_at.is_(None)
    _look(restaurant_id, unseen, clock.now(), CancellationSeen, by)


def unsee_cancelled(restaurant_id: int, line_ids: list[int], *, by: Hand) -> list[int]:
    """Put them back on the board. Raises LineMoved when none of them had been seen."""
    seen = OrderLine.id.in_(line_ids) & OrderLine.cancel_seen_at.is_not(None)
    return _look(restaurant_id, seen, None, CancellationUnseen, by)


def _look(
    restaurant_id: int,
    which: ColumnElement[bool],
    at: Any,
    fact: type[LineFact],
    by: Hand,
) -> list[int]:
    with transaction():
        rows = db.session.execute(
            _LOOK.where(OrderLine.restaurant_id == restaurant_id, which), {"at": at}
        ).all()
        if not rows:
            raise LineMoved
        for row in rows:
            record(fact(**_of(restaurant_id, row)), by=by.actor)
    return sorted(row.id for row in rows)


def _of(restaurant_id: int, row: Row[Any]) -> dict[str, Any]:
    return {
        "restaurant_id": restaurant_id,
        "visit_id": row.visit_id,
        "table_id": row.table_id,
        "order_id": row.order_id,
        "line_id": row.id,
        "station_id": row.station_id,
    }


_LOOK: Final = (
    update(OrderLine)
    .where(OrderLine.status == LineStatus.CANCELLED, OrderLine.accepted_at.is_not(None))
    .values(cancel_seen_at=bindparam("at"))
    .returning(
        OrderLine.id,
        OrderLine.order_id,
        OrderLine.visit_id,
        OrderLine.station_id,
        select(Visit.table_id)
        .where(Visit.id == OrderLine.visit_id)
        .scalar_subquery()
        .label("table_id"),
    )
    .execution_options(synchronize_session=False)
)
