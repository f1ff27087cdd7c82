"""Pages and forms, a blueprint per audience, and what all pages share."""

from flask import Flask

from restaurant_order.web import (
    addresses,
    assets,
    cashier,
    diner,
    dress,
    enrol,
    guard,
    health,
    home,
    manager,
    photos,
    redrawing,
    refusals,
    sign_in,
    words,
)


def init_app(app: Flask) -> None:
    addresses.init_app(app)
    assets.init_app(app)
    guard.init_app(app)
    words.init_app(app)
    refusals.init_app(app)
    app.register_blueprint(health.blueprint)
    app.register_blueprint(home.blueprint)
    photos.init_app(app)
    dress.init_app(app)
    redrawing.init_app(app)
    sign_in.init_app(app)
    enrol.init_app(app)
    diner.init_app(app)
    cashier.init_app(app)
    manager.init_app(app)
