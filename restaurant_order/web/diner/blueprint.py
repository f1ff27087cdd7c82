"""The guest's phone: who stands in front of it, before any of its pages is drawn."""

from typing import Final

from flask import Blueprint, g, request

from restaurant_order.core.languages import best_language
from restaurant_order.visits.recognise import guest_or_refuse

blueprint = Blueprint("diner", __name__)

UNASKED: Final = {"diner.join", "diner.menu", "diner.place_order"}
"""Who scans is nobody yet; the menu and an order find out by themselves, in one light query."""


@blueprint.before_request
def recognise() -> None:
    if request.endpoint not in UNASKED:
        recognise_guest()


def recognise_guest() -> None:
    """Fill `g.guest`, `g.visit`, `g.restaurant`, `g.language`. Raises NoTable, VisitOver."""
    guest_or_refuse()
    g.language = best_language(g.restaurant.languages)
