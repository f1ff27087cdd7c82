"""Whatever happens in whatever order: no line is lost, doubled, or on the wrong board."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from kitchen_display.board import is_unseen, joined_up, open_tickets, recallable_tickets
from restaurant_order.ordering.models import LineStatus
from restaurant_order.ordering.progress import BACK, IN_KITCHEN, NEXT
from restaurant_order.ordering.views import LineView, OrderView
from tests.kitchen.orders import BAR, BOARDS, COLD, EVENING, HOT, line, order

STAMP = {
    LineStatus.ACCEPTED: "accepted_at",
    LineStatus.COOKING: "started_at",
    LineStatus.READY: "ready_at",
    LineStatus.SERVED: "served_at",
    LineStatus.CANCELLED: "cancelled_at",
}

MOVES = {
    "accept": LineStatus.ACCEPTED,
    "start": LineStatus.COOKING,
    "finish": LineStatus.READY,
    "serve": LineStatus.SERVED,
    "cancel": LineStatus.CANCELLED,
}

stations = st.sampled_from([HOT, COLD, BAR, None])
places = st.tuples(st.just("place"), st.lists(stations, min_size=1, max_size=5))
DEEDS = [*MOVES, "take back", "see", "rush", "hold", "fire"]
moves = st.tuples(st.sampled_from(DEEDS), st.integers(0, 20))
stories = st.lists(st.one_of(places, moves, moves, moves), max_size=60)


class Kitchen:
    """The lines of some orders, moved as the services move them."""

    def __init__(self) -> None:
        self.lines: dict[int, list[LineView]] = {}
        self.accepted: dict[int, datetime] = {}
        self.rushed: dict[int, datetime] = {}
        self.joins: dict[int, int] = {}
        self.now = EVENING

    def happen(self, what: str, which: object) -> None:
        self.now += timedelta(minutes=1)
        if what == "place":
            self._place(which)  # type: ignore[arg-type]
        elif self.lines:
            self._touch(what, int(str(which)))

    def orders(self) -> list[OrderView]:
        """As the boards read them: rounds with the ticket that they joined."""
        return joined_up(
            order(
                *lines,
                order_id=n,
                minutes=n,
                accepted_at=self.accepted.get(n),
                rushed_at=self.rushed.get(n),
                joins_id=self.joins.get(n),
            )
            for n, lines in self.lines.items()
        )

    def all_lines(self) -> list[LineView]:
        return [one for lines in self.lines.values() for one in lines]

    def _place(self, stations: list[object]) -> None:
        number = len(self.lines) + 1
        self.lines[number] = [
            line(100 * number + n, station=station, status=LineStatus.PLACED, accepted_at=None)  # type: ignore[arg-type]
            for n, station in enumerate(stations)
        ]

    def _touch(self, what: str, which: int) -> None:
        every = [(n, i) for n, lines in self.lines.items() for i in range(len(lines))]
        number, index = every[which % len(every)]
        if what == "rush":
            self.rushed[number] = self.now
        elif what == "accept":
            self._join(number)
            self.accepted.setdefault(number, self.now)
            for i in range(len(self.lines[number])):
                self._move(number, i, what)
        else:
            self._move(number, index, what)

    def _join(self, number: int) -> None:
        """The newest ticket that nobody has begun takes it, as `ordering.joining` decides."""
        tickets = [n for n in self.accepted if n not in self.joins]
        if number in self.accepted or not tickets:
            return
        newest = tickets[-1]
        on_it = [n for n in self.lines if n == newest or self.joins.get(n) == newest]
        found = {one.status for n in on_it for one in self.lines[n]}
        if found <= {LineStatus.ACCEPTED, LineStatus.CANCELLED} and LineStatus.ACCEPTED in found:
            self.joins[number] = newest

    def _move(self, number: int, index: int, what: str) -> None:
        one = self.lines[number][index]
        if what == "see":
            seen = self.now if one.status is LineStatus.CANCELLED else None
            self.lines[number][index] = replace(one, cancel_seen_at=seen)
        elif what in {"hold", "fire"} and one.status is LineStatus.ACCEPTED:
            fired_at = None if what == "hold" else self.now
            self.lines[number][index] = replace(one, course=2, fired_at=fired_at)
        elif one.is_held and what in {"start", "finish"}:
            return
        elif what == "take back" and one.status in BACK:
            self.lines[number][index] = replace(one, status=BACK[one.status])
        elif what in MOVES and MOVES[what] in NEXT[one.status]:
            to = MOVES[what]
            stamped = {"status": to, STAMP[to]: self.now}
            self.lines[number][index] = replace(one, **stamped)  # type: ignore[arg-type]


def told(story: list[tuple[str, object]]) -> Kitchen:
    kitchen = Kitchen()
    for what, which in story:
        kitchen.happen(what, which)
    return kitchen


@given(stories)
@settings(max_examples=300, deadline=None)
def test_every_unfinished_line_stands_once_on_its_own_board_and_once_on_the_board_of_all(
    story: list[tuple[str, object]],
) -> None:
    kitchen = told(story)
    wanted = {
        one.id: one for one in kitchen.all_lines() if one.status in IN_KITCHEN or is_unseen(one)
    }
    for board in BOARDS:
        tickets = open_tickets(kitchen.orders(), board)
        shown = Counter(one.id for ticket in tickets for one in ticket.active + ticket.unseen)
        assert shown == Counter(n for n, one in wanted.items() if board.makes(one.station_id))


@given(stories)
@settings(max_examples=300, deadline=None)
def test_an_order_stands_at_most_once_on_a_board_oldest_first_and_never_also_in_the_recall_list(
    story: list[tuple[str, object]],
) -> None:
    kitchen = told(story)
    for board in BOARDS:
        tickets = open_tickets(kitchen.orders(), board)
        recalled = recallable_tickets(kitchen.orders(), board, now=kitchen.now)
        keys = [ticket.key for ticket in tickets + recalled]
        assert len(keys) == len(set(keys))
        assert [ticket.rank for ticket in tickets] == sorted(ticket.rank for ticket in tickets)


@given(stories)
@settings(max_examples=300, deadline=None)
def test_a_finished_line_is_still_struck_on_the_board_or_can_be_recalled(
    story: list[tuple[str, object]],
) -> None:
    kitchen = told(story)
    for board in BOARDS:
        tickets = open_tickets(kitchen.orders(), board)
        recalled = recallable_tickets(kitchen.orders(), board, now=kitchen.now)
        found = Counter(
            one.id
            for ticket in tickets + recalled
            for one in ticket.lines
            if one.status is LineStatus.READY
        )
        ready = [one for one in kitchen.all_lines() if one.status is LineStatus.READY]
        assert found == Counter(one.id for one in ready if board.makes(one.station_id))


@given(stories)
@settings(max_examples=200, deadline=None)
def test_what_the_stations_say_of_each_other_adds_up_to_the_order(
    story: list[tuple[str, object]],
) -> None:
    for placed in told(story).orders():
        living = [
            one
            for one in placed.lines
            if one.status not in {LineStatus.CANCELLED, LineStatus.PLACED}
        ]
        for board in BOARDS:
            own = sum(one.quantity for one in living if board.makes(one.station_id))
            ticket = open_tickets([placed], board)
            if ticket:
                assert own + sum(other.total for other in ticket[0].elsewhere) == len(living)
