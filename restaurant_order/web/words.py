"""How pages say things: money, time, words by language, and the reader's language itself."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_time
from flask import Flask, g

from restaurant_order.core.languages import (
    INTERFACE,
    current_language,
    in_words,
    interface_locale,
    is_right_to_left,
)
from restaurant_order.core.money import format_money
from restaurant_order.ordering.reasons import reason_in_words
from restaurant_order.visits.allergies import allergy_words


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(
        words=in_words,
        money=money,
        clock=_clock,
        iso=_iso,
        reason=reason_in_words,
        allergy_words=allergy_words,
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


def _clock(moment: datetime) -> str:
    local = moment.astimezone(ZoneInfo(g.restaurant.time_zone))
    return format_time(local, "short", locale=interface_locale(current_language()))


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")
