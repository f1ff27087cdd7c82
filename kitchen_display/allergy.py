"""A ticket with a declared allergy stays shut until somebody at the station has read it."""

from typing import Final

from flask import Blueprint, Flask, g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from kitchen_display.answers import Undo, done, said
from kitchen_display.board import Board, Ticket, stations_of
from kitchen_display.here import board_here, cook, only_cooks, ticket_or_refuse
from restaurant_order.core.forms import Form, read_form
from restaurant_order.core.refusals import Conflict
from restaurant_order.ordering import service as ordering
from restaurant_order.ordering.views import SeenBy
from restaurant_order.visits.allergies import allergy_words

blueprint = Blueprint("kitchen_allergy", __name__, url_prefix="/kitchen")
blueprint.before_request(only_cooks)

SEEN: Final = "/<slug>/tickets/<int(max=2147483647):order_id>/allergy"


class AllergyFirst(Conflict):
    code = "allergy_first"
    sentence = _l("Somebody at this table has an allergy. Read it first, then tap Seen.")


def init_app(app: Flask) -> None:
    app.jinja_env.filters["allergy_seen"] = allergy_seen
    app.register_blueprint(blueprint)


def refuse_unread(ticket: Ticket) -> None:
    """Raises AllergyFirst."""
    if ticket.gate:
        raise AllergyFirst


def allergy_seen(ticket: Ticket, board: Board) -> list[SeenBy]:
    """Who has read it here, each once."""
    known = ticket.order.allergies_seen
    here = [known[one] for one in stations_of(ticket.lines, board) if one in known]
    return list({(seen.name, seen.at): seen for seen in here}.values())


@blueprint.post(SEEN + "/seen")
def see(slug: str, order_id: int) -> Response:
    here, ticket = _ticket(slug, order_id)
    stations = _stations(here, ticket)
    ordering.see_allergies(g.restaurant.id, order_id, stations, by=cook())
    words = ", ".join(allergy_words(ticket.order.allergies))
    message = _("%(ticket)s: seen, %(allergies)s", ticket=_name(ticket), allergies=words)
    again = f"/kitchen/{here.slug}/tickets/{order_id}/allergy/unseen"
    return done(here, Undo(message, again))


@blueprint.post(SEEN + "/unseen")
def unsee(slug: str, order_id: int) -> Response:
    here, ticket = _ticket(slug, order_id)
    ordering.unsee_allergies(g.restaurant.id, order_id, _stations(here, ticket), by=cook())
    return said(here, _("Taken back"))


def _ticket(slug: str, order_id: int) -> tuple[Board, Ticket]:
    here = board_here(slug)
    read_form(Form)
    return here, ticket_or_refuse(here, order_id)


def _stations(here: Board, ticket: Ticket) -> list[int | None]:
    return stations_of(ticket.lines, here)


def _name(ticket: Ticket) -> str:
    return f"{ticket.order.table_name} #{ticket.order.number}"
