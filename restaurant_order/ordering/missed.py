"""Tickets that no screen of their station has drawn in time: noticed, hung elsewhere, come home."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Select, bindparam, exists, func, or_, select, union

from restaurant_order.core import clock
from restaurant_order.core.actor import SYSTEM
from restaurant_order.core.database import db, run, table_of
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
    """A ticket with something to make; `station_id` None: no station."""

    order_id: int
    station_id: int | None
    visit_id: int
    table_id: int

    @property
    def spot(self) -> Spot:
        return (self.order_id, self.station_id or 0)


@dataclass(frozen=True)
class Missed:
    """A ticket that is missed now; `fallback_id` where it hangs instead, if anywhere."""

    order_id: int
    station_id: int | None
    fallback_id: int | None
    shown_at: datetime | None


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
        select(_LINE.order_id, station_id.label("station_id"), _LINE.visit_id)
        .where(_LINE.restaurant_id == bindparam("restaurant"))
        .where(_LINE.status.in_(sorted(IN_KITCHEN)), *among)
    )


def _parts(which: Any) -> Any:
    """What each station has to make; what is held is nobody's yet."""
    return union(
        _to_make(_LINE.station_id, ~_LINE.is_shared, which),
        _to_make(
            _TASK.station_id,
            _LINE.is_shared,
            _TASK.line_id == _LINE.id,
            _TASK.status.in_(sorted(IN_KITCHEN)),
            which,
        ),
    ).subquery("part")


def _tickets(part: Any) -> Any:
    return select(part.c.order_id, part.c.station_id, part.c.visit_id, _VISIT.table_id).join(
        _VISIT.id.table, _VISIT.id == part.c.visit_id
    )


_WAITING: Final = _parts(_LINE.fired_at < bindparam("before"))
_IS_DRAWN: Final = exists().where(
    _DRAWN.order_id == _WAITING.c.order_id,
    _DRAWN.station_id == func.coalesce(_WAITING.c.station_id, 0),
)
_UNDRAWN: Final = _tickets(_WAITING).where(~_IS_DRAWN)
_HANGING: Final = (
    select(_MISSED.order_id, _MISSED.station_id, _MISSED.fallback_id, _MISSED.shown_at)
    .where(_MISSED.restaurant_id == bindparam("restaurant"), _MISSED.ended_at.is_(None))
    .order_by(_MISSED.order_id, _MISSED.station_id)
)


def undrawn_tickets(restaurant_id: int, *, before: datetime) -> list[OpenTicket]:
    """Tickets accepted before then that no screen at home has drawn."""
    rows = run(_UNDRAWN, {"restaurant": restaurant_id, "before": before})
    return [OpenTicket(*row) for row in rows]


def missed_tickets(restaurant_id: int) -> list[Missed]:
    """What is missed now, wherever it hangs."""
    rows = run(_HANGING, {"restaurant": restaurant_id})
    return [Missed(row[0], row[1] or None, row[2], row[3]) for row in rows]


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

    Looking again, or in two processes at once, finds nothing twice. A quiet kitchen costs two
    queries and no transaction.
    """
    before = clock.now() - timedelta(seconds=restaurant.drawn_within)
    if not undrawn_tickets(restaurant.id, before=before) and not missed_tickets(restaurant.id):
        return Look()
    with transaction():
        db.session.refresh(restaurant, with_for_update={"key_share": True})  # one look at a time
        rows = {(row.order_id, row.station_id): row for row in _rows(restaurant.id)}
        undrawn = {ticket.spot: ticket for ticket in undrawn_tickets(restaurant.id, before=before)}
        wanted = {one.spot for one in undrawn_tickets(restaurant.id, before=clock.now())}
        fallbacks = {station.id: station.fallback_id for station in stations(restaurant.id)}
        look = Look(
            tuple(_miss(restaurant.id, t, fallbacks) for s, t in undrawn.items() if s not in rows),
            tuple(_send_on(rows, undrawn, fallbacks, before)),
            tuple(_end(row) for spot, row in rows.items() if spot not in wanted),
        )
        for fact in (*look.missed, *look.sent_on, *look.ended):
            record(fact, by=SYSTEM)
    return look


def _rows(restaurant_id: int) -> Iterable[MissedTicket]:
    """Locked: whoever looks at the same time finds what is done already."""
    asked = db.select(MissedTicket).where(
        MissedTicket.restaurant_id == restaurant_id, MissedTicket.ended_at.is_(None)
    )
    return db.session.scalars(asked.order_by(MissedTicket.order_id).with_for_update()).all()


def _miss(
    restaurant_id: int, ticket: OpenTicket, fallbacks: Mapping[int, int | None]
) -> TicketMissed:
    now, fallback_id = clock.now(), fallbacks.get(ticket.station_id or 0)
    row = db.session.get(MissedTicket, ticket.spot) or MissedTicket(
        order_id=ticket.order_id, station_id=ticket.station_id or 0, restaurant_id=restaurant_id
    )
    row.missed_at = row.hung_at = now
    row.fallback_id, row.shown_at, row.shown_by, row.ended_at = fallback_id, None, "", None
    db.session.add(row)
    return _fact(restaurant_id, ticket, fallback_id)


def _send_on(
    rows: Mapping[Spot, MissedTicket],
    undrawn: Mapping[Spot, OpenTicket],
    fallbacks: Mapping[int, int | None],
    before: datetime,
) -> Iterable[TicketMissed]:
    for spot, row in rows.items():
        following = _next_board(row, fallbacks)
        if spot in undrawn and row.shown_at is None and row.hung_at < before and following:
            left_id, row.fallback_id, row.hung_at = row.fallback_id, following, clock.now()
            yield _fact(row.restaurant_id, undrawn[spot], following, left_id)


def _next_board(row: MissedTicket, fallbacks: Mapping[int, int | None]) -> int | None:
    """Where it has not hung yet. After the last board it stays there."""
    chain = fallbacks_of(row.station_id, fallbacks)
    if row.fallback_id not in chain:
        return chain[0] if chain else None
    after = chain[chain.index(row.fallback_id) + 1 :]
    return after[0] if after else None


def _end(row: MissedTicket) -> TicketCameHome:
    row.ended_at = clock.now()
    asked = (
        db.select(Visit.id, Visit.table_id)
        .join(Order, Order.visit_id == Visit.id)
        .where(Order.id == row.order_id)
    )
    visit = db.session.execute(asked).one()
    return TicketCameHome(
        restaurant_id=row.restaurant_id,
        visit_id=visit.id,
        table_id=visit.table_id,
        order_id=row.order_id,
        station_id=row.station_id or None,
        fallback_id=row.fallback_id,
    )


def _fact(
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
