"""The floor: tables at a glance, requests and orders coming in, money."""

from flask import Flask

from restaurant_order import live
from restaurant_order.web.cashier import (  # noqa: F401  (their routes)
    bill_views,
    floor_views,
    order_views,
    request_views,
    waiter_views,
)
from restaurant_order.web.cashier.blueprint import blueprint
from restaurant_order.web.cashier.floor_region import FLOOR
from restaurant_order.web.cashier.order_region import RAIL
from restaurant_order.web.cashier.request_region import REQUESTS
from restaurant_order.web.cashier.visit_region import VISIT


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    for region in (FLOOR, REQUESTS, RAIL, VISIT):
        live.register(app, region)
