"""Handing out at the pass: what the stations have made of an order leaves the kitchen.

A line is at the pass from the moment it may be made until it is handed out, carried away, served or
cancelled. Handing out moves no line: who carries and who serves it is the floor's business.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from sqlalchemy import Row, bindparam, select, update

from restaurant_order.core import clock
from restaurant_order.core.database import run, table_of
from restaurant_order.core.refusals import Conflict, Forbidden, NotFound
from restaurant_order.core.transaction import record, transaction
from restaurant_order.ordering.facts import OrderBackAtPass, OrderPassed
from restaurant_order.ordering.models import LineStatus, OrderLine
from restaurant_order.ordering.progress import IN_KITCHEN
from restaurant_order.ordering.steps import LineMoved
from restaurant_order.people.models import Hand, StaffMember
from restaurant_order.people.rules import Right, may
from restaurant_order.venue.models import PassRule, Restaurant
from restaurant_order.visits.models import Visit

AT_PASS: Final = IN_KITCHEN | {LineStatus.READY}


class StillCooking(Conflict):
    code = "still_cooking"
    sentence = _l("Not everything of this order is ready. Here is how it stands now.")


class OnlyAManager(Forbidden):
    code = "only_a_manager"
    sentence = _l("The pass waits for the stations. Only a manager can let this order go.")


@dataclass(frozen=True)
class HandedOut:
    """`unfinished`: those of the lines that a station was still making."""

    line_ids: tuple[int, ...]
    unfinished: tuple[int, ...]


def hand_out(
    restaurant_id: int, order_ids: Collection[int], *, regardless: bool = False, by: Hand
) -> HandedOut:
    """All that is at the pass of the orders of one ticket leaves it.

    `regardless` of what stations still make of it: where the pass waits for them, that takes
    somebody who runs the place. Raises StillCooking, OnlyAManager, LineMoved when nothing of it is
    at the pass, NotFound.
    """
    with transaction():
        lines = _locked(restaurant_id, order_ids)
        unfinished = tuple(line.id for line in lines if line.status in IN_KITCHEN)
        if not lines:
            raise LineMoved
        if unfinished and not regardless:
            raise StillCooking
        if unfinished and not _may_let_go(lines[0].pass_rule, by):
            raise OnlyAManager
        run(_STAMP, {"lines": [line.id for line in lines], "at": clock.now()})
        for where, ids in _by_order(lines):
            here = tuple(line_id for line_id in ids if line_id in unfinished)
            record(OrderPassed(line_ids=ids, unfinished=here, **where), by=by.actor)
    return HandedOut(tuple(line.id for line in lines), unfinished)


def take_back_out(restaurant_id: int, line_ids: Collection[int], *, by: Hand) -> None:
    """These lines are at the pass again, all or none.

    Raises LineMoved when one is carried away, cancelled, or at the pass already; NotFound.
    """
    with transaction():
        lines = list(run(_BY_ID, {"lines": sorted(line_ids), "restaurant": restaurant_id}))
        if not lines or len(lines) < len(set(line_ids)):
            raise NotFound
        if any(line.passed_at is None or not _is_around(line) for line in lines):
            raise LineMoved
        run(_STAMP, {"lines": [line.id for line in lines], "at": None})
        for where, ids in _by_order(lines):
            record(OrderBackAtPass(line_ids=ids, **where), by=by.actor)


def _locked(restaurant_id: int, order_ids: Collection[int]) -> list[Row[Any]]:
    """The orders' lines at the pass; nobody moves them meanwhile. Raises NotFound."""
    values = {"orders": sorted(order_ids), "restaurant": restaurant_id}
    lines = list(run(_OF_ORDERS, values))
    if not lines:
        raise NotFound
    return [line for line in lines if _is_around(line) and line.passed_at is None]


def _is_around(line: Row[Any]) -> bool:
    """Made or being made, and not on its way; not what waits for its course."""
    is_held = line.status is LineStatus.ACCEPTED and line.fired_at is None
    return line.status in AT_PASS and line.taken_at is None and not is_held


def _may_let_go(rule: PassRule, by: Hand) -> bool:
    if rule is PassRule.WARN:
        return True
    return isinstance(by, StaffMember) and may(by.role, Right.RUN_THE_PLACE)


def _by_order(lines: Collection[Row[Any]]) -> list[tuple[dict[str, int], tuple[int, ...]]]:
    """Each order's facts, and which of the lines are its."""
    names = ("restaurant_id", "visit_id", "table_id", "order_id")
    orders = {line.order_id: {name: getattr(line, name) for name in names} for line in lines}
    return [
        (where, tuple(line.id for line in lines if line.order_id == order_id))
        for order_id, where in sorted(orders.items())
    ]


_LINE: Final = table_of(OrderLine).c
_LINES: Final = (
    select(
        _LINE.id,
        _LINE.restaurant_id,
        _LINE.order_id,
        _LINE.visit_id,
        _LINE.status,
        _LINE.passed_at,
        _LINE.taken_at,
        _LINE.fired_at,
        table_of(Visit).c.table_id,
        table_of(Restaurant).c.pass_rule,
    )
    .join(table_of(Visit), table_of(Visit).c.id == _LINE.visit_id)
    .join(table_of(Restaurant), table_of(Restaurant).c.id == _LINE.restaurant_id)
    .where(_LINE.restaurant_id == bindparam("restaurant"))
    .order_by(_LINE.id)
    .with_for_update(of=table_of(OrderLine))
)
_OF_ORDERS: Final = _LINES.where(_LINE.order_id.in_(bindparam("orders", expanding=True)))
_BY_ID: Final = _LINES.where(_LINE.id.in_(bindparam("lines", expanding=True)))
_STAMP: Final = (
    update(table_of(OrderLine))
    .where(_LINE.id.in_(bindparam("lines", expanding=True)))
    .values(passed_at=bindparam("at"))
)
