"""The sheet studio: what goes on the tables, seen as it will be printed, and read back first."""

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import msgspec
from flask import Response, g, render_template, request
from flask_babel import gettext as _

from restaurant_order.core.forms import Form, read_form
from restaurant_order.core.languages import in_words
from restaurant_order.core.refusals import Invalid, NotFound
from restaurant_order.qr import jobs, service
from restaurant_order.qr.cards import Card, House
from restaurant_order.qr.design import Design
from restaurant_order.qr.logos import logo_ratio
from restaurant_order.qr.sentences import sentence
from restaurant_order.qr.work import CALIBRATION, Job, Progress
from restaurant_order.venue import queries
from restaurant_order.venue.rules import is_out_of_reach
from restaurant_order.web.manager.blueprint import blueprint, go
from restaurant_order.web.manager.codes import base_url
from restaurant_order.web.manager.sheets_form import StudioForm, first_design, number_asked
from restaurant_order.web.manager.sheets_labels import choices_for_pages
from restaurant_order.web.redrawing import redraws

SHEETS = "/manage/tables/sheets"

PIECE: Final = 128 * 1024
"""Bytes of a file sent in one go."""


@blueprint.get("/tables/sheets")
def sheets() -> str:
    area_id, table_id = number_asked("area"), number_asked("table")
    chosen = queries.coded_tables(g.restaurant.id, area_id=area_id, table_id=table_id)
    if not chosen and (area_id, table_id) != (None, None):
        raise NotFound
    which = f"area-{area_id}" if area_id else "chosen" if table_id else "all"
    return studio(_design_asked(), which=which, tables=[table_id] if table_id else [])


def studio(design: Design, *, which: str = "all", tables: list[int] | None = None) -> str:
    cards = _all_cards()
    base = base_url(g.restaurant)
    return render_template(
        "manager/sheets/studio.html",
        design=design,
        which=which,
        chosen=tables or [],
        floor=queries.floor(g.restaurant.id),
        stale=service.stale(g.restaurant.id, cards),
        templates=service.templates(g.restaurant.id),
        has_logo=service.logo_of(g.restaurant.id) is not None,
        base_url=base,
        is_out_of_reach=is_out_of_reach(base),
        count=len(cards),
        **choices_for_pages(),
    )


def studio_again(**_path: object) -> str:
    """After a refused form, with what was sent."""
    try:
        design = read_form(StudioForm).design()
    except Invalid:
        design = first_design()
    return studio(design)


@blueprint.post("/tables/sheets/preview")
@redraws(lambda: _preview_of(None, Progress(state="stopped")))
def preview_sheet() -> str:
    """The first page, drawn, rendered and read back by the same hands as the whole job."""
    form = read_form(StudioForm)
    cards = _cards_meant(form)
    first = cards[:60]
    picture, said = jobs.preview(
        g.restaurant.id, job_of(form.design(), first, "pdf", is_preview=True), logo()
    )
    return _preview_of(picture, said, len(cards))


@blueprint.post("/tables/sheets/jobs")
@redraws(studio_again)
def start_sheets() -> Response:
    form = read_form(StudioForm)
    if is_out_of_reach(base_url(g.restaurant)):
        raise Invalid(
            _("The codes would lead to this computer only. Set an address that phones can open.")
        )
    job = job_of(form.design(), _cards_meant(form), form.kind)
    started = jobs.start(g.restaurant.id, job, logo())
    return go(f"{SHEETS}/jobs/{started.id}")


@blueprint.post("/tables/sheets/calibration")
@redraws(studio_again)
def print_calibration() -> Response:
    """Outlines and a scale, to see how far the printer is off; no codes."""
    job = job_of(read_form(StudioForm).design(), [], CALIBRATION)
    started = jobs.start(g.restaurant.id, job, None)
    return go(f"{SHEETS}/jobs/{started.id}")


@blueprint.get("/tables/sheets/jobs/<job_id>")
def sheet_job(job_id: str) -> str:
    started = jobs.find(g.restaurant.id, job_id)
    said = started.progress
    template = "_job.html" if "HX-Request" in request.headers else "job.html"
    return render_template(
        f"manager/sheets/{template}",
        job_id=job_id,
        said=said,
        percent=100 * said.done // max(said.of, 1),
        findings=[sentence(each) for each in said.findings],
        kind=started.of.kind,
    )


@blueprint.post("/tables/sheets/jobs/<job_id>/stop")
def stop_sheets(job_id: str) -> Response:
    read_form(Form)
    jobs.cancel(jobs.find(g.restaurant.id, job_id))
    return go(SHEETS, _("Stopped. Nothing was printed."))


@blueprint.post("/tables/sheets/jobs/<job_id>/file")
def fetch_sheets(job_id: str) -> Response:
    """The file; from now on these cards count as printed."""
    read_form(Form)
    started = jobs.find(g.restaurant.id, job_id)
    result = started.result
    if result is None or started.progress.state != "done":
        raise NotFound
    job = msgspec.json.decode((started.folder / "job.json").read_bytes(), type=Job)
    service.note_printed(g.restaurant.id, job.cards)
    return Response(
        _pieces(result),
        mimetype="application/pdf" if result.suffix == ".pdf" else "application/zip",
        headers={
            "Content-Disposition": f'attachment; filename="tables{result.suffix}"',
            "Content-Length": str(result.stat().st_size),
        },
    )


def _pieces(file: Path) -> Iterator[bytes]:
    """Pictures of many sheets are large: never all of them in memory."""
    with file.open("rb") as opened:
        while piece := opened.read(PIECE):
            yield piece


def job_of(design: Design, cards: list[Card], kind: str, *, is_preview: bool = False) -> Job:
    host = urlsplit(base_url(g.restaurant)).netloc
    house = House(in_words(g.restaurant.name, g.restaurant.language), host, logo_ratio(logo()))
    return Job(design=design, house=house, cards=cards, kind=kind, is_preview=is_preview)


def logo() -> bytes | None:
    return service.logo_of(g.restaurant.id)


def _all_cards() -> list[Card]:
    return service.cards_of(g.restaurant.id, base_url(g.restaurant))


def _cards_meant(form: StudioForm) -> list[Card]:
    """Raises Invalid for an area or table that is not there."""
    everything = _all_cards()
    if form.which == "all":
        return everything
    if form.which == "stale":
        return service.stale(g.restaurant.id, everything)
    if form.which == "chosen":
        return [card for card in everything if card.table_id in form.tables]
    area = next((a for a in queries.areas(g.restaurant.id) if form.which == f"area-{a.id}"), None)
    if area is None:
        raise Invalid(field="which")
    return [card for card in everything if card.area == area.name]


def _design_asked() -> Design:
    template_id = number_asked("template")
    if template_id is None:
        return first_design()
    return service.design_of(service.template_or_refuse(g.restaurant.id, template_id))


def _preview_of(picture: bytes | None, said: Progress, count: int = 0) -> str:
    shown = base64.b64encode(picture).decode() if picture else ""
    return render_template(
        "manager/sheets/_preview.html",
        picture=shown,
        findings=[(sentence(each), bool(each.get("is_warning"))) for each in said.findings],
        is_read=said.state == "done",
        count=count,
    )
