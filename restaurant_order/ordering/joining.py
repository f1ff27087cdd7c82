"""Rounds that follow each other closely share a kitchen ticket, as long as nobody has begun it."""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import bindparam, func, or_, select

from restaurant_order.core.database import run, table_of
from restaurant_order.ordering.models import LineStatus, Order, OrderLine


def ticket_to_join(visit_id: int, *, within: int, now: datetime) -> int | None:
    """The ticket that a round accepted now stands on; None: it is a ticket of its own.

    `within`: minutes since the ticket's first round was accepted, 0 never. Within the caller's
    transaction, the visit locked: of two rounds accepted at once the second sees the first.

    A line that another hand is moving at this moment counts as begun. We do not wait for it: that
    hand will want the visit which we hold.
    """
    if not within:
        return None
    newest = run(_NEWEST, {"visit": visit_id, "since": now - timedelta(minutes=within)}).scalar()
    if newest is None:
        return None
    lines = run(_COUNT, {"ticket": newest}).scalar_one()
    untouched = [row.status for row in run(_UNTOUCHED, {"ticket": newest})]
    whole = len(untouched) == lines
    return newest if whole and LineStatus.ACCEPTED in untouched else None


_ORDERS: Final = table_of(Order).c
_LINES: Final = table_of(OrderLine).c

_NEWEST: Final[Any] = (
    select(_ORDERS.id)
    .where(_ORDERS.visit_id == bindparam("visit"), _ORDERS.joins_id.is_(None))
    .where(_ORDERS.accepted_at > bindparam("since"))
    .order_by(_ORDERS.accepted_at.desc(), _ORDERS.id.desc())
    .limit(1)
)


def orders_on(ticket: Any) -> Any:
    """The ids of a ticket's orders: the one that opened it and those that joined."""
    return select(_ORDERS.id).where(or_(_ORDERS.id == ticket, _ORDERS.joins_id == ticket))


_ON_TICKET: Final = _LINES.order_id.in_(orders_on(bindparam("ticket")))
_COUNT: Final[Any] = select(func.count()).select_from(table_of(OrderLine)).where(_ON_TICKET)
_UNTOUCHED: Final[Any] = (
    select(_LINES.id, _LINES.status)
    .where(_ON_TICKET, _LINES.status.in_([LineStatus.ACCEPTED, LineStatus.CANCELLED]))
    .order_by(_LINES.id)
    .with_for_update(of=table_of(OrderLine), skip_locked=True)
)
