"""What managers' pages call things, in the reader's language."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_timedelta
from flask import Flask, g
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from restaurant_order.core import clock
from restaurant_order.core.languages import INTERFACE
from restaurant_order.people.models import Role, StaffSession
from restaurant_order.venue.models import (
    Acceptance,
    Pacing,
    PassRule,
    Station,
    TableKind,
    TaxMode,
    WhoBumped,
)
from restaurant_order.venue.rules import CLEARED_AFTER
from restaurant_order.web.dress import language_name
from restaurant_order.web.sign_in import ROLES

Choices = list[tuple[Any, Any]]

TAX_MODES: Final = {
    TaxMode.INCLUSIVE: _l("Prices contain the tax"),
    TaxMode.EXCLUSIVE: _l("Tax is added to the prices"),
}

TABLE_KINDS: Final = {
    TableKind.TABLE: _l("A table: guests sit and share one cart"),
    TableKind.COUNTER: _l("A counter: everybody orders alone and takes it away"),
}

ACCEPTANCES: Final = {
    Acceptance.NEVER: _l("Nobody has to look: it goes to the kitchen at once"),
    Acceptance.FIRST_ORDER: _l("Staff accept a table's first order"),
    Acceptance.ALWAYS: _l("Staff accept every order"),
}

PACINGS: Final = {
    Pacing.OFF: _l("Off: cooks decide"),
    Pacing.ADVISE: _l("Say on each dish when to start it"),
    Pacing.HOLD: _l("Hold each dish back until its turn"),
}

WHO_BUMPED: Final = {
    WhoBumped.SCREEN: _l("Nobody is asked: the screen’s name is kept"),
    WhoBumped.PERSON: _l("The cook taps their name and gives their PIN, once"),
}

PASS_RULES: Final = {
    PassRule.BLOCK: _l("Waits: only a manager hands out an order that is not complete"),
    PassRule.WARN: _l("Asks once more before it hands out an order that is not complete"),
}


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(percent=percent, since=since, day=day, day_name=day_name)


def role_choices(roles: Sequence[Role]) -> Choices:
    return [(role.value, ROLES[role]) for role in roles]


def screen_languages() -> Choices:
    return [("", _("As their browser")), *((tag, language_name(tag)) for tag in INTERFACE)]


def ticket_languages() -> Choices:
    """The menu's, and what the board itself speaks: a kitchen need not read as its guests do."""
    tags = dict.fromkeys([*g.restaurant.languages, *INTERFACE])
    return [("", _("As the board")), *((tag, language_name(tag)) for tag in tags)]


def clearing_hours() -> Choices:
    return [
        (0, _("Never: they stay until somebody finishes them")),
        *(
            (hours, ngettext("After %(num)s hour", "After %(num)s hours", hours))
            for hours in CLEARED_AFTER
        ),
    ]


def hours() -> Choices:
    return [(hour, f"{hour:02d}:00") for hour in range(24)]


def place_of(session: StaffSession) -> str:
    """Where somebody is signed in, and when they were last seen there."""
    place = session.device.name if session.device else _("A browser, by password")
    return str(_("%(place)s · seen %(when)s", place=place, when=since(session.last_seen_at)))


def names_of(station: Station | None) -> list[str]:
    """A station's names in the order of the restaurant's languages."""
    return [station.name.get(tag, "") if station else "" for tag in g.restaurant.languages]


def percent(basis_points: int) -> str:
    """`1250` -> `12.5`."""
    return f"{Decimal(basis_points) / 100:f}"


def since(moment: datetime) -> str:
    """`3 minutes ago`."""
    gone = moment - clock.now()
    if abs(gone.total_seconds()) < 60:
        return str(_("just now"))
    return str(format_timedelta(gone, add_direction=True, locale=get_locale()))


def day(moment: datetime) -> str:
    local = moment.astimezone(ZoneInfo(g.restaurant.time_zone))
    return str(format_date(local, "medium", locale=get_locale()))


def day_name(day: date) -> str:
    """`Sunday, 22 November 2026`."""
    return str(format_date(day, "full", locale=get_locale()))
