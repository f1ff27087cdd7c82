"""A dish's own page, and putting it into the cart."""

import json
import re
from typing import Annotated, Final

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from msgspec import Meta, field
from werkzeug.datastructures import MultiDict

from restaurant_order.core.forms import Form, read_values
from restaurant_order.core.languages import in_words
from restaurant_order.core.refusals import Conflict, Invalid, Refusal
from restaurant_order.menu.catalogue import catalogue
from restaurant_order.ordering.service import add_to_cart
from restaurant_order.web.diner.blueprint import blueprint
from restaurant_order.web.diner.dish_sheet import Wish, sheet
from restaurant_order.web.diner.pages import is_fragment, page

_ANSWER: Final = re.compile("option-[1-9][0-9]{0,9}")

Id = Annotated[int, Meta(ge=1, lt=2**31)]
Quantity = Annotated[int, Meta(ge=1, le=99)]


class DishWish(Form, frozen=True):
    dish: Id
    key: str
    quantity: Quantity = 1
    option: list[Id] = field(default_factory=list)
    note: str = ""


@blueprint.get("/menu/dishes/<int:dish_id>")
def dish(dish_id: int) -> str:
    return _drawn(dish_id)


@blueprint.post("/cart/lines")
def add_line() -> ResponseReturnValue:
    """Into the table's cart. What is refused comes back as it was filled in, with the reason."""
    form = read_values(DishWish, _options_together(request.form))
    wanted = catalogue(g.restaurant).dish(form.dish)
    try:
        add_to_cart(
            g.visit,
            dish_id=form.dish,
            option_ids=form.option,
            quantity=form.quantity,
            note=form.note,
            key=form.key,
            by=g.guest,
        )
    except (Invalid, Conflict) as refusal:
        wish = Wish(form.option, form.quantity, form.note)
        return _drawn(form.dish, wish=wish, refusal=refusal), refusal.status
    if is_fragment():
        message = _("In the cart: %(dish)s", dish=in_words(wanted.name))
        told = {"close-sheet": True, "toast": {"message": message}}
        return "", 204, {"HX-Trigger": json.dumps(told)}
    return redirect(url_for("diner.cart"), 303)


def _options_together(sent: MultiDict[str, str]) -> MultiDict[str, str]:
    """Each group of a dish has a field name of its own, `option-<group>`, as radio buttons need."""
    return MultiDict(
        ("option" if _ANSWER.fullmatch(name) else name, value)
        for name, value in sent.items(multi=True)
    )


def _drawn(dish_id: int, *, wish: Wish | None = None, refusal: Refusal | None = None) -> str:
    context = sheet(dish_id, wish=wish, refusal=refusal)
    if is_fragment():
        return render_template("diner/_dish.html", **context)
    return page("dish", f"/menu/dishes/{dish_id}", **context)
