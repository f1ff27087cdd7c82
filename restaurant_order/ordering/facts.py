"""What happens to carts, orders and lines."""

from dataclasses import dataclass
from typing import ClassVar

from restaurant_order.core.journal import Fact


@dataclass(frozen=True, kw_only=True)
class CartFact(Fact):
    rows: ClassVar[dict[str, str]] = {
        "visit_id": "visits.version",
        "cart_of": "visits.cart_version",
        "cart_line_id": "cart_lines.version",
    }

    visit_id: int
    table_id: int
    cart_line_id: int

    @property
    def cart_of(self) -> int:
        return self.visit_id


@dataclass(frozen=True, kw_only=True)
class CartLineAdded(CartFact):
    pass


@dataclass(frozen=True, kw_only=True)
class CartLineChanged(CartFact):
    pass


@dataclass(frozen=True, kw_only=True)
class CartLineRemoved(CartFact):
    pass


@dataclass(frozen=True, kw_only=True)
class OrderFact(Fact):
    rows: ClassVar[dict[str, str]] = {"visit_id": "visits.version", "order_id": "orders.version"}

    visit_id: int
    table_id: int
    order_id: int


@dataclass(frozen=True, kw_only=True)
class OrderPlaced(OrderFact):
    """The cart became an order: these lines are no longer in it."""

    rows: ClassVar[dict[str, str]] = {**OrderFact.rows, "cart_of": "visits.cart_version"}

    cart_line_ids: tuple[int, ...]

    @property
    def cart_of(self) -> int:
        return self.visit_id


@dataclass(frozen=True, kw_only=True)
class OrderAccepted(OrderFact):
    pass


@dataclass(frozen=True, kw_only=True)
class OrderRejected(OrderFact):
    reason: str


@dataclass(frozen=True, kw_only=True)
class OrderPromised(OrderFact):
    """The guests read that it will be ready in `minutes`."""

    minutes: int


@dataclass(frozen=True, kw_only=True)
class OrderRushed(OrderFact):
    """It goes before all others."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class OrderUnrushed(OrderFact):
    """It waits its turn again; `reason` is why it had been rushed."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class TicketCleared(OrderFact):
    """Forgotten on the board for `hours`, it was taken off by the restaurant's rule."""

    hours: int
    line_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class OrderAllergiesChanged(OrderFact):
    """Declared, or taken back, after the order was placed."""


@dataclass(frozen=True, kw_only=True)
class AllergiesSeen(OrderFact):
    """By whoever stands at these stations; 0: no station."""

    station_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class AllergiesUnseen(OrderFact):
    station_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class OrderPassed(OrderFact):
    """The pass has handed these lines out; `unfinished` of them were still being made."""

    line_ids: tuple[int, ...]
    unfinished: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class OrderBackAtPass(OrderFact):
    """These lines were not handed out after all."""

    line_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class LineFact(OrderFact):
    line_id: int
    station_id: int | None


@dataclass(frozen=True, kw_only=True)
class LineFired(LineFact):
    """Its course may be made now."""


@dataclass(frozen=True, kw_only=True)
class LineHeld(LineFact):
    """Its course waits again."""


@dataclass(frozen=True, kw_only=True)
class LineReleased(LineFact):
    """Its turn has come at a station that holds back."""


@dataclass(frozen=True, kw_only=True)
class LinePlanned(LineFact):
    """It should be begun at another minute than was thought."""


@dataclass(frozen=True, kw_only=True)
class LineTaken(LineFact):
    """A runner is on the way with it."""


@dataclass(frozen=True, kw_only=True)
class LineBroughtBack(LineFact):
    """It stands at the pass again."""


@dataclass(frozen=True, kw_only=True)
class LineStarted(LineFact):
    pass


@dataclass(frozen=True, kw_only=True)
class LineFinished(LineFact):
    pass


@dataclass(frozen=True, kw_only=True)
class LineServed(LineFact):
    pass


@dataclass(frozen=True, kw_only=True)
class LineTakenBack(LineFact):
    """One step back: a slip of the finger, or a dish that has to be made again."""

    status: str


@dataclass(frozen=True, kw_only=True)
class PartStarted(LineFact):
    """One of several stations has begun its part of a line."""


@dataclass(frozen=True, kw_only=True)
class PartFinished(LineFact):
    """One of several stations has done its part of a line; the last one finishes the line."""


@dataclass(frozen=True, kw_only=True)
class PartTakenBack(LineFact):
    """One step back of one station's part."""

    status: str


@dataclass(frozen=True, kw_only=True)
class LineCancelled(LineFact):
    """`disposition`: "stock" or "waste"; `quantity` portions of it."""

    reason: str
    disposition: str
    quantity: int


@dataclass(frozen=True, kw_only=True)
class LinesMovedOn(OrderFact):
    """A station is off, or on again: nobody had begun these, and another station makes them."""

    line_ids: tuple[int, ...]
    from_id: int
    to_id: int


@dataclass(frozen=True, kw_only=True)
class TicketDrawn(Fact):
    """A kitchen screen shows the order's ticket of this station.

    The order alone is marked: what does not show this (a tile, a sum) need not be drawn anew.
    """

    rows: ClassVar[dict[str, str]] = {
        "order_id": "orders.drawn_version",
    }

    visit_id: int
    table_id: int
    order_id: int
    station_id: int | None
    board_id: int | None = None
    """The station whose board it stood on; None: the board of all."""


@dataclass(frozen=True, kw_only=True)
class TicketMissed(OrderFact):
    """No screen of the station drew the ticket in time. It hangs at `fallback_id`, if at all.

    `left_id`: the board it hung on before, where nobody drew it either.
    """

    station_id: int | None
    fallback_id: int | None
    left_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class TicketShownElsewhere(Fact):
    """A screen of the fallback drew it."""

    order_id: int
    station_id: int | None
    fallback_id: int


@dataclass(frozen=True, kw_only=True)
class TicketCameHome(OrderFact):
    """A screen of its own station has it now, or nothing of it is left to make."""

    station_id: int | None
    fallback_id: int | None
