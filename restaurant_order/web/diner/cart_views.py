"""The table's cart: look, change a quantity, send it."""

from typing import Annotated
from uuid import uuid4

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from msgspec import Meta

from restaurant_order import live
from restaurant_order.core.forms import Form, read_form
from restaurant_order.core.languages import best_language
from restaurant_order.core.refusals import Conflict, Invalid, NotFound, TooMany
from restaurant_order.ordering.cart import cart_of
from restaurant_order.ordering.placing import TotalChanged
from restaurant_order.ordering.service import change_cart_line, place
from restaurant_order.visits.recognise import phone_or_refuse
from restaurant_order.web.diner.blueprint import blueprint, recognise_guest
from restaurant_order.web.diner.cart_regions import CART_LINES, CART_SEND, CART_SUM
from restaurant_order.web.diner.dish_views import Quantity
from restaurant_order.web.diner.pages import done, is_fragment, page
from restaurant_order.web.diner.refusals import LineGone
from restaurant_order.web.diner.table_bar import table_bar
from restaurant_order.web.diner.table_scope import TableScope
from restaurant_order.web.diner.taking_out import taken_out
from restaurant_order.web.words import money

Total = Annotated[int, Meta(ge=0, lt=2**53)]


class NewQuantity(Form, frozen=True):
    quantity: Quantity


class Sending(Form, frozen=True):
    key: str
    seen_total: Total
    note: str = ""


@blueprint.get("/cart")
def cart() -> str:
    return _drawn()


@blueprint.get("/cart/bar")
def bar() -> str:
    """The foot of the menu, whose own bytes are the same for everybody."""
    return render_template("diner/_bars.html", **table_bar(with_menu=True))


@blueprint.post("/cart/lines/<int:line_id>")
def change_line(line_id: int) -> ResponseReturnValue:
    form = read_form(NewQuantity)
    try:
        change_cart_line(g.visit, line_id, quantity=form.quantity, by=g.guest)
    except NotFound:
        raise LineGone from None
    return done(url_for("diner.cart"))


@blueprint.post("/orders")
def place_order() -> ResponseReturnValue:
    """To the kitchen, once. What is refused comes back with the cart as it is now."""
    phone = phone_or_refuse()
    g.language = best_language(phone.languages)
    form = read_form(Sending)
    try:
        place(phone.visit_id, key=form.key, seen_total=form.seen_total, note=form.note, by=phone)
    except TotalChanged as refusal:
        recognise_guest()
        now = cart_of(g.visit.id, g.restaurant).sum.total
        notice = _(
            "The total was %(before)s and is %(now)s now. Please look at it, then send it again.",
            before=money(form.seen_total),
            now=money(now),
        )
        return _drawn(notice=notice, note=form.note), refusal.status
    except (Conflict, Invalid, TooMany) as refusal:
        recognise_guest()
        return _drawn(notice=refusal.sentence, note=form.note), refusal.status
    flash(_("Sent. You can follow every dish here."))
    if is_fragment():
        return "", 204, {"HX-Redirect": url_for("diner.orders")}
    return redirect(url_for("diner.orders"), 303)


def _drawn(*, notice: object = "", note: str = "") -> str:
    scope = TableScope.of(g.visit)
    return page(
        "cart",
        "/cart",
        lines=live.show(CART_LINES, scope),
        sum=live.show(CART_SUM, scope),
        send=live.show(CART_SEND, scope),
        table=g.visit.table,
        notes_allowed=g.restaurant.notes_allowed,
        key=str(uuid4()),
        taken_out=taken_out(),
        notice=notice,
        note=note,
    )
