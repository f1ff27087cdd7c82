"""Who stands in front of a manager's page, and the way around in it."""

from typing import Any, Final

from flask import Blueprint, Response, flash, g, render_template, request
from flask_babel import lazy_gettext as _l

from restaurant_order.core.languages import INTERFACE
from restaurant_order.people import service
from restaurant_order.people.recognise import right_or_refuse
from restaurant_order.people.rules import Right
from restaurant_order.web.language import language_wanted
from restaurant_order.web.sign_in import same_site

PLACES: Final = (
    ("/manage/", _l("Home"), "house"),
    ("/manage/menu", _l("Menu"), "book-open"),
    ("/manage/tables", _l("Tables"), "armchair"),
    ("/manage/stations", _l("Stations"), "chef-hat"),
    ("/manage/statistics", _l("Kitchen statistics"), "chart-column"),
    ("/manage/waste", _l("Waste"), "trash-2"),
    ("/manage/screens", _l("Screens"), "monitor"),
    ("/manage/staff", _l("Staff"), "users"),
    ("/manage/devices", _l("Devices"), "key-round"),
    ("/manage/settings", _l("Settings"), "settings"),
    ("/floor/", _l("Floor"), "layout-grid"),
    ("/kitchen/", _l("Kitchen"), "flame"),
)

blueprint = Blueprint("manager", __name__, url_prefix="/manage")


@blueprint.before_request
def only_who_runs_the_place() -> None:
    right_or_refuse(Right.RUN_THE_PLACE)


@blueprint.context_processor
def about_places() -> dict[str, Any]:
    return {
        "places": [
            {"label": label, "href": href, "icon": icon, "current": _is_here(href)}
            for href, label, icon in PLACES
        ],
        "other_language": next(tag for tag in INTERFACE if tag != g.get("language")),
    }


@blueprint.post("/language")
def speak() -> Response:
    """The person at this screen wants to read another language, here and everywhere."""
    form = language_wanted()
    service.speak(g.staff, form.language)
    return go(form.back if same_site(form.back).startswith("/manage/") else "/manage/")


def go(address: str, said: object = "") -> Response:
    """On to a page of ours, with a sentence about what was done."""
    if said:
        flash(str(said))
    return Response(status=303, headers={"Location": address})


def confirm(
    *,
    title: object,
    text: object,
    label: object,
    back: str,
    more: str = "",
    carries: dict[str, object] | None = None,
) -> str:
    """A page that asks before something that cannot be taken back. `more`: what else it does.

    Its form posts to the page's own address and `carries` hidden fields.
    """
    return render_template(
        "manager/confirm.html",
        title=title,
        text=text,
        more=more,
        label=label,
        back=back,
        action=request.path,
        carries=carries or {},
    )


def _is_here(href: str) -> bool:
    return request.path == href or (href != "/manage/" and request.path.startswith(href))
