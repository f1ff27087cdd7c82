"""The restaurant as it is served, plus the test's two pages and a way to order by HTTP."""

# First of all: it patches the standard library, which must not be in use yet.
from wsgi import app

# isort: split
from flask import Blueprint

from restaurant_order import live
from restaurant_order.live import rooms
from restaurant_order.ordering.service import finish_line
from restaurant_order.people.recognise import staff_or_refuse
from restaurant_order.visits.recognise import guest_or_refuse
from tests.live import regions
from tests.live.deeds import order_lemonade

regions.add_to(app)
deeds = Blueprint("test_deeds", __name__)


@deeds.post("/test/order")
def order() -> str:
    return str(order_lemonade(guest_or_refuse()))


@deeds.post("/test/done/<int:line_id>")
def done(line_id: int) -> str:
    cook = staff_or_refuse()
    finish_line(cook.restaurant_id, line_id, by=cook)
    return ""


@deeds.post("/test/show-out")
def show_out() -> str:
    live.hang_up(rooms.of_guest(guest_or_refuse().id))
    return ""


app.register_blueprint(deeds)

__all__ = ["app"]
