"""What the board reads: its stations, the orders on it, and those that have left it."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Select, bindparam, select

from kitchen_display.board import DONE, RECALLABLE_FOR, Board, Station
from restaurant_order.core import clock
from restaurant_order.core.database import db
from restaurant_order.core.refusals import NotFound
from restaurant_order.ordering.models import LineStatus, Order, OrderLine
from restaurant_order.ordering.progress import IN_KITCHEN
from restaurant_order.ordering.queries import orders_by_id
from restaurant_order.ordering.views import OrderView
from restaurant_order.venue import models as venue

ALL: Final = "all"
"""The slug of the board without a station."""

_OLDEST: Final = timedelta(days=2)
"""Nothing that is recalled was ordered longer ago; lets the database look at few orders only."""

_STATIONS: Final = (
    select(
        venue.Station.id,
        venue.Station.slug,
        venue.Station.name,
        venue.Station.language,
        venue.Station.warn_after,
        venue.Station.late_after,
    )
    .where(venue.Station.restaurant_id == bindparam("restaurant_id"))
    .order_by(venue.Station.rank, venue.Station.id)
)

_OF_RESTAURANT: Final = OrderLine.restaurant_id == bindparam("restaurant_id")
_MAKING: Final = OrderLine.status.in_(sorted(IN_KITCHEN))
_CANCELLED_UNSEEN: Final = (
    (OrderLine.status == LineStatus.CANCELLED)
    & OrderLine.cancel_seen_at.is_(None)
    & OrderLine.accepted_at.is_not(None)
)


def stations(restaurant_id: int) -> list[Station]:
    """In the order the restaurant ranks them."""
    rows = db.session.execute(_STATIONS, {"restaurant_id": restaurant_id})
    return [Station(*row) for row in rows]


def board_or_refuse(restaurant_id: int, slug: str) -> Board:
    """Raises NotFound for a station this restaurant does not have."""
    if slug == ALL:
        return Board(None)
    for station in stations(restaurant_id):
        if station.slug == slug:
            return Board(station)
    raise NotFound


def open_orders(restaurant_id: int, board: Board) -> list[OrderView]:
    """Orders of which the board shows a ticket."""
    ids = {order_id for order_id, _ in open_versions(restaurant_id, board.station_id)}
    return orders_by_id(restaurant_id, ids) if ids else []


def open_versions(restaurant_id: int, station_id: int | None) -> Sequence[tuple[int, int]]:
    """(order id, version) of every ticket on a board, without reading the tickets."""
    making, unseen = _OPEN[station_id is None]
    values = {"restaurant_id": restaurant_id, "station_id": station_id}
    found = [*db.session.execute(making, values), *db.session.execute(unseen, values)]
    return sorted({(row.id, row.version) for row in found})


@dataclass(frozen=True)
class Load:
    """Tickets that are open, by station and in all; `homeless`: some dish has no station."""

    by_station: Counter[int]
    total: int
    homeless: bool


def load_of(restaurant_id: int) -> Load:
    """How much every board has on it."""
    tickets = {
        (row.order_id, row.station_id)
        for statement in _BY_STATION
        for row in db.session.execute(statement, {"restaurant_id": restaurant_id})
    }
    return Load(
        by_station=Counter(station for _, station in tickets if station is not None),
        total=len({order_id for order_id, _ in tickets}),
        homeless=any(station is None for _, station in tickets),
    )


def recently_done_orders(restaurant_id: int, board: Board) -> list[OrderView]:
    """Orders of which something was done on this board within the time it can be recalled."""
    now = clock.now()
    recent = (
        select(OrderLine.order_id)
        .join(Order, Order.id == OrderLine.order_id)
        .where(Order.restaurant_id == restaurant_id)
        .where(Order.business_day >= now.date() - _OLDEST)
        .where(OrderLine.status.in_(sorted(DONE)), OrderLine.ready_at > now - RECALLABLE_FOR)
        .distinct()
    )
    if board.station_id is not None:
        recent = recent.where(OrderLine.station_id == board.station_id)
    ids = db.session.scalars(recent).all()
    return orders_by_id(restaurant_id, ids) if ids else []


@dataclass(frozen=True)
class LineSpot:
    """Where a line belongs, and how far it is."""

    id: int
    order_id: int
    station_id: int | None
    status: LineStatus
    started_at: datetime | None


def line_spots(restaurant_id: int, line_ids: Collection[int]) -> list[LineSpot]:
    """This restaurant's among these lines."""
    columns = (
        OrderLine.id,
        OrderLine.order_id,
        OrderLine.station_id,
        OrderLine.status,
        OrderLine.started_at,
    )
    found = select(*columns).where(OrderLine.id.in_(line_ids))
    rows = db.session.execute(found.where(OrderLine.restaurant_id == restaurant_id))
    return [LineSpot(*row) for row in rows]


def _versions(condition: Any, *, of_all: bool) -> Select[int, int]:
    found = (
        select(Order.id, Order.version)
        .join(OrderLine, OrderLine.order_id == Order.id)
        .where(_OF_RESTAURANT, condition)
        .distinct()
    )
    return found if of_all else found.where(OrderLine.station_id == bindparam("station_id"))


_OPEN: Final = {
    of_all: (
        _versions(_MAKING, of_all=of_all),
        _versions(_CANCELLED_UNSEEN, of_all=of_all),
    )
    for of_all in (False, True)
}
"""Two statements rather than one with OR: each has a partial index of its own."""

_BY_STATION: Final = tuple(
    select(OrderLine.order_id, OrderLine.station_id).where(_OF_RESTAURANT, condition).distinct()
    for condition in (_MAKING, _CANCELLED_UNSEEN)
)
