"""How much one table's phones may send: a photo of its code must not bury the kitchen."""

from datetime import datetime, timedelta
from typing import Final

from flask_babel import lazy_gettext as _l
from sqlalchemy import bindparam, func, select

from restaurant_order.core.database import run, table_of
from restaurant_order.core.refusals import TooMany
from restaurant_order.core.statements import Ready
from restaurant_order.ordering.models import Order, OrderLine
from restaurant_order.visits.seat import Seat

MOST_ROUNDS: Final = 10
"""Rounds a visit's guests send within `WITHIN`: a lively party of twelve sends three or four."""

MOST_PORTIONS: Final = 300
"""Portions a visit's guests send within `WITHIN`: a banquet of sixty with five dishes each."""

WITHIN: Final = timedelta(minutes=10)
"""Long enough that somebody sees what is going on, short enough that nobody waits for dessert."""


class OrderedOften(TooMany):
    code = "ordered_often"
    sentence = _l("A lot was ordered here just now. Please ask the staff, they can order for you.")


def refuse_too_much(seat: Seat, portions: int, *, now: datetime) -> None:
    """Within the caller's transaction that holds the seat: one more round with so many portions.

    What staff ordered for the table is not counted. Raises OrderedOften.
    """
    rounds, sent = _sent(seat, now) if seat.order_count else (0, 0)
    if rounds >= MOST_ROUNDS or sent + portions > MOST_PORTIONS:
        raise OrderedOften


def _sent(seat: Seat, now: datetime) -> tuple[int, int]:
    """Rounds and portions that guests have sent within `WITHIN`."""
    rounds, portions = run(_SENT, {"visit": seat.visit_id, "since": now - WITHIN}).one()
    return rounds, portions or 0


_ORDERS: Final = table_of(Order)
_LINES: Final = table_of(OrderLine)
_SENT: Final = Ready(
    select(func.count(_ORDERS.c.id.distinct()), func.sum(_LINES.c.quantity))
    .join(_LINES, _LINES.c.order_id == _ORDERS.c.id)
    .where(
        _ORDERS.c.visit_id == bindparam("visit"),
        _ORDERS.c.guest_id.is_not(None),
        _ORDERS.c.placed_at > bindparam("since"),
    )
)
