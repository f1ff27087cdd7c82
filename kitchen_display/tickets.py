"""The live region of a board: one item per ticket, however many boards show the order."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from kitchen_display import fallback, queries
from kitchen_display.board import (
    Board,
    Station,
    Ticket,
    joined_up,
    key_of,
    patience_of,
    ticket_of,
)
from kitchen_display.combine import Row, rows_of
from restaurant_order.core.journal import Told
from restaurant_order.live import Audience, Item, Region, Scope
from restaurant_order.live.draw import read_once
from restaurant_order.live.orders import on_tickets_once, ticket_ids_once
from restaurant_order.ordering.drawn import firing_of
from restaurant_order.ordering.facts import OrderFact
from restaurant_order.ordering.models import LineStatus
from restaurant_order.ordering.views import LineView, OrderView

Stations = Mapping[int | None, Station]


@dataclass(frozen=True)
class BoardScope(Scope):
    """One board of a restaurant; `station_id` None is the board of all stations."""

    station_id: int | None = None


Touch = tuple[BoardScope, str]

TOUCHES: Final = {
    LineStatus.ACCEPTED: "done",
    LineStatus.COOKING: "done",
    LineStatus.READY: "take-back",
    LineStatus.CANCELLED: "seen",
}
"""What a tap on a line does, by how far the line is."""


RUSHED: Final = 2**51
"""Microseconds that put a rushed ticket before all others; scripts count exactly up to 2**53."""


class Tickets(Region[BoardScope]):
    name = "tickets"
    audience = Audience.KITCHEN
    scope = BoardScope
    template = "kitchen/_ticket.html"
    draws = True

    def items(self, scope: BoardScope) -> Iterable[Item]:
        stations = _stations(scope.restaurant_id)
        board = _board(scope, stations)
        orders = queries.open_orders(scope.restaurant_id, board)
        own = (item for order in orders if (item := _item(order, board, stations)))
        return [*own, *_guests(scope, stations)]

    def item(self, scope: BoardScope, key: str) -> Item | None:
        return self.load([(scope, key)])[scope, key]

    def versions(self, scope: BoardScope) -> Iterable[tuple[str, int]]:
        found = queries.open_versions(scope.restaurant_id, scope.station_id)
        own = [(key_of(order_id), version) for order_id, version in found]
        return [*own, *_guest_versions(scope)]

    def touched(self, told: Sequence[Told]) -> Iterable[Touch]:
        facts = [one.fact for one in told if isinstance(one.fact, OrderFact)]
        for restaurant_id in {fact.restaurant_id for fact in facts}:
            mine = [fact for fact in facts if fact.restaurant_id == restaurant_id]
            tickets = ticket_ids_once(restaurant_id, {fact.order_id for fact in mine})
            for board_id, key in fallback.touched(restaurant_id, mine, tickets):
                yield BoardScope(restaurant_id, board_id), key
            keys = {key_of(ticket_id) for ticket_id in tickets.values()}
            for station_id in (None, *_stations(restaurant_id)):
                yield from ((BoardScope(restaurant_id, station_id), key) for key in keys)

    def load(self, touches: Collection[Touch]) -> dict[Touch, Item | None]:
        """All boards' tickets of the same orders from one reading."""
        drawn: dict[Touch, Item | None] = {}
        for restaurant_id in {scope.restaurant_id for scope, _ in touches}:
            mine = [(scope, key) for scope, key in touches if scope.restaurant_id == restaurant_id]
            stations = _stations(restaurant_id)
            wanted = {_order_id(key) for _, key in mine}
            orders = joined_up(on_tickets_once(restaurant_id, wanted))
            by_key = {key_of(order.id): order for order in orders}
            for scope, key in mine:
                order = by_key.get(key_of(_order_id(key)))
                board = _board_of(scope, key, stations)
                shown = _item(order, board, stations, key=key) if order and board else None
                drawn[scope, key] = shown
        return drawn


TICKETS = Tickets()


def _stations(restaurant_id: int) -> dict[int | None, Station]:
    found = read_once(("stations", restaurant_id), lambda: queries.stations(restaurant_id))
    return {station.id: station for station in found}


def _board(scope: BoardScope, stations: Stations) -> Board:
    return Board(stations[scope.station_id] if scope.station_id is not None else None)


def _board_of(scope: BoardScope, key: str, stations: Stations) -> Board | None:
    """Whose ticket it is: this board's, or that of a station whose tickets hang here."""
    home_id = fallback.home_of(key)
    if home_id is None:
        return _board(scope, stations)
    hangs = fallback.hangs_at(scope.restaurant_id, scope.station_id, _order_id(key), home_id)
    return Board(stations[home_id]) if hangs else None


def _guests(scope: BoardScope, stations: Stations) -> Iterable[Item]:
    """Tickets of other stations that no screen at home draws."""
    guests = fallback.guests_at(scope.restaurant_id, scope.station_id)
    keys = [fallback.guest_key(g.order_id, g.station_id) for g in guests if g.station_id]
    found = TICKETS.load([(scope, key) for key in keys]) if keys else {}
    return [item for item in found.values() if item is not None]


def _guest_versions(scope: BoardScope) -> Iterable[tuple[str, int]]:
    """One reading of each home station's board, however many of its tickets hang here."""
    guests: dict[int, list[int]] = {}
    for missed in fallback.guests_at(scope.restaurant_id, scope.station_id):
        if missed.station_id is not None:
            guests.setdefault(missed.station_id, []).append(missed.order_id)
    for home_id, order_ids in guests.items():
        versions = dict(queries.open_versions(scope.restaurant_id, home_id))
        yield from (
            (fallback.guest_key(order_id, home_id), versions[order_id])
            for order_id in order_ids
            if order_id in versions
        )


def _order_id(key: str) -> int:
    return int(key.split("-")[1])


def _item(
    order: OrderView, board: Board, stations: Stations, *, key: str | None = None
) -> Item | None:
    ticket = ticket_of(order, board)
    if not ticket.is_open:
        return None
    return Item(
        key=key or ticket.key,
        rank=rank_of(ticket),
        version=order.version,
        context={**_context(ticket, board, stations), "is_away": key not in (None, ticket.key)},
    )


def rank_of(ticket: Ticket) -> int:
    """As `Ticket.rank`, in a number that a screen can compare."""
    age = int(ticket.since.timestamp() * 1_000_000)
    return age - RUSHED if ticket.is_rushed else age


def _context(ticket: Ticket, board: Board, stations: Stations) -> dict[str, Any]:
    warn_after, late_after = patience_of(ticket, stations)
    return {
        "ticket": ticket,
        "order": ticket.order,
        "board": board,
        "stations": stations,
        "groups": _by_station(ticket, board, stations),
        "touches": TOUCHES,
        "warn_after": warn_after,
        "late_after": late_after,
        "draws": ",".join(_drawn(ticket, board)),
    }


def _by_station(
    ticket: Ticket, board: Board, stations: Stations
) -> list[tuple[Station | None, list[Row]]]:
    """A station's lines need no heading; on the board of all each station's stand together."""
    apart = {allergy.guest_id for allergy in ticket.order.allergies} - {None}
    if board.station is not None:
        return [(None, rows_of(ticket.lines, apart))]
    of: dict[int | None, list[LineView]] = {station_id: [] for station_id in (*stations, None)}
    for line in ticket.lines:
        of[line.station_id].append(line)
    return [
        (stations.get(station_id), rows_of(lines, apart))
        for station_id, lines in of.items()
        if lines
    ]


def _drawn(ticket: Ticket, board: Board) -> list[str]:
    """The orders and stations of which this board's ticket shows everything, each with its newest
    firing. Not what is held: it has to be drawn when it is fired.
    """
    newest: dict[tuple[int, int | None], datetime] = {}
    for line in ticket.lines:
        if line.fired_at is not None:
            for station in (board.station_id,) if board.station else line.stations:
                name = (line.order_id, station)
                newest[name] = max(line.fired_at, newest.get(name, line.fired_at))
    return [
        f"{order_id}:{station_id or 0}:{firing_of(at)}"
        for (order_id, station_id), at in newest.items()
    ]
