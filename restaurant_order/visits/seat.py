"""A running visit with its restaurant's rules, read and locked in one light query."""

from dataclasses import dataclass, fields
from typing import Any, Final

from sqlalchemy import bindparam, select

from restaurant_order.core.database import run, table_of
from restaurant_order.core.statements import Ready
from restaurant_order.venue.house import House
from restaurant_order.venue.models import Restaurant, Table, TableKind
from restaurant_order.visits.models import Visit
from restaurant_order.visits.service import VisitOver


@dataclass(frozen=True, slots=True)
class Seat:
    visit_id: int
    table_id: int
    order_count: int
    table_kind: TableKind
    allergies: list[dict[str, Any]]
    house: House

    @property
    def where(self) -> dict[str, int]:
        """The ids that every fact of the visit names."""
        return {
            "restaurant_id": self.house.id,
            "visit_id": self.visit_id,
            "table_id": self.table_id,
        }


_VISITS: Final = table_of(Visit)
_TABLES: Final = table_of(Table)
_RULES: Final = [table_of(Restaurant).c[field.name] for field in fields(House)]
_SEAT: Final[Any] = Ready(
    select(
        _VISITS.c.id,
        _VISITS.c.table_id,
        _VISITS.c.order_count,
        _VISITS.c.ended_at,
        _TABLES.c.kind,
        _VISITS.c.allergies,
        *_RULES,
    )
    .join(_TABLES, _TABLES.c.id == _VISITS.c.table_id)
    .join(table_of(Restaurant), table_of(Restaurant).c.id == _VISITS.c.restaurant_id)
    .where(_VISITS.c.id == bindparam("visit"))
    .with_for_update(of=_VISITS)
)


_HOUSE: Final[Any] = (
    select(*_RULES)
    .join(_VISITS, table_of(Restaurant).c.id == _VISITS.c.restaurant_id)
    .where(_VISITS.c.id == bindparam("visit"))
    .with_for_update(of=_VISITS)
)


def house_of_locked_visit(visit_id: int) -> House:
    """The rules of a visit's restaurant; the visit is locked until the transaction ends."""
    return House(*run(_HOUSE, {"visit": visit_id}).one())


def seat_or_refuse(visit_id: int) -> Seat:
    """Locked until the transaction ends, which on PostgreSQL is what makes twice once.

    Raises VisitOver.
    """
    row = run(_SEAT, {"visit": visit_id}).one_or_none()
    if row is None or row[3] is not None:
        raise VisitOver
    return Seat(row[0], row[1], row[2], row[4], row[5], House(*row[6:]))
