"""Tickets on another station's board, because no screen at home draws them.

Such a ticket is its home station's in all but the place: its touches go to the home board's
addresses, and it leaves when a screen at home has it.
"""

from collections.abc import Collection, Iterable

from kitchen_display.board import key_of
from restaurant_order.live.draw import read_once
from restaurant_order.ordering.facts import OrderFact, TicketCameHome, TicketMissed
from restaurant_order.ordering.missed import Missed, missed_tickets

_FOR = "-for-"

Spot = tuple[int, str]
"""The station whose board it is, and the ticket's key there."""


def guest_key(order_id: int, home_id: int) -> str:
    """The key of another station's ticket: the board may show its own of the same order, too."""
    return f"{key_of(order_id)}{_FOR}{home_id}"


def home_of(key: str) -> int | None:
    """The station that a ticket is shown for; None: the board's own."""
    _, is_guest, home_id = key.partition(_FOR)
    return int(home_id) if is_guest else None


def guests_at(restaurant_id: int, station_id: int | None) -> list[Missed]:
    """What hangs on the board of this station for others; on the board of all nothing does."""
    return [
        missed
        for missed in _hanging(restaurant_id)
        if station_id is not None and missed.fallback_id == station_id
    ]


def hangs_at(restaurant_id: int, station_id: int | None, order_id: int, home_id: int) -> bool:
    guests = guests_at(restaurant_id, station_id)
    return any((g.order_id, g.station_id) == (order_id, home_id) for g in guests)


def touched(restaurant_id: int, facts: Collection[OrderFact]) -> Iterable[Spot]:
    """Guests' tickets that may look different after these facts, or are gone."""
    orders = {fact.order_id for fact in facts}
    for missed in _hanging(restaurant_id):
        if missed.order_id in orders and missed.fallback_id and missed.station_id:
            yield missed.fallback_id, guest_key(missed.order_id, missed.station_id)
    for fact in facts:
        match fact:
            case TicketCameHome(order_id=order_id, station_id=int(home), fallback_id=int(board)):
                yield board, guest_key(order_id, home)
            case TicketMissed(order_id=order_id, station_id=int(home), left_id=int(board)):
                yield board, guest_key(order_id, home)


def _hanging(restaurant_id: int) -> list[Missed]:
    return read_once(("missed", restaurant_id), lambda: missed_tickets(restaurant_id))
