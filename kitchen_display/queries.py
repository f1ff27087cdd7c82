"""What the board reads: its stations, the orders on it, and those that have left it."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import bindparam, case, func, or_, select, union_all
from sqlalchemy.orm import aliased

from kitchen_display.board import DONE, RECALLABLE_FOR, Board, Station, joined_up
from kitchen_display.pass_board import FORGOTTEN_AFTER
from restaurant_order.core import clock
from restaurant_order.core.database import db, run
from restaurant_order.core.refusals import NotFound
from restaurant_order.core.statements import Ready
from restaurant_order.ordering.models import LineStatus, LineTask, Order, OrderLine
from restaurant_order.ordering.progress import IN_KITCHEN
from restaurant_order.ordering.queries import orders_on_tickets, tickets_of
from restaurant_order.ordering.views import OrderView
from restaurant_order.venue import models as venue

ALL: Final = "all"
"""The slug of the board without a station."""

PASS: Final = Board(None, is_pass=True)

_OLDEST: Final = timedelta(days=2)
"""Nothing that is recalled was ordered longer ago; lets the database look at few orders only."""

_STATIONS: Final = Ready(
    select(
        venue.Station.id,
        venue.Station.slug,
        venue.Station.name,
        venue.Station.language,
        venue.Station.warn_after,
        venue.Station.late_after,
        venue.Station.takeaway_warn_after,
        venue.Station.takeaway_late_after,
        venue.Station.off_since,
    )
    .where(venue.Station.restaurant_id == bindparam("restaurant_id"))
    .order_by(venue.Station.rank, venue.Station.id)
)

TICKET_ID: Final = func.coalesce(Order.joins_id, Order.id)
_ROUND: Final = aliased(Order, name="round_on_ticket")

_OF_RESTAURANT: Final = OrderLine.restaurant_id == bindparam("restaurant_id")
_MAKING: Final = OrderLine.status.in_(sorted(IN_KITCHEN))
_CANCELLED_UNSEEN: Final = (
    (OrderLine.status == LineStatus.CANCELLED)
    & OrderLine.cancel_seen_at.is_(None)
    & OrderLine.accepted_at.is_not(None)
)


def stations(restaurant_id: int) -> list[Station]:
    """In the order the restaurant ranks them."""
    rows = run(_STATIONS, {"restaurant_id": restaurant_id})
    return [Station(*row) for row in rows]


def board_or_refuse(restaurant_id: int, slug: str) -> Board:
    """Raises NotFound for a station this restaurant does not have."""
    if slug == ALL:
        return Board(None)
    if slug == PASS.slug:
        return PASS
    for station in stations(restaurant_id):
        if station.slug == slug:
            return Board(station)
    raise NotFound


def open_orders(restaurant_id: int, board: Board) -> list[OrderView]:
    """Orders of which the board shows a ticket, joined up."""
    ids = {ticket_id for ticket_id, _ in open_versions(restaurant_id, board.station_id)}
    return ticket_orders(restaurant_id, ids)


def ticket_orders(restaurant_id: int, ticket_ids: Collection[int]) -> list[OrderView]:
    """What stands on these tickets, joined up."""
    return joined_up(orders_on_tickets(restaurant_id, ticket_ids)) if ticket_ids else []


def ticket_order(restaurant_id: int, order_id: int) -> OrderView:
    """The ticket that an order stands on, joined up. Raises NotFound for another restaurant's."""
    found = ticket_orders(restaurant_id, set(tickets_of(restaurant_id, [order_id]).values()))
    if not found:
        raise NotFound
    return found[0]


def open_versions(restaurant_id: int, station_id: int | None) -> Sequence[tuple[int, int]]:
    """(ticket id, version) of every ticket on a board, without reading the tickets.

    A ticket's version is the newest of all orders on it, also of those that are done.
    """
    values = {"restaurant_id": restaurant_id, "station_id": station_id}
    newest: dict[int, int] = {}
    for statement in _OPEN if station_id is None else _OPEN_HERE:
        for ticket_id, version in db.session.execute(statement, values):
            newest[ticket_id] = max(version, newest.get(ticket_id, 0))
    return sorted(newest.items())


@dataclass(frozen=True)
class Load:
    """Tickets that are open, by station and in all; `homeless`: some dish has no station."""

    by_station: Counter[int]
    total: int
    homeless: bool


def load_of(restaurant_id: int) -> Load:
    """How much every board has on it."""
    tickets = {
        (row.ticket_id, row.station_id)
        for statement in _BY_STATION
        for row in db.session.execute(statement, {"restaurant_id": restaurant_id})
    }
    return Load(
        by_station=Counter(station for _, station in tickets if station is not None),
        total=len({ticket_id for ticket_id, _ in tickets}),
        homeless=any(station is None for _, station in tickets),
    )


def recently_done_orders(restaurant_id: int, board: Board) -> list[OrderView]:
    """Orders of which something was done on this board within the time it can be recalled."""
    now = clock.now()
    recent = (
        select(TICKET_ID)
        .join(OrderLine, Order.id == OrderLine.order_id)
        .where(Order.restaurant_id == restaurant_id)
        .where(Order.business_day >= now.date() - _OLDEST)
        .where(OrderLine.status.in_(sorted(DONE)), OrderLine.ready_at > now - RECALLABLE_FOR)
        .distinct()
    )
    if board.station_id is not None:
        recent = recent.where(OrderLine.station_id == board.station_id)
        ids = {*db.session.scalars(recent), *_recently_done_parts(restaurant_id, board.station_id)}
    else:
        ids = set(db.session.scalars(recent))
    return ticket_orders(restaurant_id, ids)


def _recently_done_parts(restaurant_id: int, station_id: int) -> Iterable[int]:
    """Tickets with a part that this station has done in that time, of lines several make."""
    done = (
        select(TICKET_ID)
        .join(OrderLine, OrderLine.order_id == Order.id)
        .join(LineTask, LineTask.line_id == OrderLine.id)
        .where(LineTask.restaurant_id == restaurant_id, LineTask.station_id == station_id)
        .where(LineTask.ready_at > clock.now() - RECALLABLE_FOR)
    )
    return db.session.scalars(done)


@dataclass(frozen=True)
class LineSpot:
    """Which order a line belongs to, and how far this board's part of it is."""

    id: int
    order_id: int
    status: LineStatus
    started_at: datetime | None
    is_shared: bool


def line_spots(restaurant_id: int, line_ids: Collection[int], board: Board) -> list[LineSpot]:
    """Those among these lines that are this restaurant's and this board's."""
    shared_here = OrderLine.is_shared & (LineTask.station_id == board.station_id)
    found = (
        select(
            OrderLine.id,
            OrderLine.order_id,
            func.coalesce(LineTask.status, OrderLine.status),
            case((LineTask.line_id.is_(None), OrderLine.started_at), else_=LineTask.started_at),
            OrderLine.is_shared,
        )
        .outerjoin(LineTask, (LineTask.line_id == OrderLine.id) & shared_here)
        .where(OrderLine.id.in_(line_ids), OrderLine.restaurant_id == restaurant_id)
    )
    if board.station_id is not None:
        whole_here = OrderLine.is_shared.is_(False) & (OrderLine.station_id == board.station_id)
        found = found.where(or_(whole_here, LineTask.line_id.is_not(None)))
    return [LineSpot(*row) for row in db.session.execute(found)]


def orders_at_pass(restaurant_id: int) -> list[OrderView]:
    """Tickets of which something is at the pass, joined up."""
    return ticket_orders(restaurant_id, {each for each, _ in versions_at_pass(restaurant_id)})


def versions_at_pass(restaurant_id: int) -> Sequence[tuple[int, int]]:
    """(ticket id, version) of what is at the pass, as `open_versions`."""
    values = {"restaurant_id": restaurant_id, "since": clock.now() - FORGOTTEN_AFTER}
    newest: dict[int, int] = {}
    for statement in _AT_PASS:
        for ticket_id, version in db.session.execute(statement, values):
            newest[ticket_id] = max(version, newest.get(ticket_id, 0))
    return sorted(newest.items())


def orders_handed_out(restaurant_id: int) -> list[OrderView]:
    """Tickets of which the pass has handed something out within the time it can be recalled."""
    now = clock.now()
    handed_out = (
        select(TICKET_ID)
        .join(OrderLine, Order.id == OrderLine.order_id)
        .where(Order.restaurant_id == restaurant_id)
        .where(Order.business_day >= now.date() - _OLDEST)
        .where(OrderLine.passed_at > now - RECALLABLE_FOR)
        .distinct()
    )
    return ticket_orders(restaurant_id, set(db.session.scalars(handed_out)))


_PART: Final = LineTask.line_id == OrderLine.id
_PART_OPEN: Final = _PART & _MAKING & LineTask.status.in_(sorted(IN_KITCHEN))
_PART_UNSEEN: Final = (
    _PART & _CANCELLED_UNSEEN & OrderLine.is_shared & LineTask.cancel_seen_at.is_(None)
)
_WHOLE: Final = OrderLine.is_shared.is_(False)


def _versions(*conditions: Any) -> Any:
    """Of each ticket with such a line its first order's version, and those of its later rounds."""
    found = (
        select(TICKET_ID.label("ticket_id"))
        .join(OrderLine, OrderLine.order_id == Order.id)
        .where(_OF_RESTAURANT, *conditions)
        .distinct()
        .cte("tickets")
    )
    one = select(found.c.ticket_id, _ROUND.version)
    return union_all(
        one.join(_ROUND, _ROUND.id == found.c.ticket_id),
        one.join(_ROUND, _ROUND.joins_id == found.c.ticket_id),
    )


_OPEN: Final = (_versions(_MAKING), _versions(_CANCELLED_UNSEEN))
"""Two statements rather than one with OR: each has a partial index of its own."""

_NOT_GONE: Final = OrderLine.passed_at.is_(None) & OrderLine.taken_at.is_(None)
_AT_PASS: Final = (
    _versions(
        _NOT_GONE,
        or_(
            OrderLine.status == LineStatus.COOKING,
            (OrderLine.status == LineStatus.ACCEPTED) & OrderLine.fired_at.is_not(None),
            (OrderLine.status == LineStatus.READY) & (OrderLine.ready_at > bindparam("since")),
        ),
    ),
    _versions(
        _NOT_GONE,
        OrderLine.status == LineStatus.CANCELLED,
        OrderLine.ready_at.is_not(None),
        OrderLine.cancel_seen_at_pass.is_(None),
        OrderLine.cancelled_at > bindparam("since"),
    ),
)

_WHOLE_HERE: Final = _WHOLE & (OrderLine.station_id == bindparam("station_id"))
_PART_HERE: Final = (LineTask.station_id == bindparam("station_id")) & (
    LineTask.restaurant_id == bindparam("restaurant_id")
)
_OPEN_HERE: Final = (
    _versions(_MAKING, _WHOLE_HERE),
    _versions(_CANCELLED_UNSEEN, _WHOLE_HERE),
    _versions(_PART_OPEN, _PART_HERE),
    _versions(_PART_UNSEEN, _PART_HERE),
)
"""As `_OPEN` for one station: lines that it makes alone, and its parts of others."""

_BY_STATION: Final = (
    *(
        select(TICKET_ID.label("ticket_id"), OrderLine.station_id)
        .join(OrderLine, OrderLine.order_id == Order.id)
        .where(_OF_RESTAURANT, condition, _WHOLE)
        .distinct()
        for condition in (_MAKING, _CANCELLED_UNSEEN)
    ),
    *(
        select(TICKET_ID.label("ticket_id"), LineTask.station_id)
        .join(OrderLine, OrderLine.order_id == Order.id)
        .where(_OF_RESTAURANT, LineTask.restaurant_id == bindparam("restaurant_id"), condition)
        .distinct()
        for condition in (_PART_OPEN, _PART_UNSEEN)
    ),
)
