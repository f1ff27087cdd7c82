"""Orders as the kitchen reads them, made by hand."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from kitchen_display.board import Board, Station
from restaurant_order.ordering.models import LineStatus
from restaurant_order.ordering.pricing import Sum
from restaurant_order.ordering.views import LineView, OrderView

EVENING = datetime(2026, 3, 14, 18, 30, tzinfo=UTC)

HOT = Station(1, "hot", {"en": "Hot kitchen", "zh-Hans": "热厨"}, None, 10, 18)
COLD = Station(2, "cold", {"en": "Cold", "zh-Hans": "冷菜"}, None, 7, 12)
BAR = Station(3, "bar", {"en": "Bar", "zh-Hans": "吧台"}, None, 4, 8)
BOARDS = [Board(HOT), Board(COLD), Board(BAR), Board(None)]


def line(line_id: int = 1, *, station: Station | None = HOT, **differing: Any) -> LineView:
    """An accepted line of one dumpling, unless said otherwise."""
    plain = LineView(
        id=line_id,
        order_id=1,
        dish_id=7,
        station_id=station.id if station else None,
        guest_id=None,
        guest_name=None,
        guest_colour=None,
        name={"en": "Dumplings", "zh-Hans": "水饺"},
        kitchen_name={},
        options=[],
        note="",
        quantity=1,
        unit_price=900,
        tax_rate=700,
        sum=Sum(900, 59, 0, 0, 900),
        status=LineStatus.ACCEPTED,
        accepted_at=EVENING,
        started_at=None,
        ready_at=None,
        served_at=None,
        cancelled_at=None,
        cancel_reason="",
        cancel_seen_at=None,
        course=None,
        prep_minutes=None,
        fired_at=EVENING,
        start_at=None,
        released_at=None,
        taken_at=None,
        taken_by=None,
    )
    return replace(plain, **differing)


def order(*lines: LineView, order_id: int = 1, minutes: int = 0, **differing: Any) -> OrderView:
    """An order placed `minutes` after the evening began."""
    placed = EVENING + timedelta(minutes=minutes)
    plain = OrderView(
        id=order_id,
        restaurant_id=1,
        visit_id=1,
        table_id=1,
        table_name="T7",
        area_name="Terrace",
        number=40 + order_id,
        round=1,
        placed_at=placed,
        accepted_at=placed,
        rejected_at=None,
        rejection="",
        guest_name="Mia",
        staff_name=None,
        note="",
        total=900,
        version=order_id,
        drawn_version=0,
        lines=tuple(replace(one, order_id=order_id) for one in lines),
    )
    return replace(plain, **differing)
