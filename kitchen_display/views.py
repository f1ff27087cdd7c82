"""The board's pages: which station, its tickets, its recall list, its settings."""

from flask import Blueprint, Response, g, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from kitchen_display import queries
from kitchen_display.answers import undo_kept
from kitchen_display.board import Board, recallable_tickets
from kitchen_display.filters import filters_of, has_counter
from kitchen_display.here import (
    board_here,
    home_of,
    only_cooks,
    this_paired_screen,
    ticket_or_refuse,
)
from kitchen_display.out import SOLD_OUT
from kitchen_display.pages import name_of, panel
from kitchen_display.pass_tickets import PASS_TICKETS
from kitchen_display.screen import Screen, remember_screen, this_screen
from kitchen_display.sold_out import articles_of, in_an_hour
from kitchen_display.station_state import STATION_STATE
from kitchen_display.tickets import TICKETS, BoardScope
from kitchen_display.words import STEPS
from restaurant_order import live
from restaurant_order.core import clock
from restaurant_order.core.forms import read_form
from restaurant_order.ordering.reasons import RUSHES

blueprint = Blueprint("kitchen", __name__, url_prefix="/kitchen", template_folder="templates")
blueprint.before_request(only_cooks)


@blueprint.get("/")
def chooser() -> ResponseReturnValue:
    """A person chooses where the screen stands; a paired screen knows."""
    if (screen := this_paired_screen()) is not None:
        return redirect(home_of(screen), 303)
    stations = queries.stations(g.restaurant.id)
    load = queries.load_of(g.restaurant.id)
    at_pass = len(queries.versions_at_pass(g.restaurant.id))
    return render_template(
        "kitchen/chooser.html",
        stations=stations,
        load=load,
        at_pass=at_pass,
        has_counter=has_counter(),
    )


@blueprint.get("/<slug>")
def board(slug: str) -> str:
    here = board_here(slug)
    return render_template(
        "kitchen/pass.html" if here.is_pass else "kitchen/board.html",
        board=here,
        board_name=name_of(here),
        paired=this_paired_screen(),
        tickets=_tickets(here),
        screen=this_screen(),
        filters=filters_of(here),
        has_counter=has_counter(),
        out=live.show(SOLD_OUT, live.Scope(g.restaurant.id)),
        state=_state(here),
        undo=undo_kept(),
        now=clock.now(),
        zone=g.restaurant.time_zone,
    )


def _tickets(here: Board) -> live.Shown:
    if here.is_pass:
        return live.show(PASS_TICKETS, live.Scope(g.restaurant.id))
    return live.show(TICKETS, BoardScope(g.restaurant.id, here.station_id))


def _state(here: Board) -> live.Shown | None:
    """Whether the station is off; only a station can be."""
    if here.station is None:
        return None
    return live.show(STATION_STATE, BoardScope(g.restaurant.id, here.station.id))


@blueprint.get("/<slug>/recall")
def recall(slug: str) -> str:
    here = board_here(slug)
    orders = queries.recently_done_orders(g.restaurant.id, here)
    tickets = recallable_tickets(orders, here, now=clock.now())
    return panel(here, _("Recall"), "kitchen/_recall.html", tickets=tickets)


@blueprint.get("/<slug>/tickets/<int(max=2147483647):order_id>")
def details(slug: str, order_id: int) -> str:
    here = board_here(slug)
    ticket = ticket_or_refuse(here, order_id)
    return panel(
        here,
        ticket.order.table_name,
        "kitchen/_details.html",
        ticket=ticket,
        articles=articles_of(ticket),
        stations={each.id: each for each in queries.stations(g.restaurant.id)},
        steps=STEPS,
        time=in_an_hour(),
        rushes=RUSHES,
    )


@blueprint.get("/<slug>/screen")
def screen(slug: str) -> str:
    return panel(board_here(slug), _("This screen"), "kitchen/_screen.html", screen=this_screen())


@blueprint.post("/<slug>/screen")
def set_up_screen(slug: str) -> Response:
    here = board_here(slug)
    wanted = read_form(Screen)
    answer = make_response("", 303, {"Location": f"/kitchen/{here.slug}"})
    if "HX-Request" in request.headers:
        answer = make_response("", 204)
    remember_screen(answer, wanted, here)
    return answer
