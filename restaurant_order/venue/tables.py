"""Areas, tables and the codes on them."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import InstrumentedAttribute

from restaurant_order.core import clock
from restaurant_order.core.actor import Actor
from restaurant_order.core.constraints import flush_or_refuse
from restaurant_order.core.database import db
from restaurant_order.core.refusals import Conflict, Invalid, NotFound
from restaurant_order.core.text import required_line
from restaurant_order.core.transaction import record, transaction
from restaurant_order.venue import facts
from restaurant_order.venue.models import Area, Table, TableCode, TableKind
from restaurant_order.venue.rules import MOST_SEATS, new_code, table_name

AREA_NAME_LENGTH = 40


class TableTaken(Conflict):
    code = "table_taken"
    sentence = _l("Guests sit at this table. Please settle their bill first.")


class AreaInUse(Conflict):
    code = "area_in_use"
    sentence = _l("There are tables in this area. Please move or retire them first.")


class CodeMoved(Conflict):
    code = "code_moved"
    sentence = _l("Somebody renewed this code a moment ago. The sheet with the newest one counts.")


def add_area(restaurant_id: int, *, name: str, by: Actor) -> Area:
    """Raises Invalid for an unreadable name or one that is there already."""
    given = required_line(name, longest=AREA_NAME_LENGTH, field="name")
    with transaction():
        rank = _next(Area.rank, Area.restaurant_id == restaurant_id)
        area = Area(restaurant_id=restaurant_id, name=given, rank=rank)
        db.session.add(area)
        flush_or_refuse(_area_named_twice())
        record(facts.AreaAdded(restaurant_id=restaurant_id, area_id=area.id), by=by)
    return area


def rename_area(area: Area, *, name: str, by: Actor) -> None:
    given = required_line(name, longest=AREA_NAME_LENGTH, field="name")
    with transaction():
        db.session.refresh(area, with_for_update={"of": Area})
        before = area.name
        if before == given:
            return
        area.name = given
        flush_or_refuse(_area_named_twice())
        fact = facts.AreaRenamed(
            restaurant_id=area.restaurant_id, area_id=area.id, before=before, after=given
        )
        record(fact, by=by)


def close_area(area: Area, *, by: Actor) -> None:
    """No longer shown. Raises AreaInUse while it has tables."""
    with transaction():
        db.session.refresh(area, with_for_update={"of": Area})
        if area.closed_at is not None:
            return
        here = select(Table.id).where(Table.area_id == area.id, Table.retired_at.is_(None))
        if db.session.scalars(here).first() is not None:
            raise AreaInUse
        area.closed_at = clock.now()
        record(facts.AreaClosed(restaurant_id=area.restaurant_id, area_id=area.id), by=by)


def add_tables(area: Area, *, names: Sequence[str], seats: int = 2, by: Actor) -> list[Table]:
    """Each with a code of its own; see `rules.table_names` for "T1 to T12". All or none.

    Raises Invalid for a name that is taken.
    """
    _check_seats(seats)
    with transaction():
        _open_area(area)
        rank = _next(Table.rank, Table.restaurant_id == area.restaurant_id)
        return [
            _add_table(area, table_name(name), seats=seats, rank=rank + place, by=by)
            for place, name in enumerate(names)
        ]


def add_table(area: Area, *, name: str, seats: int = 2, by: Actor) -> Table:
    return add_tables(area, names=[name], seats=seats, by=by)[0]


def change_table(
    table: Table,
    *,
    name: str | None = None,
    seats: int | None = None,
    area: Area | None = None,
    kind: TableKind | None = None,
    by: Actor,
) -> None:
    """Rename, move into another area, seat more people, or make it a counter; what is left out
    stays.

    The code keeps working. Raises Invalid for a name that is taken, NotFound for a retired table,
    TableTaken when guests sit at what would become a counter.
    """
    given = table_name(name) if name is not None else None
    if seats is not None:
        _check_seats(seats)
    with transaction():
        _lock(table)
        if area is not None and area.id != table.area_id:
            _move(table, area, by=by)
        if seats is not None and seats != table.seats:
            _seat(table, seats, by=by)
        if kind is not None and kind is not table.kind:
            _turn_into(table, kind, by=by)
        if given is not None and given != table.name:
            _rename(table, given, by=by)


def retire_table(table: Table, *, by: Actor) -> None:
    """It is no longer there; its code says so. Raises TableTaken while guests sit at it."""
    with transaction():
        _reread(table)
        if table.retired_at is not None:
            return
        if table.visit_id is not None:
            raise TableTaken
        table.retired_at = clock.now()
        _end_code(table, seen=None)
        record(facts.TableRetired(restaurant_id=table.restaurant_id, table_id=table.id), by=by)


def renew_code(table: Table, *, seen: int | None = None, by: Actor) -> TableCode:
    """The printed code stops working and another takes its place; guests at the table stay.

    `seen` is the id of the code somebody looked at. Raises CodeMoved when that one has been
    renewed by now, so that two managers do not void each other's fresh print.
    """
    with transaction():
        _lock(table)
        _end_code(table, seen=seen)
        code = _new_code(table)
        record(facts.CodeRenewed(restaurant_id=table.restaurant_id, table_id=table.id), by=by)
    return code


def renew_codes(restaurant_id: int, *, area: Area | None = None, by: Actor) -> int:
    """Every code of the restaurant or of one area, all or none; how many."""
    with transaction():
        query = select(Table).where(
            Table.restaurant_id == restaurant_id, Table.retired_at.is_(None)
        )
        if area is not None:
            query = query.where(Table.area_id == area.id)
        found = db.session.scalars(query.order_by(Table.id).with_for_update(of=Table)).all()
        for table in found:
            _end_code(table, seen=None)
            _new_code(table)
            record(facts.CodeRenewed(restaurant_id=restaurant_id, table_id=table.id), by=by)
    return len(found)


def put_code(table: Table, code: str, *, by: Actor) -> None:
    """Within the caller's transaction: a code printed beforehand takes the place of the table's."""
    _lock(table)
    _end_code(table, seen=None)
    _add_code(table, code)
    record(facts.CodeRenewed(restaurant_id=table.restaurant_id, table_id=table.id), by=by)


def _add_table(area: Area, name: str, *, seats: int, rank: int, by: Actor) -> Table:
    table = Table(restaurant_id=area.restaurant_id, area=area, name=name, seats=seats, rank=rank)
    db.session.add(table)
    flush_or_refuse(_table_named_twice(name, field="names"))
    _new_code(table)
    record(facts.TableAdded(restaurant_id=area.restaurant_id, table_id=table.id), by=by)
    return table


def _new_code(table: Table) -> TableCode:
    return _add_code(table, new_code())


def _add_code(table: Table, secret: str) -> TableCode:
    code = TableCode(
        restaurant_id=table.restaurant_id,
        table_id=table.id,
        code=secret,
        made_at=clock.now(),
    )
    db.session.add(code)
    db.session.flush()
    return code


def _end_code(table: Table, *, seen: int | None) -> None:
    current = (TableCode.table_id == table.id) & TableCode.renewed_at.is_(None)
    if seen is not None:
        current &= TableCode.id == seen
    ended = db.session.execute(
        update(TableCode).where(current).values(renewed_at=clock.now()).returning(TableCode.id)
    )
    if ended.first() is None:
        raise CodeMoved


def _move(table: Table, area: Area, *, by: Actor) -> None:
    if area.restaurant_id != table.restaurant_id:
        raise NotFound
    _open_area(area)
    fact = facts.TableMoved(
        restaurant_id=table.restaurant_id,
        table_id=table.id,
        before=table.area_id,
        after=area.id,
    )
    table.area = area
    record(fact, by=by)


def _seat(table: Table, seats: int, *, by: Actor) -> None:
    fact = facts.SeatsChanged(
        restaurant_id=table.restaurant_id, table_id=table.id, before=table.seats, after=seats
    )
    table.seats = seats
    record(fact, by=by)


def _turn_into(table: Table, kind: TableKind, *, by: Actor) -> None:
    if table.visit_id is not None:
        raise TableTaken
    fact = facts.TableTurned(
        restaurant_id=table.restaurant_id, table_id=table.id, before=table.kind, after=kind
    )
    table.kind = kind
    record(fact, by=by)


def _rename(table: Table, name: str, *, by: Actor) -> None:
    fact = facts.TableRenamed(
        restaurant_id=table.restaurant_id, table_id=table.id, before=table.name, after=name
    )
    table.name = name
    flush_or_refuse(_table_named_twice(name, field="name"))
    record(fact, by=by)


def _lock(table: Table) -> None:
    _reread(table)
    if table.retired_at is not None:
        raise NotFound


def _reread(table: Table) -> None:
    db.session.refresh(table, with_for_update={"of": Table})


def _open_area(area: Area) -> None:
    db.session.refresh(area, with_for_update={"of": Area})
    if area.closed_at is not None:
        raise NotFound


def _next(rank: InstrumentedAttribute[int], condition: ColumnElement[bool]) -> int:
    highest = db.session.scalar(select(func.max(rank)).where(condition))
    return 0 if highest is None else highest + 1


def _check_seats(seats: int) -> None:
    if not 1 <= seats <= MOST_SEATS:
        raise Invalid(_l("Between 1 and %(count)s seats, please.", count=MOST_SEATS), field="seats")


def _area_named_twice() -> Invalid:
    return Invalid(_l("There is an area with this name already."), field="name")


def _table_named_twice(name: str, *, field: str) -> Invalid:
    return Invalid(_l("There is a table %(name)s already.", name=name), field=field)
