"""How far a line may move, as data; and what an order's lines say about the order."""

from collections.abc import Collection
from enum import StrEnum
from typing import Final

from restaurant_order.ordering.models import LineStatus

NEXT: Final = {
    LineStatus.PLACED: {LineStatus.ACCEPTED, LineStatus.CANCELLED},
    LineStatus.ACCEPTED: {LineStatus.COOKING, LineStatus.READY, LineStatus.CANCELLED},
    LineStatus.COOKING: {LineStatus.READY, LineStatus.CANCELLED},
    LineStatus.READY: {LineStatus.SERVED, LineStatus.CANCELLED},
    LineStatus.SERVED: set(),
    LineStatus.CANCELLED: set(),
}
"""The steps forward. A kitchen in a hurry finishes what it never declared started."""

BACK: Final = {
    LineStatus.COOKING: LineStatus.ACCEPTED,
    LineStatus.READY: LineStatus.COOKING,
    LineStatus.SERVED: LineStatus.READY,
}
"""The one step back that a slip of the finger needs."""

BEGUN: Final = frozenset({LineStatus.COOKING, LineStatus.READY})
"""There is food: who cancels it says where it goes."""

IN_KITCHEN: Final = frozenset({LineStatus.ACCEPTED, LineStatus.COOKING})
UNSERVED: Final = IN_KITCHEN | {LineStatus.PLACED, LineStatus.READY}


class OrderStatus(StrEnum):
    """Derived from the lines, never stored."""

    WAITING = "waiting"
    RECEIVED = "received"
    COOKING = "cooking"
    READY = "ready"
    SERVED = "served"
    CANCELLED = "cancelled"


def before(status: LineStatus) -> frozenset[LineStatus]:
    """From where a line may come to `status`."""
    return frozenset(origin for origin, targets in NEXT.items() if status in targets)


def order_status(lines: Collection[LineStatus]) -> OrderStatus:
    """The least advanced living line speaks for the order, but one pan on the fire is cooking."""
    living = [status for status in lines if status is not LineStatus.CANCELLED]
    if not living:
        return OrderStatus.CANCELLED
    if LineStatus.PLACED in living:
        return OrderStatus.WAITING
    if all(status is LineStatus.SERVED for status in living):
        return OrderStatus.SERVED
    if all(status in {LineStatus.READY, LineStatus.SERVED} for status in living):
        return OrderStatus.READY
    if all(status is LineStatus.ACCEPTED for status in living):
        return OrderStatus.RECEIVED
    return OrderStatus.COOKING
