"""What the table has asked for, live: waiting, somebody coming, done."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from sqlalchemy import select

from restaurant_order.core.database import db
from restaurant_order.core.journal import Told
from restaurant_order.live import Item
from restaurant_order.people.models import StaffMember
from restaurant_order.visits.facts import RequestFact
from restaurant_order.visits.models import Request
from restaurant_order.visits.queries import requests_of
from restaurant_order.web.diner import labels
from restaurant_order.web.diner.table_scope import TableRegion, TableScope, at_visits

_VERSIONS: Final = select(Request.visit_id, Request.id, Request.version).where(
    at_visits(Request.visit_id)
)


class RequestList(TableRegion):
    name = "requests"
    template = "diner/_request.html"

    def items(self, scope: TableScope) -> Iterable[Item]:
        return [_item(request) for request in requests_of(scope.visit_id)]

    def item(self, scope: TableScope, key: str) -> Item | None:
        found = db.session.get(Request, int(key.removeprefix("request-")))
        return _item(found) if found and found.visit_id == scope.visit_id else None

    def versions_of(self, visits: Collection[int]) -> Iterable[tuple[int, str, int]]:
        rows = db.session.execute(_VERSIONS, {"visits": list(visits)})
        return [(row.visit_id, _key(row.id), row.version) for row in rows]

    def touched(self, told: Sequence[Told]) -> Iterator[tuple[TableScope, str]]:
        for fact in (one.fact for one in told):
            if isinstance(fact, RequestFact):
                yield TableScope(fact.restaurant_id, fact.visit_id), _key(fact.request_id)


REQUESTS: Final = RequestList()


def _key(request_id: int) -> str:
    return f"request-{request_id}"


def _item(request: Request) -> Item:
    """Newest first."""
    return Item(
        key=_key(request.id),
        rank=-request.id,
        version=request.version,
        context={
            "request": request,
            "label": labels.REQUESTS[request.kind],
            "icon_name": labels.REQUEST_ICONS[request.kind],
            "claimed_by": _name(request.claimed_by_id),
        },
    )


def _name(staff_id: int | None) -> str:
    member = db.session.get(StaffMember, staff_id) if staff_id else None
    return member.name if member else ""
