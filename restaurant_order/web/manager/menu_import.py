"""The menu as a spreadsheet: download it, upload it, look, confirm."""

from typing import Final

from flask import Response, g, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from restaurant_order.core import clock
from restaurant_order.core.forms import Form, read_form
from restaurant_order.core.refusals import Invalid, NotFound
from restaurant_order.menu.sheet.columns import all_columns
from restaurant_order.menu.sheet.decoding import LARGEST_FILE, Encoding
from restaurant_order.menu.sheet.plan import RowState
from restaurant_order.menu.sheet.refusals import BadFile
from restaurant_order.menu.sheet.uploads import confirm, keep_upload, preview, report_of
from restaurant_order.menu.sheet.writing import Style, write_menu
from restaurant_order.web.manager.blueprint import blueprint, go
from restaurant_order.web.redrawing import redraws

ENCODINGS: Final = {
    Encoding.UTF8: "UTF-8",
    Encoding.UTF16: "UTF-16",
    Encoding.WESTERN: "Windows-1252",
    Encoding.CHINESE: "GB18030 (GBK)",
}

STYLES: Final = {
    Style.COMMA: _l("For Excel, Numbers and Sheets: commas, UTF-8"),
    Style.SEMICOLON: _l("For Excel on the European continent: semicolons, decimal commas"),
    Style.CHINA: _l("For Excel in China: GB18030"),
}

SEPARATORS: Final = {",": _l("commas"), ";": _l("semicolons"), "\t": _l("tabs")}

STATES: Final = {
    RowState.CREATED: _l("New"),
    RowState.CHANGED: _l("Changed"),
    RowState.BACK: _l("Back on the menu"),
    RowState.UNCHANGED: _l("As it was"),
}

SHOWN: Final = 200
"""Rows of one kind that a page shows; more are counted."""


class UploadForm(Form, frozen=True):
    encoding: str = ""


class ConfirmForm(Form, frozen=True):
    seen: str


@blueprint.get("/menu/import")
def import_menu() -> str:
    return render_template(
        "manager/menu/import.html",
        encodings=[("", _("Detect it")), *ENCODINGS.items()],
        styles=list(STYLES.items()),
        columns=all_columns(g.restaurant.languages),
    )


@blueprint.post("/menu/import")
@redraws(import_menu)
def upload_menu() -> Response:
    form = read_form(UploadForm)
    file = request.files.get("file")
    if file is None or not file.filename:
        raise BadFile(_("Please choose a file."))
    if form.encoding and form.encoding not in set(Encoding):
        raise Invalid(field="encoding")
    encoding = Encoding(form.encoding) if form.encoding else None
    with file.stream:
        content = file.read(LARGEST_FILE + 1)
    return go(f"/manage/menu/import/{keep_upload(content, encoding=encoding, by=g.staff)}")


@blueprint.get("/menu/import/<digest>")
def import_preview(digest: str) -> str:
    return render_template(
        "manager/menu/import_preview.html",
        plan=preview(digest, by=g.staff).plan,
        digest=digest,
        encodings=ENCODINGS,
        separators=SEPARATORS,
        states=STATES,
        shown=SHOWN,
    )


@blueprint.post("/menu/import/<digest>")
@redraws(import_preview)
def confirm_import(digest: str) -> Response:
    form = read_form(ConfirmForm)
    confirm(digest, seen=form.seen, by=g.staff)
    return go(f"/manage/menu/import/{digest}/report", _("The menu is taken over."))


@blueprint.get("/menu/import/<digest>/report")
def import_report(digest: str) -> str:
    lines = report_of(digest, by=g.staff)
    return render_template("manager/menu/import_report.html", lines=lines, states=STATES)


@blueprint.get("/menu/export")
def export_menu() -> Response:
    style = request.args.get("style", Style.COMMA)
    if style not in set(Style):
        raise NotFound
    day = clock.now().date().isoformat()
    answer = Response(write_menu(g.restaurant, Style(style)), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="menu-{day}.csv"'
    return answer
