"""Keeping the plan: at stations that pace themselves each line says when to begin it.

Of a line that several stations make, each one's part says so. Looked at every few seconds. A late
look does no harm: what is due is released then, and what nobody has planned yet is never held back.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Row, bindparam, func, select, update

from restaurant_order.core import clock
from restaurant_order.core.actor import SYSTEM
from restaurant_order.core.database import run, table_of
from restaurant_order.core.transaction import record, transaction
from restaurant_order.ordering.facts import LineFact, LinePlanned, LineReleased
from restaurant_order.ordering.models import LineStatus, LineTask, Order, OrderLine
from restaurant_order.ordering.pacing import Job, Task, starts
from restaurant_order.ordering.progress import IN_KITCHEN
from restaurant_order.venue.models import Pacing, Restaurant, Station
from restaurant_order.venue.queries import stations
from restaurant_order.visits.models import Visit

SAME: Final = timedelta(minutes=1)
"""A plan that moves by less is not told again."""

UNPLANNED: Final[dict[str, Any]] = {"start_at": None, "released_at": None}
"""Columns of a line, or of a station's part of one, that no plan speaks of."""

Tasks = dict[Task, Row[Any]]
"""What each station makes of each line: all of it, or its part."""


@dataclass(frozen=True)
class _Change:
    """What was read, and what the plan says of it now."""

    task: Task
    was: Row[Any]
    start_at: datetime | None
    released_at: datetime | None

    @property
    def kind(self) -> type[LineFact]:
        return LineReleased if self.released_at != self.was.released_at else LinePlanned


def keep_plan(restaurant: Restaurant) -> list[int]:
    """The lines of which the plan changed, or whose turn has come.

    Two looks at once change nothing twice, and what a cook touches meanwhile is left alone: the
    lines are locked, and what no longer stands as it was read waits for the next look. A look that
    changes nothing opens no transaction; a kitchen without pacing costs three queries.
    """
    paced = {one.id: one for one in stations(restaurant.id) if one.pacing is not Pacing.OFF}
    here = {"restaurant": restaurant.id}
    if not paced and not any(run(left_over, here).first() for left_over in _LEFT_OVER):
        return []
    tasks, now = _read(_OPEN, here), clock.now()
    plan = _plan(tasks.values(), paced, now, by_course=restaurant.courses)
    changes = _changes(tasks, plan, paced, now)
    if not changes:
        return []
    with transaction():
        current = _unmoved(restaurant.id, changes)
        _write(restaurant.id, current)
    return sorted({change.was.id for change in current})


def _read(statements: Iterable[Any], values: dict[str, Any]) -> Tasks:
    rows = (row for statement in statements for row in run(statement, values))
    return {(row.id, row.station_id): row for row in rows}


def _changes(
    tasks: Tasks, plan: Mapping[Task, datetime], paced: Mapping[int, Station], now: datetime
) -> list[_Change]:
    found = []
    for task, row in sorted(tasks.items()):
        station = paced.get(row.station_id)
        if row.status is LineStatus.ACCEPTED and (station or row.start_at):
            start_at = _settled(row.start_at, plan.get(task), now) if station else None
            holds = station is not None and station.pacing is Pacing.HOLD
            is_due = not holds or start_at is None or start_at <= now
            released_at = row.released_at or (now if is_due else None)
            if (start_at, released_at) != (row.start_at, row.released_at):
                found.append(_Change(task, row, start_at, released_at))
    return found


def _plan(
    rows: Collection[Row[Any]], paced: Mapping[int, Station], now: datetime, *, by_course: bool
) -> dict[Task, datetime]:
    """A ticket is done together, or where the house serves in courses each of its courses is.

    With one of its rounds the whole ticket goes before all others, as on the boards.
    """
    rushed = {row.ticket_id for row in rows if row.rushed_at is not None}
    together: dict[tuple[bool, int, int], list[Job]] = {}
    for row in rows:
        if row.prep_minutes and row.station_id is not None:
            course = row.course or 0 if by_course else 0
            turn = (row.ticket_id not in rushed, row.ticket_id, course)
            together.setdefault(turn, []).append(_job(row))
    jobs = [jobs for _turn, jobs in sorted(together.items())]
    return starts(jobs, {each.id: each.capacity for each in paced.values()}, now=now)


def _job(row: Row[Any]) -> Job:
    return Job(row.id, row.station_id, row.prep_minutes, row.quantity, row.started_at)


def _settled(before: datetime | None, after: datetime | None, now: datetime) -> datetime | None:
    """What is due stays due; a small change is none. None: nobody knows how long it takes."""
    if before is None or after is None:
        return after
    is_same = abs(after - before) < SAME or max(before, after) <= now
    return before if is_same else after


def _unmoved(restaurant_id: int, changes: Collection[_Change]) -> list[_Change]:
    """Those of which everything stands as it was read; nobody moves their lines meanwhile."""
    locked = list(run(_LOCK, {"lines": sorted({change.was.id for change in changes})}).scalars())
    stands = _read(_OF_LINES, {"restaurant": restaurant_id, "lines": locked})
    return [change for change in changes if stands.get(change.task) == change.was]


def _write(restaurant_id: int, changes: Collection[_Change]) -> None:
    for statement, is_shared in ((_WRITE, False), (_WRITE_PART, True)):
        values = [
            {
                "line": change.was.id,
                "station": change.was.station_id,
                "start_at": change.start_at,
                "released_at": change.released_at,
            }
            for change in changes
            if change.was.is_shared is is_shared
        ]
        if values:
            run(statement, values)
    for change in changes:
        fact = change.kind(
            restaurant_id=restaurant_id,
            visit_id=change.was.visit_id,
            table_id=change.was.table_id,
            order_id=change.was.order_id,
            line_id=change.was.id,
            station_id=change.was.station_id,
        )
        record(fact, by=SYSTEM)


_LINES: Final = table_of(OrderLine)
_LINE: Final = _LINES.c
_TASKS: Final = table_of(LineTask)
_TASK: Final = _TASKS.c
_ORDER: Final = table_of(Order).c
_VISIT: Final = table_of(Visit).c


def _rows(of: Any, *among: Any) -> Any:
    """`of`: the columns of who makes it, the line's or a part's."""
    return (
        select(
            _LINE.id,
            _LINE.order_id,
            _LINE.visit_id,
            _LINE.is_shared,
            _LINE.quantity,
            _LINE.course,
            _LINE.prep_minutes,
            of.station_id,
            of.status,
            of.started_at,
            of.start_at,
            of.released_at,
            _VISIT.table_id,
            _ORDER.rushed_at,
            func.coalesce(_ORDER.joins_id, _ORDER.id).label("ticket_id"),
        )
        .join(_ORDER.id.table, _ORDER.id == _LINE.order_id)
        .join(_VISIT.id.table, _VISIT.id == _LINE.visit_id)
        .where(_LINE.restaurant_id == bindparam("restaurant"), _LINE.fired_at.is_not(None))
        .where(_LINE.status.in_(sorted(IN_KITCHEN)), of.status.in_(sorted(IN_KITCHEN)), *among)
    )


_OPEN: Final = (_rows(_LINE, ~_LINE.is_shared), _rows(_TASK, _TASK.line_id == _LINE.id))
"""What the stations have to make or are making: lines that one makes, and parts of the others."""

_OF_LINES: Final = tuple(
    rows.where(_LINE.id.in_(bindparam("lines", expanding=True))) for rows in _OPEN
)
_LOCK: Final = (
    select(_LINE.id)
    .where(_LINE.id.in_(bindparam("lines", expanding=True)))
    .order_by(_LINE.id)
    .with_for_update(skip_locked=True)
)
"""Not what another hand is moving: nobody waits for the plan, and it waits for nobody."""

_OF_RESTAURANT: Final = _LINE.restaurant_id == bindparam("restaurant")
_LEFT_OVER: Final = (
    select(_LINE.id)
    .where(_OF_RESTAURANT, _LINE.status == LineStatus.ACCEPTED, _LINE.start_at.is_not(None))
    .limit(1),
    select(_LINE.id)
    .join(_TASKS, _TASK.line_id == _LINE.id)
    .where(_OF_RESTAURANT, _LINE.status.in_(sorted(IN_KITCHEN)))
    .where(_TASK.status == LineStatus.ACCEPTED, _TASK.start_at.is_not(None))
    .limit(1),
)
"""Planned while their station paced itself."""

_PLANNED: Final[dict[Any, Any]] = {
    "start_at": bindparam("start_at", type_=_LINE.start_at.type),
    "released_at": bindparam("released_at", type_=_LINE.released_at.type),
}
_WRITE: Final = update(_LINES).where(_LINE.id == bindparam("line")).values(_PLANNED)
_WRITE_PART: Final = (
    update(_TASKS)
    .where(_TASK.line_id == bindparam("line"), _TASK.station_id == bindparam("station"))
    .values(_PLANNED)
)
