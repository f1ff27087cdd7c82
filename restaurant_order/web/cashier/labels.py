"""What the floor calls things, for pages and for pushed items alike."""

from typing import Any, Final

from flask_babel import lazy_gettext as _l

from restaurant_order.ordering.models import LineStatus
from restaurant_order.visits.models import RequestKind
from restaurant_order.web.cashier.tiles import TileState

STATES: Final = {
    TileState.FREE: (_l("Free"), "circle-dashed"),
    TileState.SEATED: (_l("Seated"), "users"),
    TileState.CHOOSING: (_l("Choosing"), "shopping-basket"),
    TileState.SERVED: (_l("Served"), "utensils"),
    TileState.IN_KITCHEN: (_l("In the kitchen"), "flame"),
    TileState.READY: (_l("To serve"), "concierge-bell"),
    TileState.TO_ACCEPT: (_l("New order"), "bell-ring"),
    TileState.BILL_ASKED: (_l("Bill, please"), "receipt"),
}
"""Word and icon of a table's state."""

PATIENCE: Final = {
    TileState.FREE: (0, 0),
    TileState.SEATED: (10, 20),
    TileState.CHOOSING: (15, 30),
    TileState.SERVED: (0, 0),
    TileState.IN_KITCHEN: (15, 25),
    TileState.READY: (3, 6),
    TileState.TO_ACCEPT: (1, 3),
    TileState.BILL_ASKED: (3, 6),
}
"""Minutes after which a table should be looked at, and after which it is late; 0: never."""

WISHES: Final = {
    RequestKind.WAITER: (_l("Waiter, please"), "hand"),
    RequestKind.WATER: (_l("Water, please"), "droplets"),
    RequestKind.BILL_CASH: (_l("The bill, in cash"), "banknote"),
    RequestKind.BILL_CARD: (_l("The bill, by card"), "credit-card"),
}
"""Words and icon of what a table asks for."""

LINES: Final = {
    LineStatus.PLACED: (_l("To accept"), "new", "bell-ring"),
    LineStatus.ACCEPTED: (_l("Waiting"), "quiet", "clock"),
    LineStatus.COOKING: (_l("Cooking"), "busy", "flame"),
    LineStatus.READY: (_l("Ready"), "good", "concierge-bell"),
    LineStatus.SERVED: (_l("Served"), "quiet", "check"),
    LineStatus.CANCELLED: (_l("Cancelled"), "late", "ban"),
}
"""Word, tone and icon of how far a line has come."""


def names_for_pages() -> dict[str, Any]:
    return {
        "table_states": STATES,
        "table_patience": PATIENCE,
        "wishes": WISHES,
        "line_states": LINES,
        "percent": percent,
        "typed": typed,
    }


def percent(basis_points: int) -> str:
    """`825` -> `8.25 %`, `700` -> `7 %`."""
    return f"{basis_points / 100:g} %"


def typed(minor: int, decimals: int) -> str:
    """An amount as somebody would type it: `1250, 2` -> `12.50`."""
    return f"{minor / 10**decimals:.{decimals}f}"
