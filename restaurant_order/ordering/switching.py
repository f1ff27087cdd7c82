"""Switching a station off and on, and what becomes of what it was to make.

Off: whatever nobody has begun goes to who stands in, at once; what is in the making is finished
where it is. On: what came from here and nobody has begun comes back.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import lazy_ngettext as _ln
from sqlalchemy import Row, bindparam, delete, func, select, update

from restaurant_order.core import clock
from restaurant_order.core.actor import SYSTEM, Actor
from restaurant_order.core.database import db, run, table_of
from restaurant_order.core.refusals import Conflict, Forbidden
from restaurant_order.core.transaction import record, transaction
from restaurant_order.ordering.facts import LinesMovedOn
from restaurant_order.ordering.models import LineStatus, LineTask, OrderLine
from restaurant_order.ordering.parts import follow
from restaurant_order.ordering.planning import UNPLANNED
from restaurant_order.ordering.progress import IN_KITCHEN
from restaurant_order.people.models import StaffMember
from restaurant_order.venue.facts import StationSwitchedOff, StationSwitchedOn
from restaurant_order.venue.models import Restaurant
from restaurant_order.venue.queries import stand_ins_of, station_or_refuse
from restaurant_order.visits.models import Visit


class NobodyStandsIn(Conflict):
    """There is something to make, and no station to make it instead."""

    code = "nobody_stands_in"

    def __init__(self, tickets: int) -> None:
        super().__init__(
            _ln(
                "%(num)s ticket still waits here, and no other station takes it."
                " Choose one first, or wait until it is done.",
                "%(num)s tickets still wait here, and no other station takes them."
                " Choose one first, or wait until they are done.",
                tickets,
            )
        )


def switch_off(station_id: int, *, by: StaffMember) -> None:
    """From now on another station makes its dishes. Twice is once.

    Raises NobodyStandsIn, NotFound for another restaurant's station, Forbidden.
    """
    with transaction():
        restaurant = _locked(by)
        station = station_or_refuse(restaurant.id, station_id)
        if station.off_since is not None:
            return
        station.off_since = clock.now()
        db.session.flush()
        stand_ins = stand_ins_of(restaurant.id)
        waiting = waiting_tickets(restaurant.id, station_id)
        if stand_ins[station_id] is None and waiting:
            raise NobodyStandsIn(waiting)
        restaurant.menu_version += 1
        record(
            StationSwitchedOff(
                restaurant_id=restaurant.id,
                station_id=station_id,
                stand_in_id=stand_ins[station_id],
            ),
            by=by.actor,
        )
        _leave(restaurant.id, stand_ins, by.actor)


def switch_on(station_id: int, *, by: StaffMember) -> None:
    """It makes its dishes again. Twice is once. Raises NotFound, Forbidden."""
    with transaction():
        restaurant = _locked(by)
        station = station_or_refuse(restaurant.id, station_id)
        if station.off_since is None:
            return
        station.off_since = None
        restaurant.menu_version += 1
        fact = StationSwitchedOn(restaurant_id=restaurant.id, station_id=station_id)
        record(fact, by=by.actor)
        _Move(restaurant.id, None, station_id, by.actor).run()


def _locked(by: StaffMember) -> Restaurant:
    """A manager's restaurant. Cooks who write into its journal meanwhile need not wait for this:
    they hold the very lines that this waits for.
    """
    if not by.is_manager:
        raise Forbidden
    return db.session.get_one(
        Restaurant, by.restaurant_id, with_for_update={"key_share": True}, populate_existing=True
    )


def leave_what_is_off(restaurant: Restaurant) -> list[int]:
    """The lines that had come to a station that is off, and went on to who stands in.

    An order placed while the station was being switched off, or a dish begun by mistake. Looking
    again finds nothing twice; a house where all is on costs one query and no transaction.
    """
    stand_ins = stand_ins_of(restaurant.id)
    if not any(to and waiting_tickets(restaurant.id, off) for off, to in stand_ins.items()):
        return []
    with transaction():
        db.session.refresh(restaurant, with_for_update={"key_share": True})  # one look at a time
        return _leave(restaurant.id, stand_ins_of(restaurant.id), SYSTEM)


def waiting_tickets(restaurant_id: int, station_id: int) -> int:
    """Of how many orders something waits there that nobody has begun."""
    values = {"restaurant": restaurant_id, "station": station_id}
    orders = {row.order_id for statement in (_WHOLE, _PARTS) for row in run(statement, values)}
    return len(orders)


def _leave(restaurant_id: int, stand_ins: dict[int, int | None], by: Actor) -> list[int]:
    return [
        line_id
        for off, to in sorted(stand_ins.items())
        if to is not None
        for line_id in _Move(restaurant_id, off, to, by).run()
    ]


@dataclass(frozen=True)
class _Move:
    """What waits at `from_id` goes to `to_id`; without `from_id` all that comes from `to_id`."""

    restaurant_id: int
    from_id: int | None
    to_id: int
    by: Actor

    def run(self) -> list[int]:
        values = {"restaurant": self.restaurant_id, "station": self.from_id or self.to_id}
        whole, parts = (_WHOLE, _PARTS) if self.from_id else (_WHOLE_FROM, _PARTS_FROM)
        lines = [*run(whole.with_for_update(of=_LINES), values)]
        shared = [*run(parts.with_for_update(of=_LINES), values)]
        self._move_whole(lines)
        for row in shared:
            self._move_part(row)
        self._record([*lines, *shared])
        return [row.id for row in (*lines, *shared)]

    def _move_whole(self, lines: Collection[Row[Any]]) -> None:
        if lines:
            home = None if self.from_id is None else func.coalesce(_LINE.home_id, self.from_id)
            to = {"station_id": self.to_id, "home_id": home, "moved_at": clock.now()}
            here = _LINE.id.in_([row.id for row in lines])
            run(update(_LINES).where(here).values(**to, **UNPLANNED))

    def _move_part(self, row: Row[Any]) -> None:
        """A part of a dish that the other station makes anyway becomes one with it."""
        task = (_TASK.line_id == row.id) & (_TASK.station_id == row.at_id)
        there = (_TASK.line_id == row.id) & (_TASK.station_id == self.to_id)
        if run(select(_TASK.line_id).where(there)).first() is not None:
            run(delete(_TASKS).where(task))
            again = {"status": LineStatus.ACCEPTED, "started_at": None, "ready_at": None}
            done = _TASK.status == LineStatus.READY
            run(update(_TASKS).where(there, done).values(**again, **UNPLANNED))
        else:
            home = None if self.from_id is None else func.coalesce(_TASK.home_id, self.from_id)
            to = {"station_id": self.to_id, "home_id": home, "moved_at": clock.now()}
            run(update(_TASKS).where(task).values(**to, **UNPLANNED))
        first = (_LINE.id == row.id) & (_LINE.station_id == row.at_id)
        run(update(_LINES).where(first).values(station_id=self.to_id))
        if row.status in IN_KITCHEN:
            follow(row, self.by)

    def _record(self, rows: Iterable[Row[Any]]) -> None:
        by_order: dict[tuple[int, int], list[Row[Any]]] = defaultdict(list)
        for row in rows:
            by_order[row.order_id, row.at_id].append(row)
        for (order_id, at_id), moved in sorted(by_order.items()):
            fact = LinesMovedOn(
                restaurant_id=self.restaurant_id,
                visit_id=moved[0].visit_id,
                table_id=moved[0].table_id,
                order_id=order_id,
                line_ids=tuple(row.id for row in moved),
                from_id=at_id,
                to_id=self.to_id,
            )
            record(fact, by=self.by)


_LINES: Final = table_of(OrderLine)
_LINE: Final = _LINES.c
_TASKS: Final = table_of(LineTask)
_TASK: Final = _TASKS.c
_VISIT: Final = table_of(Visit).c
_UNBEGUN: Final = sorted({LineStatus.PLACED, LineStatus.ACCEPTED})


def _rows(at: Any, *among: Any) -> Any:
    return (
        select(
            _LINE.id,
            _LINE.restaurant_id,
            _LINE.order_id,
            _LINE.visit_id,
            _LINE.station_id,
            _LINE.status,
            _VISIT.table_id,
            at.label("at_id"),
        )
        .join(_VISIT.id.table, _VISIT.id == _LINE.visit_id)
        .where(_LINE.restaurant_id == bindparam("restaurant"), *among)
        .order_by(_LINE.id)
    )


def _whole(*among: Any) -> Any:
    return _rows(_LINE.station_id, ~_LINE.is_shared, _LINE.status.in_(_UNBEGUN), *among)


def _parts(*among: Any) -> Any:
    return _rows(
        _TASK.station_id,
        _LINE.is_shared,
        _LINE.status.in_([*_UNBEGUN, LineStatus.COOKING]),
        _TASK.line_id == _LINE.id,
        _TASK.status == LineStatus.ACCEPTED,
        *among,
    )


_STATION: Final[Any] = bindparam("station")
_WHOLE: Final = _whole(_LINE.station_id == _STATION)
_PARTS: Final = _parts(_TASK.station_id == _STATION)
_WHOLE_FROM: Final = _whole(_LINE.home_id == _STATION)
_PARTS_FROM: Final = _parts(_TASK.home_id == _STATION)
