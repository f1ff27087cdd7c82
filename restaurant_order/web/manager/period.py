"""The business days that a manager's page is about."""

from datetime import date, timedelta

from flask import g, request

from restaurant_order.core import clock


def period(*, longest: timedelta, usually: timedelta) -> tuple[date, date]:
    """The days asked for, `from` and `to`; what makes no sense is `usually` until today."""
    today = clock.business_day(
        clock.now(), zone=g.restaurant.time_zone, cutoff_hour=g.restaurant.cutoff_hour
    )
    last = min(_day("to") or today, today)
    first = _day("from") or last - usually
    return (first, last) if first <= last <= first + longest else (last - usually, last)


def _day(name: str) -> date | None:
    text = request.args.get(name, "")
    try:
        found = date.fromisoformat(text) if text.isascii() and len(text) == 10 else None
    except ValueError:
        return None
    return found if found and found.year >= 2000 else None
