"""Who stands at which board: asked before every page and every touch."""

from collections.abc import Collection
from typing import Final, cast

from flask import g, redirect, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import refresh
from werkzeug.wrappers import Response

from kitchen_display.board import Board, Ticket, ticket_of
from kitchen_display.queries import LineSpot, board_or_refuse, line_spots, stations, ticket_order
from restaurant_order.core.languages import in_words
from restaurant_order.core.refusals import Forbidden, NotFound
from restaurant_order.ordering.missed import stands_in_for
from restaurant_order.people.at_screens import cook_at, note_touch
from restaurant_order.people.models import Hand, Screen, Shows
from restaurant_order.people.recognise import cook_or_refuse
from restaurant_order.venue.models import WhoBumped

_WHOLE: Final = {
    Shows.ALL: _l("All stations"),
    Shows.PASS: _l("Pass"),
    Shows.PICKUP: _l("Pickup screen"),
}


class NotItsBoard(Forbidden):
    """A paired screen asked for a board that is not its own."""

    code = "not_its_board"

    def __init__(self, screen: Screen) -> None:
        place = in_words(screen.station.name) if screen.station else _WHOLE[screen.shows]
        super().__init__(_("This screen is for %(place)s. A manager can move it.", place=place))


class WhoIsThere(Forbidden):
    """The restaurant wants to know whose hands these are, and nobody has said so."""

    code = "who_is_there"


def only_cooks() -> Response | None:
    """Cooks, those who run the place, and paired screens at their own board.

    Not the till, not even to look: a ticket drawn there would count as seen by the kitchen.
    """
    hand = cook_or_refuse()
    if not isinstance(hand, Screen) or _board_asked_for() in (None, slug_of(hand)):
        return None
    if _is_for_a_guest(hand):
        return None
    if request.method == "GET" and "HX-Request" not in request.headers:
        return redirect(home_of(hand), 303)
    raise NotItsBoard(hand)


def _board_asked_for() -> str | None:
    """None for addresses that belong to no board."""
    slug = cast("str | None", _asked().get("slug"))
    first = request.path.split("/")[2]
    return slug or (first if first in set(Shows) else None)


def _is_for_a_guest(screen: Screen) -> bool:
    """A touch at the board of a station whose tickets hang here, having no screen at home.

    The board itself is not opened: what is drawn there would count as drawn at home.
    """
    if screen.station_id is None or (request.method == "GET" and "order_id" not in _asked()):
        return False
    homes = stands_in_for(screen.restaurant_id, screen.station_id)
    asked = _board_asked_for()
    return any(one.slug == asked and one.id in homes for one in stations(screen.restaurant_id))


def _asked() -> dict[str, object]:
    return request.view_args or {}


def slug_of(screen: Screen) -> str:
    """The board that a screen opens."""
    return str(screen.station.slug) if screen.station else screen.shows.value


def home_of(screen: Screen) -> str:
    return f"/kitchen/{slug_of(screen)}"


def this_paired_screen() -> Screen | None:
    """The screen that acts by itself here; None where a person is signed in."""
    return g.hand if isinstance(g.hand, Screen) else None


def asks_for_names() -> bool:
    """Whether whoever touches this screen has to say who they are."""
    asks: bool = g.restaurant.who_bumped is WhoBumped.PERSON
    return asks and this_paired_screen() is not None


def board_here(slug: str) -> Board:
    """The board of this address; a station's own language goes before the reader's.

    Raises NotFound for a station this restaurant does not have.
    """
    board = board_or_refuse(g.restaurant.id, slug)
    if board.station is not None and board.station.language:
        g.language = board.station.language
        refresh()
    return board


def cook() -> Hand:
    """Whose touch this is, as the journal will name it.

    A person signed in; at a paired screen the screen itself, or who has said by PIN to be there.
    Raises WhoIsThere where the restaurant wants to know and nobody has said so.
    """
    hand: Hand = g.hand
    if not isinstance(hand, Screen) or not asks_for_names():
        return hand
    person = cook_at(hand, stays=g.restaurant.cook_stays)
    if person is None:
        raise WhoIsThere
    note_touch(hand)
    return person


def hand_here() -> Hand:
    """As `cook`, for who only looks: nobody is asked."""
    hand: Hand = g.hand
    known = cook_at(g.hand, stays=g.restaurant.cook_stays) if asks_for_names() else None
    return known or hand


def ticket_or_refuse(board: Board, order_id: int) -> Ticket:
    """The ticket that the order stands on, open or not.

    Raises NotFound where the board has nothing to make of it.
    """
    ticket = ticket_of(ticket_order(g.restaurant.id, order_id), board)
    if not any(board.part(line) for line in ticket.order.lines):
        raise NotFound
    return ticket


def lines_or_refuse(board: Board, line_ids: Collection[int]) -> list[LineSpot]:
    """Where these lines belong. Raises NotFound when one is not this board's."""
    found = line_spots(g.restaurant.id, line_ids, board)
    if not found or len(found) != len(set(line_ids)):
        raise NotFound
    return found
