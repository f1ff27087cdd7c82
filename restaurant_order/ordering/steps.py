"""One step of lines: a conditional UPDATE.

Two hands, one line: who comes second is told so kindly, and their screen redraws.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from sqlalchemy import Row, bindparam, select, update

from restaurant_order.core import clock
from restaurant_order.core.database import db
from restaurant_order.core.refusals import Conflict, NotFound
from restaurant_order.ordering.ids import LINE_IDS
from restaurant_order.ordering.models import LineStatus, Order, OrderLine
from restaurant_order.ordering.progress import BACK, before
from restaurant_order.visits.models import Visit

STAMP: Final = {
    LineStatus.ACCEPTED: OrderLine.accepted_at,
    LineStatus.COOKING: OrderLine.started_at,
    LineStatus.READY: OrderLine.ready_at,
    LineStatus.SERVED: OrderLine.served_at,
    LineStatus.CANCELLED: OrderLine.cancelled_at,
}

MOVED: Final = (*LINE_IDS, OrderLine.dish_id, OrderLine.quantity)
"""What is returned of a line that moved."""


class LineMoved(Conflict):
    code = "line_moved"
    sentence = _l("A colleague was faster. Here is how it stands now.")


def move_all(condition: Any, to: LineStatus, at: datetime | None = None) -> list[Row[Any]]:
    return move(condition, before(to), to, at)


def move(
    condition: Any, origins: Collection[LineStatus], to: LineStatus, at: datetime | None = None
) -> list[Row[Any]]:
    """Move what stands at one of `origins`; the times of steps taken back are forgotten."""
    values: dict[Any, Any] = {OrderLine.status: to}
    if to in BACK.values() and set(origins) <= set(BACK):
        values |= {STAMP[origin]: None for origin in origins}
        if LineStatus.READY in origins:
            forgotten = (OrderLine.passed_at, OrderLine.taken_at, OrderLine.taken_by_id)
            values |= dict.fromkeys(forgotten)
    else:
        values[STAMP[to]] = at or clock.now()
    rows = db.session.execute(
        update(OrderLine)
        .where(condition, OrderLine.status.in_(sorted(origins)))
        .values(values)
        .returning(*MOVED)
        .execution_options(synchronize_session=False)
    )
    return sorted(rows.all(), key=lambda row: row.id)


def line_or_refuse(restaurant_id: int, line_id: int) -> OrderLine:
    line = db.session.get(OrderLine, line_id)
    if line is None or line.restaurant_id != restaurant_id:
        raise NotFound
    return line


def order_or_refuse(restaurant_id: int, order_id: int) -> Any:
    row = db.session.execute(_ORDER, {"order": order_id, "restaurant": restaurant_id}).one_or_none()
    if row is None:
        raise NotFound
    return row


_ORDER: Final = (
    select(Order.id, Order.restaurant_id, Order.visit_id, Visit.table_id)
    .join(Visit, Visit.id == Order.visit_id)
    .where(Order.id == bindparam("order"), Order.restaurant_id == bindparam("restaurant"))
)
