"""What to do next, and what is not in order yet."""

from flask import g, render_template
from flask_babel import gettext as _

from restaurant_order.web.manager.blueprint import PLACES, blueprint
from restaurant_order.web.manager.hints import hints_for


@blueprint.get("/")
def home() -> str:
    return render_template("manager/home.html", hints=hints_for(g.restaurant), subjects=_subjects())


def _subjects() -> list[dict[str, str]]:
    texts = {
        "/manage/menu": _("Dishes, prices, options; import and export."),
        "/manage/tables": _("Areas, tables and their printed codes."),
        "/manage/stations": _("Who makes what, and when it is late."),
        "/manage/statistics": _("How long dishes take, and how often they are late."),
        "/manage/waste": _("What was thrown away, day by day."),
        "/manage/screens": _("The kitchen’s tablets, paired by a code."),
        "/manage/staff": _("People, roles, PINs and passwords."),
        "/manage/devices": _("Where PINs work."),
        "/manage/settings": _("Languages, money, time, address, colour."),
    }
    return [
        {"href": href, "label": str(label), "icon": icon, "text": texts[href]}
        for href, label, icon in PLACES
        if href in texts
    ]
