"""A link that turns the browser which opens it into one of the restaurant's devices."""

from flask import Blueprint, Flask, Response, g, render_template

from restaurant_order.core.forms import Form, read_form
from restaurant_order.people import devices, queries, recognise
from restaurant_order.people.devices import LinkExpired
from restaurant_order.people.models import Device

blueprint = Blueprint("enrol", __name__)


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.register_error_handler(LinkExpired, say_expired)


def say_expired(refusal: LinkExpired) -> tuple[str, int]:
    device = recognise.current_device()
    return render_template("sign_in/expired.html", refusal=refusal, device=device), refusal.status


@blueprint.get("/enrol/<code>")
def confirm(code: str) -> str:
    """Only asks: links are opened by previews and scanners too, and those must not use it up."""
    link = devices.open_link(code)
    g.restaurant = link.restaurant
    return render_template("sign_in/enrol.html", link=link, device=_known(link.restaurant_id))


@blueprint.post("/enrol/<code>")
def enrol(code: str) -> Response:
    read_form(Form)
    link = queries.enrolment_by_code(code)
    if link is None:
        raise LinkExpired
    answer = Response(status=303, headers={"Location": "/sign-in"})
    if _known(link.restaurant_id) is None:
        recognise.remember_device(answer, devices.enrol_by_link(code).token)
    return answer


def _known(restaurant_id: int) -> Device | None:
    """The device of this restaurant that this browser is already."""
    device = recognise.current_device()
    return device if device is not None and device.restaurant_id == restaurant_id else None
