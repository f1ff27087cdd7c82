"""The visit's money. Payments and refunds are rows, never edits; amounts are minor units."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from restaurant_order.core.database import Model, stored
from restaurant_order.core.once import Keyed
from restaurant_order.visits.models import Visit


class BillStatus(StrEnum):
    OPEN = "open"
    SETTLED = "settled"


class Tender(StrEnum):
    CASH = "cash"


class Bill(Model):
    """What a visit owes. While open it is derived from the lines; `settled` photographs it."""

    __tablename__ = "bills"

    id: Mapped[int] = mapped_column(primary_key=True)
    restaurant_id: Mapped[int] = mapped_column(ForeignKey("restaurants.id"))
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"), unique=True)
    status: Mapped[BillStatus] = mapped_column(stored(BillStatus), default=BillStatus.OPEN)
    opened_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled: Mapped[dict[str, Any] | None]
    version: Mapped[int] = mapped_column(default=0)

    visit: Mapped[Visit] = relationship()
    payments: Mapped[list["Payment"]] = relationship(order_by="Payment.id")
    refunds: Mapped[list["Refund"]] = relationship(order_by="Refund.id")


class Payment(Keyed, Model):
    """Money taken. `amount` counts towards the bill; `tendered` - `amount` is the change."""

    __tablename__ = "payments"
    __table_args__ = (
        UniqueConstraint("bill_id", "key"),
        CheckConstraint("amount > 0 AND tendered >= amount", name="amounts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    restaurant_id: Mapped[int] = mapped_column(ForeignKey("restaurants.id"))
    bill_id: Mapped[int] = mapped_column(ForeignKey("bills.id"), index=True)
    tender: Mapped[Tender] = mapped_column(stored(Tender))
    amount: Mapped[int]
    tendered: Mapped[int]
    taken_at: Mapped[datetime]
    taken_by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))


class Refund(Keyed, Model):
    """Money given back, with the reason; never more than was paid."""

    __tablename__ = "refunds"
    __table_args__ = (
        UniqueConstraint("bill_id", "key"),
        CheckConstraint("amount > 0", name="amount"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    restaurant_id: Mapped[int] = mapped_column(ForeignKey("restaurants.id"))
    bill_id: Mapped[int] = mapped_column(ForeignKey("bills.id"), index=True)
    tender: Mapped[Tender] = mapped_column(stored(Tender))
    amount: Mapped[int]
    reason: Mapped[str] = mapped_column(String(200))
    given_at: Mapped[datetime]
    given_by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
