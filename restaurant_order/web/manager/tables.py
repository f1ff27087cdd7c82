"""Areas and tables: adding many at once, changing one, retiring, renewing its code."""

from typing import Annotated

from flask import Response, g, render_template
from flask_babel import gettext as _
from msgspec import Meta

from restaurant_order.core.forms import Form, read_form
from restaurant_order.venue import queries, rules
from restaurant_order.venue import tables as furniture
from restaurant_order.venue.models import Area, Table, TableKind
from restaurant_order.venue.queries import CodedTable
from restaurant_order.web.manager.blueprint import blueprint, confirm, go
from restaurant_order.web.manager.codes import base_url, card_of
from restaurant_order.web.manager.labels import TABLE_KINDS
from restaurant_order.web.redrawing import redraws
from restaurant_order.web.words import table_words

Id = Annotated[int, Meta(ge=1, lt=2**31)]
Seats = Annotated[int, Meta(ge=1, le=rules.MOST_SEATS)]


class AreaForm(Form, frozen=True):
    name: str


class NewTablesForm(Form, frozen=True):
    area: Id
    names: str
    seats: Seats = 2


class TableForm(Form, frozen=True):
    name: str
    seats: Seats
    area: Id
    kind: TableKind = TableKind.TABLE


class RenewForm(Form, frozen=True):
    seen: Id


@blueprint.get("/tables")
def tables() -> str:
    floor = queries.floor(g.restaurant.id)
    return render_template("manager/tables.html", floor=floor, areas=_areas())


@blueprint.post("/tables/areas")
@redraws(tables)
def add_area() -> Response:
    form = read_form(AreaForm)
    area = furniture.add_area(g.restaurant.id, name=form.name, by=g.staff.actor)
    return go("/manage/tables", _("%(name)s is there.", name=area.name))


@blueprint.post("/tables/add")
@redraws(tables)
def add_tables() -> Response:
    form = read_form(NewTablesForm)
    area = queries.area_or_refuse(g.restaurant.id, form.area)
    names = rules.table_names(form.names)
    added = furniture.add_tables(area, names=names, seats=form.seats, by=g.staff.actor)
    said = _("%(count)s tables are there, each with a code of its own.", count=len(added))
    return go("/manage/tables", said)


@blueprint.get("/tables/areas/<int:area_id>")
def area(area_id: int) -> str:
    return render_template("manager/area.html", area=_area(area_id))


@blueprint.post("/tables/areas/<int:area_id>")
@redraws(area)
def rename_area(area_id: int) -> Response:
    form = read_form(AreaForm)
    furniture.rename_area(_area(area_id), name=form.name, by=g.staff.actor)
    return go("/manage/tables", _("Saved."))


@blueprint.post("/tables/areas/<int:area_id>/close")
@redraws(area)
def close_area(area_id: int) -> Response:
    read_form(Form)
    closed = _area(area_id)
    furniture.close_area(closed, by=g.staff.actor)
    return go("/manage/tables", _("%(name)s is no longer shown.", name=closed.name))


@blueprint.get("/tables/<int:table_id>")
def table(table_id: int) -> str:
    shown = _table(table_id)
    code = queries.code_of(shown)
    card = card_of(CodedTable(shown, code), base_url(g.restaurant))
    return render_template(
        "manager/table.html", code=code, areas=_areas(), kinds=list(TABLE_KINDS.items()), **card
    )


@blueprint.post("/tables/<int:table_id>")
@redraws(table)
def change_table(table_id: int) -> Response:
    form = read_form(TableForm)
    furniture.change_table(
        _table(table_id),
        name=form.name,
        seats=form.seats,
        area=queries.area_or_refuse(g.restaurant.id, form.area),
        kind=form.kind,
        by=g.staff.actor,
    )
    return go("/manage/tables", _("Saved."))


@blueprint.get("/tables/<int:table_id>/retire")
def ask_to_retire(table_id: int) -> str:
    return confirm(
        title=_("Retire %(table)s?", table=table_words(_table(table_id))),
        text=_("It disappears from the floor, and its printed code stops working for good."),
        label=_("Retire"),
        back=f"/manage/tables/{table_id}",
    )


@blueprint.post("/tables/<int:table_id>/retire")
@redraws(table)
def retire_table(table_id: int) -> Response:
    read_form(Form)
    retired = _table(table_id)
    furniture.retire_table(retired, by=g.staff.actor)
    return go("/manage/tables", _("%(table)s is retired.", table=table_words(retired)))


@blueprint.get("/tables/<int:table_id>/renew")
def ask_to_renew(table_id: int) -> str:
    renewed = _table(table_id)
    return confirm(
        title=_("A new code for %(table)s?", table=table_words(renewed)),
        text=_(
            "The printed code stops working at once. Guests who sit there now can go on;"
            " print and put up the new code before the next ones come."
        ),
        label=_("Renew"),
        back=f"/manage/tables/{table_id}",
        carries={"seen": queries.code_of(renewed).id},
    )


@blueprint.post("/tables/<int:table_id>/renew")
@redraws(table)
def renew_code(table_id: int) -> Response:
    form = read_form(RenewForm)
    renewed = _table(table_id)
    furniture.renew_code(renewed, seen=form.seen, by=g.staff.actor)
    said = _("%(table)s has a new code. Please print it.", table=table_words(renewed))
    return go(f"/manage/tables/sheets?table={table_id}", said)


def _areas() -> list[tuple[int, str]]:
    return [(area.id, area.name) for area in queries.areas(g.restaurant.id)]


def _table(table_id: int) -> Table:
    return queries.table_or_refuse(g.restaurant.id, table_id)


def _area(area_id: int) -> Area:
    return queries.area_or_refuse(g.restaurant.id, area_id)
