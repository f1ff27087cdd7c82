"""Does every screen get what was ordered? Accepted lines against tickets, found and repaired."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from kitchen_display import queries
from kitchen_display.board import Board, open_tickets
from kitchen_display.tickets import TICKETS, BoardScope
from restaurant_order.core.database import db
from restaurant_order.ordering.missed import Look, look_for_missed, missed_tickets
from restaurant_order.ordering.progress import IN_KITCHEN
from restaurant_order.ordering.queries import kitchen_orders
from restaurant_order.ordering.views import OrderView
from restaurant_order.venue.models import Restaurant


@dataclass(frozen=True)
class Fault:
    """A board that does not show what its lines say. `kind`: missing or twice."""

    kind: str
    board: str
    key: str


@dataclass(frozen=True)
class Report:
    """`look`: tickets no screen had drawn, and what was done. `waiting`: still on no screen at
    home. `homeless`: lines that no station makes; only the board of all shows them. `faults`: a
    board's list disagrees with its lines, which no hand in the kitchen can bring about.
    """

    orders: int
    lines: int
    look: Look
    waiting: int = 0
    homeless: int = 0
    faults: tuple[Fault, ...] = field(default_factory=tuple)

    @property
    def is_clean(self) -> bool:
        return not (self.waiting or self.faults)


def reconcile(restaurant: Restaurant) -> Report:
    """Compare, repair, report. Looking again finds nothing twice.

    What no screen has drawn in time is told to all screens once more, alarms the floor, and hangs
    on the fallback's board (`ordering.missed`). A screen that lost a push repairs itself by the
    proof; nothing is ever sent to be shown a second time: a ticket is known by its key.
    """
    look = look_for_missed(restaurant)
    orders = kitchen_orders(restaurant.id)
    parts = [part for order in orders for line in order.lines for part in line.by_station]
    making = [part for part in parts if part.status in IN_KITCHEN]
    return Report(
        orders=len(orders),
        lines=len(making),
        look=look,
        waiting=len(missed_tickets(restaurant.id)),
        homeless=sum(part.station_id is None for part in making),
        faults=_lasting_faults(restaurant.id, orders),
    )


def reconcile_all() -> dict[str, Report]:
    """By the restaurants' names."""
    found = db.session.scalars(db.select(Restaurant).order_by(Restaurant.id)).all()
    return {restaurant.name[restaurant.language]: reconcile(restaurant) for restaurant in found}


def _lasting_faults(restaurant_id: int, orders: list[OrderView]) -> tuple[Fault, ...]:
    """Found at a second look, too: a cook may finish a dish in the middle of the first."""
    found = set(_faults(restaurant_id, orders))
    if found:
        db.session.rollback()
        found &= set(_faults(restaurant_id, kitchen_orders(restaurant_id)))
    return tuple(sorted(found, key=lambda fault: (fault.board, fault.key)))


def _faults(restaurant_id: int, orders: list[OrderView]) -> Iterable[Fault]:
    """On every board: what its list shows, what its proof counts, and what its lines say."""
    tickets = queries.ticket_orders(restaurant_id, {order.ticket_id for order in orders})
    for board in (Board(None), *map(Board, queries.stations(restaurant_id))):
        scope = BoardScope(restaurant_id, board.station_id)
        should = {ticket.key for ticket in open_tickets(tickets, board)}
        for shown in (
            Counter(item.key for item in TICKETS.items(scope)),
            Counter(key for key, _ in TICKETS.versions(scope)),
        ):
            yield from (Fault("missing", board.slug, key) for key in should - shown.keys())
            yield from (Fault("twice", board.slug, key) for key, n in shown.items() if n > 1)
