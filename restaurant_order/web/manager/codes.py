"""One table's code on its page, and where printed codes lead."""

from typing import Any

from flask import current_app
from flask_babel import gettext as _

from restaurant_order.qr.images import svg
from restaurant_order.venue.models import Restaurant
from restaurant_order.venue.queries import CodedTable


def base_url(restaurant: Restaurant) -> str:
    """What printed codes begin with: the restaurant's own address, else the deployment's."""
    return restaurant.base_url or str(current_app.config["BASE_URL"])


def card_of(coded: CodedTable, base: str) -> dict[str, Any]:
    """A table's code to look at."""
    address = f"{base}/t/{coded.code.code}"
    return {
        "table": coded.table,
        "address": address,
        "picture": svg(address, label=_("Code of table %(name)s", name=coded.table.name)),
    }
