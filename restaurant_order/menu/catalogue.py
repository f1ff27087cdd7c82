"""The menu in memory: read once per version, then shared by all requests of this process."""

from typing import Final

from flask import current_app

from restaurant_order.menu.entries import (
    Catalogue,
    CatalogueCategory,
    CatalogueDish,
    CatalogueGroup,
    CatalogueOption,
    Hours,
)
from restaurant_order.menu.reading import read_catalogue
from restaurant_order.venue.house import House
from restaurant_order.venue.models import Restaurant

_NAME: Final = "catalogues"


def catalogue(restaurant: Restaurant | House) -> Catalogue:
    """The restaurant's menu at its `menu_version`.

    Not within a transaction that edits the menu: what it reads there may still be rolled back.
    """
    kept: dict[int, Catalogue] = current_app.extensions.setdefault(_NAME, {})
    found = kept.get(restaurant.id)
    if found is None or found.version != restaurant.menu_version:
        found = read_catalogue(restaurant.id, restaurant.menu_version)
        kept[restaurant.id] = found
    return found


def forget_catalogues() -> None:
    """Drop what is held in memory; for whoever exchanges the database beneath a running process."""
    current_app.extensions.pop(_NAME, None)


__all__ = [
    "Catalogue",
    "CatalogueCategory",
    "CatalogueDish",
    "CatalogueGroup",
    "CatalogueOption",
    "Hours",
    "catalogue",
    "forget_catalogues",
]
