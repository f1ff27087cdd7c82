"""Table codes to print: one card a table, as many as fit on A4."""

from typing import Any

from flask import current_app, g, render_template, request
from flask_babel import force_locale
from flask_babel import gettext as _

from restaurant_order.core.languages import interface_locale
from restaurant_order.core.refusals import NotFound
from restaurant_order.qr.images import svg
from restaurant_order.venue import queries
from restaurant_order.venue.models import Restaurant
from restaurant_order.venue.queries import CodedTable
from restaurant_order.venue.rules import is_out_of_reach
from restaurant_order.web.manager.blueprint import blueprint


@blueprint.get("/tables/codes")
def codes() -> str:
    area_id, table_id = _number("area"), _number("table")
    found = queries.coded_tables(g.restaurant.id, area_id=area_id, table_id=table_id)
    if not found and (area_id, table_id) != (None, None):
        raise NotFound
    base = base_url(g.restaurant)
    return render_template(
        "manager/codes.html",
        cards=[card_of(each, base) for each in found],
        calls=calls_to_action(g.restaurant.languages),
        base_url=base,
        is_out_of_reach=is_out_of_reach(base),
        choices=_choices(area_id, table_id),
    )


def base_url(restaurant: Restaurant) -> str:
    """What printed codes begin with: the restaurant's own address, else the deployment's."""
    return restaurant.base_url or str(current_app.config["BASE_URL"])


def calls_to_action(languages: list[str]) -> dict[str, str]:
    """What stands above a code, in each of the restaurant's languages."""
    calls: dict[str, str] = {}
    for language in languages:
        with force_locale(interface_locale(language)):
            calls.setdefault(_("Scan to see the menu and order"), language)
    return {language: call for call, language in calls.items()}


def card_of(coded: CodedTable, base: str) -> dict[str, Any]:
    """What is printed for one table."""
    address = f"{base}/t/{coded.code.code}"
    return {
        "table": coded.table,
        "address": address,
        "picture": svg(address, label=_("Code of table %(name)s", name=coded.table.name)),
    }


def _choices(area_id: int | None, table_id: int | None) -> list[dict[str, Any]]:
    """Which tables to print: all, or an area's."""
    everything = {"label": _("All tables"), "href": "/manage/tables/codes"}
    areas = [
        {
            "label": area.name,
            "href": f"/manage/tables/codes?area={area.id}",
            "current": area.id == area_id,
        }
        for area in queries.areas(g.restaurant.id)
    ]
    return [{**everything, "current": area_id is None and table_id is None}, *areas]


def _number(name: str) -> int | None:
    """A row's number in the query. Raises NotFound for anything else."""
    text = request.args.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise NotFound
    return int(text)
