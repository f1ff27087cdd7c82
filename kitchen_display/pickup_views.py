"""The pickup screen's page, and handing out what is ready."""

from typing import Annotated, Final, Literal

from flask import Blueprint, Response, current_app, g, make_response, render_template, request
from flask_babel import gettext as _
from msgspec import Meta
from werkzeug.wrappers import Response as AnyResponse

from kitchen_display.answers import Undo, done, said
from kitchen_display.here import board_here, cook, only_cooks
from kitchen_display.pages import panel
from kitchen_display.pickup import PICKUP, Column, calls
from restaurant_order import live
from restaurant_order.core import clock
from restaurant_order.core.forms import Form, read_form
from restaurant_order.core.refusals import NotFound
from restaurant_order.ordering import service as ordering
from restaurant_order.ordering.models import LineStatus
from restaurant_order.ordering.queries import order_view
from restaurant_order.ordering.views import OrderView

blueprint = Blueprint("kitchen_pickup", __name__, url_prefix="/kitchen")
blueprint.before_request(only_cooks)

COOKIE: Final = "pickup"
A_YEAR: Final = 365 * 24 * 3600
ORDER: Final = "/<slug>/pickup/<int(max=2147483647):order_id>"


class Voice(Form, frozen=True):
    voice: Literal["on", "off"] = "off"


class HandBack(Form, frozen=True):
    lines: list[Annotated[int, Meta(ge=1, lt=2**31)]]


@blueprint.get("/pickup")
def pickup() -> str:
    return render_template(
        "kitchen/pickup.html",
        calls=live.show(PICKUP, live.Scope(g.restaurant.id)),
        voice=request.cookies.get(COOKIE) == "on",
        now=clock.now(),
        zone=g.restaurant.time_zone,
    )


@blueprint.post("/pickup")
def set_voice() -> Response:
    """Whether this screen calls the numbers out; remembered in its own cookie."""
    wanted = read_form(Voice).voice
    answer = make_response("", 303, {"Location": "/kitchen/pickup"})
    if "HX-Request" in request.headers:
        answer = make_response("", 204)
    answer.set_cookie(
        COOKIE,
        wanted,
        max_age=A_YEAR,
        path="/kitchen/pickup",
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )
    return answer


@blueprint.get("/<slug>/pickup")
def ready(slug: str) -> str:
    """What waits to be handed out, for a board's sheet."""
    here = board_here(slug)
    found = [call for call in calls(g.restaurant.id) if call.column is Column.READY]
    orders = [order_view(g.restaurant.id, call.order_id) for call in found]
    return panel(here, _("To hand out"), "kitchen/_pickup_ready.html", orders=orders)


@blueprint.post(ORDER + "/hand-out")
def hand_out(slug: str, order_id: int) -> AnyResponse:
    here, order = board_here(slug), _takeaway(order_id)
    read_form(Form)
    lines = ordering.serve_order(g.restaurant.id, order_id, by=cook())
    message = _("Number %(number)s handed out", number=order.number)
    back = f"/kitchen/{here.slug}/pickup/{order_id}/hand-back"
    return done(here, Undo(message, back, [("lines", line) for line in lines]), closes=True)


@blueprint.post(ORDER + "/hand-back")
def hand_back(slug: str, order_id: int) -> AnyResponse:
    here, order = board_here(slug), _takeaway(order_id)
    lines = read_form(HandBack).lines
    if not {line.id for line in order.lines}.issuperset(lines):
        raise NotFound
    ordering.take_back_lines(g.restaurant.id, lines, status=LineStatus.SERVED, by=cook())
    return said(here, _("Number %(number)s waits to be fetched", number=order.number))


def _takeaway(order_id: int) -> OrderView:
    order = order_view(g.restaurant.id, order_id)
    if not order.is_takeaway:
        raise NotFound
    return order
