"""The floor's screen: tables and rail stay, what is chosen stands in a panel beside them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from flask import g, render_template

from restaurant_order import live
from restaurant_order.core import clock
from restaurant_order.core.languages import in_words
from restaurant_order.ordering.missed import Missed, missed_tickets
from restaurant_order.ordering.queries import undrawn_orders
from restaurant_order.ordering.views import OrderView
from restaurant_order.venue import queries as venue
from restaurant_order.web.cashier.blueprint import is_fragment
from restaurant_order.web.cashier.floor_region import FLOOR
from restaurant_order.web.cashier.order_region import RAIL
from restaurant_order.web.cashier.request_region import REQUESTS
from restaurant_order.web.cashier.scope import FloorScope


def screen(template: str, **context: Any) -> str:
    """The whole page, or to a script the panel alone: the regions around it live by themselves."""
    if is_fragment():
        return render_template(template, shell="cashier/_panel.html", **context)
    scope = FloorScope(g.restaurant.id)
    return render_template(
        template,
        shell="cashier/page.html",
        floor=live.show(FLOOR, scope),
        requests=live.show(REQUESTS, scope),
        rail=live.show(RAIL, scope),
        alarms=undrawn(),
        now=clock.now(),
        **context,
    )


def undrawn() -> list[dict[str, Any]]:
    """Tickets on no screen at home: order, station names, since when, whose board has it."""
    names = {station.id: in_words(station.name) for station in venue.stations(g.restaurant.id)}
    within = timedelta(seconds=g.restaurant.drawn_within)
    late = undrawn_orders(g.restaurant.id, before=clock.now() - within)
    hanging = missed_tickets(g.restaurant.id) if late else []
    return [
        {
            "order": order,
            "stations": ", ".join(_missing(order, names)),
            "since": min(at for _, at in order.undrawn_firings),
            "shown_at": ", ".join(_shown_at(order, hanging, names)),
        }
        for order in late
    ]


def _shown_at(order: OrderView, hanging: Iterable[Missed], names: dict[int, str]) -> list[str]:
    """The boards where a screen shows instead all that is missed of the order at a station."""
    newest: dict[int | None, datetime] = {}
    for station_id, at in order.undrawn_firings:
        newest[station_id] = max(at, newest.get(station_id, at))
    found = {
        names[one.fallback_id]
        for one in hanging
        if one.order_id == order.id and one.fallback_id and one.station_id in newest
        if one.shown_through and one.shown_through >= newest[one.station_id]
    }
    return sorted(found)


def _missing(order: OrderView, names: dict[int, str]) -> list[str]:
    return sorted(names.get(each or 0, "–") for each in order.undrawn)
