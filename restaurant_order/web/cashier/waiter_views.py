"""Ordering for a table: the same cart, the same prices, the same once as on the guests' phones."""

from typing import Annotated
from uuid import uuid4

from flask import flash, g, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from msgspec import Meta, field

from restaurant_order.core import clock
from restaurant_order.core.forms import Form, read_form
from restaurant_order.menu.availability import availability, problem_of
from restaurant_order.menu.catalogue import catalogue
from restaurant_order.ordering.cart import cart_of
from restaurant_order.ordering.service import (
    add_to_cart,
    change_cart_line,
    place,
    remove_cart_line,
)
from restaurant_order.visits.queries import visit_or_refuse
from restaurant_order.web.cashier.blueprint import blueprint, visit_address
from restaurant_order.web.redrawing import redraws

Quantity = Annotated[int, Meta(ge=1, le=99)]
Total = Annotated[int, Meta(ge=0, lt=2**53)]


class NewLine(Form, frozen=True):
    key: str
    quantity: Quantity = 1
    options: Annotated[list[int], Meta(max_length=50)] = field(default_factory=list)
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
    visit = visit_or_refuse(g.restaurant.id, visit_id)
    here, now = availability(g.restaurant.id), clock.now()
    dishes = catalogue(g.restaurant)
    return render_template(
        "cashier/menu.html",
        visit=visit,
        categories=dishes.categories,
        problems={d.id: problem_of(d, here, now, g.restaurant.time_zone) for d in dishes.dishes},
        left={d.id: here.left(d.id) for d in dishes.dishes},
        cart=cart_of(visit.id, g.restaurant),
        new_key=lambda: str(uuid4()),
    )


@blueprint.get("/visits/<int:visit_id>/dishes/<int:dish_id>")
def dish(visit_id: int, dish_id: int) -> str:
    visit = visit_or_refuse(g.restaurant.id, visit_id)
    found = catalogue(g.restaurant).dish(dish_id)
    here = availability(g.restaurant.id)
    return render_template(
        "cashier/dish.html",
        visit=visit,
        dish=found,
        sold_out=here.sold_out_options,
        problem=problem_of(found, here, clock.now(), g.restaurant.time_zone),
        key=str(uuid4()),
    )


@blueprint.post("/visits/<int:visit_id>/dishes/<int:dish_id>")
@redraws(dish)
def add(visit_id: int, dish_id: int) -> ResponseReturnValue:
    form = read_form(NewLine)
    visit = visit_or_refuse(g.restaurant.id, visit_id)
    add_to_cart(
        visit,
        dish_id=dish_id,
        option_ids=form.options,
        quantity=form.quantity,
        note=form.note,
        key=form.key,
        by=g.staff,
    )
    return redirect(_menu_of(visit_id), 303)


@blueprint.post("/visits/<int:visit_id>/cart/<int:line_id>")
def change(visit_id: int, line_id: int) -> ResponseReturnValue:
    form = read_form(NewQuantity)
    visit = visit_or_refuse(g.restaurant.id, visit_id)
    change_cart_line(visit, line_id, quantity=form.quantity, by=g.staff)
    return redirect(_menu_of(visit_id), 303)


@blueprint.post("/visits/<int:visit_id>/cart/<int:line_id>/removal")
def remove(visit_id: int, line_id: int) -> ResponseReturnValue:
    visit = visit_or_refuse(g.restaurant.id, visit_id)
    remove_cart_line(visit, line_id, by=g.staff)
    return redirect(_menu_of(visit_id), 303)


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


def _menu_of(visit_id: int) -> str:
    return f"/floor/visits/{visit_id}/menu"
