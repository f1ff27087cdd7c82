"""The guest's phone: who stands in front of it, before any of its pages is drawn."""

from typing import Final

from flask import Blueprint, g, request

from restaurant_order.core.languages import best_language
from restaurant_order.visits.recognise import guest_or_refuse

blueprint = Blueprint("diner", __name__)

UNASKED: Final = {"diner.join", "diner.menu"}
"""Who scans is nobody yet, and the menu finds out by itself, in one query."""


@blueprint.before_request
def recognise() -> None:
    if request.endpoint not in UNASKED:
        guest_or_refuse()
        g.language = best_language(g.restaurant.languages)
