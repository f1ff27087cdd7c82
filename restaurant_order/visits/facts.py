"""What happens around a visit."""

from dataclasses import dataclass
from typing import ClassVar

from restaurant_order.core.journal import Fact


@dataclass(frozen=True, kw_only=True)
class VisitFact(Fact):
    rows: ClassVar[dict[str, str]] = {"visit_id": "visits.version", "table_id": "tables.version"}

    visit_id: int
    table_id: int


@dataclass(frozen=True, kw_only=True)
class VisitOpened(VisitFact):
    pass


@dataclass(frozen=True, kw_only=True)
class VisitEnded(VisitFact):
    pass


@dataclass(frozen=True, kw_only=True)
class VisitReopened(VisitFact):
    pass


@dataclass(frozen=True, kw_only=True)
class GuestFact(VisitFact):
    rows: ClassVar[dict[str, str]] = {
        **VisitFact.rows,
        "cart_of": "visits.cart_version",
        "guest_id": "guests.version",
    }

    guest_id: int

    @property
    def cart_of(self) -> int:
        return self.visit_id


@dataclass(frozen=True, kw_only=True)
class GuestJoined(GuestFact):
    pass


@dataclass(frozen=True, kw_only=True)
class GuestRenamed(GuestFact):
    pass


@dataclass(frozen=True, kw_only=True)
class AllergiesDeclared(VisitFact):
    """Somebody said what they must not eat, or took it back. What it is stands on the visit.

    `guest_id` None: staff wrote it down for somebody at the table.
    """

    guest_id: int | None


@dataclass(frozen=True, kw_only=True)
class RequestFact(VisitFact):
    rows: ClassVar[dict[str, str]] = {**VisitFact.rows, "request_id": "requests.version"}

    request_id: int


@dataclass(frozen=True, kw_only=True)
class RequestMade(RequestFact):
    pass


@dataclass(frozen=True, kw_only=True)
class RequestClaimed(RequestFact):
    pass


@dataclass(frozen=True, kw_only=True)
class RequestAnswered(RequestFact):
    pass
