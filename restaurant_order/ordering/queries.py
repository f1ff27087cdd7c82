"""Reading orders, in one query however many there are."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Row, bindparam, func, or_, select

from restaurant_order.core.database import run, table_of
from restaurant_order.core.refusals import NotFound
from restaurant_order.core.statements import Ready
from restaurant_order.ordering.models import (
    AllergySeen,
    DrawnTicket,
    LineStatus,
    LineTask,
    Order,
    OrderLine,
)
from restaurant_order.ordering.pricing import Sum
from restaurant_order.ordering.progress import IN_KITCHEN, UNSERVED
from restaurant_order.ordering.views import LineView, OrderView, Part, SeenBy, plan_of
from restaurant_order.people.models import StaffMember
from restaurant_order.venue.models import Area, Table
from restaurant_order.visits.allergies import read as read_allergies
from restaurant_order.visits.models import Guest, Visit

_LINE: Final = table_of(OrderLine).c
_ORDER: Final = table_of(Order).c
_VISIT: Final = table_of(Visit).c
_TABLE: Final = table_of(Table).c
_AREA: Final = table_of(Area).c
_GUEST: Final = table_of(Guest).c
_BY_GUEST: Final = table_of(Guest).alias("placed_by_guest").c
_STAFF: Final = table_of(StaffMember).c
_RUNNER: Final = table_of(StaffMember).alias("runner").c

_LINES: Final = (
    select(
        table_of(OrderLine),
        _ORDER.number,
        _ORDER.round,
        _ORDER.placed_at,
        _ORDER.accepted_at.label("order_accepted_at"),
        _ORDER.rejected_at,
        _ORDER.rejection,
        _ORDER.promised_at,
        _ORDER.kind,
        _ORDER.rushed_at,
        _ORDER.rush_reason,
        _ORDER.cleared_at,
        _ORDER.allergies,
        _ORDER.joins_id,
        _ORDER.note.label("order_note"),
        _ORDER.total.label("order_total"),
        _ORDER.version,
        _ORDER.drawn_version,
        _VISIT.table_id,
        _TABLE.name.label("table_name"),
        _AREA.name.label("area_name"),
        _GUEST.nickname,
        _GUEST.colour,
        _BY_GUEST.nickname.label("placed_by"),
        _STAFF.name.label("staff_name"),
        _RUNNER.name.label("taken_by"),
    )
    .join(_ORDER.id.table, _ORDER.id == _LINE.order_id)
    .join(_VISIT.id.table, _VISIT.id == _LINE.visit_id)
    .join(_TABLE.id.table, _TABLE.id == _VISIT.table_id)
    .join(_AREA.id.table, _AREA.id == _TABLE.area_id)
    .outerjoin(_GUEST.id.table, _GUEST.id == _LINE.guest_id)
    .outerjoin(_BY_GUEST.id.table, _BY_GUEST.id == _ORDER.guest_id)
    .outerjoin(_STAFF.id.table, _STAFF.id == _ORDER.staff_id)
    .outerjoin(_RUNNER.id.table, _RUNNER.id == _LINE.taken_by_id)
    .order_by(_ORDER.placed_at, _ORDER.id, _LINE.id)
)


def _with_lines(statuses: Iterable[LineStatus]) -> Any:
    """Orders of a restaurant that have a line at one of `statuses`."""
    found = (
        select(_LINE.order_id)
        .where(_LINE.restaurant_id == bindparam("restaurant"))
        .where(_LINE.status.in_(sorted(statuses)))
    )
    return _LINES.where(_ORDER.id.in_(found))


_HERE: Final = _ORDER.restaurant_id == bindparam("restaurant")
_BY_ID: Final = Ready(_LINES.where(_ORDER.id.in_(bindparam("orders", expanding=True)), _HERE))
_WANTED: Final[Any] = bindparam("tickets", expanding=True)
_ON_TICKETS: Final = Ready(
    _LINES.where(
        or_(_ORDER.id.in_(_WANTED) & _ORDER.joins_id.is_(None), _ORDER.joins_id.in_(_WANTED)),
        _HERE,
    )
)
_TICKET_OF: Final = Ready(
    select(_ORDER.id, func.coalesce(_ORDER.joins_id, _ORDER.id)).where(
        _ORDER.id.in_(bindparam("orders", expanding=True)), _HERE
    )
)
_OF_VISIT: Final = Ready(_LINES.where(_ORDER.visit_id == bindparam("visit")))
_IN_KITCHEN: Final = Ready(_with_lines(IN_KITCHEN))
_UNSERVED: Final = Ready(_with_lines(UNSERVED))
_DRAWN: Final = Ready(
    select(
        table_of(DrawnTicket).c.order_id,
        table_of(DrawnTicket).c.station_id,
        table_of(DrawnTicket).c.fired_through,
    )
    .where(table_of(DrawnTicket).c.order_id.in_(bindparam("orders", expanding=True)))
    .order_by(table_of(DrawnTicket).c.order_id)
)
_TASK: Final = table_of(LineTask).c
_TASKS: Final = Ready(
    select(table_of(LineTask))
    .join(_LINE.id.table, _LINE.id == _TASK.line_id)
    .where(_TASK.line_id.in_(bindparam("lines", expanding=True)))
    .order_by(_TASK.line_id, _TASK.station_id != _LINE.station_id, _TASK.station_id)
)
_ALLERGIES_SEEN: Final = Ready(
    select(table_of(AllergySeen)).where(
        table_of(AllergySeen).c.order_id.in_(bindparam("orders", expanding=True))
    )
)

Parts = dict[int, tuple[Part, ...]]


def order_view(restaurant_id: int, order_id: int) -> OrderView:
    """Raises NotFound for another restaurant's order."""
    found = orders_by_id(restaurant_id, [order_id])
    if not found:
        raise NotFound
    return found[0]


def orders_by_id(restaurant_id: int, order_ids: Collection[int]) -> list[OrderView]:
    return _read(_BY_ID, {"orders": list(order_ids), "restaurant": restaurant_id})


def orders_on_tickets(restaurant_id: int, ticket_ids: Collection[int]) -> list[OrderView]:
    """The orders that opened these kitchen tickets and those that joined them, oldest first."""
    return _read(_ON_TICKETS, {"tickets": list(ticket_ids), "restaurant": restaurant_id})


def tickets_of(restaurant_id: int, order_ids: Collection[int]) -> dict[int, int]:
    """Which ticket each of these orders stands on."""
    values = {"orders": list(order_ids), "restaurant": restaurant_id}
    return dict(tuple(row) for row in run(_TICKET_OF, values))


def orders_of_visit(visit_id: int) -> list[OrderView]:
    """A visit's rounds, oldest first."""
    return _read(_OF_VISIT, {"visit": visit_id})


def kitchen_orders(restaurant_id: int) -> list[OrderView]:
    """Orders with anything left to make, whole, oldest first."""
    return _read(_IN_KITCHEN, {"restaurant": restaurant_id})


def unserved_orders(restaurant_id: int) -> list[OrderView]:
    """Orders not all at the table yet, also those waiting for acceptance, oldest first."""
    return _read(_UNSERVED, {"restaurant": restaurant_id})


def undrawn_orders(restaurant_id: int, *, before: datetime) -> list[OrderView]:
    """Orders accepted before `before` of which a station's ticket was on no screen yet.

    A held course counts from when it is fired.
    """
    orders = kitchen_orders(restaurant_id)
    return [one for one in orders if any(at < before for _, at in one.undrawn_firings)]


def _read(statement: Any, values: dict[str, Any]) -> list[OrderView]:
    rows = run(statement, values).all()
    drawn = _drawn({row.order_id for row in rows})
    parts = _parts([row.id for row in rows if row.is_shared])
    seen = _allergies_seen({row.order_id for row in rows if row.allergies})
    return [
        _order(list(lines), drawn.get(order_id, {}), parts, seen.get(order_id, {}))
        for order_id, lines in groupby(rows, key=lambda row: row.order_id)
    ]


def _drawn(order_ids: Collection[int]) -> dict[int, dict[int | None, datetime]]:
    if not order_ids:
        return {}
    rows = run(_DRAWN, {"orders": sorted(order_ids)}).all()
    return {
        order_id: {row.station_id or None: row.fired_through for row in group}
        for order_id, group in groupby(rows, key=lambda row: row.order_id)
    }


def _parts(line_ids: Collection[int]) -> Parts:
    """By line; asked only for lines that several stations make."""
    if not line_ids:
        return {}
    rows = run(_TASKS, {"lines": line_ids}).all()
    return {
        line_id: tuple(
            Part(
                row.station_id,
                row.status,
                row.started_at,
                row.ready_at,
                row.cancel_seen_at,
                row.start_at,
                row.released_at,
            )
            for row in group
        )
        for line_id, group in groupby(rows, key=lambda row: row.line_id)
    }


def _allergies_seen(order_ids: Collection[int]) -> dict[int, dict[int | None, SeenBy]]:
    """By order and station; asked only for orders with allergies."""
    found: dict[int, dict[int | None, SeenBy]] = {}
    if order_ids:
        for row in run(_ALLERGIES_SEEN, {"orders": sorted(order_ids)}):
            seen = SeenBy(row.by_name, row.seen_at, read_allergies(row.declared))
            found.setdefault(row.order_id, {})[row.station_id or None] = seen
    return found


def _order(
    rows: Sequence[Row[Any]],
    drawn: dict[int | None, datetime],
    parts: Parts,
    seen: dict[int | None, SeenBy],
) -> OrderView:
    first = rows[0]
    return OrderView(
        id=first.order_id,
        restaurant_id=first.restaurant_id,
        visit_id=first.visit_id,
        table_id=first.table_id,
        table_name=first.table_name,
        area_name=first.area_name,
        number=first.number,
        round=first.round,
        placed_at=first.placed_at,
        accepted_at=first.order_accepted_at,
        rejected_at=first.rejected_at,
        rejection=first.rejection,
        promised_at=first.promised_at,
        guest_name=first.placed_by,
        staff_name=first.staff_name,
        note=first.order_note,
        total=first.order_total,
        version=first.version,
        drawn_version=first.drawn_version,
        lines=tuple(_line(row, parts) for row in rows),
        drawn=drawn,
        allergies=read_allergies(first.allergies),
        allergies_seen=seen,
        kind=first.kind,
        rushed_at=first.rushed_at,
        rush_reason=first.rush_reason,
        cleared_at=first.cleared_at,
        joins_id=first.joins_id,
    )


def _line(row: Row[Any], of_shared: Parts) -> LineView:
    parts = of_shared.get(row.id, ())
    start_at, released_at = plan_of(parts) if parts else (row.start_at, row.released_at)
    return LineView(
        id=row.id,
        order_id=row.order_id,
        dish_id=row.dish_id,
        station_id=row.station_id,
        guest_id=row.guest_id,
        guest_name=row.nickname,
        guest_colour=row.colour,
        name=row.name,
        kitchen_name=row.kitchen_name,
        options=row.options,
        note=row.note,
        quantity=row.quantity,
        unit_price=row.unit_price,
        tax_rate=row.tax_rate,
        sum=Sum(row.unit_price * row.quantity, row.tax, row.service, row.service_tax, row.total),
        status=row.status,
        accepted_at=row.accepted_at,
        started_at=row.started_at,
        ready_at=row.ready_at,
        served_at=row.served_at,
        cancelled_at=row.cancelled_at,
        cancel_reason=row.cancel_reason,
        cancel_seen_at=row.cancel_seen_at,
        parts=parts,
        disposition=row.disposition,
        course=row.course,
        prep_minutes=row.prep_minutes,
        fired_at=row.fired_at,
        start_at=start_at,
        released_at=released_at,
        taken_at=row.taken_at,
        taken_by=row.taken_by,
        passed_at=row.passed_at,
        cancel_seen_at_pass=row.cancel_seen_at_pass,
    )
