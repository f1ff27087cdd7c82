"""Reading orders, in one query however many there are."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, select

from restaurant_order.core.database import db
from restaurant_order.core.refusals import NotFound
from restaurant_order.ordering.models import DrawnTicket, LineStatus, Order, OrderLine
from restaurant_order.ordering.pricing import Sum
from restaurant_order.ordering.progress import IN_KITCHEN, UNSERVED
from restaurant_order.ordering.views import LineView, OrderView
from restaurant_order.people.models import StaffMember
from restaurant_order.venue.models import Area, Table
from restaurant_order.visits.models import Guest, Visit

_BY_GUEST = Guest.__table__.alias("placed_by_guest")

_LINES: Final = (
    select(
        OrderLine.__table__,
        Order.number,
        Order.round,
        Order.placed_at,
        Order.accepted_at.label("order_accepted_at"),
        Order.rejected_at,
        Order.rejection,
        Order.note.label("order_note"),
        Order.total.label("order_total"),
        Order.version,
        Order.drawn_version,
        Visit.table_id,
        Table.name.label("table_name"),
        Area.name.label("area_name"),
        Guest.nickname,
        Guest.colour,
        _BY_GUEST.c.nickname.label("placed_by"),
        StaffMember.name.label("staff_name"),
    )
    .join(Order, Order.id == OrderLine.order_id)
    .join(Visit, Visit.id == OrderLine.visit_id)
    .join(Table, Table.id == Visit.table_id)
    .join(Area, Area.id == Table.area_id)
    .outerjoin(Guest, Guest.id == OrderLine.guest_id)
    .outerjoin(_BY_GUEST, _BY_GUEST.c.id == Order.guest_id)
    .outerjoin(StaffMember, StaffMember.id == Order.staff_id)
    .order_by(Order.placed_at, Order.id, OrderLine.id)
)


def order_view(restaurant_id: int, order_id: int) -> OrderView:
    """Raises NotFound for another restaurant's order."""
    found = _read(Order.id == order_id, Order.restaurant_id == restaurant_id)
    if not found:
        raise NotFound
    return found[0]


def orders_by_id(restaurant_id: int, order_ids: Collection[int]) -> list[OrderView]:
    return _read(Order.id.in_(order_ids), Order.restaurant_id == restaurant_id)


def orders_of_visit(visit_id: int) -> list[OrderView]:
    """A visit's rounds, oldest first."""
    return _read(Order.visit_id == visit_id)


def kitchen_orders(restaurant_id: int) -> list[OrderView]:
    """Orders with anything left to make, whole, oldest first."""
    return _read(Order.id.in_(_orders_with(restaurant_id, IN_KITCHEN)))


def unserved_orders(restaurant_id: int) -> list[OrderView]:
    """Orders not all at the table yet, also those waiting for acceptance, oldest first."""
    return _read(Order.id.in_(_orders_with(restaurant_id, UNSERVED)))


def orders_since(restaurant_id: int, moment: datetime) -> list[OrderView]:
    """All orders placed since then, oldest first."""
    return _read(Order.restaurant_id == restaurant_id, Order.placed_at >= moment)


def undrawn_orders(restaurant_id: int, *, before: datetime) -> list[OrderView]:
    """Orders accepted before `before` of which a station's ticket was on no screen yet."""
    waiting = [order for order in kitchen_orders(restaurant_id) if order.accepted_at is not None]
    return [
        order
        for order in waiting
        if order.accepted_at is not None
        and order.accepted_at < before
        and _stations_to_draw(order) - order.drawn
    ]


def _stations_to_draw(order: OrderView) -> set[int | None]:
    return {line.station_id for line in order.lines if line.status in IN_KITCHEN}


def _orders_with(restaurant_id: int, statuses: Iterable[LineStatus]) -> Select[int]:
    return (
        select(OrderLine.order_id)
        .where(OrderLine.restaurant_id == restaurant_id)
        .where(OrderLine.status.in_(sorted(statuses)))
    )


def _read(*conditions: ColumnElement[bool]) -> list[OrderView]:
    rows = db.session.execute(_LINES.where(*conditions)).all()
    drawn = _drawn({row.order_id for row in rows})
    return [
        _order(list(lines), drawn.get(order_id, frozenset()))
        for order_id, lines in groupby(rows, key=lambda row: row.order_id)
    ]


def _drawn(order_ids: Collection[int]) -> dict[int, frozenset[int | None]]:
    if not order_ids:
        return {}
    rows = db.session.execute(
        select(DrawnTicket.order_id, DrawnTicket.station_id)
        .where(DrawnTicket.order_id.in_(order_ids))
        .order_by(DrawnTicket.order_id)
    ).all()
    return {
        order_id: frozenset(row.station_id or None for row in group)
        for order_id, group in groupby(rows, key=lambda row: row.order_id)
    }


def _order(rows: Sequence[Row[Any]], drawn: frozenset[int | None]) -> OrderView:
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
        guest_name=first.placed_by,
        staff_name=first.staff_name,
        note=first.order_note,
        total=first.order_total,
        version=first.version,
        drawn_version=first.drawn_version,
        lines=tuple(_line(row) for row in rows),
        drawn=drawn,
    )


def _line(row: Row[Any]) -> LineView:
    return LineView(
        id=row.id,
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
    )
