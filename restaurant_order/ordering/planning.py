"""Keeping the plan: at stations that pace themselves each line says when to begin it.

Looked at every few seconds. A late look does no harm: what is due is released then, and a line
that nobody has planned yet is never held back.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Row, bindparam, func, select, update

from restaurant_order.core import clock
from restaurant_order.core.actor import SYSTEM
from restaurant_order.core.database import run, table_of
from restaurant_order.core.transaction import record, transaction
from restaurant_order.ordering.facts import LinePlanned, LineReleased
from restaurant_order.ordering.models import LineStatus, Order, OrderLine
from restaurant_order.ordering.pacing import Job, starts
from restaurant_order.ordering.progress import IN_KITCHEN
from restaurant_order.venue.models import Pacing, Restaurant, Station
from restaurant_order.venue.queries import stations
from restaurant_order.visits.models import Visit

SAME: Final = timedelta(minutes=1)
"""A plan that moves by less is not told again."""


def keep_plan(restaurant: Restaurant) -> list[int]:
    """The lines of which the plan changed, or whose turn has come.

    Two looks at once change nothing twice. A kitchen without pacing costs two queries.
    """
    paced = {one.id: one for one in stations(restaurant.id) if one.pacing is not Pacing.OFF}
    if not paced and run(_LEFT_OVER, {"restaurant": restaurant.id}).first() is None:
        return []
    with transaction():
        rows = list(run(_LINES, {"restaurant": restaurant.id}))
        plan, now = _plan(rows, paced), clock.now()
        changed = []
        for row in rows:
            station = paced.get(row.station_id)
            if row.status is LineStatus.ACCEPTED and (station or row.start_at):
                start_at = _settled(row.start_at, plan.get(row.id), now) if station else None
                pacing = station.pacing if station else Pacing.OFF
                changed += _write(restaurant.id, row, start_at, pacing, now)
        return changed


def _plan(rows: Iterable[Row[Any]], paced: Mapping[int, Station]) -> dict[int, datetime]:
    tickets = [
        [_job(row) for row in lines if row.prep_minutes and row.station_id is not None]
        for _ticket, lines in groupby(rows, key=lambda row: row.ticket_id)
    ]
    capacities = {station.id: station.capacity for station in paced.values()}
    return starts(tickets, capacities, now=clock.now())


def _job(row: Row[Any]) -> Job:
    return Job(row.id, row.station_id, row.prep_minutes, row.quantity, row.started_at)


def _settled(before: datetime | None, after: datetime | None, now: datetime) -> datetime | None:
    """What is due stays due; a small change is none. None: nobody knows how long it takes."""
    if before is None or after is None:
        return after
    is_same = abs(after - before) < SAME or max(before, after) <= now
    return before if is_same else after


def _write(
    restaurant_id: int, row: Row[Any], start_at: datetime | None, pacing: Pacing, now: datetime
) -> list[int]:
    is_due = pacing is not Pacing.HOLD or start_at is None or start_at <= now
    released_at = row.released_at or (now if is_due else None)
    if (start_at, released_at) == (row.start_at, row.released_at):
        return []
    values = {"line": row.id, "start_at": start_at, "released_at": released_at}
    if run(_WRITE, values).first() is None:
        return []
    fact = LineReleased if released_at != row.released_at else LinePlanned
    record(
        fact(
            restaurant_id=restaurant_id,
            visit_id=row.visit_id,
            table_id=row.table_id,
            order_id=row.order_id,
            line_id=row.id,
            station_id=row.station_id,
        ),
        by=SYSTEM,
    )
    return [row.id]


_LINE: Final = table_of(OrderLine).c
_ORDER: Final = table_of(Order).c
_VISIT: Final = table_of(Visit).c
_TICKET: Final = func.coalesce(_ORDER.joins_id, _ORDER.id).label("ticket_id")

_LINES: Final = (
    select(
        _LINE.id,
        _LINE.order_id,
        _LINE.visit_id,
        _LINE.station_id,
        _LINE.status,
        _LINE.quantity,
        _LINE.prep_minutes,
        _LINE.started_at,
        _LINE.start_at,
        _LINE.released_at,
        _VISIT.table_id,
        _TICKET,
    )
    .join(_ORDER.id.table, _ORDER.id == _LINE.order_id)
    .join(_VISIT.id.table, _VISIT.id == _LINE.visit_id)
    .where(_LINE.restaurant_id == bindparam("restaurant"), _LINE.fired_at.is_not(None))
    .where(_LINE.status.in_(sorted(IN_KITCHEN)), ~_LINE.is_shared)
    .order_by(_ORDER.rushed_at.is_(None), _TICKET, _LINE.id)
)
_LEFT_OVER: Final = (
    select(_LINE.id)
    .where(_LINE.restaurant_id == bindparam("restaurant"), _LINE.start_at.is_not(None))
    .where(_LINE.status == LineStatus.ACCEPTED)
    .limit(1)
)
"""Lines planned while their station paced itself."""

_WRITE: Final = (
    update(table_of(OrderLine))
    .where(_LINE.id == bindparam("line"), _LINE.status == LineStatus.ACCEPTED)
    .where(_LINE.fired_at.is_not(None))
    .values(
        start_at=bindparam("start_at", type_=_LINE.start_at.type),
        released_at=bindparam("released_at", type_=_LINE.released_at.type),
    )
    .returning(_LINE.id)
)
