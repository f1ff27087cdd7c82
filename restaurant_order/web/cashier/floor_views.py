"""The floor, a table, a visit, and what no kitchen screen has shown."""

from collections.abc import Iterator

from flask import Response, g, redirect, render_template
from flask.typing import ResponseReturnValue

from restaurant_order import live
from restaurant_order.core.forms import Form, read_form
from restaurant_order.venue import plan
from restaurant_order.venue import queries as venue
from restaurant_order.venue.models import Shape
from restaurant_order.visits.queries import parties_at, visit_or_refuse
from restaurant_order.visits.service import open_for_staff
from restaurant_order.web.cashier.blueprint import blueprint, visit_address
from restaurant_order.web.cashier.scope import VisitScope
from restaurant_order.web.cashier.screen import screen, undrawn
from restaurant_order.web.cashier.tiles import strays
from restaurant_order.web.cashier.visit_region import VISIT


@blueprint.get("/")
def floor() -> str:
    return screen("cashier/floor.html", strays=strays(g.restaurant.id))


@blueprint.get("/plan.css")
def plan_style() -> Response:
    """Where each tile stands in the plan, as shares of its area."""
    rules = [rule for each in plan.plans(g.restaurant.id) for rule in _rules(each)]
    return Response("\n".join(rules), mimetype="text/css", headers={"Cache-Control": "no-cache"})


def _rules(shown: plan.Plan) -> Iterator[str]:
    width, height = shown.width, shown.height
    yield f'[data-group="area-{shown.area.id}"] {{ --room: {width} / {height}; }}'
    for each in shown.tables:
        spot = each.spot
        corners = " --corners: 50%;" if spot.shape is Shape.ROUND else ""
        yield (
            f'.tile[data-table="{each.table.id}"] {{ --left: {100 * spot.x / width:.2f}%;'
            f" --above: {100 * spot.y / height:.2f}%; --across: {100 * spot.width / width:.2f}%;"
            f" --down: {100 * spot.height / height:.2f}%;{corners} }}"
        )


@blueprint.get("/tables/<int:table_id>")
def table(table_id: int) -> ResponseReturnValue:
    """The table's visit; of a free table, the offer to open one."""
    found = venue.table_or_refuse(g.restaurant.id, table_id)
    if found.visit_id is not None:
        return redirect(visit_address(found.visit_id))
    return screen("cashier/table.html", table=found, parties=parties_at(found.id))


@blueprint.post("/tables/<int:table_id>/visit")
def open_table(table_id: int) -> ResponseReturnValue:
    read_form(Form)
    found = venue.table_or_refuse(g.restaurant.id, table_id)
    visit = open_for_staff(found, by=g.staff)
    return redirect(visit_address(visit.id), 303)


@blueprint.get("/visits/<int:visit_id>")
def visit(visit_id: int) -> str:
    found = visit_or_refuse(g.restaurant.id, visit_id)
    shown = live.show(VISIT, VisitScope(g.restaurant.id, found.id))
    parties = parties_at(found.table_id)
    return screen("cashier/visit.html", visit=found, shown=shown, parties=parties)


@blueprint.get("/alarms")
def alarms() -> str:
    return render_template("cashier/_alarms.html", alarms=undrawn())
