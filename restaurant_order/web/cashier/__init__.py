"""The floor: tables at a glance, requests and orders coming in, money."""

from typing import Final

from flask import Flask

from restaurant_order import live
from restaurant_order.web.cashier import (
    allergy_views,
    bill_views,
    code_views,
    floor_views,
    order_views,
    request_views,
    waiter_views,
)
from restaurant_order.web.cashier.blueprint import blueprint
from restaurant_order.web.cashier.cart_region import CART
from restaurant_order.web.cashier.floor_region import FLOOR
from restaurant_order.web.cashier.labels import names_for_pages
from restaurant_order.web.cashier.order_region import RAIL
from restaurant_order.web.cashier.request_region import REQUESTS
from restaurant_order.web.cashier.visit_region import VISIT

PAGES: Final = (
    floor_views,
    request_views,
    order_views,
    bill_views,
    waiter_views,
    code_views,
    allergy_views,
)
"""Each module hangs its routes on the blueprint when it is imported."""

REGIONS: Final = (FLOOR, REQUESTS, RAIL, VISIT, CART)


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.jinja_env.globals.update(names_for_pages())
    for region in REGIONS:
        live.register(app, region)
