"""Cancelling a line, or a course that was never fired: why, and where the food goes."""

from collections.abc import Callable, Collection
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from sqlalchemy import Row, bindparam, update

from restaurant_order.core.database import db
from restaurant_order.core.refusals import Invalid, NotFound
from restaurant_order.core.text import required_line
from restaurant_order.core.transaction import record, transaction
from restaurant_order.menu.service import give_back_stock
from restaurant_order.ordering.facts import LineCancelled
from restaurant_order.ordering.ids import ids_of_line
from restaurant_order.ordering.models import Disposition, LineStatus, OrderLine
from restaurant_order.ordering.progress import BEGUN, before
from restaurant_order.ordering.reasons import REASON_LENGTH
from restaurant_order.ordering.steps import LineMoved, line_or_refuse, move
from restaurant_order.people.models import Hand
from restaurant_order.visits.service import running_or_refuse

Allow = Callable[[int], None]
"""Asked within the transaction, with the visit's id, once the lines are off; raising undoes it."""


def cancel_line(
    restaurant_id: int,
    line_id: int,
    *,
    reason: str,
    disposition: Disposition | None = None,
    by: Hand,
    allow: Allow | None = None,
) -> None:
    """It will not be made and not be paid.

    Before cooking began it always goes back to stock; later to where `disposition` says, and
    without one Invalid is raised. Raises LineMoved when it is served or cancelled already, or when
    the kitchen began meanwhile; VisitOver when its bill is settled: what was paid for stays
    on the bill.
    """
    why = required_line(reason, longest=REASON_LENGTH, field="reason")
    with transaction():
        line = line_or_refuse(restaurant_id, line_id)
        running_or_refuse(line.visit_id)
        goes = _where_it_goes(line.status, disposition)
        origins = before(LineStatus.CANCELLED) & {line.status}
        moved = move(OrderLine.id == line_id, origins, LineStatus.CANCELLED)
        if not moved:
            raise LineMoved
        db.session.execute(_SAY_WHY, {"line_id": line_id, "why": why, "goes": goes})
        if goes is Disposition.STOCK:
            back_to_stock(moved, by)
        if allow is not None:
            allow(line.visit_id)
        cancelled = LineCancelled(
            reason=why,
            disposition=goes,
            quantity=moved[0].quantity,
            **ids_of_line(restaurant_id, moved[0]),
        )
        record(cancelled, by=by.actor)


def cancel_held(
    restaurant_id: int,
    visit_id: int,
    course: int,
    *,
    reason: str,
    by: Hand,
    allow: Allow | None = None,
) -> list[int]:
    """A course that was never fired will not come: all of it, back to stock and off the bill.

    Raises Invalid without a readable reason, VisitOver, and LineMoved when nothing of it is held.
    """
    why = required_line(reason, longest=REASON_LENGTH, field="reason")
    with transaction():
        if running_or_refuse(visit_id).restaurant_id != restaurant_id:
            raise NotFound
        of_course = (OrderLine.visit_id == visit_id) & (OrderLine.course == course)
        held = of_course & OrderLine.fired_at.is_(None)
        moved = move(held, {LineStatus.ACCEPTED}, LineStatus.CANCELLED)
        if not moved:
            raise LineMoved
        goes = Disposition.STOCK
        for row in moved:
            db.session.execute(_SAY_WHY, {"line_id": row.id, "why": why, "goes": goes})
            cancelled = LineCancelled(
                reason=why,
                disposition=goes,
                quantity=row.quantity,
                **ids_of_line(restaurant_id, row),
            )
            record(cancelled, by=by.actor)
        back_to_stock(moved, by)
        if allow is not None:
            allow(visit_id)
    return [row.id for row in moved]


def _where_it_goes(status: LineStatus, wanted: Disposition | None) -> Disposition:
    if status not in BEGUN:
        return Disposition.STOCK
    if wanted is None:
        raise Invalid(_l("Cooking has begun. Where does the food go?"), field="disposition")
    return wanted


def back_to_stock(rows: Collection[Row[Any]], by: Hand) -> None:
    """Within the caller's transaction: the portions of lines that will not be made."""
    portions: dict[int, int] = {}
    for row in rows:
        portions[row.dish_id] = portions.get(row.dish_id, 0) + row.quantity
    give_back_stock(portions, by=by.actor)


_SAY_WHY: Final = (
    update(OrderLine)
    .where(OrderLine.id == bindparam("line_id"))
    .values(cancel_reason=bindparam("why"), disposition=bindparam("goes"))
    .execution_options(synchronize_session=False)
)
