"""How pages say things: money, time, words by language, and the reader's language itself."""

from datetime import datetime

from flask import Flask, g
from flask_babel import gettext as _

from restaurant_order.core.languages import (
    INTERFACE,
    current_language,
    in_words,
    interface_locale,
    is_right_to_left,
)
from restaurant_order.core.money import format_money
from restaurant_order.core.times import wall_time
from restaurant_order.ordering.reasons import reason_in_words
from restaurant_order.venue.models import Table, TableKind
from restaurant_order.visits.allergies import allergy_words
from restaurant_order.visits.names import nickname_in_words


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(
        words=in_words,
        money=money,
        clock=_clock,
        iso=_iso,
        reason=reason_in_words,
        nickname=nickname_in_words,
        allergy_words=allergy_words,
        table_words=table_words,
    )
    app.context_processor(_about_reader)


def _about_reader() -> dict[str, object]:
    language = current_language()
    return {
        "language": language,
        "direction": "rtl" if is_right_to_left(language) else "ltr",
        "interface_languages": INTERFACE,
    }


def money(minor: int, currency: str | None = None) -> str:
    locale = interface_locale(current_language())
    return format_money(minor, currency or g.restaurant.currency, locale)


def table_words(table: Table) -> str:
    """`Table 7`; a counter is called by its name alone."""
    return called(table.name, table.kind)


def called(name: str, kind: TableKind) -> str:
    """The same, of a table that was not loaded."""
    return name if kind is TableKind.COUNTER else _("Table %(name)s", name=name)


def _clock(moment: datetime) -> str:
    return wall_time(moment, g.restaurant.time_zone)


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")
