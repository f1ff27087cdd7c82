"""The floor, a table, a visit, and what no kitchen screen has shown."""

from datetime import timedelta
from typing import Any, Final

from flask import g, redirect, render_template
from flask.typing import ResponseReturnValue

from restaurant_order import live
from restaurant_order.core import clock
from restaurant_order.core.languages import in_words
from restaurant_order.ordering.progress import IN_KITCHEN
from restaurant_order.ordering.queries import undrawn_orders
from restaurant_order.ordering.views import OrderView
from restaurant_order.venue import queries as venue
from restaurant_order.venue.models import Table
from restaurant_order.visits.models import Visit
from restaurant_order.visits.queries import visit_or_refuse
from restaurant_order.visits.service import open_for_staff
from restaurant_order.web.cashier.blueprint import blueprint, visit_address
from restaurant_order.web.cashier.floor_region import FLOOR
from restaurant_order.web.cashier.order_region import RAIL
from restaurant_order.web.cashier.request_region import REQUESTS
from restaurant_order.web.cashier.scope import FloorScope, VisitScope
from restaurant_order.web.cashier.visit_region import VISIT

DRAWN_WITHIN: Final = timedelta(seconds=10)
"""A ticket that no kitchen screen has shown for longer alarms the floor."""


@blueprint.get("/")
def floor() -> str:
    return floor_page()


@blueprint.get("/tables/<int:table_id>")
def table(table_id: int) -> ResponseReturnValue:
    """The table's visit; of a free table, the offer to open one."""
    found = venue.table_or_refuse(g.restaurant.id, table_id)
    if found.visit_id is not None:
        return redirect(visit_address(found.visit_id))
    return floor_page(table=found)


@blueprint.post("/tables/<int:table_id>/visit")
def open_table(table_id: int) -> ResponseReturnValue:
    found = venue.table_or_refuse(g.restaurant.id, table_id)
    visit = open_for_staff(found, by=g.staff)
    return redirect(visit_address(visit.id), 303)


@blueprint.get("/visits/<int:visit_id>")
def visit(visit_id: int) -> str:
    return floor_page(visit=visit_or_refuse(g.restaurant.id, visit_id))


@blueprint.get("/alarms")
def alarms() -> str:
    return render_template("cashier/_alarms.html", alarms=undrawn())


def floor_page(*, table: Table | None = None, visit: Visit | None = None, **more: Any) -> str:
    """The floor with what is chosen beside it."""
    scope = FloorScope(g.restaurant.id)
    shown = live.show(VISIT, VisitScope(g.restaurant.id, visit.id)) if visit else None
    return render_template(
        "cashier/floor.html",
        floor=live.show(FLOOR, scope),
        requests=live.show(REQUESTS, scope),
        rail=live.show(RAIL, scope),
        visit_region=shown,
        visit=visit,
        table=table or (visit.table if visit else None),
        alarms=undrawn(),
        **more,
    )


def undrawn() -> list[dict[str, Any]]:
    """Tickets on no screen: order, station names, since when."""
    names = {station.id: in_words(station.name) for station in venue.stations(g.restaurant.id)}
    late = undrawn_orders(g.restaurant.id, before=clock.now() - DRAWN_WITHIN)
    return [
        {"order": order, "stations": ", ".join(_missing(order, names)), "since": order.accepted_at}
        for order in late
    ]


def _missing(order: OrderView, names: dict[int, str]) -> list[str]:
    stations = {line.station_id for line in order.lines if line.status in IN_KITCHEN}
    return sorted(names.get(each or 0, "–") for each in stations - order.drawn)
