"""The floor plan: tables dragged, nudged or typed to where they stand."""

from typing import Annotated

from flask import Response, g, render_template, request
from flask_babel import gettext as _
from msgspec import Meta

from restaurant_order.core.forms import Form, read_form
from restaurant_order.core.refusals import Invalid
from restaurant_order.venue import plan as plans
from restaurant_order.venue import queries, spots
from restaurant_order.venue.models import Area, Shape
from restaurant_order.venue.spots import Spot
from restaurant_order.web.manager.blueprint import blueprint, go
from restaurant_order.web.redrawing import redraws

Id = Annotated[int, Meta(ge=1, lt=2**31)]
Centimetres = Annotated[int, Meta(ge=-10_000, le=10_000)]
Version = Annotated[int, Meta(ge=0, lt=2**31)]


class PlanForm(Form, frozen=True):
    """A row of fields per table. `seen`: the area's version that the page showed."""

    seen: Version
    tables: list[Id]
    x: list[Centimetres]
    y: list[Centimetres]
    width: list[Centimetres]
    height: list[Centimetres]
    shape: list[Shape]

    def spots(self) -> dict[int, Spot]:
        """Raises Invalid unless every table is there once, with all its numbers."""
        sides = (self.x, self.y, self.width, self.height, self.shape)
        if len({len(side) for side in (self.tables, *sides)}) > 1:
            raise Invalid
        if len(set(self.tables)) < len(self.tables):
            raise Invalid(field="tables")
        return {table: Spot(*where) for table, *where in zip(self.tables, *sides, strict=True)}


class TakeBackForm(Form, frozen=True):
    seen: Version


@blueprint.get("/tables/areas/<int:area_id>/plan")
def plan(area_id: int) -> str:
    area = _area(area_id)
    shown = plans.plan_of(area)
    there = {each.table.id: each.spot for each in shown.tables}
    names = {each.table.id: each.table.name for each in shown.tables}
    return render_template(
        "manager/plan.html",
        area=area,
        plan=shown,
        values=_values(there),
        shapes=[(Shape.SQUARE, _("Square")), (Shape.ROUND, _("Round"))],
        bounds=spots,
        overlaps=[(names[one], names[other]) for one, other in spots.overlaps(there)],
        may_take_back=plans.may_take_back(area),
        letters_of=_letters,
    )


@blueprint.post("/tables/areas/<int:area_id>/plan")
@redraws(plan)
def arrange(area_id: int) -> Response:
    form = read_form(PlanForm)
    plans.arrange(_area(area_id), form.spots(), seen=form.seen, by=g.staff.actor)
    return go(f"/manage/tables/areas/{area_id}/plan", _("Saved."))


@blueprint.post("/tables/areas/<int:area_id>/plan/undo")
@redraws(plan)
def take_back_plan(area_id: int) -> Response:
    form = read_form(TakeBackForm)
    plans.take_back(_area(area_id), seen=form.seen, by=g.staff.actor)
    return go(f"/manage/tables/areas/{area_id}/plan", _("Taken back."))


def _values(there: dict[int, Spot]) -> dict[int, list[object]]:
    """What stands in each table's fields; after a refusal what was sent, also if it is nonsense."""
    values: dict[int, list[object]] = {
        table: [spot.x, spot.y, spot.width, spot.height, spot.shape.value]
        for table, spot in there.items()
    }
    if g.get("refusal") is not None:
        sides = (request.form.getlist(name) for name in ("x", "y", "width", "height", "shape"))
        known = {str(table): table for table in there}
        for table, *sent in zip(request.form.getlist("tables"), *sides, strict=False):
            if table in known:
                values[known[table]] = list(sent)
    return values


def _letters(name: str) -> float:
    """How wide a name is, in widths of a Chinese sign."""
    return round(sum(1.0 if char >= "\u2e80" else 0.62 for char in name), 2)


def _area(area_id: int) -> Area:
    return queries.area_or_refuse(g.restaurant.id, area_id)
