"""The receipt of a kitchen screen: this ticket is in front of a cook."""

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import Select, bindparam, select, text, union

from restaurant_order.core import clock
from restaurant_order.core.actor import SYSTEM
from restaurant_order.core.database import UtcDateTime, run
from restaurant_order.core.statements import Ready
from restaurant_order.core.transaction import record, transaction
from restaurant_order.ordering.facts import TicketDrawn
from restaurant_order.ordering.models import LineTask, OrderLine
from restaurant_order.visits.models import Visit

TicketName = tuple[int, int | None]
"""Order id, and station id or None for no station."""

_NOTE: Final = Ready(
    text(
        "INSERT INTO drawn_tickets (order_id, station_id, drawn_at)"
        " VALUES (:order_id, :station, :at)"
        " ON CONFLICT (order_id, station_id) DO NOTHING RETURNING order_id"
    ).bindparams(bindparam("at", type_=UtcDateTime()))
)


def _tickets(station_id: Any, *among: Any) -> Select[Any]:
    return (
        select(OrderLine.order_id, station_id, Visit.id.label("visit_id"), Visit.table_id)
        .join(Visit, Visit.id == OrderLine.visit_id)
        .where(OrderLine.restaurant_id == bindparam("restaurant"))
        .where(OrderLine.order_id.in_(bindparam("orders", expanding=True)), *among)
    )


_TICKETS: Final = Ready(
    union(
        _tickets(OrderLine.station_id),
        _tickets(LineTask.station_id, LineTask.line_id == OrderLine.id, OrderLine.is_shared),
    )
)


def note_drawn(restaurant_id: int, tickets: Collection[TicketName]) -> Collection[TicketName]:
    """Keep that these tickets are on a screen; the first screen counts.

    Tickets that do not exist in this restaurant are passed over in silence; returns the others.
    """
    wanted = set(tickets)
    with transaction():
        found = run(
            _TICKETS, {"restaurant": restaurant_id, "orders": sorted({o for o, _ in wanted})}
        )
        rows = [row for row in found if (row.order_id, row.station_id) in wanted]
        for row in rows:
            if _is_first(row.order_id, row.station_id):
                record(
                    TicketDrawn(
                        restaurant_id=restaurant_id,
                        visit_id=row.visit_id,
                        table_id=row.table_id,
                        order_id=row.order_id,
                        station_id=row.station_id,
                    ),
                    by=SYSTEM,
                )
    return {(row.order_id, row.station_id) for row in rows}


def _is_first(order_id: int, station_id: int | None) -> bool:
    noted = run(_NOTE, {"order_id": order_id, "station": station_id or 0, "at": clock.now()})
    return noted.first() is not None
