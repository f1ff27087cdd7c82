"""Tickets on another station's board, because no screen at home draws them.

Such a ticket is its home station's in all but the place: its touches go to the home board's
addresses, and it leaves when a screen at home has it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from kitchen_display.board import key_of
from restaurant_order.live.draw import read_once
from restaurant_order.ordering.facts import OrderFact, TicketCameHome, TicketMissed
from restaurant_order.ordering.missed import Missed, missed_tickets
from restaurant_order.ordering.queries import tickets_of

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


def touched(
    restaurant_id: int, facts: Collection[OrderFact], tickets: Mapping[int, int]
) -> Iterable[Spot]:
    """Guests' tickets that may look different after these facts, or are gone.

    `tickets`: which ticket each order that the facts name stands on.
    """
    changed = set(tickets.values())
    for missed in _hanging(restaurant_id):
        if missed.order_id in changed and missed.fallback_id and missed.station_id:
            yield missed.fallback_id, guest_key(missed.order_id, missed.station_id)
    for fact in facts:
        match fact:
            case TicketCameHome(order_id=order_id, station_id=int(home), fallback_id=int(board)):
                yield board, guest_key(tickets[order_id], home)
            case TicketMissed(order_id=order_id, station_id=int(home), left_id=int(board)):
                yield board, guest_key(tickets[order_id], home)


def _hanging(restaurant_id: int) -> list[Missed]:
    return read_once(("missed", restaurant_id), lambda: _by_ticket(restaurant_id))


def _by_ticket(restaurant_id: int) -> list[Missed]:
    """A later round that is missed hangs with the ticket that it joined, each ticket once."""
    missed = missed_tickets(restaurant_id)
    tickets = tickets_of(restaurant_id, {one.order_id for one in missed}) if missed else {}
    found: dict[tuple[int, int | None, int | None], Missed] = {}
    for one in missed:
        ticket_id = tickets[one.order_id]
        spot = (ticket_id, one.station_id, one.fallback_id)
        found.setdefault(spot, replace(one, order_id=ticket_id))
    return list(found.values())
