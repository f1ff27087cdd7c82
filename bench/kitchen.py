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


@app.post("/bench/moves/<int:count>")
def move_lines(count: int) -> str:
    """One line is started and taken back `count` times; processor ms for each move and its push."""
    cook = _cook()
    newest = db.select(OrderLine.id).where(OrderLine.status == LineStatus.ACCEPTED)
    line = db.session.scalars(newest.order_by(OrderLine.id.desc()).limit(1)).one()
    began = time.thread_time()
    for _ in range(count):
        start_line(cook.restaurant_id, line, by=cook)
        take_back_line(cook.restaurant_id, line, status=LineStatus.COOKING, by=cook)
    return str(1000 * (time.thread_time() - began) / (2 * count))


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
