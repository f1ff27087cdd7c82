"""How long the kitchen takes, by dish, station or hour; down to each ticket, and as files."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import Response, g, render_template, request
from flask_babel import gettext as _

from restaurant_order.core.languages import in_words
from restaurant_order.core.refusals import NotFound
from restaurant_order.menu.sheet.table import guarded
from restaurant_order.ordering.queries import order_view, orders_on_tickets
from restaurant_order.ordering.timing import By, Made, Pace, grouped, key_of, made, pace_of
from restaurant_order.venue import queries as venue
from restaurant_order.web.manager.blueprint import blueprint
from restaurant_order.web.manager.period import period

LONGEST: Final = timedelta(days=30)
"""A month at once: the percentiles need every duration."""

USUALLY: Final = timedelta(days=6)

SLOWEST: Final = 200
"""Tickets on a page; the file holds all."""

SUMS: Final = ("what", "times_made", "median_minutes", "p90_minutes", "late_percent")
TICKETS: Final = (
    "day", "began", "ready", "order", "table", "dish", "quantity", "station", "minutes", "late",
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What a page of statistics is about."""

    by: By
    first: date
    last: date

    @property
    def days(self) -> dict[str, str]:
        return {"from": self.first.isoformat(), "to": self.last.isoformat()}

    def address(self, path: str, **more: object) -> str:
        said = {"by": self.by.value, **self.days, **more}
        return f"/manage/statistics{path}?{urlencode(said)}"


@dataclass(frozen=True)
class Group:
    """A dish, a station or an hour. `share`: its p90 of the slowest's, of a hundred."""

    key: int
    label: str
    pace: Pace
    share: int = 0


@blueprint.get("/statistics")
def statistics() -> str:
    asked = _asked()
    found = made(g.restaurant, by=asked.by, first=asked.first, last=asked.last)
    return render_template(
        "manager/statistics.html",
        asked=asked,
        kinds=_kinds(asked),
        groups=_groups(found, asked.by),
        whole=pace_of(found) if found else None,
    )


@blueprint.get("/statistics.csv")
def statistics_file() -> Response:
    asked = _asked()
    found = made(g.restaurant, by=asked.by, first=asked.first, last=asked.last)
    rows = [
        (
            group.label,
            str(group.pace.count),
            minutes(group.pace.median),
            minutes(group.pace.p90),
            f"{group.pace.late_percent:.1f}",
        )
        for group in _groups(found, asked.by)
    ]
    return _file(f"kitchen-by-{asked.by.value}", asked, SUMS, rows)


@blueprint.get("/statistics/tickets")
def statistics_tickets() -> str:
    """Of one dish, station or hour, the slowest first."""
    asked = _asked()
    key, found = _tickets(asked)
    return render_template(
        "manager/statistics_tickets.html",
        asked=asked,
        key=key,
        label=_label(found[0], asked.by, _stations()) if found else "",
        found=found[:SLOWEST],
        stations=_stations(),
        whole=pace_of(found) if found else None,
    )


@blueprint.get("/statistics/tickets.csv")
def statistics_tickets_file() -> Response:
    asked = _asked()
    _key, found = _tickets(asked)
    stations, zone = _stations(), ZoneInfo(g.restaurant.time_zone)
    rows = [_row(one, stations, zone) for one in found]
    return _file("kitchen-tickets", asked, TICKETS, rows)


@blueprint.get("/statistics/orders/<int(max=2147483647):order_id>")
def statistics_order(order_id: int) -> str:
    """The kitchen's ticket that an order stands on: what became of each dish, and when."""
    ticket_id = order_view(g.restaurant.id, order_id).ticket_id
    orders = orders_on_tickets(g.restaurant.id, [ticket_id])
    return render_template(
        "manager/statistics_order.html",
        orders=orders,
        first=orders[0],
        day=orders[0].placed_at.astimezone(ZoneInfo(g.restaurant.time_zone)).date(),
        stations=_stations(),
    )


@blueprint.app_template_filter()
def took(seconds: float) -> str:
    """`7:05`: minutes and seconds."""
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02}"


def minutes(seconds: float) -> str:
    return f"{seconds / 60:.2f}"


def _asked() -> Asked:
    first, last = period(longest=LONGEST, usually=USUALLY)
    by = request.args.get("by", "")
    return Asked(By(by) if by in set(By) else By.DISH, first, last)


def _kinds(asked: Asked) -> list[dict[str, object]]:
    labels = {By.DISH: _("Dish"), By.STATION: _("Station"), By.HOUR: _("Hour")}
    return [
        {
            "label": label,
            "href": Asked(by, asked.first, asked.last).address(""),
            "current": by is asked.by,
        }
        for by, label in labels.items()
    ]


def _groups(found: Sequence[Made], by: By) -> list[Group]:
    """The slowest first; hours as the business day passes."""
    stations = _stations()
    groups = [
        Group(key, _label(some[-1], by, stations), pace_of(some))
        for key, some in grouped(found, lambda one: key_of(one, by)).items()
    ]
    if by is By.HOUR:
        groups.sort(key=lambda group: (group.key - g.restaurant.cutoff_hour) % 24)
    else:
        groups.sort(key=lambda group: (-group.pace.p90, group.label))
    slowest = max((group.pace.p90 for group in groups), default=0) or 1
    return [
        Group(each.key, each.label, each.pace, round(100 * each.pace.p90 / slowest))
        for each in groups
    ]


def _tickets(asked: Asked) -> tuple[int, list[Made]]:
    """Raises NotFound for what is no key."""
    said = request.args.get("key", "")
    if not (said.isascii() and said.isdigit() and len(said) <= 10):
        raise NotFound
    found = made(g.restaurant, by=asked.by, first=asked.first, last=asked.last)
    mine = [one for one in found if key_of(one, asked.by) == int(said)]
    return int(said), sorted(mine, key=lambda one: (-one.seconds, one.line_id))


def _label(one: Made, by: By, stations: dict[int, str]) -> str:
    match by:
        case By.DISH:
            return in_words(one.name)
        case By.STATION:
            return _station(one, stations)
    return f"{one.hour:02}:00 – {(one.hour + 1) % 24:02}:00"


def _stations() -> dict[int, str]:
    return {each.id: in_words(each.name) for each in venue.stations(g.restaurant.id)}


def _station(one: Made, stations: dict[int, str]) -> str:
    return stations.get(one.station_id or 0) or str(_("No station"))


def _row(one: Made, stations: dict[int, str], zone: ZoneInfo) -> tuple[str, ...]:
    return (
        one.day.isoformat(),
        one.began_at.astimezone(zone).strftime("%H:%M:%S"),
        one.ready_at.astimezone(zone).strftime("%H:%M:%S"),
        str(one.number),
        one.table_name,
        in_words(one.name),
        str(one.quantity),
        _station(one, stations),
        minutes(one.seconds),
        "1" if one.is_late else "0",
    )


def _file(
    name: str, asked: Asked, columns: Sequence[str], rows: Iterable[Sequence[str]]
) -> Response:
    """As Excel opens it with a double click; no cell of it is taken for a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    answer = Response(text.getvalue().encode("utf-8-sig"), mimetype="text/csv")
    days = f"{asked.first.isoformat()}-{asked.last.isoformat()}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}-{days}.csv"'
    return answer
