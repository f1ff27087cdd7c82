"""Firing a course, holding it again, and carrying what is ready to the table."""

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import select, update

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
from restaurant_order.ordering.ids import LINE_IDS, ids_of_line
from restaurant_order.ordering.models import LineStatus, LineTask, OrderLine
from restaurant_order.ordering.planning import UNPLANNED
from restaurant_order.ordering.steps import LineMoved
from restaurant_order.people.models import Hand, StaffMember
from restaurant_order.visits.service import VisitOver, running_or_refuse


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
    """They wait again, all of them or none.

    Raises LineMoved when one was begun meanwhile, or its visit is over.
    """
    waiting = OrderLine.id.in_(line_ids) & _FIRED & OrderLine.course.is_not(None)
    with transaction():
        of_lines = select(OrderLine.visit_id).where(OrderLine.id.in_(line_ids)).distinct()
        _refuse_over(db.session.scalars(of_lines).all())
        moved = _held_again(restaurant_id, waiting, by)
        if len(moved) < len(set(line_ids)):
            raise LineMoved
        return moved


def hold_course(restaurant_id: int, visit_id: int, course: int, *, by: Hand) -> list[int]:
    """The table's course waits again. Raises LineMoved once any of it was begun.

    And once the visit is over: none ends with a held course, and none is held after the end.
    """
    of_course = (OrderLine.visit_id == visit_id) & (OrderLine.course == course)
    begun = select(OrderLine.id).where(
        of_course, OrderLine.status.in_([LineStatus.COOKING, LineStatus.READY])
    )
    with transaction():
        _refuse_over([visit_id])
        if db.session.scalar(begun.limit(1)) is not None:
            raise LineMoved
        return _held_again(restaurant_id, of_course & _FIRED, by)


def _held_again(restaurant_id: int, which: Any, by: Hand) -> list[int]:
    """Their plan is forgotten, and that of each station's part."""
    moved = _changed(restaurant_id, which, {"fired_at": None, **UNPLANNED}, LineHeld, by)
    parts = update(LineTask).where(LineTask.line_id.in_(moved)).values(UNPLANNED)
    db.session.execute(parts.execution_options(synchronize_session=False))
    return moved


def _refuse_over(visit_ids: Collection[int]) -> None:
    """Raises LineMoved when one of the visits has ended; they are locked until the commit."""
    for visit_id in sorted(visit_ids):
        try:
            running_or_refuse(visit_id)
        except VisitOver:
            raise LineMoved from None


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
        .returning(*LINE_IDS)
        .execution_options(synchronize_session=False)
    ).all()
    if not rows:
        raise LineMoved
    for row in sorted(rows, key=lambda row: row.id):
        record(fact(**ids_of_line(restaurant_id, row)), by=by.actor)
    return sorted(row.id for row in rows)


_WAITING: Final = OrderLine.status == LineStatus.ACCEPTED
_HELD: Final = _WAITING & OrderLine.fired_at.is_(None)
_FIRED: Final = _WAITING & OrderLine.fired_at.is_not(None)
_READY: Final = OrderLine.status == LineStatus.READY
