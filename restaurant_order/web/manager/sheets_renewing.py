"""Renewing many codes at once, and stickers that wait for a table."""

from typing import Annotated

import msgspec
from flask import Response, g
from flask_babel import gettext as _
from msgspec import Meta

from restaurant_order.core.forms import Form, read_form
from restaurant_order.core.refusals import Invalid
from restaurant_order.qr import jobs, service
from restaurant_order.qr.design import Format
from restaurant_order.venue import queries
from restaurant_order.venue import tables as furniture
from restaurant_order.venue.rules import is_out_of_reach
from restaurant_order.web.manager.blueprint import blueprint, confirm, go
from restaurant_order.web.manager.codes import base_url
from restaurant_order.web.manager.sheets import SHEETS, job_of, logo, studio_again
from restaurant_order.web.manager.sheets_form import first_design, number_asked
from restaurant_order.web.redrawing import redraws


class RenewManyForm(Form, frozen=True):
    """`area` 0: all."""

    area: Annotated[int, Meta(ge=0, lt=2**31)] = 0


class BlanksForm(Form, frozen=True):
    count: Annotated[int, Meta(ge=1, le=service.MOST_BLANKS)]
    format: Format = Format.STICKER_50


@blueprint.get("/tables/sheets/renew")
def ask_to_renew_many() -> str:
    area_id = number_asked("area") or 0
    title = _("Renew the codes of all tables?")
    if area_id:
        area = queries.area_or_refuse(g.restaurant.id, area_id)
        title = _("Renew all codes of %(name)s?", name=area.name)
    return confirm(
        title=title,
        text=_(
            "The printed codes stop working at once. Guests who sit there now can go on;"
            " print and put up the new codes before the next ones come."
        ),
        label=_("Renew"),
        back=SHEETS,
        carries={"area": area_id},
    )


@blueprint.post("/tables/sheets/renew")
def renew_many() -> Response:
    form = read_form(RenewManyForm)
    area = queries.area_or_refuse(g.restaurant.id, form.area) if form.area else None
    count = furniture.renew_codes(g.restaurant.id, area=area, by=g.staff.actor)
    said = _("%(count)s codes are new. Please print the replacements.", count=count)
    return go(SHEETS, said)


@blueprint.post("/tables/sheets/blanks")
@redraws(studio_again)
def print_blanks() -> Response:
    """Codes for tables that are not known yet: scanned by staff, they ask for their table."""
    form = read_form(BlanksForm)
    base = base_url(g.restaurant)
    if is_out_of_reach(base):
        raise Invalid(
            _("The codes would lead to this computer only. Set an address that phones can open.")
        )
    cards = service.make_blanks(g.restaurant.id, form.count, base)
    design = msgspec.structs.replace(
        first_design(), format=form.format, distance=200, shows_name=False, shows_typed=False
    )
    started = jobs.start(g.restaurant.id, job_of(design, cards, "pdf"), logo())
    return go(f"{SHEETS}/jobs/{started.id}")
