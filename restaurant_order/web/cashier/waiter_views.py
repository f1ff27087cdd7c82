"""Ordering for a table: the same cart, the same prices, the same once as on the guests' phones."""

import json
import re
from typing import Annotated, Any, Final
from uuid import uuid4

from flask import flash, g, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from msgspec import Meta, field
from werkzeug.datastructures import MultiDict

from restaurant_order import live
from restaurant_order.core import clock
from restaurant_order.core.forms import Form, read_form, read_values
from restaurant_order.core.refusals import Conflict, Invalid, Refusal
from restaurant_order.menu.availability import availability, problem_of
from restaurant_order.menu.catalogue import CatalogueDish, catalogue
from restaurant_order.ordering.service import (
    add_to_cart,
    change_cart_line,
    place,
    remove_cart_line,
)
from restaurant_order.visits.models import Visit
from restaurant_order.visits.queries import visit_or_refuse
from restaurant_order.visits.service import VisitOver
from restaurant_order.web.cashier.blueprint import blueprint, done, is_fragment, visit_address
from restaurant_order.web.cashier.cart_region import CART
from restaurant_order.web.cashier.scope import VisitScope
from restaurant_order.web.cashier.screen import screen
from restaurant_order.web.diner.dish_sheet import Wish, sheet
from restaurant_order.web.redrawing import redraws

_ANSWER: Final = re.compile("option-[1-9][0-9]{0,9}")

Id = Annotated[int, Meta(ge=1, lt=2**31)]
Quantity = Annotated[int, Meta(ge=1, le=99)]
Total = Annotated[int, Meta(ge=0, lt=2**53)]


class NewLine(Form, frozen=True):
    key: str
    quantity: Quantity = 1
    option: list[Id] = field(default_factory=list)
    note: str = ""


class NewQuantity(Form, frozen=True):
    quantity: Quantity


class Sending(Form, frozen=True):
    key: str
    seen_total: Total
    note: str = ""


@blueprint.get("/visits/<int:visit_id>/menu")
def menu(visit_id: int) -> str:
    """The whole menu, short, beside the table's cart."""
    visit = _running(visit_id)
    here, now = availability(g.restaurant.id), clock.now()
    dishes = catalogue(g.restaurant)
    return screen(
        "cashier/menu.html",
        visit=visit,
        categories=dishes.categories,
        problems={d.id: problem_of(d, here, now, g.restaurant.time_zone) for d in dishes.dishes},
        left={d.id: here.left(d.id) for d in dishes.dishes},
        words_of=_words_of,
        cart=live.show(CART, VisitScope(g.restaurant.id, visit.id)),
        new_key=lambda: str(uuid4()),
    )


@blueprint.get("/visits/<int:visit_id>/dishes/<int:dish_id>")
def dish(visit_id: int, dish_id: int) -> str:
    return _dish_page(visit_id, dish_id)


@blueprint.post("/visits/<int:visit_id>/dishes/<int:dish_id>")
def add(visit_id: int, dish_id: int) -> ResponseReturnValue:
    """What is refused comes back as it was filled in, with the reason."""
    visit = visit_or_refuse(g.restaurant.id, visit_id)
    form = read_values(NewLine, _options_together(request.form))
    try:
        add_to_cart(
            visit,
            dish_id=dish_id,
            option_ids=form.option,
            quantity=form.quantity,
            note=form.note,
            key=form.key,
            by=g.staff,
        )
    except (Invalid, Conflict) as refusal:
        if is_fragment() and not catalogue(g.restaurant).dish(dish_id).groups:
            raise
        wish = Wish(form.option, form.quantity, form.note)
        return _dish_page(visit_id, dish_id, wish=wish, refusal=refusal), refusal.status
    answer = done(_menu_of(visit_id))
    answer.headers["HX-Trigger"] = json.dumps({"close-sheet": True})
    return answer


@blueprint.post("/visits/<int:visit_id>/cart/<int:line_id>")
def change(visit_id: int, line_id: int) -> ResponseReturnValue:
    form = read_form(NewQuantity)
    visit = visit_or_refuse(g.restaurant.id, visit_id)
    change_cart_line(visit, line_id, quantity=form.quantity, by=g.staff)
    return done(_menu_of(visit_id))


@blueprint.post("/visits/<int:visit_id>/cart/<int:line_id>/removal")
def remove(visit_id: int, line_id: int) -> ResponseReturnValue:
    read_form(Form)
    visit = visit_or_refuse(g.restaurant.id, visit_id)
    remove_cart_line(visit, line_id, by=g.staff)
    return done(_menu_of(visit_id))


@blueprint.post("/visits/<int:visit_id>/orders")
def send(visit_id: int) -> ResponseReturnValue:
    return _send(visit_id=visit_id)


@redraws(menu)
def _send(visit_id: int) -> ResponseReturnValue:
    form = read_form(Sending)
    visit = visit_or_refuse(g.restaurant.id, visit_id)
    place(visit, key=form.key, seen_total=form.seen_total, note=form.note, by=g.staff)
    flash(_("Sent to the kitchen."))
    return redirect(visit_address(visit_id), 303)


def _dish_page(
    visit_id: int, dish_id: int, *, wish: Wish | None = None, refusal: Refusal | None = None
) -> str:
    context: dict[str, Any] = sheet(dish_id, wish=wish, refusal=refusal)
    return screen("cashier/dish.html", visit=_running(visit_id), **context)


def _running(visit_id: int) -> Visit:
    visit = visit_or_refuse(g.restaurant.id, visit_id)
    if visit.ended_at is not None:
        raise VisitOver
    return visit


def _words_of(dish: CatalogueDish) -> str:
    """What a dish is found by: its names in every language, its reference."""
    return " ".join([*dish.name.values(), *dish.kitchen_name.values(), dish.reference]).lower()


def _options_together(sent: MultiDict[str, str]) -> MultiDict[str, str]:
    """Each group of a dish has a field name of its own, `option-<group>`, as radio buttons need."""
    return MultiDict(
        ("option" if _ANSWER.fullmatch(name) else name, value)
        for name, value in sent.items(multi=True)
    )


def _menu_of(visit_id: int) -> str:
    return f"/floor/visits/{visit_id}/menu"
