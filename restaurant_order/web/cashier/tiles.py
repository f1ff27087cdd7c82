"""A table as the floor sees it: one tile, read in one query however many tables there are."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Row, ScalarSelect, bindparam, func, select
from sqlalchemy.orm import aliased

from restaurant_order.billing.models import Bill, Payment, Refund
from restaurant_order.core.database import db, run
from restaurant_order.core.statements import Ready
from restaurant_order.ordering.models import CartLine, LineStatus, Order, OrderLine
from restaurant_order.venue.models import Table, TableKind
from restaurant_order.visits.models import Request, RequestKind, Visit

BILL_KINDS: Final = (RequestKind.BILL_CASH, RequestKind.BILL_CARD)


class TileState(StrEnum):
    """What matters most about a table, the most pressing last."""

    FREE = "free"
    SEATED = "seated"
    CHOOSING = "choosing"
    SERVED = "served"
    IN_KITCHEN = "in_kitchen"
    READY = "ready"
    TO_ACCEPT = "to_accept"
    BILL_ASKED = "bill_asked"


@dataclass(frozen=True)
class Tile:
    """`since`: when the state began, as near as the rows tell. `due` in minor units.

    All but `parties`, the count of open bills, is about the party that the table's code leads to.
    A counter has no such party: with open bills it is never free.
    """

    table_id: int
    area_id: int
    name: str
    seats: int
    rank: int
    version: int
    visit_id: int | None
    guests: int
    state: TileState
    since: datetime | None
    due: int
    requests: int
    parties: int = 0
    is_counter: bool = False


def tiles(restaurant_id: int, table_ids: Collection[int] | None = None) -> list[Tile]:
    """The restaurant's tables, or those named; retired ones are not there."""
    if table_ids is None:
        rows = run(_ALL, {"restaurant": restaurant_id})
    else:
        rows = run(_SOME, {"restaurant": restaurant_id, "tables": list(table_ids)})
    return [_tile(row) for row in rows]


def tile_versions(restaurant_id: int) -> list[tuple[int, int]]:
    """(table id, version) of all tiles."""
    rows = run(_VERSIONS, {"restaurant": restaurant_id})
    return [(row.id, max(row.version, row.visit_version or 0)) for row in rows]


def strays(restaurant_id: int) -> list[Visit]:
    """Visits that go on although their table has a new party: their bills were reopened."""
    return list(
        db.session.scalars(
            select(Visit)
            .join(Table, Table.id == Visit.table_id)
            .where(Visit.restaurant_id == restaurant_id, Visit.ended_at.is_(None))
            .where(Table.visit_id.is_distinct_from(Visit.id))
            .order_by(Visit.id)
        )
    )


def _tile(row: Row[Any]) -> Tile:
    state, since = _state(row)
    return Tile(
        table_id=row.id,
        area_id=row.area_id,
        name=row.name,
        seats=row.seats,
        rank=row.rank,
        version=max(row.version, row.visit_version or 0),
        visit_id=row.visit_id,
        guests=row.guest_count or 0,
        state=state,
        since=since,
        due=(row.total or 0) - (row.paid or 0) + (row.refunded or 0),
        requests=row.requests or 0,
        parties=row.parties or 0,
        is_counter=row.kind is TableKind.COUNTER,
    )


def _state(row: Row[Any]) -> tuple[TileState, datetime | None]:
    """The most pressing thing that is true."""
    if row.visit_id is None:
        is_busy = row.kind is TableKind.COUNTER and row.parties
        return (TileState.SEATED if is_busy else TileState.FREE), None
    pressing = (
        (TileState.BILL_ASKED, row.bill_asked_at),
        (TileState.TO_ACCEPT, row.placed_since),
        (TileState.READY, row.ready_since),
        (TileState.IN_KITCHEN, row.kitchen_since),
        (TileState.CHOOSING, row.choosing_since),
        (TileState.SERVED, row.served_at),
    )
    for state, since in pressing:
        if since is not None:
            return state, since
    return TileState.SEATED, row.opened_at


def _oldest_order(*statuses: LineStatus) -> ScalarSelect[datetime]:
    return (
        select(func.min(Order.placed_at))
        .join(OrderLine, OrderLine.order_id == Order.id)
        .where(OrderLine.visit_id == Visit.id, OrderLine.status.in_(statuses))
        .correlate(Visit)
        .scalar_subquery()
    )


def _of_lines(what: Any, *conditions: Any) -> Any:
    return (
        select(what)
        .where(OrderLine.visit_id == Visit.id, *conditions)
        .correlate(Visit)
        .scalar_subquery()
    )


def _of_requests(what: Any, *conditions: Any) -> Any:
    return (
        select(what)
        .where(Request.visit_id == Visit.id, Request.answered_at.is_(None), *conditions)
        .correlate(Visit)
        .scalar_subquery()
    )


def _money(noun: type[Payment] | type[Refund]) -> Any:
    return (
        select(func.sum(noun.amount))
        .join(Bill, Bill.id == noun.bill_id)
        .where(Bill.visit_id == Visit.id)
        .correlate(Visit)
        .scalar_subquery()
    )


_CHOOSING = (
    select(func.min(CartLine.added_at))
    .where(CartLine.visit_id == Visit.id)
    .correlate(Visit)
    .scalar_subquery()
)

_Party = aliased(Visit)
_PARTIES = (
    select(func.count(_Party.id))
    .where(_Party.table_id == Table.id, _Party.ended_at.is_(None))
    .correlate(Table)
    .scalar_subquery()
)

_JOINED: Final = Visit.id == Table.visit_id

_TILES: Final[Any] = (
    select(
        Table.id,
        Table.area_id,
        Table.name,
        Table.seats,
        Table.kind,
        Table.rank,
        Table.version,
        Table.visit_id,
        Visit.version.label("visit_version"),
        Visit.guest_count,
        Visit.opened_at,
        _PARTIES.label("parties"),
        _CHOOSING.label("choosing_since"),
        _oldest_order(LineStatus.PLACED).label("placed_since"),
        _oldest_order(LineStatus.ACCEPTED, LineStatus.COOKING).label("kitchen_since"),
        _of_lines(func.min(OrderLine.ready_at), OrderLine.status == LineStatus.READY).label(
            "ready_since"
        ),
        _of_lines(func.max(OrderLine.served_at)).label("served_at"),
        _of_lines(func.sum(OrderLine.total), OrderLine.status != LineStatus.CANCELLED).label(
            "total"
        ),
        _of_requests(func.min(Request.made_at), Request.kind.in_(BILL_KINDS)).label(
            "bill_asked_at"
        ),
        _of_requests(func.count()).label("requests"),
        _money(Payment).label("paid"),
        _money(Refund).label("refunded"),
    )
    .outerjoin(Visit, _JOINED)
    .where(Table.retired_at.is_(None))
    .order_by(Table.rank, Table.id)
)

_HERE: Final = Table.restaurant_id == bindparam("restaurant")
_ALL: Final = Ready(_TILES.where(_HERE))
_SOME: Final = Ready(_TILES.where(_HERE, Table.id.in_(bindparam("tables", expanding=True))))

_VERSIONS: Final = Ready(
    select(Table.id, Table.version, Visit.version.label("visit_version"))
    .outerjoin(Visit, _JOINED)
    .where(Table.retired_at.is_(None), _HERE)
)
