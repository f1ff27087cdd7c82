"""A cook's touches: start, done, not done after all, seen, back to the board.

Each moves lines by the one service everybody uses. Who comes second is told so, and their board
shows the truth.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Annotated, Final

from flask import Blueprint, g
from flask_babel import gettext as _
from msgspec import Meta
from werkzeug.wrappers import Response

from kitchen_display import service
from kitchen_display.allergy import refuse_unread
from kitchen_display.answers import SeeFirst, Undo, done, said
from kitchen_display.board import Board, Ticket
from kitchen_display.here import board_here, cook, lines_or_refuse, only_cooks, ticket_or_refuse
from kitchen_display.words import kitchen_name
from restaurant_order.core.forms import Form, read_form
from restaurant_order.core.refusals import Conflict, NotFound
from restaurant_order.ordering import service as ordering
from restaurant_order.ordering.courses import CourseHeld
from restaurant_order.ordering.models import LineStatus
from restaurant_order.ordering.steps import LineMoved

blueprint = Blueprint("kitchen_actions", __name__, url_prefix="/kitchen")
blueprint.before_request(only_cooks)

TICKET: Final = "/<slug>/tickets/<int(max=2147483647):order_id>"
LINE: Final = "/<slug>/lines/<int(max=2147483647):line_id>"


class Deed(StrEnum):
    """What can be taken back for a moment."""

    START = "start"
    FINISH = "finish"
    TAKE_BACK = "take_back"
    SEE = "see"
    FIRE = "fire"
    HOLD = "hold"


class Alike(Form, frozen=True):
    lines: list[Annotated[int, Meta(ge=1, lt=2**31)]]


class TakeBack(Form, frozen=True):
    deed: Deed
    lines: list[Annotated[int, Meta(ge=1, lt=2**31)]]


@blueprint.post(TICKET + "/start")
def start(slug: str, order_id: int) -> Response:
    here, ticket = _ticket(slug, order_id)
    lines = ordering.start_ticket(g.restaurant.id, ticket.order.id, here.station_id, by=cook())
    return _done(here, _("%(ticket)s started", ticket=_name(ticket)), Deed.START, lines)


@blueprint.post(TICKET + "/bump")
def bump(slug: str, order_id: int) -> Response:
    here, ticket = _ticket(slug, order_id)
    if ticket.unseen:
        raise SeeFirst
    lines = ordering.finish_ticket(g.restaurant.id, ticket.order.id, here.station_id, by=cook())
    message = _("%(ticket)s done", ticket=_name(ticket))
    return _done(here, message, Deed.FINISH, lines, ticket=ticket.key)


@blueprint.post(TICKET + "/seen")
def see(slug: str, order_id: int) -> Response:
    here, ticket = _ticket(slug, order_id)
    lines = service.see_cancelled(g.restaurant.id, ticket.order.id, here.station_id, by=cook())
    message = _("Cancellation of %(ticket)s seen", ticket=_name(ticket))
    return _done(here, message, Deed.SEE, lines, ticket=ticket.key)


@blueprint.post(TICKET + "/courses/<int(max=9):course>/fire")
def fire(slug: str, order_id: int, course: int) -> Response:
    here, ticket = _ticket(slug, order_id)
    lines = ordering.fire_course(g.restaurant.id, ticket.order.visit_id, course, by=cook())
    message = _("%(table)s: course %(number)s fired", table=ticket.order.table_name, number=course)
    return _done(here, message, Deed.FIRE, lines)


@blueprint.post(TICKET + "/courses/<int(max=9):course>/hold")
def hold(slug: str, order_id: int, course: int) -> Response:
    here, ticket = _ticket(slug, order_id)
    lines = ordering.hold_course(g.restaurant.id, ticket.order.visit_id, course, by=cook())
    message = _("%(table)s: course %(number)s held", table=ticket.order.table_name, number=course)
    return _done(here, message, Deed.HOLD, lines, closes=True)


@blueprint.post(TICKET + "/recall")
def recall(slug: str, order_id: int) -> Response:
    """What nobody here has read of its allergies shuts it once it is back."""
    here, ticket = _found(slug, order_id)
    lines = [line.id for line in ticket.recallable]
    if ticket.is_open or not lines:
        raise LineMoved
    _put_back(here, lines)
    message = _("%(ticket)s is back on the board", ticket=_name(ticket))
    return _done(here, message, Deed.TAKE_BACK, lines, closes=True)


@blueprint.post(LINE + "/done")
def finish_line(slug: str, line_id: int) -> Response:
    here, name = _line(slug, line_id)
    ordering.finish_line(g.restaurant.id, line_id, station_id=here.station_id, by=cook())
    return _done(here, _("%(dish)s done", dish=name), Deed.FINISH, [line_id])


@blueprint.post("/<slug>/lines/done")
def finish_alike(slug: str) -> Response:
    here, lines, name = _alike(slug)
    moved = _each(lines, lambda line: _finish_again(here, [line]))
    return _done(here, _("%(dish)s done", dish=name), Deed.FINISH, moved)


@blueprint.post("/<slug>/lines/take-back")
def take_back_alike(slug: str) -> Response:
    here, lines, name = _alike(slug)
    moved = _each(lines, lambda line: _put_back(here, [line]))
    return _done(here, _("%(dish)s is not done yet", dish=name), Deed.TAKE_BACK, moved)


@blueprint.post(LINE + "/take-back")
def take_back_line(slug: str, line_id: int) -> Response:
    here, name = _line(slug, line_id)
    _put_back(here, [line_id])
    return _done(here, _("%(dish)s is not done yet", dish=name), Deed.TAKE_BACK, [line_id])


@blueprint.post(LINE + "/seen")
def see_line(slug: str, line_id: int) -> Response:
    here, name = _line(slug, line_id)
    service.see_cancelled_line(g.restaurant.id, line_id, here.station_id, by=cook())
    return _done(here, _("Cancellation of %(dish)s seen", dish=name), Deed.SEE, [line_id])


@blueprint.post("/<slug>/undo")
def undo(slug: str) -> Response:
    here, form = _station(slug), read_form(TakeBack)
    if form.deed not in OF_THE_TABLE:
        lines_or_refuse(here, form.lines)
    _UNDO[form.deed](here, form.lines)
    return said(here, _("Taken back"))


def _ticket(slug: str, order_id: int) -> tuple[Board, Ticket]:
    here, ticket = _found(slug, order_id)
    refuse_unread(ticket)
    return here, ticket


def _found(slug: str, order_id: int) -> tuple[Board, Ticket]:
    here = _station(slug)
    read_form(Form)
    return here, ticket_or_refuse(here, order_id)


def _station(slug: str) -> Board:
    """Raises NotFound at the pass: nothing is made there."""
    here = board_here(slug)
    if here.is_pass:
        raise NotFound
    return here


def _line(slug: str, line_id: int) -> tuple[Board, str]:
    here = _station(slug)
    read_form(Form)
    (spot,) = lines_or_refuse(here, [line_id])
    ticket = ticket_or_refuse(here, spot.order_id)
    refuse_unread(ticket)
    line = next(line for line in ticket.order.lines if line.id == line_id)
    return here, f"{ticket.order.table_name}: {kitchen_name(line)}"


def _alike(slug: str) -> tuple[Board, list[int], str]:
    """Lines that stand on one row of a ticket."""
    here, form = _station(slug), read_form(Alike)
    spots = lines_or_refuse(here, form.lines)
    ticket = ticket_or_refuse(here, spots[0].order_id)
    refuse_unread(ticket)
    lines = [line for line in ticket.order.lines if line.id in form.lines]
    if len(lines) != len(set(form.lines)):
        raise NotFound
    count = sum(line.quantity for line in lines)
    name = f"{ticket.order.table_name}: {count}× {kitchen_name(lines[0])}"
    return here, [line.id for line in lines], name


def _each(lines: list[int], move: Callable[[int], None]) -> list[int]:
    """What a colleague has moved or held meanwhile stays. Raises when nothing was left."""
    moved: list[int] = []
    refusal: Conflict = LineMoved()
    for line in lines:
        try:
            move(line)
            moved.append(line)
        except (LineMoved, CourseHeld) as faster:
            refusal = faster
    if not moved:
        raise refusal
    return moved


def _name(ticket: Ticket) -> str:
    return f"{ticket.order.table_name} #{ticket.order.number}"


def _done(
    here: Board,
    message: str,
    deed: Deed,
    lines: list[int],
    *,
    ticket: str = "",
    closes: bool = False,
) -> Response:
    fields: list[tuple[str, str | int]] = [("deed", deed.value)]
    fields += [("lines", line) for line in lines]
    return done(here, Undo(message, f"/kitchen/{here.slug}/undo", fields, ticket), closes=closes)


def _put_back(here: Board, lines: list[int]) -> None:
    """Done lines are on the fire again; what was finished without being started waits again."""
    ordering.take_back_lines(g.restaurant.id, lines, station_id=here.station_id, by=cook())
    never_started = [
        spot.id
        for spot in lines_or_refuse(here, lines)
        if spot.started_at is None and not spot.is_shared
    ]
    if never_started:
        _to_waiting(here, never_started)


def _to_waiting(here: Board, lines: list[int]) -> None:
    ordering.take_back_lines(
        g.restaurant.id, lines, status=LineStatus.COOKING, station_id=here.station_id, by=cook()
    )


def _finish_again(here: Board, lines: list[int]) -> None:
    _each(
        lines,
        lambda line: ordering.finish_line(
            g.restaurant.id, line, station_id=here.station_id, by=cook()
        ),
    )


def _unsee(here: Board, lines: list[int]) -> None:
    service.unsee_cancelled(g.restaurant.id, lines, here.station_id, by=cook())


def _hold_again(_here: Board, lines: list[int]) -> None:
    ordering.hold_lines(g.restaurant.id, lines, by=cook())


def _fire_again(_here: Board, lines: list[int]) -> None:
    ordering.fire_lines(g.restaurant.id, lines, by=cook())


OF_THE_TABLE: Final = frozenset({Deed.FIRE, Deed.HOLD})
"""A course is fired on all stations at once, whichever board says so."""

_UNDO: Final = {
    Deed.FIRE: _hold_again,
    Deed.HOLD: _fire_again,
    Deed.START: _to_waiting,
    Deed.FINISH: _put_back,
    Deed.TAKE_BACK: _finish_again,
    Deed.SEE: _unsee,
}
