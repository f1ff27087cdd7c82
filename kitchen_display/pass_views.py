"""The pass: whole orders, handed out when every station is done, or when a manager lets them go."""

from typing import Annotated, Any, Final, Literal

from flask import Blueprint, g, make_response
from flask_babel import gettext as _
from msgspec import Meta
from werkzeug.wrappers import Response

from kitchen_display import queries, service
from kitchen_display.answers import SeeFirst, Undo, done, said
from kitchen_display.here import cook, hand_here, only_cooks
from kitchen_display.pages import panel
from kitchen_display.pass_board import PassTicket, at_stations, handed_out, last_out, pass_ticket
from kitchen_display.queries import PASS
from kitchen_display.words import kitchen_name
from restaurant_order.core import clock
from restaurant_order.core.forms import Form, read_form
from restaurant_order.core.refusals import Invalid, NotFound, TooMany
from restaurant_order.ordering import passing
from restaurant_order.ordering import service as ordering
from restaurant_order.ordering.models import LineStatus
from restaurant_order.ordering.queries import order_view
from restaurant_order.ordering.steps import LineMoved
from restaurant_order.ordering.views import LineView, OrderView
from restaurant_order.people.models import Hand, StaffMember
from restaurant_order.people.recognise import standing_at
from restaurant_order.people.rules import Right, may
from restaurant_order.people.word import who_may_say, word_of
from restaurant_order.venue.models import PassRule

blueprint = Blueprint("kitchen_pass", __name__, url_prefix="/kitchen/pass")
blueprint.before_request(only_cooks)

AT_PASS: Final[dict[str, Any]] = {"slug": PASS.slug}
"""Whoever asks who may stand at a board finds it named here as everywhere."""

TICKET: Final = "/tickets/<int(max=2147483647):order_id>"
LINE: Final = "/lines/<int(max=2147483647):line_id>"
RowId = Annotated[int, Meta(ge=1, lt=2**31)]


class HandOut(Form, frozen=True):
    """`regardless` of what is still cooking; `manager` and `pin`: whose word that is."""

    regardless: Literal["on"] | None = None
    manager: RowId | None = None
    pin: Annotated[str, Meta(max_length=20)] = ""


class Lines(Form, frozen=True):
    lines: list[RowId]


@blueprint.get("/recall", defaults=AT_PASS)
def recall_list(slug: str) -> str:
    found = handed_out(queries.orders_handed_out(g.restaurant.id), now=clock.now())
    return panel(PASS, _("Recall"), "kitchen/_pass_recall.html", handed_out=found)


@blueprint.get(TICKET + "/out", defaults=AT_PASS)
def ask_to_hand_out(slug: str, order_id: int) -> str:
    return _asking(_ticket(order_id))


@blueprint.post(TICKET + "/out", defaults=AT_PASS)
def hand_out(slug: str, order_id: int) -> Response:
    form, ticket = read_form(HandOut), _ticket(order_id)
    if ticket.unseen:
        raise SeeFirst
    try:
        by = _whose_word(form)
    except (Invalid, TooMany) as refusal:
        page = _asking(ticket, manager=form.manager, error=refusal.sentence)
        return _in_sheet(page, refusal.status)
    out = passing.hand_out(
        g.restaurant.id, _rounds(ticket.order), regardless=bool(form.regardless), by=by
    )
    message = _("%(ticket)s handed out", ticket=_name(ticket.order))
    return _done(message, list(out.line_ids), ticket.key)


@blueprint.post(TICKET + "/recall", defaults=AT_PASS)
def recall(slug: str, order_id: int) -> Response:
    read_form(Form)
    order = queries.ticket_order(g.restaurant.id, order_id)
    last = last_out(order)
    if last is None or not last.recallable:
        raise LineMoved
    lines = [line.id for line in last.recallable]
    passing.take_back_out(g.restaurant.id, lines, by=cook())
    message = _("%(ticket)s is back at the pass", ticket=_name(order))
    anyway: list[tuple[str, str | int]] = [("regardless", "on")] if _may_let_go() else []
    return done(PASS, Undo(message, f"/kitchen/pass/tickets/{order_id}/out", anyway), closes=True)


@blueprint.post(TICKET + "/seen", defaults=AT_PASS)
def see(slug: str, order_id: int) -> Response:
    """What was cancelled when it stood here ready is taken away."""
    read_form(Form)
    ticket = _ticket(order_id)
    message = _("Cancellation of %(ticket)s seen", ticket=_name(ticket.order))
    return _seen(message, [line.id for line in ticket.unseen], ticket.key)


@blueprint.post(LINE + "/seen", defaults=AT_PASS)
def see_line(slug: str, line_id: int) -> Response:
    read_form(Form)
    order, line = _line(line_id)
    name = f"{order.table_name}: {kitchen_name(line)}"
    return _seen(_("Cancellation of %(dish)s seen", dish=name), [line_id])


@blueprint.post("/unsee", defaults=AT_PASS)
def unsee(slug: str) -> Response:
    service.unsee_at_pass(g.restaurant.id, read_form(Lines).lines, by=cook())
    return said(PASS, _("Taken back"))


@blueprint.post("/undo", defaults=AT_PASS)
def undo(slug: str) -> Response:
    passing.take_back_out(g.restaurant.id, read_form(Lines).lines, by=cook())
    return said(PASS, _("Taken back"))


@blueprint.post(LINE + "/done", defaults=AT_PASS)
def finish_line(slug: str, line_id: int) -> Response:
    """What no station makes, the pass gets ready itself."""
    read_form(Form)
    name = _of_nobody(line_id)
    ordering.finish_line(g.restaurant.id, line_id, by=cook())
    back = f"/kitchen/pass/lines/{line_id}/take-back"
    return done(PASS, Undo(_("%(dish)s done", dish=name), back))


@blueprint.post(LINE + "/take-back", defaults=AT_PASS)
def take_back_line(slug: str, line_id: int) -> Response:
    read_form(Form)
    name = _of_nobody(line_id)
    ordering.take_back_line(g.restaurant.id, line_id, status=LineStatus.READY, by=cook())
    again = f"/kitchen/pass/lines/{line_id}/done"
    return done(PASS, Undo(_("%(dish)s is not done yet", dish=name), again))


def _ticket(order_id: int) -> PassTicket:
    """Raises NotFound for another restaurant's order."""
    return pass_ticket(queries.ticket_order(g.restaurant.id, order_id), now=clock.now())


def _rounds(order: OrderView) -> list[int]:
    return [order.id, *(later.id for later in order.joined)]


def _asking(ticket: PassTicket, *, manager: int | None = None, error: object = "") -> str:
    """What is still being made, and who may let it go all the same."""
    managers = who_may_say(g.restaurant.id)
    return panel(
        PASS,
        ticket.order.table_name,
        "kitchen/_pass_out.html",
        ticket=ticket,
        stations={station.id: station for station in queries.stations(g.restaurant.id)},
        left=_left(ticket),
        may_let_go=_may_let_go(),
        managers=managers,
        chosen=manager or (managers[0].id if managers else None),
        error=error,
    )


def _in_sheet(page: str, status: int) -> Response:
    answer = make_response(page, status)
    answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = "#details-body", "innerHTML"
    return answer


def _left(ticket: PassTicket) -> dict[int | None, list[LineView]]:
    """By station, its unfinished parts."""
    return {
        one.station_id: [
            line
            for line in ticket.unfinished
            for part in at_stations([line])
            if part.station_id == one.station_id and not part.is_done
        ]
        for one in ticket.waits_for
    }


def _whose_word(form: HandOut) -> Hand:
    """Who hands out: the manager whose PIN was given, else whoever stands here."""
    if form.manager is None:
        return cook()
    asked_at = f"{standing_at()}:{g.hand.actor.kind}:{g.hand.actor.id}"
    return word_of(g.restaurant.id, form.manager, form.pin, asked_at=asked_at)


def _may_let_go() -> bool:
    """Whether who stands here may hand out what is not complete, without anybody's word."""
    if g.restaurant.pass_rule is PassRule.WARN:
        return True
    here = hand_here()
    return isinstance(here, StaffMember) and may(here.role, Right.RUN_THE_PLACE)


def _of_nobody(line_id: int) -> str:
    """What the kitchen calls a line that no station makes. Raises NotFound for any other."""
    order, line = _line(line_id)
    if line.stations != (None,):
        raise NotFound
    return f"{order.table_name}: {kitchen_name(line)}"


def _line(line_id: int) -> tuple[OrderView, LineView]:
    """Raises NotFound for another restaurant's."""
    spots = queries.line_spots(g.restaurant.id, [line_id], PASS)
    if not spots:
        raise NotFound
    order = order_view(g.restaurant.id, spots[0].order_id)
    return order, next(line for line in order.lines if line.id == line_id)


def _name(order: OrderView) -> str:
    return f"{order.table_name} #{order.number}"


def _done(message: str, lines: list[int], ticket: str) -> Response:
    return done(PASS, _undo(message, "/kitchen/pass/undo", lines, ticket), closes=True)


def _seen(message: str, lines: list[int], ticket: str = "") -> Response:
    service.see_at_pass(g.restaurant.id, lines, by=cook())
    return done(PASS, _undo(message, "/kitchen/pass/unsee", lines, ticket))


def _undo(message: str, action: str, lines: list[int], ticket: str) -> Undo:
    return Undo(message, action, [("lines", line) for line in lines], ticket)
