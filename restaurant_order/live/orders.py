"""Orders as several regions show them: read by the first, shared for the length of one push."""

from collections.abc import Collection

from restaurant_order.live.draw import read_once
from restaurant_order.ordering.queries import orders_by_id
from restaurant_order.ordering.views import OrderView


def orders_once(restaurant_id: int, order_ids: Collection[int]) -> list[OrderView]:
    ids = frozenset(order_ids)
    return read_once(("orders", restaurant_id, ids), lambda: orders_by_id(restaurant_id, ids))
