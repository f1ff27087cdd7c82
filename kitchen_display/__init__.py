"""The kitchen board. It looks inward; nothing inward knows it."""

from flask import Flask

from kitchen_display import allergy, hands, pairing, words
from kitchen_display.actions import blueprint as actions
from kitchen_display.all_day import ALL_DAY
from kitchen_display.all_day import blueprint as all_day
from kitchen_display.commands import kitchen
from kitchen_display.keys_page import blueprint as keys
from kitchen_display.keys_page import key_map
from kitchen_display.out import SOLD_OUT
from kitchen_display.pass_courses import blueprint as pass_courses
from kitchen_display.pass_tickets import PASS_TICKETS
from kitchen_display.pass_views import blueprint as at_pass
from kitchen_display.patrol import Patrol
from kitchen_display.pickup import PICKUP
from kitchen_display.pickup_views import blueprint as pickup
from kitchen_display.rush import blueprint as rush
from kitchen_display.selling_out import blueprint as selling_out
from kitchen_display.station_state import STATION_STATE
from kitchen_display.tickets import TICKETS
from kitchen_display.views import blueprint as views
from restaurant_order import live


def init_app(app: Flask) -> None:
    """Add the board to the house."""
    words.init_app(app)
    app.jinja_env.globals["key_map"] = key_map
    allergy.init_app(app)
    app.cli.add_command(kitchen)
    pairing.init_app(app)
    hands.init_app(app)
    live.register(app, TICKETS)
    live.register(app, SOLD_OUT)
    live.register(app, PICKUP)
    live.register(app, ALL_DAY)
    live.register(app, PASS_TICKETS)
    live.register(app, STATION_STATE)
    for blueprint in (
        views,
        actions,
        selling_out,
        all_day,
        rush,
        pickup,
        keys,
        at_pass,
        pass_courses,
    ):
        app.register_blueprint(blueprint)


def start_patrol(app: Flask) -> None:
    """For a process that serves: look for tickets nobody draws, again and again."""
    Patrol(app).start()
