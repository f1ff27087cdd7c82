"""Tickets that no screen of their station has drawn in time: noticed, hung elsewhere, come home."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Select, bindparam, exists, func, or_, select, text, union

from restaurant_order.core import clock
from restaurant_order.core.actor import SYSTEM
from restaurant_order.core.database import UtcDateTime, db, run, table_of
from restaurant_order.core.statements import Ready
from restaurant_order.core.transaction import record, transaction
from restaurant_order.ordering.facts import TicketCameHome, TicketMissed
from restaurant_order.ordering.models import DrawnTicket, LineTask, MissedTicket, Order, OrderLine
from restaurant_order.ordering.progress import IN_KITCHEN
from restaurant_order.venue.models import Restaurant
from restaurant_order.venue.queries import stations
from restaurant_order.venue.rules import fallbacks_of
from restaurant_order.visits.models import Visit

UNDONE_WITHIN: Final = timedelta(minutes=1)
"""For so long a board may still touch what it stood in for."""

Spot = tuple[int, int]
"""A ticket by order and station; station 0: none."""

_LINE: Final = table_of(OrderLine).c
_TASK: Final = table_of(LineTask).c
_ORDER: Final = table_of(Order).c
_VISIT: Final = table_of(Visit).c
_DRAWN: Final = table_of(DrawnTicket).c
_MISSED: Final = table_of(MissedTicket).c


@dataclass(frozen=True)
class OpenTicket:
    """A ticket with something to make; `station_id` None: no station.

    `fired_at`: the newest firing of it.
    """

    order_id: int
    station_id: int | None
    visit_id: int
    table_id: int
    fired_at: datetime

    @property
    def spot(self) -> Spot:
        return (self.order_id, self.station_id or 0)


@dataclass(frozen=True)
class Missed:
    """A ticket that is missed now; `fallback_id` where it hangs instead, if anywhere.

    `shown_through`: the newest firing that a screen there has drawn.
    """

    order_id: int
    station_id: int | None
    visit_id: int
    table_id: int
    fallback_id: int | None
    hung_at: datetime
    shown_through: datetime | None

    @property
    def spot(self) -> Spot:
        return (self.order_id, self.station_id or 0)


@dataclass(frozen=True)
class Look:
    """What one look found."""

    missed: tuple[TicketMissed, ...] = ()
    sent_on: tuple[TicketMissed, ...] = ()
    ended: tuple[TicketCameHome, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.missed or self.sent_on or self.ended)


def _to_make(station_id: Any, *among: Any) -> Select[Any]:
    return (
        select(_LINE.order_id, station_id.label("station_id"), _LINE.visit_id, _LINE.fired_at)
        .where(_LINE.restaurant_id == bindparam("restaurant"))
        .where(_LINE.status.in_(sorted(IN_KITCHEN)), *among)
    )


def _parts(since: Any) -> Any:
    """What each station has had to make since before then; what is held is nobody's yet."""

    def waited(moved_at: Any) -> Any:
        return (_LINE.fired_at < since) & or_(moved_at.is_(None), moved_at < since)

    return union(
        _to_make(_LINE.station_id, ~_LINE.is_shared, waited(_LINE.moved_at)),
        _to_make(
            _TASK.station_id,
            _LINE.is_shared,
            _TASK.line_id == _LINE.id,
            _TASK.status.in_(sorted(IN_KITCHEN)),
            waited(_TASK.moved_at),
        ),
    ).subquery("part")


_WAITING: Final = _parts(bindparam("before"))
_IS_DRAWN: Final = exists().where(
    _DRAWN.order_id == _WAITING.c.order_id,
    _DRAWN.station_id == func.coalesce(_WAITING.c.station_id, 0),
    _DRAWN.fired_through >= _WAITING.c.fired_at,
)
_TICKET: Final = (
    _WAITING.c.order_id,
    _WAITING.c.station_id,
    _WAITING.c.visit_id,
    _VISIT.table_id,
)
_UNDRAWN: Final = (
    select(*_TICKET, func.max(_WAITING.c.fired_at).label("fired_at"))
    .join(_VISIT.id.table, _VISIT.id == _WAITING.c.visit_id)
    .where(~_IS_DRAWN)
    .group_by(*_TICKET)
    .order_by(*_TICKET)
)
_HANGS: Final = (
    select(
        _MISSED.order_id,
        _MISSED.station_id,
        _VISIT.id.label("visit_id"),
        _VISIT.table_id,
        _MISSED.fallback_id,
        _MISSED.hung_at,
        _MISSED.shown_through,
    )
    .join(_ORDER.id.table, _ORDER.id == _MISSED.order_id)
    .join(_VISIT.id.table, _VISIT.id == _ORDER.visit_id)
    .where(_MISSED.restaurant_id == bindparam("restaurant"), _MISSED.ended_at.is_(None))
    .order_by(_MISSED.order_id, _MISSED.station_id)
)
_HANGING: Final = Ready(_HANGS)
_HANGING_LOCKED: Final = _HANGS.with_for_update(of=_MISSED.order_id.table)


def undrawn_tickets(restaurant_id: int, *, before: datetime) -> list[OpenTicket]:
    """Tickets with something that was fired before then, and that no screen at home has drawn."""
    rows = run(_UNDRAWN, {"restaurant": restaurant_id, "before": before})
    return [OpenTicket(*row) for row in rows]


def missed_tickets(restaurant_id: int, *, locked: bool = False) -> list[Missed]:
    """What is missed now, wherever it hangs."""
    rows = run(_HANGING_LOCKED if locked else _HANGING, {"restaurant": restaurant_id})
    return [Missed(row[0], row[1] or None, *row[2:]) for row in rows]


def stands_in_for(restaurant_id: int, station_id: int) -> set[int]:
    """The stations whose tickets hang here; also while the last can still be undone."""
    hung = or_(_MISSED.ended_at.is_(None), _MISSED.ended_at > clock.now() - UNDONE_WITHIN)
    here = (_MISSED.restaurant_id == restaurant_id) & (_MISSED.fallback_id == station_id)
    return set(db.session.scalars(select(_MISSED.station_id).where(here, hung)))


def look_for_missed(restaurant: Restaurant) -> Look:
    """Notice what no screen has drawn in time, and hang it on the fallback's board.

    1. A ticket that is missed for the first time is told to all screens once more.
    2. What the fallback's screens do not draw in time either goes on to the fallback's fallback.
    3. What is finished, cancelled, or drawn at home meanwhile hangs nowhere else any more.

    A course that is fired counts as a new ticket does: from its firing, and whatever was drawn of
    the ticket before. Looking again, or in two processes at once, finds nothing twice. It takes as
    many statements for one ticket as for hundreds, and no transaction where nothing is to be done.
    """
    before = clock.now() - timedelta(seconds=restaurant.drawn_within)
    if not _look(restaurant.id, before, missed_tickets(restaurant.id)):
        return Look()
    with transaction():
        db.session.refresh(restaurant, with_for_update={"key_share": True})  # one look at a time
        look = _look(restaurant.id, before, missed_tickets(restaurant.id, locked=True))
        _keep(look)
        for fact in (*look.missed, *look.sent_on, *look.ended):
            record(fact, by=SYSTEM)
    return look


def _look(restaurant_id: int, before: datetime, hanging: Sequence[Missed]) -> Look:
    late = undrawn_tickets(restaurant_id, before=before)
    if not late and not hanging:
        return Look()
    known = {one.spot for one in hanging}
    wanted = {one.spot for one in undrawn_tickets(restaurant_id, before=clock.now())}
    fallbacks, off = _fallbacks(restaurant_id)
    return Look(
        tuple(
            _missed(restaurant_id, one, fallbacks.get(one.station_id or 0))
            for one in late
            if one.spot not in known
        ),
        tuple(_send_on(restaurant_id, hanging, late, fallbacks, before, off)),
        tuple(_end(restaurant_id, one) for one in hanging if one.spot not in wanted),
    )


def _send_on(
    restaurant_id: int,
    hanging: Iterable[Missed],
    late: Iterable[OpenTicket],
    fallbacks: Mapping[int, int | None],
    before: datetime,
    off: Collection[int],
) -> Iterable[TicketMissed]:
    tickets = {ticket.spot: ticket for ticket in late}
    for one in hanging:
        ticket, following = tickets.get(one.spot), _next_board(one, fallbacks)
        if ticket and following:
            is_ignored = one.hung_at < before and not _is_shown(one, ticket)
            if is_ignored or one.fallback_id in off:
                yield _missed(restaurant_id, ticket, following, one.fallback_id)


def _fallbacks(restaurant_id: int) -> tuple[dict[int, int | None], set[int]]:
    """Where tickets nobody draws go next, never to the board of a station that is off; and those
    that are off.
    """
    found = stations(restaurant_id)
    off = {station.id for station in found if station.off_since is not None}
    fallbacks = {station.id: station.fallback_id for station in found}
    return {
        station_id: next((f for f in fallbacks_of(station_id, fallbacks) if f not in off), None)
        for station_id in fallbacks
    }, off


def _is_shown(one: Missed, ticket: OpenTicket) -> bool:
    return one.shown_through is not None and one.shown_through >= ticket.fired_at


def _next_board(one: Missed, fallbacks: Mapping[int, int | None]) -> int | None:
    """Where it has not hung yet. After the last board it stays there."""
    chain = fallbacks_of(one.station_id or 0, fallbacks)
    if one.fallback_id not in chain:
        return chain[0] if chain else None
    after = chain[chain.index(one.fallback_id) + 1 :]
    return after[0] if after else None


def _missed(
    restaurant_id: int, ticket: OpenTicket, fallback_id: int | None, left_id: int | None = None
) -> TicketMissed:
    return TicketMissed(
        restaurant_id=restaurant_id,
        visit_id=ticket.visit_id,
        table_id=ticket.table_id,
        order_id=ticket.order_id,
        station_id=ticket.station_id,
        fallback_id=fallback_id,
        left_id=left_id,
    )


def _end(restaurant_id: int, one: Missed) -> TicketCameHome:
    return TicketCameHome(
        restaurant_id=restaurant_id,
        visit_id=one.visit_id,
        table_id=one.table_id,
        order_id=one.order_id,
        station_id=one.station_id,
        fallback_id=one.fallback_id,
    )


def _keep(look: Look) -> None:
    """What was found, in a statement for each kind of finding."""
    now = clock.now()
    for statement, facts in ((_MISS, look.missed), (_SEND, look.sent_on), (_ENDED, look.ended)):
        if facts:
            run(statement, [_values(fact, now) for fact in facts])


def _values(fact: TicketMissed | TicketCameHome, now: datetime) -> dict[str, Any]:
    return {
        "order_id": fact.order_id,
        "station": fact.station_id or 0,
        "restaurant": fact.restaurant_id,
        "board": fact.fallback_id,
        "at": now,
    }


_AT: Final = bindparam("at", type_=UtcDateTime())
_MISS: Final = text(
    "INSERT INTO missed_tickets"
    " (order_id, station_id, restaurant_id, missed_at, fallback_id, hung_at, shown_by)"
    " VALUES (:order_id, :station, :restaurant, :at, :board, :at, '')"
    " ON CONFLICT (order_id, station_id) DO UPDATE SET missed_at = :at, fallback_id = :board,"
    " hung_at = :at, shown_at = NULL, shown_through = NULL, shown_by = '', ended_at = NULL"
).bindparams(_AT)
_SEND: Final = text(
    "UPDATE missed_tickets SET fallback_id = :board, hung_at = :at"
    " WHERE order_id = :order_id AND station_id = :station"
).bindparams(_AT)
_ENDED: Final = text(
    "UPDATE missed_tickets SET ended_at = :at WHERE order_id = :order_id AND station_id = :station"
).bindparams(_AT)
