"""The front door, for whoever types the bare address."""

from typing import Annotated

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue
from msgspec import Meta

from restaurant_order.core.forms import Form, read_form
from restaurant_order.core.refusals import Invalid
from restaurant_order.core.transaction import transaction
from restaurant_order.people.recognise import current_screen, current_staff, network
from restaurant_order.people.rules import NETWORK_SPAN, TYPED_CODES
from restaurant_order.people.tries import count_within, uncount
from restaurant_order.qr.refusals import WrongTypedCode
from restaurant_order.qr.service import code_behind
from restaurant_order.visits.recognise import current_guest
from restaurant_order.web.redrawing import redraws
from restaurant_order.web.sign_in import PLACES

blueprint = Blueprint("home", __name__)


class TypedForm(Form, frozen=True):
    typed: Annotated[str, Meta(max_length=40)]


@blueprint.get("/")
def home() -> ResponseReturnValue:
    """People we know go on to where they belong; everybody else is told how to come in."""
    if (staff := current_staff()) is not None:
        return redirect(PLACES[staff.role])
    if current_guest() is not None:
        return redirect("/menu")
    if current_screen() is not None:
        return redirect("/kitchen/")
    return front_door()


def front_door() -> str:
    return render_template("home.html")


@blueprint.post("/")
@redraws(front_door)
def typed_code() -> ResponseReturnValue:
    """For a phone that cannot scan. Wrong ones are counted before they are looked up."""
    form = read_form(TypedForm)
    tried = count_within(f"typed code {network()}", most=TYPED_CODES, within=NETWORK_SPAN)
    code = code_behind(form.typed)
    if code is None:
        raise Invalid(WrongTypedCode.sentence, field="typed")
    with transaction():
        uncount(tried)
    return redirect(f"/t/{code}", 303)
