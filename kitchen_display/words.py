"""What a cook reads: names in the station's language, and ages in whole minutes."""

from datetime import datetime
from typing import Final

from flask import Flask

from restaurant_order.core import clock
from restaurant_order.core.database import Words
from restaurant_order.core.languages import current_language, in_words
from restaurant_order.ordering.views import LineView

GUEST_COLOURS: Final = 8
"""Colours the tokens know."""


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(
        kitchen_name=kitchen_name, minutes_since=minutes_since, guest_colour=guest_colour
    )


def kitchen_name(line: LineView) -> str:
    """What the kitchen calls the dish."""
    return first_words(line.kitchen_name, line.name)


def first_words(short: Words, full: Words) -> str:
    """The short name in the reader's language, else the full one; else the same in any language."""
    language = current_language()
    return short.get(language) or full.get(language) or in_words(short) or in_words(full)


def minutes_since(moment: datetime) -> int:
    """Whole minutes from `moment` to now, never below 0."""
    return max(0, int((clock.now() - moment).total_seconds() // 60))


def guest_colour(colour: int | None) -> int:
    """A guest's colour as the tokens number them, 1 to 8."""
    return (colour or 0) % GUEST_COLOURS + 1
