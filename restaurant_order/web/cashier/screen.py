"""The floor's screen: tables and rail stay, what is chosen stands in a panel beside them."""

from datetime import timedelta
from typing import Any

from flask import g, render_template

from restaurant_order import live
from restaurant_order.core import clock
from restaurant_order.core.languages import in_words
from restaurant_order.ordering.missed import missed_tickets
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
    shown = _shown_at(names) if late else {}
    return [
        {
            "order": order,
            "stations": ", ".join(_missing(order, names)),
            "since": order.accepted_at,
            "shown_at": shown.get(order.id, ""),
        }
        for order in late
    ]


def _shown_at(names: dict[int, str]) -> dict[int, str]:
    """By order, the boards where a screen shows it instead."""
    found: dict[int, set[str]] = {}
    for missed in missed_tickets(g.restaurant.id):
        if missed.shown_at and missed.fallback_id:
            found.setdefault(missed.order_id, set()).add(names[missed.fallback_id])
    return {order_id: ", ".join(sorted(boards)) for order_id, boards in found.items()}


def _missing(order: OrderView, names: dict[int, str]) -> list[str]:
    return sorted(names.get(each or 0, "–") for each in order.undrawn)
