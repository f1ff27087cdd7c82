"""An area's plan: where its tables stand, rearranged as a whole, and taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, delete, select

from restaurant_order.core.actor import Actor
from restaurant_order.core.database import db
from restaurant_order.core.journal import JournalEntry
from restaurant_order.core.refusals import Conflict
from restaurant_order.core.transaction import record, transaction
from restaurant_order.venue.facts import PlanChanged
from restaurant_order.venue.models import Area, Table, TableSpot
from restaurant_order.venue.queries import area_or_refuse, areas, tables
from restaurant_order.venue.spots import Spot, as_row, checked_spot, extent, from_row, laid_out


class PlanMoved(Conflict):
    code = "plan_moved"
    sentence = _l(
        "Somebody changed this area a moment ago. Save again to put your plan over theirs, or"
        " reload the page to see it."
    )


@dataclass(frozen=True)
class Standing:
    """A table where it is shown. `is_placed`: somebody put it there."""

    table: Table
    spot: Spot
    is_placed: bool


@dataclass(frozen=True)
class Plan:
    """`width`, `height` in centimetres."""

    area: Area
    tables: list[Standing]
    width: int
    height: int


def plans(restaurant_id: int) -> list[Plan]:
    """Of every area that has tables."""
    placed = _placed(select(Table.id).where(Table.restaurant_id == restaurant_id))
    there = tables(restaurant_id)
    found = [
        _plan(area, [table for table in there if table.area_id == area.id], placed)
        for area in areas(restaurant_id)
    ]
    return [plan for plan in found if plan.tables]


def plan_of(area: Area) -> Plan:
    there = [table for table in tables(area.restaurant_id) if table.area_id == area.id]
    return _plan(area, there, _placed([table.id for table in there]))


def arrange(area: Area, spots: Mapping[int, Spot], *, seen: int, by: Actor) -> None:
    """Put these tables where `spots` say; the others stay.

    `seen` is the area's version that somebody looked at. Raises PlanMoved when it has changed or
    a table is no longer in it, Invalid for a spot that cannot be.
    """
    with transaction():
        _lock(area, seen)
        names = {t.id: t.name for t in tables(area.restaurant_id) if t.area_id == area.id}
        if not spots.keys() <= names.keys():
            raise PlanMoved
        for table_id, spot in spots.items():
            checked_spot(spot, name=names[table_id])
        before = _placed(list(names))
        _put(area, before, {**before, **spots}, by=by)


def take_back(area: Area, *, seen: int, by: Actor) -> None:
    """Undo the newest change; done again, it is redone. Raises PlanMoved when there is none."""
    with transaction():
        _lock(area, seen)
        change = _newest_change(area)
        if change is None:
            raise PlanMoved
        here = {t.id for t in tables(area.restaurant_id) if t.area_id == area.id}
        before = dict(from_row(row) for row in change.body["before"])
        spots = {table_id: spot for table_id, spot in before.items() if table_id in here}
        _put(area, _placed(list(here)), spots, by=by)


def may_take_back(area: Area) -> bool:
    """Whether the newest thing that happened to this area was a change of its plan."""
    return _newest_change(area) is not None


def _put(area: Area, before: dict[int, Spot], after: dict[int, Spot], *, by: Actor) -> None:
    if before == after:
        return
    db.session.execute(delete(TableSpot).where(TableSpot.table_id.in_({*before, *after})))
    db.session.add_all(
        TableSpot(
            table_id=table_id, x=spot.x, y=spot.y,
            width=spot.width, height=spot.height, shape=spot.shape,
        )
        for table_id, spot in after.items()
    )  # fmt: skip
    fact = PlanChanged(
        restaurant_id=area.restaurant_id,
        area_id=area.id,
        before=[as_row(*each) for each in before.items()],
        after=[as_row(*each) for each in after.items()],
    )
    record(fact, by=by)


def _lock(area: Area, seen: int) -> None:
    db.session.refresh(area, with_for_update={"of": Area})
    area_or_refuse(area.restaurant_id, area.id)
    if area.version != seen:
        raise PlanMoved


def _newest_change(area: Area) -> JournalEntry | None:
    entry = db.session.get(JournalEntry, (area.restaurant_id, area.version))
    return entry if entry is not None and entry.kind == PlanChanged.__name__ else None


def _placed(table_ids: Sequence[int] | Select[int]) -> dict[int, Spot]:
    rows = db.session.scalars(select(TableSpot).where(TableSpot.table_id.in_(table_ids)))
    return {row.table_id: Spot(row.x, row.y, row.width, row.height, row.shape) for row in rows}


def _plan(area: Area, there: list[Table], placed: Mapping[int, Spot]) -> Plan:
    spots = laid_out(there, placed)
    width, height = extent(spots.values())
    standing = [Standing(table, spots[table.id], table.id in placed) for table in there]
    return Plan(area, standing, width, height)
