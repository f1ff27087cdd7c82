"""Orders as several regions show them: read by the first, shared for the length of one push."""

from collections.abc import Collection, Sequence

from restaurant_order.live.draw import read_once
from restaurant_order.ordering.queries import orders_on_tickets, tickets_of
from restaurant_order.ordering.views import OrderView


def orders_once(restaurant_id: int, order_ids: Collection[int]) -> list[OrderView]:
    """Read with all that stands on their tickets, which boards show of the same push."""
    wanted = frozenset(order_ids)
    tickets = ticket_ids_once(restaurant_id, wanted)
    found = on_tickets_once(restaurant_id, set(tickets.values()))
    return [order for order in found if order.id in wanted]


def ticket_ids_once(restaurant_id: int, order_ids: Collection[int]) -> dict[int, int]:
    """Which ticket each of these orders stands on."""
    ids = frozenset(order_ids)
    return read_once(("ticket ids", restaurant_id, ids), lambda: tickets_of(restaurant_id, ids))


def on_tickets_once(restaurant_id: int, ticket_ids: Collection[int]) -> Sequence[OrderView]:
    """The orders that stand on these tickets, oldest first."""
    ids = frozenset(ticket_ids)
    if not ids:
        return ()
    return read_once(("tickets", restaurant_id, ids), lambda: orders_on_tickets(restaurant_id, ids))
