"""Who stands at the floor's screen, and the way around in it."""

from collections.abc import Collection
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from restaurant_order.core.languages import INTERFACE, current_language
from restaurant_order.people import service
from restaurant_order.people.recognise import right_or_refuse
from restaurant_order.people.rules import Right, may
from restaurant_order.visits.service import VisitOver
from restaurant_order.web.language import language_wanted
from restaurant_order.web.refusals import Answer, answer_refusal
from restaurant_order.web.sign_in import same_site

blueprint = Blueprint("cashier", __name__, url_prefix="/floor")


@blueprint.before_request
def only_who_serves() -> None:
    right_or_refuse(Right.SERVE)


@blueprint.context_processor
def about_places() -> dict[str, Any]:
    if "staff" not in g:
        return {}
    role = g.staff.role
    places = [("/floor/", _l("Floor"), "layout-grid"), ("/floor/bills", _l("Bills"), "receipt")]
    return {
        "floor_places": [
            {"label": label, "href": href, "icon": icon, "current": _is_here(href)}
            for href, label, icon in places
        ],
        "other_language": next(tag for tag in INTERFACE if tag != current_language()),
        "may_take_money": may(role, Right.TAKE_MONEY),
        "may_reopen": may(role, Right.REOPEN_BILLS),
        "may_manage": may(role, Right.RUN_THE_PLACE),
    }


@blueprint.post("/language")
def speak() -> Response:
    """The person at this screen wants to read another language, here and everywhere."""
    form = language_wanted()
    service.speak(g.staff, form.language)
    return redirect(form.back if same_site(form.back).startswith("/floor/") else "/floor/", 303)


@blueprint.errorhandler(VisitOver)
def visit_is_over(_refusal: VisitOver) -> Answer:
    return answer_refusal(VisitOver(_l("This visit is over, its bill is settled.")))


def is_fragment() -> bool:
    """Asked for by a script that exchanges a part of the page."""
    return "HX-Request" in request.headers


def done(address: str, said: object = "") -> Response:
    """To a script nothing, since its regions redraw themselves; to a browser the page."""
    if is_fragment():
        return Response(status=204)
    if said:
        flash(str(said))
    return redirect(address, 303)


def undoable(address: str, said: str, undo: str, lines: Collection[int]) -> Response:
    """As `done`; a script shows what was done, and for five seconds the way back: `undo`."""
    if not is_fragment():
        return done(address, said)
    page = render_template("cashier/_undo.html", message=said, action=undo, lines=lines)
    return Response(page, headers={"HX-Reswap": "none"})


def visit_address(visit_id: int) -> str:
    return f"/floor/visits/{visit_id}"


def _is_here(href: str) -> bool:
    return request.path == href or (href == "/floor/" and "/bills" not in request.path)
