"""Firing a course, holding it again, and carrying what is ready to the table."""

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import Row, select, update

from restaurant_order.core import clock
from restaurant_order.core.database import db
from restaurant_order.core.transaction import record, transaction
from restaurant_order.ordering.facts import (
    LineBroughtBack,
    LineFact,
    LineFired,
    LineHeld,
    LineTaken,
)
from restaurant_order.ordering.models import LineStatus, OrderLine
from restaurant_order.ordering.moves import LineMoved
from restaurant_order.people.models import Hand, StaffMember
from restaurant_order.visits.models import Visit


def fire_course(restaurant_id: int, visit_id: int, course: int, *, by: Hand) -> list[int]:
    """All of the table's course may be made, on every station at once; its clock starts.

    Returns the lines. Raises LineMoved when nothing of it was held.
    """
    of_course = (OrderLine.visit_id == visit_id) & (OrderLine.course == course)
    return _change(restaurant_id, of_course & _HELD, {"fired_at": clock.now()}, LineFired, by)


def fire_lines(restaurant_id: int, line_ids: Collection[int], *, by: Hand) -> list[int]:
    """As `fire_course`, of these lines: all of them or none."""
    values = {"fired_at": clock.now()}
    return _change(
        restaurant_id, OrderLine.id.in_(line_ids) & _HELD, values, LineFired, by, all_of=line_ids
    )


def hold_lines(restaurant_id: int, line_ids: Collection[int], *, by: Hand) -> list[int]:
    """They wait again, all of them or none. Raises LineMoved when one was begun meanwhile."""
    waiting = OrderLine.id.in_(line_ids) & _FIRED & OrderLine.course.is_not(None)
    values = {"fired_at": None, "start_at": None, "released_at": None}
    return _change(restaurant_id, waiting, values, LineHeld, by, all_of=line_ids)


def hold_course(restaurant_id: int, visit_id: int, course: int, *, by: Hand) -> list[int]:
    """The table's course waits again. Raises LineMoved once any of it was begun."""
    of_course = (OrderLine.visit_id == visit_id) & (OrderLine.course == course)
    begun = select(OrderLine.id).where(
        of_course, OrderLine.status.in_([LineStatus.COOKING, LineStatus.READY])
    )
    values = {"fired_at": None, "start_at": None, "released_at": None}
    with transaction():
        if db.session.scalar(begun.limit(1)) is not None:
            raise LineMoved
        return _changed(restaurant_id, of_course & _FIRED, values, LineHeld, by)


def take_lines(restaurant_id: int, line_ids: Collection[int], *, by: StaffMember) -> list[int]:
    """A runner has it and is on the way. Raises LineMoved when one is not ready, or taken."""
    ready = OrderLine.id.in_(line_ids) & _READY & OrderLine.taken_at.is_(None)
    values = {"taken_at": clock.now(), "taken_by_id": by.id}
    return _change(restaurant_id, ready, values, LineTaken, by, all_of=line_ids)


def take_order(restaurant_id: int, order_id: int, *, by: StaffMember) -> list[int]:
    """As `take_lines`, whatever of an order is ready and nobody has. Raises LineMoved."""
    ready = (OrderLine.order_id == order_id) & _READY & OrderLine.taken_at.is_(None)
    values = {"taken_at": clock.now(), "taken_by_id": by.id}
    return _change(restaurant_id, ready, values, LineTaken, by)


def bring_back_lines(
    restaurant_id: int, line_ids: Collection[int], *, by: StaffMember
) -> list[int]:
    """It stands at the pass again, all of it or none. Raises LineMoved."""
    taken = OrderLine.id.in_(line_ids) & _READY & OrderLine.taken_at.is_not(None)
    values = {"taken_at": None, "taken_by_id": None}
    return _change(restaurant_id, taken, values, LineBroughtBack, by, all_of=line_ids)


def _change(
    restaurant_id: int,
    which: Any,
    values: dict[str, Any],
    fact: type[LineFact],
    by: Hand,
    *,
    all_of: Collection[int] = (),
) -> list[int]:
    with transaction():
        moved = _changed(restaurant_id, which, values, fact, by)
        if len(moved) < len(set(all_of)):
            raise LineMoved
        return moved


def _changed(
    restaurant_id: int, which: Any, values: dict[str, Any], fact: type[LineFact], by: Hand
) -> list[int]:
    rows = db.session.execute(
        update(OrderLine)
        .where(OrderLine.restaurant_id == restaurant_id, which)
        .values(values)
        .returning(*_CHANGED)
        .execution_options(synchronize_session=False)
    ).all()
    if not rows:
        raise LineMoved
    for row in sorted(rows, key=lambda row: row.id):
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


_WAITING: Final = OrderLine.status == LineStatus.ACCEPTED
_HELD: Final = _WAITING & OrderLine.fired_at.is_(None)
_FIRED: Final = _WAITING & OrderLine.fired_at.is_not(None)
_READY: Final = OrderLine.status == LineStatus.READY
_CHANGED: Final = (
    OrderLine.id,
    OrderLine.order_id,
    OrderLine.visit_id,
    OrderLine.station_id,
    select(Visit.table_id)
    .where(Visit.id == OrderLine.visit_id)
    .scalar_subquery()
    .label("table_id"),
)
