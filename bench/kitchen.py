"""The restaurant with a busy kitchen at the push of a button: tickets come, move, and go.

What a board is told goes the whole way: service, journal, push, socket, screen.
"""

import secrets
import time

from flask import g

from restaurant_order.core.database import db
from restaurant_order.ordering.cart import cart_of
from restaurant_order.ordering.models import CartLine, LineStatus, OrderLine
from restaurant_order.ordering.service import (
    finish_ticket,
    place,
    start_line,
    take_back_line,
)
from restaurant_order.people.models import StaffMember
from restaurant_order.visits.models import Guest, Visit
from wsgi import app


@app.post("/bench/place/<int:count>")
def place_orders(count: int) -> str:
    """The next full carts are sent."""
    waiting = db.select(CartLine.visit_id).distinct().order_by(CartLine.visit_id).limit(count)
    for visit_id in db.session.scalars(waiting).all():
        visit = db.session.get_one(Visit, visit_id)
        guest = db.session.scalars(db.select(Guest).where(Guest.visit_id == visit_id)).one()
        total = cart_of(visit_id, visit.restaurant).sum.total
        place(visit, key=secrets.token_hex(8), seen_total=total, note="", by=guest)
    return ""


@app.post("/bench/bump/<int:count>")
def bump_orders(count: int) -> str:
    """The oldest tickets leave."""
    cook = _cook()
    for order_id in _open_orders(count):
        finish_ticket(cook.restaurant_id, order_id, None, by=cook)
    return ""


@app.post("/bench/move")
def move_line() -> str:
    """The newest line is started, or taken back if it was."""
    cook = _cook()
    line = db.session.scalars(db.select(OrderLine).order_by(OrderLine.id.desc()).limit(1)).one()
    if line.status is LineStatus.COOKING:
        take_back_line(cook.restaurant_id, line.id, status=LineStatus.COOKING, by=cook)
    else:
        start_line(cook.restaurant_id, line.id, by=cook)
    return ""


@app.post("/bench/spent")
def spent() -> str:
    """Milliseconds of the processor that this process has had."""
    return str(1000 * time.process_time())


def _cook() -> StaffMember:
    cook = db.session.scalars(db.select(StaffMember).limit(1)).one()
    g.restaurant = None
    return cook


def _open_orders(count: int) -> list[int]:
    found = (
        db.select(OrderLine.order_id)
        .where(OrderLine.status.in_([LineStatus.ACCEPTED, LineStatus.COOKING]))
        .distinct()
        .order_by(OrderLine.order_id)
        .limit(count)
    )
    return list(db.session.scalars(found))


__all__ = ["app"]
