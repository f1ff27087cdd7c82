"""What a cook reads, in the station's language."""

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from restaurant_order.core.database import Words
from restaurant_order.core.languages import current_language, in_words
from restaurant_order.ordering.models import LineStatus
from restaurant_order.ordering.views import LineView

STEPS: Final = {
    LineStatus.ACCEPTED: _l("Not started"),
    LineStatus.COOKING: _l("Cooking"),
    LineStatus.READY: _l("Ready"),
    LineStatus.SERVED: _l("Served"),
}
"""How far a dish is."""

GUEST_COLOURS: Final = 8
"""Colours the tokens know."""


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(
        kitchen_name=kitchen_name,
        kitchen_option=kitchen_option,
        guest_colour=guest_colour,
    )
    app.jinja_env.globals.update(ticket_words=ticket_words, first_words=first_words)


@dataclass(frozen=True)
class TicketWords:
    """All that is said on tickets; `%s` stands for what is to be filled in."""

    number: str
    minutes: str
    late: str
    soon_late: str
    start: str
    start_rest: str
    cooking: str
    done: str
    all_done: str
    seen: str
    cancelled: str
    tap_when_seen: str
    allergy: str
    allergy_seen: str
    seen_by: str
    waste: str
    to_stock: str
    joined: str
    held: str
    start_in: str
    start_now: str
    course: str
    fire: str
    round: str
    by: str
    dine_in: str
    takeaway: str
    rush: str
    ordered: str
    each: str
    also_at: str
    no_station: str
    details: str
    away: str


def ticket_words() -> TicketWords:
    """In the reader's language, looked up once per process."""
    return _ticket_words(current_language())


@cache
def _ticket_words(_language: str) -> TicketWords:
    return TicketWords(
        number=_("Order number"),
        minutes=_("min"),
        late=_("Late"),
        soon_late=_("Soon late"),
        start=_("Tap to start"),
        start_rest=_("Cooking, tap for the rest"),
        cooking=_("Cooking"),
        done=_("Done"),
        all_done=_("All done"),
        seen=_("Seen"),
        cancelled=_("Cancelled"),
        tap_when_seen=_("Tap when seen"),
        allergy=_("Allergy"),
        allergy_seen=_("Seen: %(allergies)s", allergies="%s"),
        seen_by=_("Seen by %(name)s", name="%s"),
        waste=_("Throw it away"),
        to_stock=_("Keep it for the next one"),
        joined=_("Ordered later:"),
        held=_("Held"),
        start_in=_("Start in"),
        start_now=_("Start now"),
        course=_("Course %(number)s", number="%s"),
        fire=_("Fire course %(number)s", number="%s"),
        round=_("Round %(number)s", number="%s"),
        by=_("By %(name)s", name="%s"),
        dine_in=_("Dine-in"),
        takeaway=_("Takeaway"),
        rush=_("Rush"),
        ordered=_("ordered"),
        each=_("Show each of them"),
        also_at=_("Also at:"),
        no_station=_("No station"),
        away=_("For %(station)s: no screen there", station="%s"),
        details=_("Sold out and details: %(table)s", table="%s"),
    )


def kitchen_name(line: LineView) -> str:
    """What the kitchen calls the dish."""
    return first_words(line.kitchen_name, line.name)


def kitchen_option(option: dict[str, Any]) -> str:
    """What the kitchen calls an option, as it was photographed."""
    return first_words(option.get("kitchen_name", {}), option["name"])


def first_words(short: Words, full: Words) -> str:
    """The short name in the reader's language, else the full one; else the same in any language."""
    language = current_language()
    return short.get(language) or full.get(language) or in_words(short) or in_words(full)


def guest_colour(colour: int | None) -> int:
    """A guest's colour as the tokens number them, 1 to 8."""
    return (colour or 0) % GUEST_COLOURS + 1
