"""Who stands at the floor's screen, and the way around in it."""

from typing import Any

from flask import Blueprint, flash, g, redirect, request
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from restaurant_order.people.recognise import right_or_refuse
from restaurant_order.people.rules import Right, may

blueprint = Blueprint("cashier", __name__, url_prefix="/floor")


@blueprint.before_request
def only_who_serves() -> None:
    right_or_refuse(Right.SERVE)


@blueprint.context_processor
def about_places() -> dict[str, Any]:
    role = g.staff.role
    places = [("/floor/", _l("Floor"), "layout-grid"), ("/floor/bills", _l("Bills"), "receipt")]
    return {
        "floor_places": [
            {"label": label, "href": href, "icon": icon, "current": _is_here(href)}
            for href, label, icon in places
        ],
        "may_take_money": may(role, Right.TAKE_MONEY),
        "may_reopen": may(role, Right.REOPEN_BILLS),
        "may_manage": may(role, Right.RUN_THE_PLACE),
    }


def done(address: str, said: object = "") -> Response:
    """To a script nothing, since its regions redraw themselves; to a browser the page."""
    if "HX-Request" in request.headers:
        return Response(status=204)
    if said:
        flash(str(said))
    return redirect(address, 303)


def visit_address(visit_id: int) -> str:
    return f"/floor/visits/{visit_id}"


def _is_here(href: str) -> bool:
    return request.path == href or (href == "/floor/" and "/bills" not in request.path)
