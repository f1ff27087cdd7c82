"""A party's stay, the phones in it, and what they ask of the staff."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from restaurant_order.core.actor import Actor, ActorKind
from restaurant_order.core.database import Model, stored
from restaurant_order.core.once import Keyed
from restaurant_order.venue.models import Restaurant, Table


class Visit(Model):
    """One party's stay at one table, from the first scan until the bill is settled.

    `cart_version` follows what the table's cart shows: its lines, and who sits here. `allergies` as
    `visits.allergies` writes them.
    """

    __tablename__ = "visits"
    __table_args__ = (
        Index(
            "ix_visits_running",
            "restaurant_id",
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    restaurant_id: Mapped[int] = mapped_column(ForeignKey("restaurants.id"))
    table_id: Mapped[int] = mapped_column(ForeignKey("tables.id"), index=True)
    opened_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    guest_count: Mapped[int] = mapped_column(default=0)
    order_count: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=0)
    cart_version: Mapped[int] = mapped_column(default=0)
    allergies: Mapped[list[dict[str, Any]]] = mapped_column(default=list)

    restaurant: Mapped[Restaurant] = relationship()
    table: Mapped[Table] = relationship()


class Guest(Model):
    """One phone in a visit. Only the cookie token's hash is kept. `colour` is 0 to 11, `nickname`
    as `visits.names` reads it.
    """

    __tablename__ = "guests"

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    nickname: Mapped[str] = mapped_column(String(24))
    colour: Mapped[int]
    language: Mapped[str | None] = mapped_column(String(16))
    joined_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=0)

    visit: Mapped[Visit] = relationship(lazy="joined")

    @property
    def actor(self) -> Actor:
        return Actor(ActorKind.GUEST, self.id, self.nickname)


class RequestKind(StrEnum):
    WAITER = "waiter"
    WATER = "water"
    BILL_CASH = "bill_cash"
    BILL_CARD = "bill_card"


class Request(Keyed, Model):
    """What a table asks of the staff: stored, claimed, answered."""

    __tablename__ = "requests"
    __table_args__ = (
        UniqueConstraint("visit_id", "key"),
        Index(
            "ix_requests_waiting",
            "restaurant_id",
            sqlite_where=text("answered_at IS NULL"),
            postgresql_where=text("answered_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    restaurant_id: Mapped[int] = mapped_column(ForeignKey("restaurants.id"))
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"))
    guest_id: Mapped[int | None] = mapped_column(ForeignKey("guests.id"))
    kind: Mapped[RequestKind] = mapped_column(stored(RequestKind))
    made_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
    claimed_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    version: Mapped[int] = mapped_column(default=0)
