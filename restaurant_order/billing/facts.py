"""What happens to money."""

from dataclasses import dataclass
from typing import ClassVar

from restaurant_order.core.journal import Fact


@dataclass(frozen=True, kw_only=True)
class BillFact(Fact):
    rows: ClassVar[dict[str, str]] = {"visit_id": "visits.version", "bill_id": "bills.version"}

    visit_id: int
    table_id: int
    bill_id: int


@dataclass(frozen=True, kw_only=True)
class PaymentTaken(BillFact):
    payment_id: int
    amount: int


@dataclass(frozen=True, kw_only=True)
class RefundGiven(BillFact):
    refund_id: int
    amount: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class BillSettled(BillFact):
    total: int


@dataclass(frozen=True, kw_only=True)
class BillReopened(BillFact):
    reason: str
