"""The front door, for whoever types the bare address."""

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from restaurant_order.people.recognise import current_staff
from restaurant_order.visits.recognise import current_guest
from restaurant_order.web.sign_in import PLACES

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
def home() -> ResponseReturnValue:
    """People we know go on to where they belong; everybody else is told how to come in."""
    if (staff := current_staff()) is not None:
        return redirect(PLACES[staff.role])
    if current_guest() is not None:
        return redirect("/menu")
    return render_template("home.html")
