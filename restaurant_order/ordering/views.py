"""Orders as screens see them: frozen, whole, read in one query."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from restaurant_order.core.database import Words
from restaurant_order.ordering.models import LineStatus, OrderKind
from restaurant_order.ordering.pricing import Sum, add_up
from restaurant_order.ordering.progress import OrderStatus, order_status


@dataclass(frozen=True)
class LineView:
    """A line; `options` as photographed: `[{"id": 7, "name": {...}, "price": 150}]`."""

    id: int
    dish_id: int
    station_id: int | None
    guest_id: int | None
    guest_name: str | None
    guest_colour: int | None
    name: Words
    kitchen_name: Words
    options: list[dict[str, Any]]
    note: str
    quantity: int
    unit_price: int
    tax_rate: int
    sum: Sum
    status: LineStatus
    accepted_at: datetime | None
    started_at: datetime | None
    ready_at: datetime | None
    served_at: datetime | None
    cancelled_at: datetime | None
    cancel_reason: str
    cancel_seen_at: datetime | None


@dataclass(frozen=True)
class OrderView:
    """An order with its table and all its lines, in the order they were placed.

    `drawn` holds the stations whose screen has shown it; None stands for "no station".
    """

    id: int
    restaurant_id: int
    visit_id: int
    table_id: int
    table_name: str
    area_name: str
    number: int
    round: int
    placed_at: datetime
    accepted_at: datetime | None
    rejected_at: datetime | None
    rejection: str
    guest_name: str | None
    staff_name: str | None
    note: str
    total: int
    version: int
    drawn_version: int
    lines: tuple[LineView, ...]
    drawn: frozenset[int | None] = field(default_factory=frozenset)
    kind: OrderKind = OrderKind.DINE_IN
    rushed_at: datetime | None = None
    rush_reason: str = ""
    cleared_at: datetime | None = None

    @property
    def status(self) -> OrderStatus:
        return order_status([line.status for line in self.lines])

    @property
    def is_takeaway(self) -> bool:
        return self.kind is OrderKind.TAKEAWAY

    @property
    def guest_version(self) -> int:
        """The version of what the table sees."""
        return max(self.version, self.drawn_version)

    @property
    def sum(self) -> Sum:
        """What the living lines cost."""
        return add_up([ln.sum for ln in self.lines if ln.status is not LineStatus.CANCELLED])
