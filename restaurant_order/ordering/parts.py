"""Moving the parts of lines that several stations make; the line's own status follows.

Within the caller's transaction. The line is locked before its tasks are looked at: of two stations
finishing at one moment the second sees what the first has done, and declares the line ready.
"""

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import Row, bindparam, select, update

from restaurant_order.core import clock
from restaurant_order.core.actor import Actor
from restaurant_order.core.database import run, table_of
from restaurant_order.core.transaction import record
from restaurant_order.ordering.facts import (
    LineFact,
    LineFinished,
    LineStarted,
    LineTakenBack,
    PartFinished,
    PartStarted,
    PartTakenBack,
)
from restaurant_order.ordering.ids import ids_of_line
from restaurant_order.ordering.models import LineStatus, LineTask, OrderLine
from restaurant_order.ordering.progress import IN_KITCHEN, before
from restaurant_order.visits.models import Visit

STEPS: Final = (LineStatus.ACCEPTED, LineStatus.COOKING, LineStatus.READY)
"""How far a part may be, in order."""

_PART_FACT: Final[dict[LineStatus, type[LineFact]]] = {
    LineStatus.COOKING: PartStarted,
    LineStatus.READY: PartFinished,
}
_LINE_FACT: Final[dict[LineStatus, type[LineFact]]] = {
    LineStatus.COOKING: LineStarted,
    LineStatus.READY: LineFinished,
}


def line_status(parts: Collection[LineStatus]) -> LineStatus:
    """What its parts say of a line: cooking once one is begun, ready when all are."""
    if set(parts) == {LineStatus.READY}:
        return LineStatus.READY
    return LineStatus.ACCEPTED if set(parts) == {LineStatus.ACCEPTED} else LineStatus.COOKING


def forward_parts(
    restaurant_id: int, line_ids: Collection[int], to: LineStatus, station_id: int | None, by: Actor
) -> list[int]:
    """One station's parts of these lines (None: every station's) are begun, or done.

    Returns the lines of which something moved.
    """
    at = clock.now()
    moved = []
    for line in _locked(restaurant_id, line_ids, IN_KITCHEN):
        stations = _move(line, station_id, before(to), {"status": to, _STAMP[to]: at})
        if stations:
            for each in stations:
                record(_PART_FACT[to](**_of(line, each)), by=by)
            follow(line, by)
            moved.append(line.id)
    return moved


def take_back_part(
    restaurant_id: int, line_id: int, status: LineStatus, station_id: int | None, by: Actor
) -> bool:
    """One step back from `status` for one station; for all (None) what was moved there last.

    What was done without being begun waits again; what the pass has handed out comes back to it.
    Returns whether anything moved.
    """
    for line in _locked(restaurant_id, [line_id], {LineStatus.COOKING, LineStatus.READY}):
        taken = [task for task in _tasks(line) if task.status is status]
        if station_id is None and taken:
            last = max(getattr(task, _STAMP[status]) for task in taken)
            taken = [task for task in taken if getattr(task, _STAMP[status]) == last]
        else:
            taken = [task for task in taken if task.station_id == station_id]
        for task in taken:
            back = _before(task, status)
            _move(line, task.station_id, {status}, {"status": back, _STAMP[status]: None})
            record(PartTakenBack(status=back, **_of(line, task.station_id)), by=by)
        if taken:
            follow(line, by)
            if status is LineStatus.READY:
                run(_BACK_AT_PASS, {"line": line.id})
            return True
    return False


def _before(task: Row[Any], status: LineStatus) -> LineStatus:
    was_begun = status is LineStatus.READY and task.started_at is not None
    return LineStatus.COOKING if was_begun else LineStatus.ACCEPTED


def _locked(
    restaurant_id: int, line_ids: Collection[int], statuses: Collection[LineStatus]
) -> list[Row[Any]]:
    values = {"lines": sorted(line_ids), "restaurant": restaurant_id, "statuses": sorted(statuses)}
    return list(run(_LOCK, values).all())


def _move(
    line: Row[Any],
    station_id: int | None,
    origins: Collection[LineStatus],
    values: dict[str, Any],
) -> list[int]:
    """The stations of which the part stood at one of `origins`."""
    which = (_TASK.line_id == line.id) & _TASK.status.in_(sorted(origins))
    if station_id is not None:
        which &= _TASK.station_id == station_id
    moved = run(update(_TASKS).where(which).values(values).returning(_TASK.station_id))
    return sorted(moved.scalars())


def follow(line: Row[Any], by: Actor) -> None:
    """The line, locked, stands as its parts say."""
    tasks = _tasks(line)
    status = line_status([task.status for task in tasks])
    started = [task.started_at for task in tasks if task.started_at is not None]
    run(
        _FOLLOW,
        {
            "line": line.id,
            "status": status,
            "started_at": min(started, default=None),
            "ready_at": max(task.ready_at for task in tasks)
            if status is LineStatus.READY
            else None,
        },
    )
    if STEPS.index(status) > STEPS.index(line.status):
        record(_LINE_FACT[status](**_of(line, line.station_id)), by=by)
    elif status is not line.status:
        record(LineTakenBack(status=status, **_of(line, line.station_id)), by=by)


def _tasks(line: Row[Any]) -> list[Row[Any]]:
    return list(run(_OF_LINE, {"line": line.id}).all())


def _of(line: Row[Any], station_id: int | None) -> dict[str, Any]:
    return {**ids_of_line(line.restaurant_id, line), "station_id": station_id}


_STAMP: Final = {LineStatus.COOKING: "started_at", LineStatus.READY: "ready_at"}
_TASKS: Final = table_of(LineTask)
_TASK: Final = _TASKS.c
_LINE: Final = table_of(OrderLine).c
_VISIT: Final = table_of(Visit).c

_LOCK: Final = (
    select(
        _LINE.id,
        _LINE.restaurant_id,
        _LINE.order_id,
        _LINE.visit_id,
        _LINE.station_id,
        _LINE.status,
        _VISIT.table_id,
    )
    .join(_VISIT.id.table, _VISIT.id == _LINE.visit_id)
    .where(_LINE.id.in_(bindparam("lines", expanding=True)))
    .where(_LINE.restaurant_id == bindparam("restaurant"), _LINE.is_shared)
    .where(_LINE.fired_at.is_not(None))
    .where(_LINE.status.in_(bindparam("statuses", expanding=True)))
    .order_by(_LINE.id)
    .with_for_update(of=table_of(OrderLine))
)
_OF_LINE: Final = (
    select(_TASK.station_id, _TASK.status, _TASK.started_at, _TASK.ready_at)
    .where(_TASK.line_id == bindparam("line"))
    .order_by(_TASK.station_id)
)
_BACK_AT_PASS: Final = (
    update(table_of(OrderLine))
    .where(_LINE.id == bindparam("line"))
    .values(passed_at=None, taken_at=None, taken_by_id=None)
)
_FOLLOW: Final = (
    update(table_of(OrderLine))
    .where(_LINE.id == bindparam("line"))
    .values(
        status=bindparam("status"),
        started_at=bindparam("started_at"),
        ready_at=bindparam("ready_at"),
    )
)
