"""Taking a line out of the cart, and putting it back when that was a slip of the finger."""

from typing import Any, Final, TypedDict, cast
from uuid import uuid4

from flask import g, render_template, session, url_for
from flask.typing import ResponseReturnValue

from restaurant_order.core.database import db
from restaurant_order.core.forms import Form, read_form
from restaurant_order.core.refusals import NotFound
from restaurant_order.ordering.cart import PricedLine, cart_of
from restaurant_order.ordering.service import add_to_cart, remove_cart_line
from restaurant_order.visits.models import Guest
from restaurant_order.web.diner.blueprint import blueprint
from restaurant_order.web.diner.pages import done, is_fragment
from restaurant_order.web.diner.refusals import LineGone

_NAME: Final = "taken_out"


class TakenOut(TypedDict):
    """The last line this phone took out, kept in its own signed cookie."""

    visit: int
    dish: int
    options: list[int]
    quantity: int
    note: str
    guest: int | None
    name: dict[str, str]
    key: str


class Nothing(Form, frozen=True):
    """A form that is only a button."""


@blueprint.post("/cart/lines/<int:line_id>/removal")
def remove_line(line_id: int) -> ResponseReturnValue:
    read_form(Nothing)
    line = _line(line_id)
    try:
        remove_cart_line(g.visit, line_id, by=g.guest)
    except NotFound:
        raise LineGone from None
    session[_NAME] = _kept(line)
    if is_fragment():
        return render_template("diner/_taken_out.html", taken_out=taken_out())
    return done(url_for("diner.cart"))


@blueprint.post("/cart/lines/restored")
def restore_line() -> ResponseReturnValue:
    """Back as it was, for whoever had chosen it. Twice is once, and without anything it is fine."""
    read_form(Nothing)
    kept = taken_out()
    if kept is not None:
        add_to_cart(
            g.visit,
            dish_id=kept["dish"],
            option_ids=kept["options"],
            quantity=kept["quantity"],
            note=kept["note"],
            key=kept["key"],
            by=_whose(kept["guest"]),
        )
        session.pop(_NAME)
    return "" if is_fragment() else done(url_for("diner.cart"))


def taken_out() -> TakenOut | None:
    kept = cast(TakenOut | None, session.get(_NAME))
    return kept if kept is not None and kept["visit"] == g.visit.id else None


def _line(line_id: int) -> PricedLine:
    for line in cart_of(g.visit.id, g.restaurant).lines:
        if line.id == line_id:
            return line
    raise LineGone


def _kept(line: PricedLine) -> dict[str, Any]:
    return dict(
        TakenOut(
            visit=g.visit.id,
            dish=line.dish.id,
            options=[option.id for option in line.options],
            quantity=line.quantity,
            note=line.note,
            guest=line.guest_id,
            name=line.dish.name,
            key=str(uuid4()),
        )
    )


def _whose(guest_id: int | None) -> Guest:
    found = db.session.get(Guest, guest_id) if guest_id else None
    here: Guest = g.guest
    return found if found is not None and found.visit_id == here.visit_id else here
