"""What tables ask for, live: until somebody has answered."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, select

from restaurant_order.core.database import db
from restaurant_order.core.journal import Told
from restaurant_order.live import Audience, Item, Region
from restaurant_order.people.models import StaffMember
from restaurant_order.venue.models import Table
from restaurant_order.visits.facts import RequestFact
from restaurant_order.visits.models import Request, RequestKind, Visit
from restaurant_order.web.cashier.scope import FloorScope
from restaurant_order.web.words import called

_WAITING: Final[Any] = (
    select(
        Request.id,
        Request.version,
        Request.kind,
        Request.made_at,
        Request.visit_id,
        Request.claimed_at,
        Table.name,
        Table.kind.label("table_kind"),
        StaffMember.name.label("claimed_by"),
    )
    .join(Visit, Visit.id == Request.visit_id)
    .join(Table, Table.id == Visit.table_id)
    .outerjoin(StaffMember, StaffMember.id == Request.claimed_by_id)
    .where(Request.answered_at.is_(None), Visit.ended_at.is_(None))
)


@dataclass(frozen=True)
class Wish:
    """A request as the rail shows it."""

    id: int
    version: int
    kind: RequestKind
    made_at: datetime
    visit_id: int
    table: str
    called: str
    claimed_by: str | None


class Requests(Region[FloorScope]):
    """The oldest first."""

    name = "floor-requests"
    audience = Audience.CASHIER
    scope = FloorScope
    template = "cashier/_request.html"

    def items(self, scope: FloorScope) -> Iterable[Item]:
        rows = db.session.execute(_WAITING.where(Request.restaurant_id == scope.restaurant_id))
        return [_item(_wish(row)) for row in rows]

    def item(self, scope: FloorScope, key: str) -> Item | None:
        request_id = int(key.removeprefix("request-"))
        row = db.session.execute(
            _WAITING.where(Request.restaurant_id == scope.restaurant_id, Request.id == request_id)
        ).one_or_none()
        return _item(_wish(row)) if row else None

    def versions(self, scope: FloorScope) -> Iterable[tuple[str, int]]:
        rows = db.session.execute(_WAITING.where(Request.restaurant_id == scope.restaurant_id))
        return [(f"request-{row.id}", row.version) for row in rows]

    def touched(self, told: Sequence[Told]) -> Iterator[tuple[FloorScope, str]]:
        for fact in (one.fact for one in told):
            if isinstance(fact, RequestFact):
                yield FloorScope(fact.restaurant_id), f"request-{fact.request_id}"
            elif fact.kind in {"VisitEnded", "VisitReopened"}:
                for request_id in _unanswered_of(getattr(fact, "visit_id", 0)):
                    yield FloorScope(fact.restaurant_id), f"request-{request_id}"


REQUESTS: Final = Requests()


def _wish(row: Row[Any]) -> Wish:
    return Wish(
        id=row.id,
        version=row.version,
        kind=row.kind,
        made_at=row.made_at,
        visit_id=row.visit_id,
        table=row.name,
        called=called(row.name, row.table_kind),
        claimed_by=row.claimed_by,
    )


def _item(wish: Wish) -> Item:
    return Item(
        key=f"request-{wish.id}", rank=wish.id, version=wish.version, context={"wish": wish}
    )


def _unanswered_of(visit_id: int) -> Sequence[int]:
    return db.session.scalars(
        select(Request.id).where(Request.visit_id == visit_id, Request.answered_at.is_(None))
    ).all()
