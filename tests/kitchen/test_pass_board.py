"""Whatever happens at the stations and at the pass: no line is lost and none stands twice."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from kitchen_display.board import DONE, open_tickets
from kitchen_display.pass_board import PassTicket, handed_out, last_out, pass_ticket
from restaurant_order.ordering.models import LineStatus
from restaurant_order.ordering.parts import line_status
from restaurant_order.ordering.passing import AT_PASS
from restaurant_order.ordering.progress import IN_KITCHEN
from restaurant_order.ordering.views import LineView, OrderView, Part
from tests.kitchen.orders import BAR, BOARDS, COLD, EVENING, HOT, line, order

STATIONS = {1: HOT, 2: COLD, 3: BAR}
STEP = {LineStatus.ACCEPTED: LineStatus.COOKING, LineStatus.COOKING: LineStatus.READY}

makers = st.lists(st.sampled_from(sorted(STATIONS)), max_size=3, unique=True)
places = st.tuples(st.just("place"), st.lists(makers, min_size=1, max_size=4))
moves = st.tuples(
    st.sampled_from(["start", "finish", "take back", "serve", "cancel", "see", "see at pass"]),
    st.integers(0, 40),
)
at_pass = st.tuples(st.sampled_from(["hand out", "recall"]), st.integers(0, 5))
stories = st.lists(st.one_of(places, moves, moves, at_pass), max_size=60)


def tickets_at_pass(orders: Iterable[OrderView], *, now: datetime) -> list[PassTicket]:
    """What stands at the pass, oldest first."""
    tickets = (pass_ticket(order, now=now) for order in orders)
    return sorted((one for one in tickets if one.is_open), key=lambda one: one.whole.rank)


class House:
    """Orders whose lines any number of stations make, moved as the services move them."""

    def __init__(self) -> None:
        self.lines: dict[int, list[LineView]] = {}
        self.now = EVENING

    def happen(self, what: str, which: object) -> None:
        self.now += timedelta(seconds=20)
        if what == "place":
            self._place(which)  # type: ignore[arg-type]
        elif self.lines and what in {"hand out", "recall"}:
            self._at_pass(what, sorted(self.lines)[int(str(which)) % len(self.lines)])
        elif self.lines:
            every = [(n, i) for n, lines in self.lines.items() for i in range(len(lines))]
            number, index = every[int(str(which)) % len(every)]
            self.lines[number][index] = self._moved(
                self.lines[number][index], what, int(str(which))
            )

    def orders(self) -> list[OrderView]:
        return [order(*lines, order_id=n, minutes=n) for n, lines in self.lines.items()]

    def every(self) -> list[LineView]:
        return [one for lines in self.lines.values() for one in lines]

    def _place(self, wanted: list[list[int]]) -> None:
        number = len(self.lines) + 1
        self.lines[number] = [self._line(100 * number + n, ids) for n, ids in enumerate(wanted)]

    def _line(self, line_id: int, ids: list[int]) -> LineView:
        parts = tuple(Part(one, LineStatus.ACCEPTED, None, None, None) for one in ids)
        own = STATIONS[ids[0]] if ids else None
        return line(line_id, station=own, parts=parts if len(parts) > 1 else ())

    def _moved(self, one: LineView, what: str, which: int) -> LineView:
        if what.startswith("see"):
            seen = self.now if one.status is LineStatus.CANCELLED else None
            if what == "see":
                return replace(one, cancel_seen_at=seen)
            return replace(one, cancel_seen_at_pass=seen)
        if what == "cancel":
            off = replace(one, status=LineStatus.CANCELLED, cancelled_at=self.now)
            return off if one.status in AT_PASS else one
        if what == "serve":
            return replace(one, status=LineStatus.SERVED) if one.status is LineStatus.READY else one
        if one.status not in AT_PASS:
            return one
        if not one.parts:
            return self._stamped(one, [self._step(one.status, what)])
        place = which % len(one.parts)
        parts = [
            replace(part, status=self._step(part.status, what)) if n == place else part
            for n, part in enumerate(one.parts)
        ]
        return replace(self._stamped(one, [part.status for part in parts]), parts=tuple(parts))

    def _step(self, status: LineStatus, what: str) -> LineStatus:
        if what == "take back":
            back = {after: before for before, after in STEP.items()}
            return back.get(status, status)
        wanted = LineStatus.READY if what == "finish" else LineStatus.COOKING
        return wanted if status in IN_KITCHEN else status

    def _stamped(self, one: LineView, statuses: list[LineStatus]) -> LineView:
        status = line_status(statuses)
        is_ready = status is LineStatus.READY
        was_ready = one.status is LineStatus.READY
        return replace(
            one,
            status=status,
            ready_at=(one.ready_at or self.now) if is_ready else None,
            passed_at=None if was_ready and not is_ready else one.passed_at,
        )

    def _at_pass(self, what: str, number: int) -> None:
        ticket = pass_ticket(self.orders()[number - 1], now=self.now)
        last = last_out(ticket.order)
        if what == "hand out":
            self._stamp(number, {one.id for one in ticket.here})
        elif last:
            self._stamp(number, {one.id for one in last.recallable}, back=True)

    def _stamp(self, number: int, ids: set[int], *, back: bool = False) -> None:
        at = None if back else self.now
        self.lines[number] = [
            replace(one, passed_at=at) if one.id in ids else one for one in self.lines[number]
        ]


def told(story: list[tuple[str, object]]) -> House:
    house = House()
    for what, which in story:
        house.happen(what, which)
    return house


@given(stories)
@settings(max_examples=300, deadline=None)
def test_a_living_line_is_at_the_pass_or_was_handed_out_or_is_served(
    story: list[tuple[str, object]],
) -> None:
    house = told(story)
    tickets = tickets_at_pass(house.orders(), now=house.now)
    shown = Counter(one.id for ticket in tickets for one in ticket.here)
    wanted = [one for one in house.every() if one.status in AT_PASS and one.passed_at is None]
    assert shown == Counter(one.id for one in wanted)


@given(stories)
@settings(max_examples=300, deadline=None)
def test_what_stood_ready_when_it_was_cancelled_stays_until_the_pass_has_seen_it(
    story: list[tuple[str, object]],
) -> None:
    house = told(story)
    tickets = tickets_at_pass(house.orders(), now=house.now)
    shown = Counter(one.id for ticket in tickets for one in ticket.unseen)
    off = [one for one in house.every() if one.status is LineStatus.CANCELLED]
    stood = [one for one in off if one.ready_at and not one.passed_at]
    assert shown == Counter(one.id for one in stood if not one.cancel_seen_at_pass)


@given(stories)
@settings(max_examples=200, deadline=None)
def test_an_order_stands_at_most_once_at_the_pass_and_once_in_its_list(
    story: list[tuple[str, object]],
) -> None:
    house = told(story)
    tickets = tickets_at_pass(house.orders(), now=house.now)
    keys = [ticket.key for ticket in tickets]
    assert len(keys) == len(set(keys))
    assert [t.whole.rank for t in tickets] == sorted(t.whole.rank for t in tickets)
    listed = [one.order.id for one in handed_out(house.orders(), now=house.now)]
    assert len(listed) == len(set(listed))


@given(stories)
@settings(max_examples=200, deadline=None)
def test_the_pass_is_complete_when_no_station_has_anything_of_it_left(
    story: list[tuple[str, object]],
) -> None:
    house = told(story)
    for ticket in tickets_at_pass(house.orders(), now=house.now):
        ids = {one.id for one in ticket.here}
        left = {
            one.id
            for board in BOARDS
            for open_ticket in open_tickets([ticket.order], board)
            for one in open_ticket.active
        }
        assert ticket.is_complete == (not ids & left)
        assert ticket.is_complete == (not ticket.waits_for)


@given(stories)
@settings(max_examples=200, deadline=None)
def test_a_part_stands_on_exactly_the_boards_of_its_stations(
    story: list[tuple[str, object]],
) -> None:
    house = told(story)
    for board in BOARDS:
        if board.station is None:
            continue
        found = Counter(
            one.id for ticket in open_tickets(house.orders(), board) for one in ticket.active
        )
        wanted = [
            one.id
            for one in house.every()
            if (part := one.at(board.station_id)) and part.status in IN_KITCHEN
        ]
        assert found == Counter(wanted)


@given(stories)
@settings(max_examples=200, deadline=None)
def test_ticks_add_up_to_what_the_stations_have_done(story: list[tuple[str, object]]) -> None:
    house = told(story)
    for ticket in tickets_at_pass(house.orders(), now=house.now):
        parts = [part for one in ticket.here for part in one.by_station]
        assert sum(one.total for one in ticket.stations) == sum(p.quantity for p in parts)
        done = sum(part.quantity for part in parts if part.status in DONE)
        assert sum(one.done for one in ticket.stations) == done


def test_what_has_been_ready_for_three_hours_has_left_by_itself() -> None:
    ready = line(status=LineStatus.READY, ready_at=EVENING)
    cooking = line(2, status=LineStatus.COOKING)
    later = EVENING + timedelta(hours=3)
    assert tickets_at_pass([order(ready)], now=later - timedelta(seconds=1))
    assert tickets_at_pass([order(ready)], now=later) == []
    (ticket,) = tickets_at_pass([order(ready, cooking)], now=later)
    assert ticket.here == (cooking,)


def test_a_cancelled_dish_stays_readable_but_holds_nothing_up() -> None:
    off = line(status=LineStatus.CANCELLED)
    ticket = pass_ticket(
        order(off, line(2, status=LineStatus.READY, ready_at=EVENING)), now=EVENING
    )
    assert [one.id for one in ticket.lines] == [1, 2]
    assert ticket.is_complete
    assert not pass_ticket(order(off), now=EVENING).is_open


def test_the_last_hand_out_is_what_comes_back() -> None:
    first = line(1, status=LineStatus.READY, ready_at=EVENING, passed_at=EVENING)
    later = EVENING + timedelta(minutes=5)
    second = line(2, status=LineStatus.READY, ready_at=later, passed_at=later)
    third = line(3, status=LineStatus.SERVED, ready_at=later, passed_at=later)
    last = last_out(order(first, second, third))
    assert last
    assert [one.id for one in last.lines] == [2, 3]
    assert [one.id for one in last.recallable] == [2]


def test_what_waits_for_its_course_holds_nothing_up() -> None:
    held = line(1, fired_at=None)
    ready = line(2, status=LineStatus.READY, ready_at=EVENING)
    ticket = pass_ticket(order(held, ready), now=EVENING)
    assert [one.id for one in ticket.lines] == [1, 2]
    assert [one.id for one in ticket.here] == [2]
    assert ticket.is_complete
    assert not pass_ticket(order(held), now=EVENING).is_open


def test_what_a_runner_has_taken_is_no_longer_at_the_pass() -> None:
    taken = line(1, status=LineStatus.READY, ready_at=EVENING, taken_at=EVENING)
    assert tickets_at_pass([order(taken)], now=EVENING) == []
