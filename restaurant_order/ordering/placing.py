"""Placing: the cart becomes an order, exactly once.

The path that is walked most: its statements are built once, here, and the menu is in memory.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from sqlalchemy import bindparam, delete, insert, select, text

from restaurant_order.core import clock
from restaurant_order.core.database import run, table_of
from restaurant_order.core.once import checked_key, fingerprint, same_or_refuse
from restaurant_order.core.refusals import Conflict
from restaurant_order.core.statements import Ready
from restaurant_order.core.text import clean_note
from restaurant_order.core.transaction import record, transaction
from restaurant_order.menu.availability import Problem
from restaurant_order.menu.catalogue import catalogue
from restaurant_order.menu.entries import CatalogueOption
from restaurant_order.menu.models import LAST_COURSE
from restaurant_order.menu.refusals import NotServedNow, SoldOut
from restaurant_order.menu.routing import stations_of
from restaurant_order.menu.service import take_stock
from restaurant_order.ordering.cart import Cart, PricedLine, cart_of
from restaurant_order.ordering.courses import starts_now, starts_through_of
from restaurant_order.ordering.declaring import carry_over_seen, photographed
from restaurant_order.ordering.facts import OrderPlaced
from restaurant_order.ordering.joining import ticket_to_join
from restaurant_order.ordering.limits import refuse_too_much
from restaurant_order.ordering.models import (
    CartLine,
    DailyNumber,
    LineStatus,
    LineTask,
    Order,
    OrderKind,
    OrderLine,
)
from restaurant_order.people.models import StaffMember
from restaurant_order.venue.models import Acceptance, TableKind
from restaurant_order.visits.models import Guest, Visit
from restaurant_order.visits.recognise import Phone
from restaurant_order.visits.seat import Seat, seat_or_refuse


class CartEmpty(Conflict):
    code = "cart_empty"
    sentence = _l("The cart is empty. Perhaps somebody at your table has just sent it.")


class TotalChanged(Conflict):
    code = "total_changed"
    sentence = _l("The total has changed while you were looking. Please check it and send again.")


def place(
    visit: Visit | int, *, key: str, seen_total: int, note: str, by: Guest | Phone | StaffMember
) -> int:
    """The table's cart becomes one order; returns its id.

    `visit`: the visit or its id. `seen_total` is what the guest was shown, in minor units. The
    same key with the same contents returns the first order again; two phones placing at once make
    one order and one CartEmpty.

    1. Lock the visit. 2. Known key: the first answer. 3. Price the cart; refuse problems and a
    total other than the one seen. 4. Take stock, in the order of dish ids. 5. Number, order,
    lines; empty the cart. 6. Record.

    Raises CartEmpty, TotalChanged, SoldOut, NotServedNow, KeyReused, Invalid, VisitOver.
    """
    checked_key(key)
    note = clean_note(note)
    asked = fingerprint(seen_total, note)
    visit_id, actor = visit if isinstance(visit, int) else visit.id, by.actor
    is_staff = isinstance(by, StaffMember)
    with transaction():
        seat = seat_or_refuse(visit_id)
        if earlier := _with_key(visit_id, key):
            same_or_refuse(earlier, asked)
            return int(earlier.id)
        cart = _checked(cart_of(visit_id, seat.house), seen_total)
        now = clock.now()
        if not is_staff:
            refuse_too_much(seat, cart.count, now=now)
        if counted := _counted(cart.lines):
            take_stock(counted, by=actor)
        accepted_at = None if asks_staff(seat, is_staff=is_staff) else now
        allergies = photographed(visit_id, seat.allergies)
        order_id = _insert_order(
            seat,
            now,
            key=key,
            fingerprint=asked,
            note=note,
            total=cart.sum.total,
            guest_id=None if is_staff else actor.id,
            staff_id=actor.id if is_staff else None,
            accepted_at=accepted_at,
            kind=_KIND[seat.table_kind],
            allergies=allergies,
            joins_id=_ticket(seat, now) if accepted_at else None,
        )
        _insert_lines(seat, order_id, cart.lines, accepted_at)
        carry_over_seen(visit_id, order_id, allergies)
        run(_EMPTY_CART, {"visit": visit_id})
        run(_COUNT_ORDER, {"visit": visit_id})
        record(
            OrderPlaced(
                order_id=order_id,
                cart_line_ids=tuple(line.id for line in cart.lines),
                **seat.where,
            ),
            by=actor,
        )
        return order_id


def asks_staff(seat: Seat, *, is_staff: bool) -> bool:
    """Whether an order waits for somebody's yes before the kitchen sees it."""
    if is_staff or seat.house.acceptance is Acceptance.NEVER:
        return False
    return seat.house.acceptance is Acceptance.ALWAYS or seat.order_count == 0


def _checked(cart: Cart, seen_total: int) -> Cart:
    if not cart.lines:
        raise CartEmpty
    for line in cart.lines:
        if line.problem is Problem.SOLD_OUT:
            raise SoldOut(line.missing[0].name if line.missing else line.dish.name)
        if line.problem is Problem.NOT_SERVED:
            raise NotServedNow(line.dish.name)
    if cart.sum.total != seen_total:
        raise TotalChanged
    return cart


def _counted(lines: Iterable[PricedLine]) -> dict[int, int]:
    """Portions by dish, of dishes that are counted."""
    portions: dict[int, int] = {}
    for line in lines:
        if line.left is not None:
            portions[line.dish.id] = portions.get(line.dish.id, 0) + line.quantity
    return portions


def _ticket(seat: Seat, now: datetime) -> int | None:
    """The first round has none to join, and is not made to look for one."""
    if not seat.order_count:
        return None
    return ticket_to_join(seat.visit_id, within=seat.house.join_within, now=now)


def _insert_order(seat: Seat, now: datetime, **values: object) -> int:
    house = seat.house
    day = clock.business_day(now, zone=house.time_zone, cutoff_hour=house.cutoff_hour)
    number = run(_NEXT_NUMBER, {"restaurant": house.id, "day": day}).scalar_one()
    inserted = run(
        _INSERT_ORDER,
        {
            "restaurant_id": house.id,
            "visit_id": seat.visit_id,
            "round": seat.order_count + 1,
            "business_day": day,
            "number": number,
            "placed_at": now,
            **values,
        },
    )
    order_id: int = inserted.scalar_one()
    return order_id


def _insert_lines(
    seat: Seat, order_id: int, lines: Iterable[PricedLine], accepted_at: datetime | None
) -> None:
    lines = list(lines)
    through = _starts_through(seat, lines) if accepted_at else 0
    common = {
        "restaurant_id": seat.house.id,
        "order_id": order_id,
        "visit_id": seat.visit_id,
        "status": LineStatus.ACCEPTED if accepted_at else LineStatus.PLACED,
        "accepted_at": accepted_at,
    }
    off = catalogue(seat.house).stand_ins
    going = [(line, stations_of(line.dish, line.options, off)) for line in lines]
    run(
        _INSERT_LINE,
        [
            {
                **common,
                **_photographed(line, stations),
                "fired_at": accepted_at if starts_now(line.dish.course, through=through) else None,
            }
            for line, stations in going
        ],
    )
    if shared := [stations for _, stations in going if len(stations) > 1]:
        _insert_tasks(seat.house.id, order_id, shared)


def _starts_through(seat: Seat, lines: Iterable[PricedLine]) -> int:
    ordered = {line.dish.course for line in lines if line.dish.course is not None}
    if not ordered or not seat.house.courses:
        return LAST_COURSE
    return starts_through_of(seat.visit_id, ordered)


def _insert_tasks(restaurant_id: int, order_id: int, shared: list[list[int | None]]) -> None:
    """A task for each station of the lines that go to several; ids ascend as lines were written."""
    line_ids = run(_SHARED_LINES, {"order": order_id}).scalars()
    run(
        _INSERT_TASK,
        [
            {
                "line_id": line_id,
                "station_id": station_id,
                "restaurant_id": restaurant_id,
                "status": LineStatus.ACCEPTED,
            }
            for line_id, stations in zip(line_ids, shared, strict=True)
            for station_id in stations
        ],
    )


def _photographed(line: PricedLine, stations: list[int | None]) -> dict[str, Any]:
    return {
        "dish_id": line.dish.id,
        "station_id": stations[0],
        "is_shared": len(stations) > 1,
        "guest_id": line.guest_id,
        "name": line.dish.name,
        "kitchen_name": line.dish.kitchen_name,
        "options": [_photographed_option(option) for option in line.options],
        "course": line.dish.course,
        "prep_minutes": line.dish.prep_minutes,
        "note": line.note,
        "quantity": line.quantity,
        "unit_price": line.unit_price,
        "tax_rate": line.dish.tax_rate,
        "total": line.sum.total,
        "tax": line.sum.tax,
        "service": line.sum.service,
        "service_tax": line.sum.service_tax,
    }


def _photographed_option(option: CatalogueOption) -> dict[str, Any]:
    kept: dict[str, Any] = {"id": option.id, "name": option.name, "price": option.price}
    if option.station_id is not None:
        kept["station_id"] = option.station_id
    if option.kitchen_name:
        kept["kitchen_name"] = option.kitchen_name
    return kept


def _with_key(visit_id: int, key: str) -> Any:
    return run(_WITH_KEY, {"visit": visit_id, "key": key}).one_or_none()


_KIND: Final = {TableKind.TABLE: OrderKind.DINE_IN, TableKind.COUNTER: OrderKind.TAKEAWAY}
_ORDERS: Final = table_of(Order)
_WITH_KEY: Final = Ready(
    select(_ORDERS.c.id, _ORDERS.c.fingerprint).where(
        _ORDERS.c.visit_id == bindparam("visit"), _ORDERS.c.key == bindparam("key")
    )
)
_NEXT_NUMBER: Final = Ready(
    text(
        "INSERT INTO daily_numbers (restaurant_id, business_day, last)"
        " VALUES (:restaurant, :day, 1)"
        " ON CONFLICT (restaurant_id, business_day) DO UPDATE SET last = daily_numbers.last + 1"
        " RETURNING last"
    ).bindparams(bindparam("day", type_=DailyNumber.business_day.type))
)
_INSERT_ORDER: Final = Ready(insert(_ORDERS).returning(_ORDERS.c.id))
_INSERT_LINE: Final = Ready(insert(table_of(OrderLine)))
_INSERT_TASK: Final = Ready(insert(table_of(LineTask)))
_SHARED_LINES: Final = Ready(
    select(table_of(OrderLine).c.id)
    .where(table_of(OrderLine).c.order_id == bindparam("order"), table_of(OrderLine).c.is_shared)
    .order_by(table_of(OrderLine).c.id)
)
_EMPTY_CART: Final = Ready(
    delete(table_of(CartLine)).where(table_of(CartLine).c.visit_id == bindparam("visit"))
)
_COUNT_ORDER: Final = Ready(
    text("UPDATE visits SET order_count = order_count + 1 WHERE id = :visit")
)
