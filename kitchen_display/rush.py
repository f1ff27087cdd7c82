"""A ticket to the front, and back to its turn."""

from flask import Blueprint, g
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from kitchen_display.answers import Undo, done
from kitchen_display.board import Board, Ticket
from kitchen_display.here import board_here, cook, only_cooks, ticket_or_refuse
from restaurant_order.core.forms import Form, read_form
from restaurant_order.core.refusals import Invalid
from restaurant_order.ordering import service as ordering
from restaurant_order.ordering.reasons import RUSHES

blueprint = Blueprint("kitchen_rush", __name__, url_prefix="/kitchen")
blueprint.before_request(only_cooks)

TICKET = "/<slug>/tickets/<int(max=2147483647):order_id>"


class Rush(Form, frozen=True):
    """`reason` is one of those offered, or empty for what is written in `words`."""

    reason: str = ""
    words: str = ""

    @property
    def why(self) -> str:
        if self.reason and self.reason not in RUSHES:
            raise Invalid(_("Please choose a reason, or write one."), field="reason")
        return self.reason or self.words


@blueprint.post(TICKET + "/rush")
def rush(slug: str, order_id: int) -> Response:
    here, why = board_here(slug), read_form(Rush).why
    ticket = ticket_or_refuse(here, order_id)
    open_round = ticket.active[0].order_id if ticket.active else ticket.order.id
    ordering.rush_order(g.restaurant.id, open_round, reason=why, by=cook())
    message = _("%(ticket)s goes first", ticket=_name(ticket))
    return done(here, Undo(message, _path(here, order_id, "unrush")), closes=True)


@blueprint.post(TICKET + "/unrush")
def unrush(slug: str, order_id: int) -> Response:
    here = board_here(slug)
    read_form(Form)
    ticket = ticket_or_refuse(here, order_id)
    rushed = (one.id for one in ticket.order.joined if one.rushed_at)
    why = ordering.unrush_order(g.restaurant.id, next(rushed, ticket.order.id), by=cook())
    message = _("%(ticket)s waits its turn again", ticket=_name(ticket))
    field = ("reason" if why in RUSHES else "words", why)
    return done(here, Undo(message, _path(here, order_id, "rush"), [field]), closes=True)


def _path(here: Board, order_id: int, verb: str) -> str:
    return f"/kitchen/{here.slug}/tickets/{order_id}/{verb}"


def _name(ticket: Ticket) -> str:
    return f"{ticket.order.table_name} #{ticket.order.number}"
