"""The cart, what was placed from it, and how far each line has come."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from restaurant_order.core.database import Model, stored
from restaurant_order.core.once import Keyed


class LineStatus(StrEnum):
    PLACED = "placed"
    ACCEPTED = "accepted"
    COOKING = "cooking"
    READY = "ready"
    SERVED = "served"
    CANCELLED = "cancelled"


class OrderKind(StrEnum):
    DINE_IN = "dine_in"
    TAKEAWAY = "takeaway"


class Disposition(StrEnum):
    """Where a cancelled dish goes."""

    STOCK = "stock"
    WASTE = "waste"


class CartLine(Keyed, Model):
    """One dish on its way into an order; seen and changed by everybody at the table.

    `guest_id` None: added by staff. `option_ids` ascending.
    """

    __tablename__ = "cart_lines"
    __table_args__ = (
        UniqueConstraint("visit_id", "key"),
        CheckConstraint("quantity BETWEEN 1 AND 99", name="quantity"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"))
    guest_id: Mapped[int | None] = mapped_column(ForeignKey("guests.id"))
    dish_id: Mapped[int] = mapped_column(ForeignKey("dishes.id"))
    option_ids: Mapped[list[int]]
    quantity: Mapped[int]
    note: Mapped[str] = mapped_column(String(200), default="")
    added_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=0)


class Order(Keyed, Model):
    """What was placed in one go. `number` is short, daily and unique; `round` counts per visit.

    `total` is what the guest saw and agreed to pay for this order, in minor units.
    `allergies`: what the table had declared (`visits.allergies`). `drawn_version` is the `version`
    of what only the table sees: that a kitchen screen shows it.
    `rushed_at`: it goes before all others, and `rush_reason` says why. `cleared_at`: forgotten on
    the board, it was taken off by the restaurant's rule; nobody knows when it was made. `joins_id`
    is the order on whose kitchen ticket it stands, decided once, when it is accepted; None: on its
    own. `promised_at`: when it will be ready, as staff have told the guests.
    """

    __tablename__ = "orders"
    __table_args__ = (
        UniqueConstraint("visit_id", "key"),
        UniqueConstraint("visit_id", "round"),
        UniqueConstraint("restaurant_id", "business_day", "number"),
        Index(
            "ix_orders_joined",
            "joins_id",
            sqlite_where=text("joins_id IS NOT NULL"),
            postgresql_where=text("joins_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    restaurant_id: Mapped[int] = mapped_column(ForeignKey("restaurants.id"))
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"))
    round: Mapped[int]
    business_day: Mapped[date]
    number: Mapped[int]
    placed_at: Mapped[datetime]
    guest_id: Mapped[int | None] = mapped_column(ForeignKey("guests.id"))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    kind: Mapped[OrderKind] = mapped_column(stored(OrderKind), default=OrderKind.DINE_IN)
    note: Mapped[str] = mapped_column(String(200), default="")
    total: Mapped[int]
    accepted_at: Mapped[datetime | None]
    rejected_at: Mapped[datetime | None]
    rejection: Mapped[str] = mapped_column(String(200), default="")
    promised_at: Mapped[datetime | None]
    rushed_at: Mapped[datetime | None]
    rush_reason: Mapped[str] = mapped_column(String(200), default="")
    cleared_at: Mapped[datetime | None]
    allergies: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    joins_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"))
    version: Mapped[int] = mapped_column(default=0)
    drawn_version: Mapped[int] = mapped_column(default=0)

    lines: Mapped[list["OrderLine"]] = relationship(back_populates="order", order_by="OrderLine.id")


_CANCELLED_AT_PASS: Final = (
    "status = 'cancelled' AND ready_at IS NOT NULL AND cancel_seen_at_pass IS NULL"
)


class OrderLine(Model):
    """One dish of an order, as it was when placed: names, price, options and tax photographed.

    `options`: `[{"id": 7, "name": {"en": "Large"}, "price": 150}, ...]`. `unit_price` holds the
    options. `total` is what the guest pays for the line, `tax` and `service` are contained in it;
    each is rounded once, here, so that every split of a bill adds up. `passed_at`: the pass has
    handed it out. `cancel_seen_at`: a cook has looked at the cancellation, and it may leave the
    board; `cancel_seen_at_pass`: so has the pass, where the dish stood ready. `is_shared`: several
    stations make it, and each has its task (`LineTask`); `station_id` is then the first of them.
    `disposition`: where a cancelled dish went.

    `course` and `prep_minutes` are photographed too. `fired_at` None once accepted: the course is
    held, nobody may start it. `start_at`: when its station should begin, as last worked out.
    `released_at` None where the station holds back: not yet its turn; of a line that several make
    both stand in its tasks. `taken_at`, `taken_by_id`: who carries it, from ready to the table.
    `home_id`: the station it was for, which is off; `moved_at`: when it went from one station to
    another because of that.
    """

    __tablename__ = "order_lines"
    __table_args__ = (
        CheckConstraint("quantity BETWEEN 1 AND 99", name="quantity"),
        Index(
            "ix_order_lines_unserved",
            "restaurant_id",
            "order_id",
            sqlite_where=text("status IN ('placed', 'accepted', 'cooking', 'ready')"),
            postgresql_where=text("status IN ('placed', 'accepted', 'cooking', 'ready')"),
        ),
        Index(
            "ix_order_lines_cancelled_unseen",
            "restaurant_id",
            "order_id",
            sqlite_where=text("status = 'cancelled' AND cancel_seen_at IS NULL"),
            postgresql_where=text("status = 'cancelled' AND cancel_seen_at IS NULL"),
        ),
        Index(
            "ix_order_lines_cancelled_at_pass",
            "restaurant_id",
            "order_id",
            sqlite_where=text(_CANCELLED_AT_PASS),
            postgresql_where=text(_CANCELLED_AT_PASS),
        ),
        Index(
            "ix_order_lines_wasted",
            "restaurant_id",
            "cancelled_at",
            sqlite_where=text("disposition = 'waste'"),
            postgresql_where=text("disposition = 'waste'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    restaurant_id: Mapped[int] = mapped_column(ForeignKey("restaurants.id"))
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"), index=True)
    dish_id: Mapped[int] = mapped_column(ForeignKey("dishes.id"))
    station_id: Mapped[int | None] = mapped_column(ForeignKey("stations.id"))
    is_shared: Mapped[bool] = mapped_column(default=False)
    guest_id: Mapped[int | None] = mapped_column(ForeignKey("guests.id"))
    name: Mapped[dict[str, str]]
    kitchen_name: Mapped[dict[str, str]]
    options: Mapped[list[dict[str, Any]]]
    note: Mapped[str] = mapped_column(String(200), default="")
    quantity: Mapped[int]
    unit_price: Mapped[int]
    tax_rate: Mapped[int]
    total: Mapped[int]
    tax: Mapped[int]
    service: Mapped[int]
    service_tax: Mapped[int]
    status: Mapped[LineStatus] = mapped_column(stored(LineStatus))
    accepted_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    ready_at: Mapped[datetime | None]
    served_at: Mapped[datetime | None]
    passed_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    cancel_reason: Mapped[str] = mapped_column(String(200), default="")
    cancel_seen_at: Mapped[datetime | None]
    cancel_seen_at_pass: Mapped[datetime | None]
    disposition: Mapped[Disposition | None] = mapped_column(stored(Disposition))
    course: Mapped[int | None]
    prep_minutes: Mapped[int | None]
    fired_at: Mapped[datetime | None]
    start_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]
    taken_at: Mapped[datetime | None]
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    home_id: Mapped[int | None] = mapped_column(ForeignKey("stations.id"))
    moved_at: Mapped[datetime | None]

    order: Mapped[Order] = relationship(back_populates="lines")


class LineTask(Model):
    """What one station makes of a line that several make; other lines have none.

    `status`: accepted, cooking or ready, as the cook at this station left it. The line's own status
    follows from its tasks: cooking once one is begun, ready when all are. What is not accepted yet,
    served or cancelled is so for every station, and stands in the line alone. `start_at`,
    `released_at`, `home_id`, `moved_at` as a line's: each station begins its part in its own time.
    """

    __tablename__ = "line_tasks"
    __table_args__ = (
        Index(
            "ix_line_tasks_open",
            "restaurant_id",
            "station_id",
            sqlite_where=text("status IN ('accepted', 'cooking')"),
            postgresql_where=text("status IN ('accepted', 'cooking')"),
        ),
    )

    line_id: Mapped[int] = mapped_column(ForeignKey("order_lines.id"), primary_key=True)
    station_id: Mapped[int] = mapped_column(ForeignKey("stations.id"), primary_key=True)
    restaurant_id: Mapped[int] = mapped_column(ForeignKey("restaurants.id"))
    status: Mapped[LineStatus] = mapped_column(stored(LineStatus))
    started_at: Mapped[datetime | None]
    ready_at: Mapped[datetime | None]
    cancel_seen_at: Mapped[datetime | None]
    start_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]
    home_id: Mapped[int | None] = mapped_column(ForeignKey("stations.id"))
    moved_at: Mapped[datetime | None]


class DailyNumber(Model):
    """The last order number given out on a business day."""

    __tablename__ = "daily_numbers"

    restaurant_id: Mapped[int] = mapped_column(ForeignKey("restaurants.id"), primary_key=True)
    business_day: Mapped[date] = mapped_column(primary_key=True)
    last: Mapped[int]


class DrawnTicket(Model):
    """The receipt of a kitchen screen: this order's ticket was on it. `station_id` 0: no station.

    The first screen to draw it counts: `drawn_by` is its name, or who was signed in there, and
    `board_id` the station whose board it showed; 0: the board of all. `fired_through`: the newest
    firing that was on it; what is fired later has to be drawn anew.
    """

    __tablename__ = "drawn_tickets"

    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    station_id: Mapped[int] = mapped_column(primary_key=True)
    drawn_at: Mapped[datetime]
    fired_through: Mapped[datetime]
    board_id: Mapped[int] = mapped_column(default=0)
    drawn_by: Mapped[str] = mapped_column(String(80), default="")


class MissedTicket(Model):
    """A ticket that no screen of its station had drawn in time. `station_id` 0: no station.

    `fallback_id`: the station whose board shows it since `hung_at`; None: no board does.
    `shown_at`: a screen there drew it, as of the firing `shown_through`. `ended_at`: a screen at
    home has it, or nothing of it is left to make; it hangs nowhere else any more.
    """

    __tablename__ = "missed_tickets"
    __table_args__ = (
        Index(
            "ix_missed_tickets_open",
            "restaurant_id",
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    station_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    restaurant_id: Mapped[int] = mapped_column(ForeignKey("restaurants.id"))
    missed_at: Mapped[datetime]
    fallback_id: Mapped[int | None] = mapped_column(ForeignKey("stations.id"))
    hung_at: Mapped[datetime]
    shown_at: Mapped[datetime | None]
    shown_through: Mapped[datetime | None]
    shown_by: Mapped[str] = mapped_column(String(80), default="")
    ended_at: Mapped[datetime | None]


class AllergySeen(Model):
    """Somebody at this station has read what must not be in the order; `station_id` 0: no station.

    `declared` is what they read: a ticket that says more must be looked at again.
    """

    __tablename__ = "allergies_seen"

    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    station_id: Mapped[int] = mapped_column(primary_key=True)
    declared: Mapped[list[dict[str, Any]]]
    by_name: Mapped[str] = mapped_column(String(80))
    seen_at: Mapped[datetime]
