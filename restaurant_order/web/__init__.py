"""Pages and forms, a blueprint per audience, and what all pages share."""

from flask import Flask

from restaurant_order.web import assets, guard, health, photos, refusals, words


def init_app(app: Flask) -> None:
    assets.init_app(app)
    guard.init_app(app)
    words.init_app(app)
    refusals.init_app(app)
    app.register_blueprint(health.blueprint)
    photos.init_app(app)
