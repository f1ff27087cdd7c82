"""The ids that every fact about an order or a line holds."""

from typing import Any, Final

from sqlalchemy import Row, select

from restaurant_order.ordering.models import OrderLine
from restaurant_order.visits.models import Visit

LINE_IDS: Final = (
    OrderLine.id,
    OrderLine.order_id,
    OrderLine.visit_id,
    OrderLine.station_id,
    select(Visit.table_id)
    .where(Visit.id == OrderLine.visit_id)
    .scalar_subquery()
    .label("table_id"),
)
"""What a statement returns of a line, so that `ids_of_line` can read it."""


def ids_of_order(order: Any) -> dict[str, int]:
    """Of an order's row with its table."""
    return {
        "restaurant_id": order.restaurant_id,
        "visit_id": order.visit_id,
        "table_id": order.table_id,
        "order_id": order.id,
    }


def ids_of_line(restaurant_id: int, row: Row[Any]) -> dict[str, Any]:
    """Of a row of `LINE_IDS`."""
    return {
        "restaurant_id": restaurant_id,
        "visit_id": row.visit_id,
        "table_id": row.table_id,
        "order_id": row.order_id,
        "line_id": row.id,
        "station_id": row.station_id,
    }
