"""What was thrown away, day by day, and the same as a file."""

import csv
import io
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

from flask import Response, g, render_template

from restaurant_order.core.languages import in_words
from restaurant_order.menu.sheet.table import guarded
from restaurant_order.ordering.reasons import reason_in_words
from restaurant_order.ordering.waste import Wasted, WasteDay, waste
from restaurant_order.web.manager.blueprint import blueprint
from restaurant_order.web.manager.menu_fields import money_out
from restaurant_order.web.manager.period import period

LONGEST: Final = timedelta(days=366)
USUALLY: Final = timedelta(days=6)
COLUMNS: Final = ("day", "time", "order", "dish", "options", "quantity", "value", "reason", "by")


@blueprint.get("/waste")
def waste_page() -> str:
    first, last = period(longest=LONGEST, usually=USUALLY)
    days = waste(g.restaurant, first=first, last=last)
    return render_template(
        "manager/waste.html",
        first=first,
        last=last,
        days=days,
        quantity=sum(day.quantity for day in days),
        value=sum(day.value for day in days),
    )


@blueprint.get("/waste.csv")
def waste_file() -> Response:
    first, last = period(longest=LONGEST, usually=USUALLY)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for day in waste(g.restaurant, first=first, last=last):
        writer.writerows(_row(day, line) for line in day.lines)
    answer = Response(text.getvalue().encode("utf-8-sig"), mimetype="text/csv")
    name = f"waste-{first.isoformat()}-{last.isoformat()}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _row(day: WasteDay, line: Wasted) -> list[str]:
    local = line.at.astimezone(ZoneInfo(g.restaurant.time_zone))
    cells = (
        day.day.isoformat(),
        local.strftime("%H:%M"),
        str(line.order_number),
        in_words(line.name),
        ", ".join(in_words(option) for option in line.options),
        str(line.quantity),
        money_out(line.value),
        reason_in_words(line.reason),
        line.by,
    )
    return [guarded(cell) for cell in cells]
