"""Moving lines along: accept, start, finish, serve, one step back, cancel.

Two hands, one line: every move is a conditional UPDATE. Who comes second is told so kindly, and
their screen redraws.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from sqlalchemy import Row, bindparam, select, true, update
from sqlalchemy.sql.dml import ReturningUpdate

from restaurant_order.core import clock
from restaurant_order.core.database import db
from restaurant_order.core.refusals import Conflict, Invalid, NotFound
from restaurant_order.core.text import required_line
from restaurant_order.core.transaction import record, transaction
from restaurant_order.menu.service import give_back_stock
from restaurant_order.ordering.courses import fire_first, refuse_held
from restaurant_order.ordering.facts import (
    LineCancelled,
    LineFact,
    LineFinished,
    LineServed,
    LineStarted,
    LineTakenBack,
    OrderAccepted,
    OrderRejected,
)
from restaurant_order.ordering.joining import orders_on, ticket_to_join
from restaurant_order.ordering.models import Disposition, LineStatus, Order, OrderLine
from restaurant_order.ordering.parts import forward_parts, take_back_part
from restaurant_order.ordering.progress import BACK, before
from restaurant_order.people.models import Hand
from restaurant_order.visits.models import Visit
from restaurant_order.visits.seat import house_of_locked_visit
from restaurant_order.visits.service import running_or_refuse

REASON_LENGTH: Final = 200

_STAMP: Final = {
    LineStatus.ACCEPTED: OrderLine.accepted_at,
    LineStatus.COOKING: OrderLine.started_at,
    LineStatus.READY: OrderLine.ready_at,
    LineStatus.SERVED: OrderLine.served_at,
    LineStatus.CANCELLED: OrderLine.cancelled_at,
}

_TABLE = select(Visit.table_id).where(Visit.id == OrderLine.visit_id).scalar_subquery()
_MOVED: Final = (
    OrderLine.id,
    OrderLine.order_id,
    OrderLine.visit_id,
    OrderLine.station_id,
    OrderLine.dish_id,
    OrderLine.quantity,
    _TABLE.label("table_id"),
)

_FORWARD_FACT: Final[dict[LineStatus, type[LineFact]]] = {
    LineStatus.COOKING: LineStarted,
    LineStatus.READY: LineFinished,
    LineStatus.SERVED: LineServed,
}


class LineMoved(Conflict):
    code = "line_moved"
    sentence = _l("A colleague was faster. Here is how it stands now.")


class OrderAnswered(Conflict):
    code = "order_answered"
    sentence = _l("This order has been answered already.")


def accept_order(restaurant_id: int, order_id: int, *, by: Hand) -> None:
    """The kitchen may see it. Raises OrderAnswered when somebody accepted or rejected it before."""
    with transaction():
        order = _order_or_refuse(restaurant_id, order_id)
        house, now = house_of_locked_visit(order.visit_id), clock.now()
        ticket = ticket_to_join(order.visit_id, within=house.join_within, now=now)
        _answer(order_id, accepted_at=now, joins_id=ticket)
        _move_all(OrderLine.order_id == order_id, LineStatus.ACCEPTED, at=now)
        fire_first(order.visit_id, order_id, courses=house.courses, at=now)
        record(OrderAccepted(**_where(order)), by=by.actor)


def reject_order(restaurant_id: int, order_id: int, *, reason: str, by: Hand) -> None:
    """The guests are told why. Raises OrderAnswered, Invalid without a readable reason."""
    why = required_line(reason, longest=REASON_LENGTH, field="reason")
    with transaction():
        order = _order_or_refuse(restaurant_id, order_id)
        _answer(order_id, rejected_at=clock.now(), rejection=why)
        lines = _move_all(OrderLine.order_id == order_id, LineStatus.CANCELLED)
        _back_to_stock(lines, by)
        record(OrderRejected(reason=why, **_where(order)), by=by.actor)


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
            line = _line_or_refuse(restaurant_id, line_id)
            if line.is_shared and status is not LineStatus.SERVED:
                if not take_back_part(restaurant_id, line_id, status, station_id, by.actor):
                    raise LineMoved
                continue
            moved = _move(OrderLine.id == line_id, {status}, BACK[status])
            if not moved:
                raise LineMoved
            record(LineTakenBack(status=BACK[status], **_of(restaurant_id, moved[0])), by=by.actor)


def cancel_line(
    restaurant_id: int,
    line_id: int,
    *,
    reason: str,
    disposition: Disposition | None = None,
    by: Hand,
) -> None:
    """It will not be made and not be paid.

    Before cooking began it always goes back to stock; later to where `disposition` says, and
    without one Invalid is raised. Raises LineMoved when it is ready, served or cancelled already,
    or when the kitchen began meanwhile; VisitOver when its bill is settled: what was paid for stays
    on the bill.
    """
    why = required_line(reason, longest=REASON_LENGTH, field="reason")
    with transaction():
        line = _line_or_refuse(restaurant_id, line_id)
        running_or_refuse(line.visit_id)
        goes = _where_it_goes(line.status, disposition)
        origins = before(LineStatus.CANCELLED) & {line.status}
        moved = _move(OrderLine.id == line_id, origins, LineStatus.CANCELLED)
        if not moved:
            raise LineMoved
        db.session.execute(_SAY_WHY, {"line_id": line_id, "why": why, "goes": goes})
        if goes is Disposition.STOCK:
            _back_to_stock(moved, by)
        cancelled = LineCancelled(
            reason=why,
            disposition=goes,
            quantity=moved[0].quantity,
            **_of(restaurant_id, moved[0]),
        )
        record(cancelled, by=by.actor)


def _where_it_goes(status: LineStatus, wanted: Disposition | None) -> Disposition:
    if status is not LineStatus.COOKING:
        return Disposition.STOCK
    if wanted is None:
        raise Invalid(_l("Cooking has begun. Where does the food go?"), field="disposition")
    return wanted


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
        _order_or_refuse(restaurant_id, order_id)
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
            line = _line_or_refuse(restaurant_id, line_id)
            if to is LineStatus.SERVED or not forward_parts(
                restaurant_id, [line_id], to, station_id, by.actor
            ):
                refuse_held([line])
                raise LineMoved
            return
        record(_FORWARD_FACT[to](**_of(restaurant_id, moved[0])), by=by.actor)


def _forward_ticket(
    restaurant_id: int, order_id: int, station_id: int | None, to: LineStatus, by: Hand
) -> list[int]:
    with transaction():
        _order_or_refuse(restaurant_id, order_id)
        on_ticket: Any = OrderLine.order_id.in_(orders_on(order_id))
        return _forward_all(restaurant_id, on_ticket, station_id, to, by)


def _forward_all(
    restaurant_id: int, lines: Any, station_id: int | None, to: LineStatus, by: Hand
) -> list[int]:
    """A station's of these lines; what several stations make moves part by part until ready."""
    here = OrderLine.station_id == station_id if station_id is not None else true()
    moved = _move_all(lines & here & _whole(to) & OrderLine.fired_at.is_not(None), to)
    for row in moved:
        record(_FORWARD_FACT[to](**_of(restaurant_id, row)), by=by.actor)
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
        .values({OrderLine.status: status, _STAMP[status]: bindparam("at")})
        .returning(*_MOVED)
        .execution_options(synchronize_session=False)
    )


_LINE_TO: Final = {status: _to(status) for status in _FORWARD_FACT}

_SAY_WHY: Final = (
    update(OrderLine)
    .where(OrderLine.id == bindparam("line_id"))
    .values(cancel_reason=bindparam("why"), disposition=bindparam("goes"))
    .execution_options(synchronize_session=False)
)


def _move_all(condition: Any, to: LineStatus, at: datetime | None = None) -> list[Row[Any]]:
    return _move(condition, before(to), to, at)


def _move(
    condition: Any, origins: Collection[LineStatus], to: LineStatus, at: datetime | None = None
) -> list[Row[Any]]:
    """Move what stands at one of `origins`; the times of steps taken back are forgotten."""
    values: dict[Any, Any] = {OrderLine.status: to}
    if to in BACK.values() and set(origins) <= set(BACK):
        values |= {_STAMP[origin]: None for origin in origins}
        if LineStatus.READY in origins:
            forgotten = (OrderLine.passed_at, OrderLine.taken_at, OrderLine.taken_by_id)
            values |= dict.fromkeys(forgotten)
    else:
        values[_STAMP[to]] = at or clock.now()
    rows = db.session.execute(
        update(OrderLine)
        .where(condition, OrderLine.status.in_(sorted(origins)))
        .values(values)
        .returning(*_MOVED)
        .execution_options(synchronize_session=False)
    )
    return sorted(rows.all(), key=lambda row: row.id)


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


def _line_or_refuse(restaurant_id: int, line_id: int) -> OrderLine:
    line = db.session.get(OrderLine, line_id)
    if line is None or line.restaurant_id != restaurant_id:
        raise NotFound
    return line


def _order_or_refuse(restaurant_id: int, order_id: int) -> Any:
    row = db.session.execute(_ORDER, {"order": order_id, "restaurant": restaurant_id}).one_or_none()
    if row is None:
        raise NotFound
    return row


_ORDER: Final = (
    select(Order.id, Order.restaurant_id, Order.visit_id, Visit.table_id)
    .join(Visit, Visit.id == Order.visit_id)
    .where(Order.id == bindparam("order"), Order.restaurant_id == bindparam("restaurant"))
)


def _back_to_stock(rows: Collection[Row[Any]], by: Hand) -> None:
    portions: dict[int, int] = {}
    for row in rows:
        portions[row.dish_id] = portions.get(row.dish_id, 0) + row.quantity
    give_back_stock(portions, by=by.actor)


def _where(order: Any) -> dict[str, int]:
    return {
        "restaurant_id": order.restaurant_id,
        "visit_id": order.visit_id,
        "table_id": order.table_id,
        "order_id": order.id,
    }


def _of(restaurant_id: int, row: Row[Any]) -> dict[str, Any]:
    return {
        "restaurant_id": restaurant_id,
        "visit_id": row.visit_id,
        "table_id": row.table_id,
        "order_id": row.order_id,
        "line_id": row.id,
        "station_id": row.station_id,
    }
