"""The receipt of a kitchen screen: this ticket is in front of a cook."""

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import Row, Select, bindparam, select, text, union

from restaurant_order.core import clock
from restaurant_order.core.actor import SYSTEM, Actor
from restaurant_order.core.database import UtcDateTime, run
from restaurant_order.core.statements import Ready
from restaurant_order.core.transaction import record, transaction
from restaurant_order.ordering.facts import TicketCameHome, TicketDrawn, TicketShownElsewhere
from restaurant_order.ordering.models import LineTask, OrderLine
from restaurant_order.visits.models import Visit

TicketName = tuple[int, int | None]
"""Order id, and station id or None for no station."""

_AT: Final = bindparam("at", type_=UtcDateTime())

_NOTE: Final = Ready(
    text(
        "INSERT INTO drawn_tickets (order_id, station_id, drawn_at, board_id, drawn_by)"
        " VALUES (:order_id, :station, :at, :board, :name)"
        " ON CONFLICT (order_id, station_id) DO NOTHING RETURNING order_id"
    ).bindparams(_AT)
)

_COME_HOME: Final = Ready(
    text(
        "UPDATE missed_tickets SET ended_at = :at WHERE order_id = :order_id"
        " AND station_id = :station AND ended_at IS NULL RETURNING fallback_id"
    ).bindparams(_AT)
)

_SHOW: Final = Ready(
    text(
        "UPDATE missed_tickets SET shown_at = :at, shown_by = :name"
        " WHERE order_id = :order_id AND station_id = :station AND fallback_id = :board"
        " AND shown_at IS NULL AND ended_at IS NULL RETURNING order_id"
    ).bindparams(_AT)
)

_HANGS: Final = Ready(
    text(
        "SELECT order_id FROM missed_tickets WHERE order_id = :order_id AND station_id = :station"
        " AND fallback_id = :board AND ended_at IS NULL"
    )
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


def note_drawn(
    restaurant_id: int,
    tickets: Collection[TicketName],
    *,
    board: int | None = None,
    by: Actor = SYSTEM,
) -> set[TicketName]:
    """Keep that these tickets are on a screen; the first screen counts. Returns those it may name.

    `board` is the station whose board the screen shows, None the board of all. It speaks for its
    own tickets, and for those that hang there because no screen at home draws them. Any other is
    passed over, and so are tickets that this restaurant does not have.
    """
    wanted = set(tickets)
    with transaction():
        found = run(
            _TICKETS, {"restaurant": restaurant_id, "orders": sorted({o for o, _ in wanted})}
        ).all()
        rows = [row for row in found if (row.order_id, row.station_id) in wanted]
        noted = [row for row in rows if _note(restaurant_id, row, board, by)]
    return {(row.order_id, row.station_id) for row in noted}


def _note(restaurant_id: int, row: Row[Any], board: int | None, by: Actor) -> bool:
    values = {"order_id": row.order_id, "station": row.station_id or 0, "at": clock.now()}
    values |= {"board": board or 0, "name": by.name}
    if board is not None and row.station_id != board:
        return _note_elsewhere(restaurant_id, row, board, values, by)
    if run(_NOTE, values).first() is None:
        return True
    of = {**_of(row), "restaurant_id": restaurant_id}
    record(TicketDrawn(board_id=board, **of), by=by)
    home = run(_COME_HOME, values).first()
    if home is not None:
        record(TicketCameHome(fallback_id=home.fallback_id, **of), by=by)
    return True


def _note_elsewhere(
    restaurant_id: int, row: Row[Any], board: int, values: dict[str, Any], by: Actor
) -> bool:
    if run(_SHOW, values).first() is None:
        return run(_HANGS, values).first() is not None
    fact = TicketShownElsewhere(
        restaurant_id=restaurant_id,
        order_id=row.order_id,
        station_id=row.station_id,
        fallback_id=board,
    )
    record(fact, by=by)
    return True


def _of(row: Row[Any]) -> dict[str, Any]:
    return {
        "visit_id": row.visit_id,
        "table_id": row.table_id,
        "order_id": row.order_id,
        "station_id": row.station_id,
    }
