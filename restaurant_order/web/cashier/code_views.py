"""Codes at the till: a visit's own, a second party at a table, a sticker finding its table."""

from typing import Annotated

from flask import g, redirect
from flask.typing import ResponseReturnValue
from msgspec import Meta

from restaurant_order.core.forms import Form, read_form
from restaurant_order.core.refusals import NotFound
from restaurant_order.qr import service as codes
from restaurant_order.qr.codes import short_form
from restaurant_order.qr.images import svg
from restaurant_order.venue import queries as venue
from restaurant_order.visits.queries import parties_at, visit_or_refuse
from restaurant_order.visits.service import VisitOver, open_beside
from restaurant_order.web.cashier.blueprint import blueprint
from restaurant_order.web.cashier.screen import screen
from restaurant_order.web.manager.codes import base_url


class BindForm(Form, frozen=True):
    table: Annotated[int, Meta(ge=1, lt=2**31)]


@blueprint.get("/visits/<int:visit_id>/code")
def visit_code(visit_id: int) -> str:
    """For a guest to scan from this screen: it joins this visit, and dies with it."""
    visit = visit_or_refuse(g.restaurant.id, visit_id)
    if visit.ended_at is not None:
        raise VisitOver
    address = short_form(base_url(g.restaurant), codes.code_of_visit(visit))
    picture = svg(address, label=visit.table.name)
    parties = parties_at(visit.table_id)
    return screen("cashier/visit_code.html", visit=visit, picture=picture, parties=parties)


@blueprint.post("/tables/<int:table_id>/second-visit")
def open_second_visit(table_id: int) -> ResponseReturnValue:
    """Another party shares the table: it gets a bill and a code of its own."""
    read_form(Form)
    visit = open_beside(venue.table_or_refuse(g.restaurant.id, table_id), by=g.staff)
    return redirect(f"/floor/visits/{visit.id}/code", 303)


@blueprint.get("/stickers/<code>")
def sticker(code: str) -> str:
    """Which table is this sticker for?"""
    blank = codes.blank_of(code.lower())
    if blank is None or blank.restaurant_id != g.restaurant.id:
        raise NotFound
    return screen("cashier/sticker.html", code=blank.code, areas=venue.floor(g.restaurant.id))


@blueprint.post("/stickers/<code>")
def bind_sticker(code: str) -> ResponseReturnValue:
    form = read_form(BindForm)
    table = venue.table_or_refuse(g.restaurant.id, form.table)
    codes.bind(code.lower(), table, by=g.staff)
    return redirect(f"/floor/tables/{table.id}", 303)
