"""What is in the database, read without the board's code, and what the boards make of it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select

from kitchen_display import queries
from kitchen_display.board import RECALLABLE_FOR, Board, Ticket, recallable_tickets
from kitchen_display.pass_board import FORGOTTEN_AFTER, PassTicket
from kitchen_display.pass_tickets import PASS_TICKETS
from kitchen_display.tickets import TICKETS, BoardScope
from restaurant_order.core.database import db
from restaurant_order.live import Item, Scope
from restaurant_order.ordering.models import LineStatus, LineTask, Order, OrderLine
from restaurant_order.ordering.parts import line_status

COOKING: Final = frozenset({LineStatus.ACCEPTED, LineStatus.COOKING})
PARTED: Final = COOKING | {LineStatus.READY}


@dataclass(frozen=True)
class Spot:
    """What one station has of one line; `is_known`: the kitchen was told of it."""

    line: int
    order: int
    ticket: int
    visit: int
    station: int | None
    status: LineStatus
    course: int | None
    is_fired: bool
    is_known: bool
    is_seen: bool
    is_planned: bool
    ready_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.status in COOKING

    @property
    def may_move(self) -> bool:
        return self.is_open and self.is_fired

    @property
    def is_unseen(self) -> bool:
        return self.status is LineStatus.CANCELLED and self.is_known and not self.is_seen


@dataclass(frozen=True)
class Truth:
    """Every line as a whole, what each station has of it, and what stands at the pass."""

    lines: tuple[Spot, ...]
    parts: tuple[Spot, ...]
    at_pass: frozenset[int]
    struck_at_pass: frozenset[int]
    rushed: frozenset[int]

    def at(self, station: int | None) -> tuple[Spot, ...]:
        """What a board reads; None: the board of all, which reads lines whole."""
        if station is None:
            return self.lines
        return tuple(part for part in self.parts if part.station == station)

    @property
    def standing(self) -> frozenset[tuple[Any, ...]]:
        """What an undo has to bring back."""
        stands = {(p.line, p.station, p.status, p.is_fired, p.is_seen) for p in self.parts}
        return frozenset(stands | {("rushed", one) for one in self.rushed})


def truth_of(restaurant_id: int, now: datetime) -> Truth:
    db.session.rollback()
    rows = db.session.execute(
        select(OrderLine, Order)
        .join(Order, Order.id == OrderLine.order_id)
        .where(OrderLine.restaurant_id == restaurant_id)
        .order_by(OrderLine.id)
    ).all()
    tasks: dict[int, list[LineTask]] = {}
    for task in db.session.scalars(select(LineTask).order_by(LineTask.station_id)):
        tasks.setdefault(task.line_id, []).append(task)
    lines = tuple(_whole(line, order) for line, order in rows)
    parts = [part for line, order in rows for part in _parts(line, order, tasks.get(line.id, []))]
    around = [line for line, _ in rows if line.passed_at is None and line.taken_at is None]
    return Truth(
        lines,
        tuple(parts),
        frozenset(line.id for line in around if _is_at_pass(line, now)),
        frozenset(line.id for line in around if _is_struck_at_pass(line, now)),
        frozenset(order.id for _, order in rows if order.rushed_at is not None),
    )


def _is_at_pass(line: OrderLine, now: datetime) -> bool:
    if line.status is LineStatus.READY:
        return line.ready_at is not None and line.ready_at > now - FORGOTTEN_AFTER
    return line.status in COOKING and line.fired_at is not None


def _is_struck_at_pass(line: OrderLine, now: datetime) -> bool:
    is_off = line.status is LineStatus.CANCELLED and line.cancelled_at is not None
    stood = is_off and line.ready_at is not None and line.cancel_seen_at_pass is None
    return stood and bool(line.cancelled_at and line.cancelled_at > now - FORGOTTEN_AFTER)


def _whole(line: OrderLine, order: Order) -> Spot:
    return Spot(
        line=line.id,
        order=line.order_id,
        ticket=order.joins_id or order.id,
        visit=line.visit_id,
        station=line.station_id,
        status=line.status,
        course=line.course,
        is_fired=line.fired_at is not None,
        is_known=line.accepted_at is not None,
        is_seen=line.cancel_seen_at is not None,
        is_planned=line.start_at is not None,
        ready_at=line.ready_at,
    )


def _parts(line: OrderLine, order: Order, tasks: list[LineTask]) -> Iterable[Spot]:
    whole = _whole(line, order)
    assert bool(tasks) is line.is_shared, line.id
    if not tasks:
        return [whole]
    assert line.station_id in {task.station_id for task in tasks}
    if line.status in PARTED:
        assert line.status is line_status([task.status for task in tasks])
    return [
        replace(
            whole,
            station=task.station_id,
            status=task.status if line.status in PARTED else line.status,
            is_seen=whole.is_seen or task.cancel_seen_at is not None,
            is_planned=task.start_at is not None,
            ready_at=task.ready_at,
        )
        for task in tasks
    ]


@dataclass(frozen=True)
class Shown:
    """One board: its tickets by key, with their versions; what its recall list has."""

    station: int | None
    items: tuple[Item, ...]
    recalled: tuple[Ticket, ...]

    @property
    def own(self) -> list[Ticket]:
        return [item.context["ticket"] for item in self.items if not item.context["is_away"]]

    @property
    def looks(self) -> dict[str, tuple[int, object]]:
        """By key the version, and all that a cook could read on it."""
        return {item.key: (item.version, _look(item.context)) for item in self.items}


def _look(context: dict[str, Any]) -> object:
    ticket = context["ticket"]
    order = replace(ticket.order, version=0, drawn_version=0, drawn={}, joined=())
    rounds = [
        replace(one, version=0, drawn_version=0, drawn={}, lines=()) for one in ticket.order.joined
    ]
    here = getattr(ticket, "elsewhere", None), getattr(ticket, "gate", None)
    return ticket.lines, order, rounds, here


def boards(restaurant_id: int, now: datetime) -> list[Shown]:
    """That of all, and each station's."""
    db.session.rollback()
    stations = queries.stations(restaurant_id)
    return [_board(restaurant_id, board, now) for board in (Board(None), *map(Board, stations))]


def _board(restaurant_id: int, board: Board, now: datetime) -> Shown:
    scope = BoardScope(restaurant_id, board.station_id)
    items = tuple(TICKETS.items(scope))
    shown = {item.key: item.version for item in items}
    assert len(items) == len(shown), "a ticket stands twice on a board"
    counted = list(TICKETS.versions(scope))
    assert len(counted) == len(dict(counted)), "a ticket is counted twice"
    assert dict(counted) == shown, "the proof disagrees with the board"
    orders = queries.recently_done_orders(restaurant_id, board)
    return Shown(board.station_id, items, tuple(recallable_tickets(orders, board, now=now)))


def the_pass(restaurant_id: int) -> Shown:
    scope = Scope(restaurant_id)
    items = tuple(PASS_TICKETS.items(scope))
    shown = {item.key: item.version for item in items}
    assert len(items) == len(shown), "an order stands twice at the pass"
    assert dict(PASS_TICKETS.versions(scope)) == shown, "the proof disagrees with the pass"
    return Shown(None, items, ())


def compare(truth: Truth, shown: Shown, now: datetime) -> None:
    """Every open or unseen part stands once, on one ticket; every done one there or in recall."""
    here = truth.at(shown.station)
    active = Counter(line.id for ticket in shown.own for line in ticket.active)
    assert active == Counter(spot.line for spot in here if spot.is_open)
    unseen = Counter(line.id for ticket in shown.own for line in ticket.unseen)
    assert unseen == Counter(spot.line for spot in here if spot.is_unseen)
    for spot in here:
        if spot.is_open or spot.is_unseen:
            (ticket,) = [one for one in shown.own if spot.line in {ln.id for ln in one.lines}]
            assert ticket.order.id == spot.ticket
    done = Counter(
        line.id
        for ticket in (*shown.own, *shown.recalled)
        for line in ticket.lines
        if line.status is LineStatus.READY
    )
    fresh = {s.line for s in here if s.ready_at is not None and s.ready_at > now - RECALLABLE_FOR}
    ready = {spot.line for spot in here if spot.status is LineStatus.READY}
    assert ready & fresh <= set(done) <= ready
    assert set(done.values()) <= {1}
    own = [item for item in shown.items if not item.context["is_away"]]
    in_place = sorted(own, key=lambda item: item.rank)
    assert in_place == sorted(own, key=lambda item: item.context["ticket"].rank)


def compare_pass(truth: Truth, shown: Shown) -> None:
    tickets: list[PassTicket] = [item.context["ticket"] for item in shown.items]
    here = Counter(line.id for ticket in tickets for line in ticket.here)
    assert here == Counter(truth.at_pass)
    struck = Counter(line.id for ticket in tickets for line in ticket.unseen)
    assert struck == Counter(truth.struck_at_pass)


def waits_for_nobody(truth: Truth, stand_ins: Mapping[int, int | None]) -> list[Spot]:
    """What waits at a station that is off, though another stands in."""
    waiting = [part for part in truth.parts if part.status is LineStatus.ACCEPTED]
    return [one for one in waiting if one.station and stand_ins.get(one.station) is not None]
