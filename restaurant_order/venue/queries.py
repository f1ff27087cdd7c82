"""Reading the place: its floor, codes and stations."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import bindparam, select

from restaurant_order.core.database import db, run, table_of
from restaurant_order.core.refusals import NotFound
from restaurant_order.core.statements import Ready
from restaurant_order.venue.models import Area, Restaurant, Station, Table, TableCode
from restaurant_order.venue.rules import stand_ins

_RESTAURANT: Final = Ready(
    select(table_of(Restaurant)).where(table_of(Restaurant).c.id == bindparam("restaurant"))
)


@dataclass(frozen=True)
class AreaOfFloor:
    area: Area
    tables: list[Table]


@dataclass(frozen=True)
class CodedTable:
    table: Table
    code: TableCode


def restaurants() -> Sequence[Restaurant]:
    return db.session.scalars(select(Restaurant).order_by(Restaurant.id)).all()


def restaurant_apart(restaurant_id: int) -> Restaurant:
    """As it is now, in an object that no session knows: what is pushed needs no more of it."""
    row = run(_RESTAURANT, {"restaurant": restaurant_id}).one()
    return Restaurant(**row._asdict())


def areas(restaurant_id: int) -> Sequence[Area]:
    """Areas in use, in the house's order."""
    return db.session.scalars(
        select(Area)
        .where(Area.restaurant_id == restaurant_id, Area.closed_at.is_(None))
        .order_by(Area.rank, Area.id)
    ).all()


def tables(restaurant_id: int) -> Sequence[Table]:
    """Tables in use, by area, in the house's order."""
    return db.session.scalars(
        select(Table)
        .join(Table.area)
        .where(Table.restaurant_id == restaurant_id, Table.retired_at.is_(None))
        .order_by(Area.rank, Area.id, Table.rank, Table.id)
    ).all()


def floor(restaurant_id: int) -> list[AreaOfFloor]:
    """Every area in use with its tables, also those that have none yet."""
    by_area: dict[int, list[Table]] = {area.id: [] for area in areas(restaurant_id)}
    for table in tables(restaurant_id):
        by_area[table.area_id].append(table)
    return [AreaOfFloor(area, by_area[area.id]) for area in areas(restaurant_id)]


def coded_tables(
    restaurant_id: int, *, area_id: int | None = None, table_id: int | None = None
) -> list[CodedTable]:
    """Tables in use with the codes that work now."""
    query = (
        select(Table, TableCode)
        .join(TableCode, TableCode.table_id == Table.id)
        .join(Table.area)
        .where(
            Table.restaurant_id == restaurant_id,
            Table.retired_at.is_(None),
            TableCode.renewed_at.is_(None),
        )
        .order_by(Area.rank, Area.id, Table.rank, Table.id)
    )
    if area_id is not None:
        query = query.where(Table.area_id == area_id)
    if table_id is not None:
        query = query.where(Table.id == table_id)
    return [CodedTable(table, code) for table, code in db.session.execute(query)]


def code_of(table: Table) -> TableCode:
    """The code that works now. Raises NotFound for a retired table."""
    found = coded_tables(table.restaurant_id, table_id=table.id)
    if not found:
        raise NotFound
    return found[0].code


def table_or_refuse(restaurant_id: int, table_id: int) -> Table:
    """Raises NotFound for another restaurant's table and for one that is no longer there."""
    table = db.session.get(Table, table_id)
    if table is None or table.restaurant_id != restaurant_id or table.retired_at is not None:
        raise NotFound
    return table


def area_or_refuse(restaurant_id: int, area_id: int) -> Area:
    """Raises NotFound for another restaurant's area and for a closed one."""
    area = db.session.get(Area, area_id)
    if area is None or area.restaurant_id != restaurant_id or area.closed_at is not None:
        raise NotFound
    return area


def stations(restaurant_id: int) -> Sequence[Station]:
    return db.session.scalars(
        select(Station)
        .where(Station.restaurant_id == restaurant_id)
        .order_by(Station.rank, Station.id)
    ).all()


def stand_ins_of(restaurant_id: int) -> dict[int, int | None]:
    """By station that is off who makes its dishes meanwhile; None: nobody."""
    columns = select(Station.id, Station.fallback_id, Station.off_since)
    rows = db.session.execute(columns.where(Station.restaurant_id == restaurant_id)).all()
    off = {row.id for row in rows if row.off_since is not None}
    return stand_ins(off, {row.id: row.fallback_id for row in rows}) if off else {}


def station_or_refuse(restaurant_id: int, station_id: int) -> Station:
    """Raises NotFound for another restaurant's station."""
    station = db.session.get(Station, station_id)
    if station is None or station.restaurant_id != restaurant_id:
        raise NotFound
    return station
