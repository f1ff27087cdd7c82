"""The manager's pages: one subject each."""

from flask import Flask

from restaurant_order.web.manager import (
    address,
    devices,
    home,
    labels,
    menu,
    menu_category,
    menu_dish,
    menu_import,
    menu_ingredients,
    menu_options,
    plan,
    routing,
    screens,
    settings,
    sheets,
    sheets_renewing,
    sheets_templates,
    staff,
    stations,
    statistics,
    tables,
    waste,
)
from restaurant_order.web.manager.blueprint import blueprint

PAGES = (
    home,
    menu,
    menu_dish,
    menu_category,
    menu_options,
    menu_ingredients,
    routing,
    menu_import,
    tables,
    plan,
    address,
    sheets,
    sheets_templates,
    sheets_renewing,
    stations,
    statistics,
    waste,
    staff,
    devices,
    screens,
    settings,
)
"""Modules that put their views on the blueprint."""


def init_app(app: Flask) -> None:
    labels.init_app(app)
    app.register_blueprint(blueprint)
    app.register_blueprint(address.outside)
