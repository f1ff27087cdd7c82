"""Designs kept under a name, shared as files; and the logo."""

from flask import Response, g, request
from flask_babel import gettext as _

from restaurant_order.core.blocking import elsewhere
from restaurant_order.core.forms import Form, read_form
from restaurant_order.core.refusals import Invalid
from restaurant_order.qr import service
from restaurant_order.qr.design import LARGEST_FILE, from_file, to_file
from restaurant_order.qr.logos import make_logo
from restaurant_order.qr.problems import SheetProblem
from restaurant_order.qr.sentences import SENTENCES
from restaurant_order.web.manager.blueprint import blueprint, go
from restaurant_order.web.manager.sheets import SHEETS, studio_again
from restaurant_order.web.manager.sheets_form import StudioForm
from restaurant_order.web.redrawing import redraws


@blueprint.post("/tables/sheets/templates")
@redraws(studio_again)
def save_template() -> Response:
    form = read_form(StudioForm)
    kept = service.save_template(g.restaurant.id, name=form.template_name, design=form.design())
    return go(f"{SHEETS}?template={kept.id}", _("Saved as %(name)s.", name=kept.name))


@blueprint.post("/tables/sheets/templates/import")
@redraws(studio_again)
def import_template() -> Response:
    read_form(Form)
    file = request.files.get("file")
    if file is None:
        raise Invalid(_("Please choose a file."), field="file")
    try:
        name, design = from_file(file.read(LARGEST_FILE + 1))
    except SheetProblem as problem:
        raise Invalid(SENTENCES[problem.finding.code], field="file") from None
    kept = service.save_template(g.restaurant.id, name=name, design=design)
    return go(f"{SHEETS}?template={kept.id}", _("Saved as %(name)s.", name=kept.name))


@blueprint.get("/tables/sheets/templates/<int:template_id>/file")
def export_template(template_id: int) -> Response:
    template = service.template_or_refuse(g.restaurant.id, template_id)
    return Response(
        to_file(template.name, service.design_of(template)),
        mimetype="application/json",
        headers={"Content-Disposition": 'attachment; filename="table-sheet.json"'},
    )


@blueprint.post("/tables/sheets/templates/<int:template_id>/copy")
def copy_template(template_id: int) -> Response:
    read_form(Form)
    template = service.template_or_refuse(g.restaurant.id, template_id)
    name = _("Copy of %(name)s", name=template.name)[:60]
    made = service.save_template(g.restaurant.id, name=name, design=service.design_of(template))
    return go(f"{SHEETS}?template={made.id}", _("Saved as %(name)s.", name=made.name))


@blueprint.post("/tables/sheets/templates/<int:template_id>/delete")
def delete_template(template_id: int) -> Response:
    read_form(Form)
    service.delete_template(service.template_or_refuse(g.restaurant.id, template_id))
    return go(SHEETS, _("Deleted."))


@blueprint.post("/tables/sheets/logo")
@redraws(studio_again)
def set_logo() -> Response:
    """Without a file the logo is taken away."""
    read_form(Form)
    file = request.files.get("logo")
    content = file.read() if file else b""
    service.keep_logo(g.restaurant.id, elsewhere(make_logo, content) if content else None)
    return go(SHEETS, _("The logo is there.") if content else _("The logo is gone."))
