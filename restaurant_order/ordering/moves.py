"""Moving lines along: start, finish, serve, one step back."""

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import bindparam, select, true, update
from sqlalchemy.sql.dml import ReturningUpdate

from restaurant_order.core import clock
from restaurant_order.core.database import db
from restaurant_order.core.transaction import record, transaction
from restaurant_order.ordering.courses import refuse_held
from restaurant_order.ordering.facts import (
    LineFact,
    LineFinished,
    LineServed,
    LineStarted,
    LineTakenBack,
)
from restaurant_order.ordering.ids import ids_of_line
from restaurant_order.ordering.joining import orders_on
from restaurant_order.ordering.models import LineStatus, OrderLine
from restaurant_order.ordering.parts import forward_parts, take_back_part
from restaurant_order.ordering.progress import BACK, before
from restaurant_order.ordering.steps import (
    MOVED,
    STAMP,
    LineMoved,
    line_or_refuse,
    move,
    move_all,
    order_or_refuse,
)
from restaurant_order.people.models import Hand

_FORWARD_FACT: Final[dict[LineStatus, type[LineFact]]] = {
    LineStatus.COOKING: LineStarted,
    LineStatus.READY: LineFinished,
    LineStatus.SERVED: LineServed,
}


def start_line(
    restaurant_id: int, line_id: int, *, station_id: int | None = None, by: Hand
) -> None:
    """A cook takes it on. Raises LineMoved.

    Of a line that several stations make it is the part of `station_id`; None: every part.
    """
    _forward(restaurant_id, line_id, LineStatus.COOKING, by, station_id)


def finish_line(
    restaurant_id: int, line_id: int, *, station_id: int | None = None, by: Hand
) -> None:
    """The cook is done, as `start_line`; with its last part: tell the floor and the table."""
    _forward(restaurant_id, line_id, LineStatus.READY, by, station_id)


def serve_line(restaurant_id: int, line_id: int, *, by: Hand) -> None:
    """It is at the table. Raises LineMoved."""
    _forward(restaurant_id, line_id, LineStatus.SERVED, by)


def take_back_line(restaurant_id: int, line_id: int, *, status: LineStatus, by: Hand) -> None:
    """One step back from `status`, which is what the screen showed. Raises LineMoved."""
    take_back_lines(restaurant_id, [line_id], status=status, by=by)


def take_back_lines(
    restaurant_id: int,
    line_ids: Collection[int],
    *,
    status: LineStatus = LineStatus.READY,
    station_id: int | None = None,
    by: Hand,
) -> None:
    """As `take_back_line`, all or none: undoing a bump. Raises LineMoved.

    Of lines that several stations make it is the part of `station_id`; None: the last that moved.
    """
    if status not in BACK:
        raise LineMoved
    with transaction():
        for line_id in sorted(line_ids):
            line = line_or_refuse(restaurant_id, line_id)
            if line.is_shared and status is not LineStatus.SERVED:
                if not take_back_part(restaurant_id, line_id, status, station_id, by.actor):
                    raise LineMoved
                continue
            moved = move(OrderLine.id == line_id, {status}, BACK[status])
            if not moved:
                raise LineMoved
            record(
                LineTakenBack(status=BACK[status], **ids_of_line(restaurant_id, moved[0])),
                by=by.actor,
            )


def start_ticket(
    restaurant_id: int, order_id: int, station_id: int | None, *, by: Hand
) -> list[int]:
    """All of a station's waiting lines of an order (None: every station's) are being cooked.

    Returns the lines that moved. Raises LineMoved when there were none.
    """
    return _forward_ticket(restaurant_id, order_id, station_id, LineStatus.COOKING, by)


def finish_ticket(
    restaurant_id: int, order_id: int, station_id: int | None, *, by: Hand
) -> list[int]:
    """All of a station's open lines of an order (None: every station's) are done.

    Returns the lines that moved. Raises LineMoved when there were none.
    """
    return _forward_ticket(restaurant_id, order_id, station_id, LineStatus.READY, by)


def serve_order(restaurant_id: int, order_id: int, *, by: Hand) -> list[int]:
    """Whatever of an order is ready is at the table. Raises LineMoved when nothing was."""
    with transaction():
        order_or_refuse(restaurant_id, order_id)
        its_own = OrderLine.order_id == order_id
        return _forward_all(restaurant_id, its_own, None, LineStatus.SERVED, by)


def _forward(
    restaurant_id: int,
    line_id: int,
    to: LineStatus,
    by: Hand,
    station_id: int | None = None,
) -> None:
    with transaction():
        moved = db.session.execute(
            _LINE_TO[to],
            {"line_id": line_id, "restaurant": restaurant_id, "at": clock.now()},
        ).all()
        if not moved:
            line = line_or_refuse(restaurant_id, line_id)
            if to is LineStatus.SERVED or not forward_parts(
                restaurant_id, [line_id], to, station_id, by.actor
            ):
                refuse_held([line])
                raise LineMoved
            return
        record(_FORWARD_FACT[to](**ids_of_line(restaurant_id, moved[0])), by=by.actor)


def _forward_ticket(
    restaurant_id: int, order_id: int, station_id: int | None, to: LineStatus, by: Hand
) -> list[int]:
    with transaction():
        order_or_refuse(restaurant_id, order_id)
        on_ticket: Any = OrderLine.order_id.in_(orders_on(order_id))
        return _forward_all(restaurant_id, on_ticket, station_id, to, by)


def _forward_all(
    restaurant_id: int, lines: Any, station_id: int | None, to: LineStatus, by: Hand
) -> list[int]:
    """A station's of these lines; what several stations make moves part by part until ready."""
    here = OrderLine.station_id == station_id if station_id is not None else true()
    moved = move_all(lines & here & _whole(to) & OrderLine.fired_at.is_not(None), to)
    for row in moved:
        record(_FORWARD_FACT[to](**ids_of_line(restaurant_id, row)), by=by.actor)
    found = [row.id for row in moved]
    if to is not LineStatus.SERVED:
        shared = db.session.scalars(select(OrderLine.id).where(lines, OrderLine.is_shared)).all()
        if shared:
            found += forward_parts(restaurant_id, shared, to, station_id, by.actor)
    if not found:
        refuse_held(db.session.scalars(select(OrderLine).where(lines & here)).all())
        raise LineMoved
    return sorted(found)


def _whole(to: LineStatus) -> Any:
    """Lines that move as one; what several stations make moves part by part until it is ready."""
    return true() if to is LineStatus.SERVED else OrderLine.is_shared.is_(False)


def _to(status: LineStatus) -> ReturningUpdate[Any]:
    return (
        update(OrderLine)
        .where(
            OrderLine.id == bindparam("line_id"),
            OrderLine.restaurant_id == bindparam("restaurant"),
            OrderLine.status.in_(sorted(before(status))),
            _whole(status),
            OrderLine.fired_at.is_not(None),
        )
        .values({OrderLine.status: status, STAMP[status]: bindparam("at")})
        .returning(*MOVED)
        .execution_options(synchronize_session=False)
    )


_LINE_TO: Final = {status: _to(status) for status in _FORWARD_FACT}
