"""Reading single fields of the menu's forms: refused by field, in the reader's language."""

from collections.abc import Callable, Sequence
from typing import Annotated, Final, TypeVar

from babel.dates import get_day_names
from flask import g
from flask_babel import get_locale
from flask_babel import gettext as _
from msgspec import Meta

from restaurant_order.core.database import Words
from restaurant_order.core.languages import in_words
from restaurant_order.core.refusals import Invalid
from restaurant_order.menu.entries import Hours
from restaurant_order.menu.models import LAST_COURSE
from restaurant_order.menu.sheet.amounts import read_money, read_rate, write_money
from restaurant_order.menu.sheet.refusals import BadCell
from restaurant_order.venue import queries as venue

Id = Annotated[int, Meta(ge=1, lt=2**31)]

SPARE_HOURS: Final = 2
"""Empty rows for more serving hours below those there are."""

T = TypeVar("T")


def typed(read: Callable[[str], T], text: str, field: str) -> T:
    """What somebody typed, by a reader of cells. Raises Invalid."""
    try:
        return read(text.strip())
    except BadCell as bad:
        raise Invalid(bad.sentence, field=field) from None


def money_in(text: str, field: str, *, signed: bool = False) -> int:
    """Minor units; with `signed` also below 0. Raises Invalid."""
    minus = signed and text.strip()[:1] in ("-", "−")
    bare = text.strip().lstrip("+-−") if signed else text
    amount = typed(lambda cell: read_money(cell, g.restaurant.currency), bare, field)
    return -amount if minus else amount


def money_out(minor: int) -> str:
    """`-150` -> `-1.50`."""
    sign = "-" if minor < 0 else ""
    return sign + write_money(abs(minor), g.restaurant.currency)


def rate_in(text: str, field: str) -> int:
    return typed(read_rate, text, field)


def whole(text: str, field: str) -> int:
    """A whole number of at most six digits. Raises Invalid."""
    plain = text.strip()
    if not (plain.isascii() and plain.isdigit() and len(plain) <= 6):
        raise Invalid(_("A whole number, please."), field=field)
    return int(plain)


def whole_or_none(text: str, field: str) -> int | None:
    return whole(text, field) if text.strip() else None


def words_in(texts: Sequence[str], field: str) -> Words:
    """One text per language of the restaurant, in their order. Raises Invalid."""
    languages = g.restaurant.languages
    if len(texts) != len(languages):
        raise Invalid(field=field)
    return {tag: text for tag, text in zip(languages, texts, strict=True) if text.strip()}


def words_out(words: Words) -> list[str]:
    return [words.get(tag, "") for tag in g.restaurant.languages]


def kitchen_only() -> list[str]:
    """Languages of stations that the menu is not in."""
    spoken = dict.fromkeys(station.language for station in venue.stations(g.restaurant.id))
    return [tag for tag in spoken if tag and tag not in g.restaurant.languages]


def kitchen_words_in(texts: Sequence[str], field: str) -> Words:
    """As `words_in`, then one for each language of the kitchen alone; empty there clears it."""
    ours, theirs = len(g.restaurant.languages), kitchen_only()
    if len(texts) != ours + len(theirs):
        raise Invalid(field=field)
    return words_in(texts[:ours], field) | dict(zip(theirs, texts[ours:], strict=True))


def kitchen_words_out(words: Words) -> list[str]:
    return words_out(words) + [words.get(tag, "") for tag in kitchen_only()]


def station_choices(otherwise: str) -> list[tuple[str, str]]:
    """The stations, after what it means to name none."""
    found = venue.stations(g.restaurant.id)
    return [("", otherwise), *((str(one.id), in_words(one.name)) for one in found)]


def course_choices(*first: tuple[str, str]) -> list[tuple[str, str]]:
    """Courses in the order they are served, after what it means to name none."""
    numbers = range(1, LAST_COURSE + 1)
    return [*first, *((str(n), _("Course %(number)s", number=n)) for n in numbers)]


def hours_in(opens: Sequence[str], closes: Sequence[str], days: Sequence[str]) -> tuple[Hours, ...]:
    """Rows of times, and `row-day` for each day ticked; rows without times are left out.

    Raises Invalid.
    """
    if len(opens) != len(closes):
        raise Invalid(field="windows")
    bits = [0] * len(opens)
    boxes = {f"{row}-{day}": (row, day) for row in range(len(opens)) for day in range(7)}
    for each in days:
        if each not in boxes:
            raise Invalid(field="windows")
        row, day = boxes[each]
        bits[row] |= 1 << day
    return tuple(
        Hours(_minutes(start), _minutes(end), bits[row])
        for row, (start, end) in enumerate(zip(opens, closes, strict=True))
        if start or end
    )


def hours_out(windows: Sequence[Hours]) -> tuple[list[str], list[str], list[str]]:
    """The rows that `hours_in` reads back, with some to spare."""
    rows = [*windows, *[None] * SPARE_HOURS]
    opens = [_clock(window.opens) if window else "" for window in rows]
    closes = [_clock(window.closes) if window else "" for window in rows]
    days = [
        f"{row}-{day}"
        for row, window in enumerate(rows)
        for day in range(7)
        if window is None or window.weekdays & 1 << day
    ]
    return opens, closes, days


def short_days() -> list[str]:
    """Monday first, as briefly as the reader's language can."""
    names = get_day_names("abbreviated", locale=get_locale())
    return [names[day] for day in range(7)]


def _minutes(text: str) -> int:
    hours, colon, minutes = text[:5].partition(":")
    if not (colon and hours.isdecimal() and minutes.isdecimal() and text.isascii()):
        raise Invalid(_("Both times, please: from and until."), field="windows")
    return int(hours) * 60 + int(minutes)


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"
