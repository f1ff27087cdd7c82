"""Serving hours in a cell: `Mon-Fri 11:00-14:30; Sat,Sun 12:00-22:00`, `daily 22:00-02:00`."""

import re
from collections.abc import Sequence
from typing import Final

from flask_babel import lazy_gettext as _l

from restaurant_order.menu.checking import DAY
from restaurant_order.menu.entries import Hours
from restaurant_order.menu.sheet.refusals import BadCell

DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
EVERY_DAY: Final = frozenset({"", "daily", "every day", "每天", "每日", "täglich"})
WHOLE_WEEK: Final = 127

_PART: Final = re.compile(
    r"(?P<days>.*?)\s*(?P<opens>\d{1,2}[:：.]\d{2})\s*(?:-|–|—|~|至|到)\s*(?P<closes>\d{1,2}[:：.]\d{2})"
)
_SPAN: Final = re.compile(r"-|–|—|~|至|到")
_CHINESE_DAYS: Final = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}


def read_hours(text: str) -> tuple[Hours, ...]:
    """None for an empty cell: served whenever the category is. Raises BadCell."""
    parts = [part.strip() for part in re.split(r"[;；\n]", text)]
    return tuple(_window(part) for part in parts if part)


def write_hours(
    windows: tuple[Hours, ...], *, days: Sequence[str] = DAYS, daily: str = "daily"
) -> str:
    """As `read_hours` reads it, or with other names of the days for people."""
    return "; ".join(
        f"{_write_days(w.weekdays, days, daily)} {_write_time(w.opens)}-{_write_time(w.closes)}"
        for w in windows
    )


def _window(text: str) -> Hours:
    found = _PART.fullmatch(text)
    if found is None or not text.isprintable():
        raise _bad()
    opens, closes = _read_time(found["opens"]), _read_time(found["closes"])
    if opens == DAY:
        raise _bad()
    return Hours(opens, closes, _read_days(found["days"]))


def _read_time(text: str) -> int:
    hours, minutes = (int(part) for part in re.split(r"[:：.]", text))
    moment = hours * 60 + minutes
    if minutes > 59 or moment > DAY:
        raise _bad()
    return moment


def _read_days(text: str) -> int:
    plain = text.strip().casefold().strip(":：")
    if plain in EVERY_DAY:
        return WHOLE_WEEK
    bits = 0
    for part in re.split(r"[,，、]", plain):
        ends = [_read_day(day) for day in _SPAN.split(part)]
        if len(ends) > 2:
            raise _bad()
        day = ends[0]
        bits |= 1 << day
        while day != ends[-1]:
            day = (day + 1) % 7
            bits |= 1 << day
    return bits


def _read_day(text: str) -> int:
    plain = text.strip().rstrip(".")
    chinese = plain.removeprefix("星期").removeprefix("周").removeprefix("礼拜")
    if chinese in _CHINESE_DAYS:
        return _CHINESE_DAYS[chinese]
    short = [day.casefold() for day in DAYS]
    if plain[:3] not in short or not plain.isalpha():
        raise _bad()
    return short.index(plain[:3])


def _write_days(bits: int, names: Sequence[str], daily: str) -> str:
    if bits == WHOLE_WEEK:
        return daily
    days = [day for day in range(7) if bits & 1 << day]
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"{names[days[0]]}-{names[days[-1]]}"
    return ",".join(names[day] for day in days)


def _write_time(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _bad() -> BadCell:
    return BadCell(_l("Hours like “Mon-Fri 11:00-14:30; Sat,Sun 12:00-22:00”, please."))
