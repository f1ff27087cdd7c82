"""Who stands at which board: asked before every page and every touch."""

from collections.abc import Collection

from flask import g
from flask_babel import refresh

from kitchen_display.board import Board, Ticket, ticket_of
from kitchen_display.queries import LineSpot, board_or_refuse, line_spots
from restaurant_order.core.refusals import NotFound
from restaurant_order.ordering.queries import order_view
from restaurant_order.people.models import Hand
from restaurant_order.people.recognise import right_or_refuse
from restaurant_order.people.rules import Right


def only_cooks() -> None:
    """Cooks and those who run the place.

    Not the till, not even to look: a ticket drawn there would count as seen by the kitchen.
    """
    right_or_refuse(Right.COOK)


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
    """Whose touch this is, as the journal will name it."""
    hand: Hand = g.staff
    return hand


def ticket_or_refuse(board: Board, order_id: int) -> Ticket:
    """The ticket, open or not. Raises NotFound where the board has nothing to make of the order."""
    ticket = ticket_of(order_view(g.restaurant.id, order_id), board)
    if not any(board.part(line) for line in ticket.order.lines):
        raise NotFound
    return ticket


def lines_or_refuse(board: Board, line_ids: Collection[int]) -> list[LineSpot]:
    """Where these lines belong. Raises NotFound when one is not this board's."""
    found = line_spots(g.restaurant.id, line_ids, board)
    if not found or len(found) != len(set(line_ids)):
        raise NotFound
    return found
