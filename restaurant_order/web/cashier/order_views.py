"""Answering orders and telling when, carrying what is ready, cancelling a line."""

from collections.abc import Collection
from datetime import timedelta
from typing import Annotated, Final

from flask import g, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from msgspec import Meta

from restaurant_order.billing import cancelling
from restaurant_order.core import clock
from restaurant_order.core.database import db
from restaurant_order.core.forms import Form, read_form
from restaurant_order.core.refusals import Invalid, NotFound
from restaurant_order.core.times import wall_time
from restaurant_order.ordering import service
from restaurant_order.ordering.models import Disposition, LineStatus, OrderLine
from restaurant_order.ordering.progress import BEGUN
from restaurant_order.ordering.queries import order_view, orders_of_visit
from restaurant_order.ordering.reasons import (
    CANCELLATIONS,
    COURSE_CANCELLATIONS,
    DISPOSITIONS,
    REJECTIONS,
    RUSHES,
)
from restaurant_order.visits.queries import visit_or_refuse
from restaurant_order.web.cashier.blueprint import blueprint, done, undoable, visit_address
from restaurant_order.web.cashier.screen import screen
from restaurant_order.web.redrawing import redraws

WAITS: Final = (10, 15, 20, 30, 45, 60)
"""Minutes that are offered."""

USUAL: Final = "20"


class Reason(Form, frozen=True):
    """`reason` is one of those offered, or empty for what is written in `words`."""

    reason: str = ""
    words: str = ""

    def chosen(self, offered: Collection[str]) -> str:
        """Own words before what is offered. Raises Invalid for anything else, or none at all."""
        if self.words:
            return self.words
        if self.reason not in offered:
            raise Invalid(_l("Please choose a reason, or write one."), field="reason")
        return self.reason


class Promise(Form, frozen=True):
    minutes: int


class Lines(Form, frozen=True):
    lines: list[Annotated[int, Meta(ge=1, lt=2**31)]]


class Cancellation(Reason, frozen=True):
    disposition: Disposition | None = None


@blueprint.post("/orders/<int:order_id>/acceptance")
def accept(order_id: int) -> ResponseReturnValue:
    read_form(Form)
    service.accept_order(g.restaurant.id, order_id, by=g.staff)
    return done("/floor/")


@blueprint.get("/orders/<int:order_id>/rejection")
def ask_rejection(order_id: int) -> str:
    order = order_view(g.restaurant.id, order_id)
    visit = visit_or_refuse(g.restaurant.id, order.visit_id)
    return screen("cashier/reject.html", order=order, visit=visit, reasons=REJECTIONS)


@blueprint.post("/orders/<int:order_id>/rejection")
@redraws(ask_rejection)
def reject(order_id: int) -> ResponseReturnValue:
    form = read_form(Reason)
    order = order_view(g.restaurant.id, order_id)
    cancelling.reject_order(g.restaurant.id, order_id, reason=form.chosen(REJECTIONS), by=g.staff)
    return redirect(visit_address(order.visit_id), 303)


@blueprint.get("/orders/<int:order_id>/promise")
def ask_promise(order_id: int) -> str:
    order = order_view(g.restaurant.id, order_id)
    visit = visit_or_refuse(g.restaurant.id, order.visit_id)
    now, zone = clock.now(), g.restaurant.time_zone
    waits = {str(wait): wall_time(now + timedelta(minutes=wait), zone) for wait in WAITS}
    return screen("cashier/promise.html", order=order, visit=visit, waits=waits, usual=USUAL)


@blueprint.post("/orders/<int:order_id>/promise")
@redraws(ask_promise)
def promise(order_id: int) -> ResponseReturnValue:
    """The guests read when it will be ready; an order that waits is accepted."""
    form = read_form(Promise)
    order = order_view(g.restaurant.id, order_id)
    service.promise_order(g.restaurant.id, order_id, minutes=form.minutes, by=g.staff)
    return redirect(visit_address(order.visit_id), 303)


@blueprint.get("/orders/<int:order_id>/rush")
def ask_rush(order_id: int) -> str:
    order = order_view(g.restaurant.id, order_id)
    visit = visit_or_refuse(g.restaurant.id, order.visit_id)
    return screen("cashier/rush.html", order=order, visit=visit, reasons=RUSHES)


@blueprint.post("/orders/<int:order_id>/rush")
@redraws(ask_rush)
def rush(order_id: int) -> ResponseReturnValue:
    """To the front of every board."""
    form = read_form(Reason)
    order = order_view(g.restaurant.id, order_id)
    service.rush_order(g.restaurant.id, order_id, reason=form.chosen(RUSHES), by=g.staff)
    return redirect(visit_address(order.visit_id), 303)


@blueprint.post("/orders/<int:order_id>/unrush")
def unrush(order_id: int) -> ResponseReturnValue:
    read_form(Form)
    order = order_view(g.restaurant.id, order_id)
    service.unrush_order(g.restaurant.id, order_id, by=g.staff)
    return done(visit_address(order.visit_id))


@blueprint.post("/orders/<int:order_id>/service")
def serve(order_id: int) -> ResponseReturnValue:
    """Whatever of it is ready has been carried to the table."""
    read_form(Form)
    service.serve_order(g.restaurant.id, order_id, by=g.staff)
    return done("/floor/")


@blueprint.post("/lines/<int:line_id>/service")
def serve_line(line_id: int) -> ResponseReturnValue:
    read_form(Form)
    line = _line(line_id)
    service.serve_line(g.restaurant.id, line_id, by=g.staff)
    return done(visit_address(line.visit_id))


@blueprint.post("/lines/<int:line_id>/return")
def take_back(line_id: int) -> ResponseReturnValue:
    """It was not served after all."""
    read_form(Form)
    line = _line(line_id)
    service.take_back_line(g.restaurant.id, line_id, status=LineStatus.SERVED, by=g.staff)
    return done(visit_address(line.visit_id))


@blueprint.get("/lines/<int:line_id>/cancellation")
def ask_cancellation(line_id: int) -> str:
    line = _line(line_id)
    visit = visit_or_refuse(g.restaurant.id, line.visit_id)
    return screen(
        "cashier/cancel.html",
        line=line,
        visit=visit,
        reasons=CANCELLATIONS,
        has_begun=line.status in BEGUN,
        dispositions=DISPOSITIONS,
    )


@blueprint.post("/lines/<int:line_id>/cancellation")
@redraws(ask_cancellation)
def cancel(line_id: int) -> ResponseReturnValue:
    form = read_form(Cancellation)
    line = _line(line_id)
    cancelling.cancel_line(
        g.restaurant.id,
        line_id,
        reason=form.chosen(CANCELLATIONS),
        disposition=form.disposition,
        by=g.staff,
    )
    return redirect(visit_address(line.visit_id), 303)


def _line(line_id: int) -> OrderLine:
    line = db.session.get(OrderLine, line_id)
    if line is None or line.restaurant_id != g.restaurant.id:
        raise NotFound
    return line


@blueprint.post("/orders/<int:order_id>/taking")
def take(order_id: int) -> ResponseReturnValue:
    """Whatever of it is ready is on its way with this person."""
    read_form(Form)
    service.take_order(g.restaurant.id, order_id, by=g.staff)
    return done("/floor/")


@blueprint.post("/orders/<int:order_id>/pass")
def bring_back(order_id: int) -> ResponseReturnValue:
    """It stands at the pass again."""
    read_form(Form)
    order = order_view(g.restaurant.id, order_id)
    lines = [line.id for line in order.lines if line.taken_at and line.status is LineStatus.READY]
    service.bring_back_lines(g.restaurant.id, lines, by=g.staff)
    return done("/floor/")


@blueprint.post("/lines/<int:line_id>/taking")
def take_line(line_id: int) -> ResponseReturnValue:
    read_form(Form)
    line = _line(line_id)
    service.take_lines(g.restaurant.id, [line_id], by=g.staff)
    return done(visit_address(line.visit_id))


@blueprint.post("/lines/<int:line_id>/pass")
def bring_back_line(line_id: int) -> ResponseReturnValue:
    read_form(Form)
    line = _line(line_id)
    service.bring_back_lines(g.restaurant.id, [line_id], by=g.staff)
    return done(visit_address(line.visit_id))


@blueprint.post("/visits/<int:visit_id>/courses/<int(max=9):course>/fire")
def fire(visit_id: int, course: int) -> ResponseReturnValue:
    """All of the table's course may be made."""
    read_form(Form)
    visit = visit_or_refuse(g.restaurant.id, visit_id)
    lines = service.fire_course(g.restaurant.id, visit_id, course, by=g.staff)
    said = _("%(table)s: course %(number)s fired", table=visit.table.name, number=course)
    return undoable(visit_address(visit_id), said, "/floor/lines/hold", lines)


@blueprint.get("/visits/<int:visit_id>/courses/<int(max=9):course>/cancellation")
def ask_course_cancellation(visit_id: int, course: int) -> str:
    """Of a course that is held: what will not come."""
    visit = visit_or_refuse(g.restaurant.id, visit_id)
    lines = [line for order in orders_of_visit(visit_id) for line in order.lines]
    held = [line for line in lines if line.is_held and line.course == course]
    return screen(
        "cashier/cancel_course.html",
        visit=visit,
        course=course,
        lines=held,
        reasons=COURSE_CANCELLATIONS,
    )


@blueprint.post("/visits/<int:visit_id>/courses/<int(max=9):course>/cancellation")
@redraws(ask_course_cancellation)
def cancel_course(visit_id: int, course: int) -> ResponseReturnValue:
    form = read_form(Reason)
    visit_or_refuse(g.restaurant.id, visit_id)
    why = form.chosen(COURSE_CANCELLATIONS)
    cancelling.cancel_held(g.restaurant.id, visit_id, course, reason=why, by=g.staff)
    return redirect(visit_address(visit_id), 303)


@blueprint.post("/visits/<int:visit_id>/courses/<int(max=9):course>/hold")
def hold(visit_id: int, course: int) -> ResponseReturnValue:
    """It waits again; nobody has begun it."""
    read_form(Form)
    visit = visit_or_refuse(g.restaurant.id, visit_id)
    lines = service.hold_course(g.restaurant.id, visit_id, course, by=g.staff)
    said = _("%(table)s: course %(number)s held", table=visit.table.name, number=course)
    return undoable(visit_address(visit_id), said, "/floor/lines/fire", lines)


@blueprint.post("/lines/fire")
def fire_again() -> ResponseReturnValue:
    """Holding them was a slip of the finger."""
    service.fire_lines(g.restaurant.id, read_form(Lines).lines, by=g.staff)
    return done("/floor/")


@blueprint.post("/lines/hold")
def hold_again() -> ResponseReturnValue:
    """Firing them was a slip of the finger."""
    service.hold_lines(g.restaurant.id, read_form(Lines).lines, by=g.staff)
    return done("/floor/")
