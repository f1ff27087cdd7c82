"""Accepting and rejecting orders, carrying what is ready, cancelling a line."""

from typing import Any

from flask import g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from restaurant_order.core.database import db
from restaurant_order.core.forms import Form, read_form
from restaurant_order.core.refusals import NotFound
from restaurant_order.ordering import service
from restaurant_order.ordering.models import LineStatus, OrderLine
from restaurant_order.ordering.queries import order_view
from restaurant_order.web.cashier.blueprint import blueprint, done, visit_address
from restaurant_order.web.redrawing import redraws

REJECTIONS = (
    _l("We are sorry, the kitchen is closing."),
    _l("We are sorry, something of it is sold out."),
    _l("Please speak to our staff first."),
)
CANCELLATIONS = (
    _l("The guests changed their mind"),
    _l("Ordered by mistake"),
    _l("We cannot make it today"),
)


class Reason(Form, frozen=True):
    """`reason` is one of those offered, or empty for what is written in `words`."""

    reason: str = ""
    words: str = ""

    @property
    def text(self) -> str:
        return self.words or self.reason


@blueprint.post("/orders/<int:order_id>/acceptance")
def accept(order_id: int) -> ResponseReturnValue:
    service.accept_order(g.restaurant.id, order_id, by=g.staff)
    return done("/floor/")


@blueprint.get("/orders/<int:order_id>/rejection")
def ask_rejection(order_id: int) -> str:
    order = order_view(g.restaurant.id, order_id)
    return render_template("cashier/reject.html", order=order, reasons=REJECTIONS)


@blueprint.post("/orders/<int:order_id>/rejection")
@redraws(ask_rejection)
def reject(order_id: int) -> ResponseReturnValue:
    form = read_form(Reason)
    service.reject_order(g.restaurant.id, order_id, reason=form.text, by=g.staff)
    return done("/floor/")


@blueprint.post("/orders/<int:order_id>/service")
def serve(order_id: int) -> ResponseReturnValue:
    """Whatever of it is ready has been carried to the table."""
    service.serve_order(g.restaurant.id, order_id, by=g.staff)
    return done("/floor/")


@blueprint.post("/lines/<int:line_id>/service")
def serve_line(line_id: int) -> ResponseReturnValue:
    line = _line(line_id)
    service.serve_line(g.restaurant.id, line_id, by=g.staff)
    return done(visit_address(line.visit_id))


@blueprint.post("/lines/<int:line_id>/return")
def take_back(line_id: int) -> ResponseReturnValue:
    """It was not served after all."""
    line = _line(line_id)
    service.take_back_line(g.restaurant.id, line_id, status=LineStatus.SERVED, by=g.staff)
    return done(visit_address(line.visit_id))


@blueprint.get("/lines/<int:line_id>/cancellation")
def ask_cancellation(line_id: int) -> str:
    return render_template("cashier/cancel.html", line=_line(line_id), reasons=CANCELLATIONS)


@blueprint.post("/lines/<int:line_id>/cancellation")
@redraws(ask_cancellation)
def cancel(line_id: int) -> ResponseReturnValue:
    form = read_form(Reason)
    line = _line(line_id)
    service.cancel_line(g.restaurant.id, line_id, reason=form.text, by=g.staff)
    return done(visit_address(line.visit_id))


def _line(line_id: int) -> Any:
    line = db.session.get(OrderLine, line_id)
    if line is None or line.restaurant_id != g.restaurant.id:
        raise NotFound
    return line
