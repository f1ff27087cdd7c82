"""The guest's phone: scan, menu, one cart for the table, orders, requests."""

from flask import Flask

from restaurant_order import live
from restaurant_order.web.diner import (
    cart_views,
    dish_views,
    joining,
    me_allergy,
    me_views,
    menu_door,
    menu_views,
    order_views,
    refusals,
    request_views,
    taking_out,
)
from restaurant_order.web.diner.blueprint import blueprint
from restaurant_order.web.diner.cart_regions import CART_LINES, CART_SEND, CART_SUM, TABLE_BAR
from restaurant_order.web.diner.labels import names_for_pages
from restaurant_order.web.diner.menu_region import MENU
from restaurant_order.web.diner.order_region import ORDERS
from restaurant_order.web.diner.request_region import REQUESTS

PAGES = (
    joining,
    menu_views,
    dish_views,
    cart_views,
    taking_out,
    order_views,
    request_views,
    me_views,
    me_allergy,
    refusals,
)
"""Each module hangs its routes on the blueprint when it is imported."""

REGIONS = (MENU, CART_LINES, CART_SUM, CART_SEND, TABLE_BAR, ORDERS, REQUESTS)


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.jinja_env.globals.update(names_for_pages())
    for region in REGIONS:
        live.register(app, region)
    menu_door.init_app(app)
