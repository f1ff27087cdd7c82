"""Reading the place: its floor, codes and stations."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from restaurant_order.core.database import db
from restaurant_order.core.refusals import NotFound
from restaurant_order.venue.models import Area, Restaurant, Station, Table, TableCode


@dataclass(frozen=True)
class AreaOfFloor:
    area: Area
    tables: list[Table]


@dataclass(frozen=True)
class CodedTable:
    table: Table
    code: TableCode


def restaurant_by_id(restaurant_id: int) -> Restaurant | None:
    return db.session.get(Restaurant, restaurant_id)


def restaurants() -> Sequence[Restaurant]:
    return db.session.scalars(select(Restaurant).order_by(Restaurant.id)).all()


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


def station_or_refuse(restaurant_id: int, station_id: int) -> Station:
    """Raises NotFound for another restaurant's station."""
    station = db.session.get(Station, station_id)
    if station is None or station.restaurant_id != restaurant_id:
        raise NotFound
    return station
