"""Courses fired and held at the pass, where whoever calls the table's plates stands."""

from typing import Final

from flask import Blueprint, g
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from kitchen_display import queries
from kitchen_display.answers import Undo, done, said
from kitchen_display.here import cook, only_cooks
from kitchen_display.pass_views import AT_PASS, Lines
from kitchen_display.queries import PASS
from restaurant_order.core.forms import Form, read_form
from restaurant_order.ordering import service as ordering

blueprint = Blueprint("kitchen_pass_courses", __name__, url_prefix="/kitchen/pass")
blueprint.before_request(only_cooks)

COURSE: Final = "/tickets/<int(max=2147483647):order_id>/courses/<int(max=9):course>"


@blueprint.post(COURSE + "/fire", defaults=AT_PASS)
def fire(slug: str, order_id: int, course: int) -> Response:
    read_form(Form)
    order = queries.ticket_order(g.restaurant.id, order_id)
    lines = ordering.fire_course(g.restaurant.id, order.visit_id, course, by=cook())
    message = _("%(table)s: course %(number)s fired", table=order.table_name, number=course)
    return _done(message, "hold", lines)


@blueprint.post(COURSE + "/hold", defaults=AT_PASS)
def hold(slug: str, order_id: int, course: int) -> Response:
    read_form(Form)
    order = queries.ticket_order(g.restaurant.id, order_id)
    lines = ordering.hold_course(g.restaurant.id, order.visit_id, course, by=cook())
    message = _("%(table)s: course %(number)s held", table=order.table_name, number=course)
    return _done(message, "fire", lines)


@blueprint.post("/lines/hold", defaults=AT_PASS)
def hold_again(slug: str) -> Response:
    """Firing them was a slip of the finger."""
    ordering.hold_lines(g.restaurant.id, read_form(Lines).lines, by=cook())
    return said(PASS, _("Taken back"))


@blueprint.post("/lines/fire", defaults=AT_PASS)
def fire_again(slug: str) -> Response:
    """Holding them was a slip of the finger."""
    ordering.fire_lines(g.restaurant.id, read_form(Lines).lines, by=cook())
    return said(PASS, _("Taken back"))


def _done(message: str, back: str, lines: list[int]) -> Response:
    undo = Undo(message, f"/kitchen/pass/lines/{back}", [("lines", line) for line in lines])
    return done(PASS, undo, closes=True)
