"""The receipt of a kitchen screen: this ticket is in front of a cook."""

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Row, Select, bindparam, select, text, union

from restaurant_order.core import clock
from restaurant_order.core.actor import SYSTEM, Actor
from restaurant_order.core.database import UtcDateTime, run
from restaurant_order.core.statements import Ready
from restaurant_order.core.transaction import record, transaction
from restaurant_order.ordering.facts import TicketCameHome, TicketDrawn, TicketShownElsewhere
from restaurant_order.ordering.models import LineTask, OrderLine
from restaurant_order.ordering.progress import IN_KITCHEN
from restaurant_order.visits.models import Visit

TicketName = tuple[int, int | None]
"""Order id, and station id or None for no station."""

Showing = tuple[int, int | None, int | None]
"""A ticket, and the newest firing that was on it when it was drawn; None: the first."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)

_AT: Final = (bindparam("at", type_=UtcDateTime()), bindparam("through", type_=UtcDateTime()))

_NOTE: Final = Ready(
    text(
        "INSERT INTO drawn_tickets"
        " (order_id, station_id, drawn_at, fired_through, board_id, drawn_by)"
        " VALUES (:order_id, :station, :at, :through, :board, :name)"
        " ON CONFLICT (order_id, station_id) DO UPDATE"
        " SET drawn_at = :at, fired_through = :through, board_id = :board, drawn_by = :name"
        " WHERE drawn_tickets.fired_through < :through RETURNING order_id"
    ).bindparams(*_AT)
)

_COME_HOME: Final = Ready(
    text(
        "UPDATE missed_tickets SET ended_at = :at WHERE order_id = :order_id"
        " AND station_id = :station AND ended_at IS NULL RETURNING fallback_id"
    ).bindparams(_AT[0])
)

_SHOW: Final = Ready(
    text(
        "UPDATE missed_tickets SET shown_at = :at, shown_by = :name, shown_through = :through"
        " WHERE order_id = :order_id AND station_id = :station AND fallback_id = :board"
        " AND (shown_through IS NULL OR shown_through < :through) AND ended_at IS NULL"
        " RETURNING order_id"
    ).bindparams(*_AT)
)

_HANGS: Final = Ready(
    text(
        "SELECT order_id FROM missed_tickets WHERE order_id = :order_id AND station_id = :station"
        " AND fallback_id = :board AND ended_at IS NULL"
    )
)


def _tickets(station_id: Any, status: Any, *among: Any) -> Select[Any]:
    return (
        select(
            OrderLine.order_id,
            station_id,
            Visit.id.label("visit_id"),
            Visit.table_id,
            OrderLine.fired_at,
            status.in_(sorted(IN_KITCHEN)).label("to_make"),
        )
        .join(Visit, Visit.id == OrderLine.visit_id)
        .where(OrderLine.restaurant_id == bindparam("restaurant"))
        .where(OrderLine.order_id.in_(bindparam("orders", expanding=True)), *among)
        .where(OrderLine.fired_at.is_not(None))
    )


_TICKETS: Final = Ready(
    union(
        _tickets(OrderLine.station_id, OrderLine.status),
        _tickets(
            LineTask.station_id,
            LineTask.status,
            LineTask.line_id == OrderLine.id,
            OrderLine.is_shared,
        ),
    )
)


def firing_of(fired_at: datetime) -> int:
    """A firing as a screen names it: microseconds, which nothing on the way rounds."""
    return (fired_at - _EPOCH) // _MICROSECOND


def note_drawn(
    restaurant_id: int,
    tickets: Collection[TicketName | Showing],
    *,
    board: int | None = None,
    by: Actor = SYSTEM,
) -> set[TicketName | Showing]:
    """Keep that these tickets are on a screen; the first screen counts. Returns those it may name.

    A course that is fired later has to be drawn anew: a receipt counts for what had been fired
    when the ticket was drawn, however late it arrives.

    `board` is the station whose board the screen shows, None the board of all. It speaks for its
    own tickets, and for those that hang there because no screen at home draws them. Any other is
    passed over, and so are tickets that this restaurant does not have.
    """
    with transaction():
        orders = sorted({ticket[0] for ticket in tickets})
        lines: dict[TicketName, list[Row[Any]]] = {}
        for row in run(_TICKETS, {"restaurant": restaurant_id, "orders": orders}):
            lines.setdefault((row.order_id, row.station_id), []).append(row)
        return {
            ticket
            for ticket in sorted(set(tickets), key=_by_name)
            if _note(restaurant_id, lines.get(ticket[:2], []), ticket, board, by)
        }


def _by_name(ticket: TicketName | Showing) -> tuple[int, ...]:
    return tuple(number or 0 for number in ticket)


def _note(
    restaurant_id: int,
    lines: Sequence[Row[Any]],
    ticket: TicketName | Showing,
    board: int | None,
    by: Actor,
) -> bool:
    through = _through([line.fired_at for line in lines], ticket)
    if through is None:
        return False
    row = lines[0]
    values = {"order_id": row.order_id, "station": row.station_id or 0, "at": clock.now()}
    values |= {"board": board or 0, "name": by.name, "through": through}
    if board is not None and row.station_id != board:
        return _note_elsewhere(restaurant_id, row, board, values, by)
    if run(_NOTE, values).first() is None:
        return True
    of = {**_of(row), "restaurant_id": restaurant_id}
    record(TicketDrawn(board_id=board, **of), by=by)
    if all(line.fired_at <= through for line in lines if line.to_make):
        home = run(_COME_HOME, values).first()
        if home is not None:
            record(TicketCameHome(fallback_id=home.fallback_id, **of), by=by)
    return True


def _through(fired: Iterable[datetime], ticket: TicketName | Showing) -> datetime | None:
    """The newest firing that the receipt is for; None: it names none that there was."""
    known = sorted(fired)
    claimed = ticket[2] if len(ticket) == 3 else None
    if claimed is None:
        return known[0] if known else None
    return max((at for at in known if firing_of(at) <= claimed), default=None)


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
