"""What was thrown away: dishes cancelled after cooking had begun."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from restaurant_order.core import clock
from restaurant_order.core.database import Words, db
from restaurant_order.core.journal import JournalEntry
from restaurant_order.ordering.models import Disposition, Order, OrderLine
from restaurant_order.venue.models import Restaurant


@dataclass(frozen=True)
class Wasted:
    """One cancelled line. `value`: what the guest would have paid for it, in minor units."""

    at: datetime
    order_number: int
    name: Words
    options: tuple[Words, ...]
    quantity: int
    value: int
    reason: str
    by: str


@dataclass(frozen=True)
class WasteDay:
    """A business day's waste, newest first."""

    day: date
    lines: tuple[Wasted, ...]

    @property
    def quantity(self) -> int:
        return sum(line.quantity for line in self.lines)

    @property
    def value(self) -> int:
        return sum(line.value for line in self.lines)


def waste(restaurant: Restaurant, *, first: date, last: date) -> list[WasteDay]:
    """Business days from `first` to `last` on which anything was thrown away, newest first."""
    begin, end = _opening(restaurant, first), _opening(restaurant, last + timedelta(days=1))
    rows = db.session.execute(
        select(OrderLine, Order.number)
        .join(Order, Order.id == OrderLine.order_id)
        .where(OrderLine.restaurant_id == restaurant.id)
        .where(OrderLine.disposition == Disposition.WASTE)
        .where(OrderLine.cancelled_at >= begin, OrderLine.cancelled_at < end)
        .order_by(OrderLine.cancelled_at.desc(), OrderLine.id.desc())
    ).all()
    cancellers = _cancellers(restaurant.id, begin, end) if rows else {}
    lines = [_wasted(line, number, cancellers) for line, number in rows]
    by_day = groupby(lines, key=lambda line: _day(restaurant, line.at))
    return [WasteDay(day, tuple(of_day)) for day, of_day in by_day]


def _wasted(line: OrderLine, number: int, cancellers: dict[int, str]) -> Wasted:
    return Wasted(
        at=line.cancelled_at or clock.now(),
        order_number=number,
        name=line.name,
        options=tuple(option["name"] for option in line.options),
        quantity=line.quantity,
        value=line.unit_price * line.quantity,
        reason=line.cancel_reason,
        by=cancellers.get(line.id, ""),
    )


def _cancellers(restaurant_id: int, begin: datetime, end: datetime) -> dict[int, str]:
    """Who cancelled it, by line id, as the journal says."""
    entries: Sequence[Any] = db.session.execute(
        select(JournalEntry.body, JournalEntry.actor_name).where(
            JournalEntry.restaurant_id == restaurant_id,
            JournalEntry.kind == "LineCancelled",
            JournalEntry.at >= begin - timedelta(minutes=1),
            JournalEntry.at < end + timedelta(minutes=1),
        )
    ).all()
    return {entry.body["line_id"]: entry.actor_name for entry in entries}


def _day(restaurant: Restaurant, moment: datetime) -> date:
    zone, cutoff = restaurant.time_zone, restaurant.cutoff_hour
    return clock.business_day(moment, zone=zone, cutoff_hour=cutoff)


def _opening(restaurant: Restaurant, day: date) -> datetime:
    zone = ZoneInfo(restaurant.time_zone)
    return datetime(day.year, day.month, day.day, restaurant.cutoff_hour, tzinfo=zone)
