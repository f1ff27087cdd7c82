"""Whatever hands do in whatever order, through the doors they use: every board tells the truth.

No line is lost or doubled, no ticket stands twice on a board, nothing changes there of which its
screens are not told, what is refused changes nothing, and an undo brings back what was.
"""

from collections.abc import Callable, Collection, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final

from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from werkzeug.test import TestResponse

from kitchen_display.board import Ticket
from kitchen_display.pass_tickets import PASS_TICKETS
from kitchen_display.tickets import TICKETS, BoardScope
from restaurant_order.core import clock
from restaurant_order.core import transaction as transactions
from restaurant_order.core.actor import SYSTEM
from restaurant_order.core.database import db
from restaurant_order.core.journal import Told, head
from restaurant_order.core.refusals import Refusal
from restaurant_order.live.draw import nobody
from restaurant_order.menu.models import Allergen, Dish, Option
from restaurant_order.ordering import service as ordering
from restaurant_order.ordering.clearing import clear_forgotten
from restaurant_order.ordering.missed import look_for_missed
from restaurant_order.ordering.models import Disposition, LineStatus
from restaurant_order.ordering.planning import keep_plan
from restaurant_order.ordering.switching import leave_what_is_off, switch_off, switch_on
from restaurant_order.people.models import StaffMember
from restaurant_order.venue.fallbacks import fall_back_on
from restaurant_order.venue.models import (
    Acceptance,
    Pacing,
    PassRule,
    Station,
    Table,
    TableKind,
)
from restaurant_order.venue.paces import pace_station
from restaurant_order.venue.queries import stand_ins_of
from restaurant_order.venue.stations import add_station
from restaurant_order.venue.tables import change_table
from restaurant_order.visits.allergies import read as read_allergies
from restaurant_order.visits.models import Visit
from tests.kitchen.house import Kitchen, Placed, kitchen_of
from tests.kitchen.truth import (
    Shown,
    Spot,
    Truth,
    boards,
    compare,
    compare_pass,
    the_pass,
    truth_of,
    waits_for_nobody,
)

EVENING: Final = datetime(2026, 3, 14, 17, 30, tzinfo=UTC)
STATIONS: Final = ("grill", "bar", "cold")
LOOKS: Final = (look_for_missed, leave_what_is_off, clear_forgotten, keep_plan)

TOUCHED: Final[dict[str, Callable[[Spot], bool]]] = {
    "done": lambda spot: spot.may_move,
    "take-back": lambda spot: spot.status is LineStatus.READY,
    "seen": lambda spot: spot.is_unseen,
}
ON_TICKETS: Final[dict[str, Callable[[Ticket], object]]] = {
    "start": lambda ticket: ticket.fired and not ticket.is_started,
    "bump": lambda ticket: ticket.fired,
    "seen": lambda ticket: ticket.unseen,
    "allergy seen": lambda ticket: ticket.gate,
    "allergy unseen": lambda ticket: ticket.order.allergies and not ticket.gate,
}
"""What a touch is usually meant for."""

which = st.integers(0, 40)
boards_at = st.sampled_from([*STATIONS, "all"])
dishes_of = st.lists(st.sampled_from(["margherita", "oyster", "lemonade"]), min_size=1, max_size=3)
extras = st.lists(st.sampled_from(["rocket", "olives"]), max_size=2, unique=True)
tables_at = st.sampled_from(["7", "7", "8"])


def deeds(*names: str) -> st.SearchStrategy[str]:
    return st.sampled_from(names)


def opened(app: Flask, **how: Any) -> Kitchen:
    """The grill makes pizza, the bar puts rocket on it, the cold station olives.

    Oysters are the first course, pizzas the second. The bar stands in for the grill, and the cold
    station for the bar; all three pace themselves. Table 8 is a counter.
    """
    kitchen = kitchen_of(app, join_within=3, courses=True, clear_after=2, **how)
    place, stations = kitchen.place, kitchen.place.stations
    with app.app_context():
        max_ = place.person("Max").actor
        stations["cold"] = add_station(place.restaurant, name={"en": "Cold"}, by=max_).id
        for here, instead in (("bar", "cold"), ("grill", "bar")):
            station = db.session.get_one(Station, stations[here])
            fall_back_on(station, stations[instead], by=max_)
        for here, pacing in (("grill", Pacing.HOLD), ("bar", Pacing.ADVISE), ("cold", Pacing.HOLD)):
            station = db.session.get_one(Station, stations[here])
            pace_station(station, pacing, capacity=2, by=SYSTEM)
        counter = db.session.get_one(Table, place.tables["8"])
        change_table(counter, kind=TableKind.COUNTER, by=max_)
        with transactions.transaction():
            for dish, minutes, course in (("oyster", 3, 1), ("margherita", 8, 2)):
                found = db.session.get_one(Dish, place.dishes[dish])
                found.prep_minutes, found.course, found.stock = minutes, course, None
            for option, slug in (("rocket", "bar"), ("olives", "cold")):
                db.session.get_one(Option, place.options[option]).station_id = stations[slug]
            place.restaurant.menu_version += 1
    return kitchen


class WholeKitchen(RuleBasedStateMachine):
    app: Flask

    def __init__(self) -> None:
        super().__init__()
        self.now = EVENING
        self.held = ExitStack()
        self.told: list[Told] = []
        self.handed_out: set[int] = set()
        self.undo: tuple[TestResponse, Truth, int] | None = None
        self.declared: dict[int, frozenset[Allergen]] = {}
        self.read: set[tuple[int, int | None, frozenset[Allergen]]] = set()
        self._later()
        transactions.listen(self._hear)

    def teardown(self) -> None:
        transactions._listeners.remove(self._hear)
        self.held.close()

    @initialize(
        acceptance=st.sampled_from([Acceptance.NEVER, Acceptance.NEVER, Acceptance.ALWAYS]),
        pass_rule=st.sampled_from(list(PassRule)),
        dishes=dishes_of,
        more=extras,
    )
    def opens(
        self, acceptance: Acceptance, pass_rule: PassRule, dishes: list[str], more: list[str]
    ) -> None:
        self.kitchen = opened(self.app, acceptance=acceptance, pass_rule=pass_rule)
        self.id, self.place = self.kitchen.place.id, self.kitchen.place
        self.ken = self.kitchen.signed_in("Ken")
        self._see()
        self.order(dishes, more, "7")
        self.answer(0, yes=True)

    # On the floor.

    @rule(dishes=dishes_of, more=extras, table=tables_at)
    def order(self, dishes: list[str], more: list[str], table: str) -> None:
        before = {one.line for one in self.truth.lines}
        placed: list[Placed] = []
        order = partial(self.kitchen.orders, *dishes, table=table, more=tuple(more))
        self._deed(lambda: placed.append(order()))
        now = {one.line for one in self.truth.lines}
        assert before <= now
        assert now - before == set(placed[0].lines)
        assert len(placed[0].lines) == len(dishes)

    @rule(which=which, yes=st.sampled_from([True, True, False]))
    def answer(self, which: int, yes: bool) -> None:
        one = pick(self.truth.lines, which, lambda spot: spot.status is LineStatus.PLACED)
        if one is None:
            return
        answers: dict[bool, Callable[[StaffMember], object]] = {
            True: lambda wei: ordering.accept_order(self.id, one.order, by=wei),
            False: lambda wei: ordering.reject_order(self.id, one.order, reason="No", by=wei),
        }
        self._service(answers[yes], lambda part: part.order == one.order)

    @rule(which=which)
    def cancel(self, which: int) -> None:
        one = pick(self.truth.lines, which, lambda spot: spot.status is not LineStatus.CANCELLED)
        if one is not None:
            waste = Disposition.WASTE
            self._service(
                lambda max_: ordering.cancel_line(
                    self.id, one.line, reason="No", disposition=waste, by=max_
                ),
                lambda part: part.line == one.line,
                who="Max",
            )

    @rule(which=which)
    def cancel_course(self, which: int) -> None:
        second = [spot for spot in self.truth.lines if spot.course == 2]
        one = pick(second, which, lambda spot: spot.is_open and not spot.is_fired)
        if one is not None:
            self._service(
                lambda max_: ordering.cancel_held(self.id, one.visit, 2, reason="No", by=max_),
                lambda part: part.visit == one.visit and part.course == 2,
                who="Max",
            )

    @rule(which=which, deed=deeds("serve", "take", "bring back", "not served"))
    def carry(self, which: int, deed: str) -> None:
        status = LineStatus.SERVED if deed == "not served" else LineStatus.READY
        one = pick(self.truth.lines, which, lambda spot: spot.status is status)
        if one is None:
            return
        line = one.line
        ways: dict[str, Callable[[StaffMember], object]] = {
            "serve": lambda wei: ordering.serve_line(self.id, line, by=wei),
            "take": lambda wei: ordering.take_lines(self.id, [line], by=wei),
            "bring back": lambda wei: ordering.bring_back_lines(self.id, [line], by=wei),
            "not served": lambda wei: ordering.take_back_line(self.id, line, status=status, by=wei),
        }
        self._service(ways[deed], lambda part: part.line == line)

    @rule(which=which, allergen=st.sampled_from([Allergen.NUTS, Allergen.MILK]))
    def declare(self, which: int, allergen: Allergen) -> None:
        visit = one_of({one.visit for one in self.truth.lines}, which)
        if visit is None:
            return
        self._service(
            lambda wei: ordering.declare_allergy(
                visit, guest_id=None, allergens=[allergen], text="", by=wei
            ),
            lambda part: False,
        )
        with self.app.app_context():
            said = read_allergies(db.session.get_one(Visit, visit).allergies)
        self.declared[visit] = frozenset(each for one in said for each in one.allergens)

    # At the boards.

    @rule(at=boards_at, which=which, deed=deeds("start", "bump", "bump", "seen"))
    def touch_ticket(self, at: str, which: int, deed: str) -> None:
        ticket, here = self._ticket_at(at, which, ON_TICKETS[deed]), self._here(at)
        if ticket is None:
            return
        self._read(at, ticket, which)
        before = self.truth
        path = f"/kitchen/{at}/tickets/{ticket}/{deed}"
        answer = self._tap(path, lambda part: part.ticket == ticket and here(part))
        if answer.status_code != 200:
            return
        mine = [part for part in self.truth.parts if part.ticket == ticket and here(part)]
        if deed == "seen":
            assert not any(part.is_unseen for part in mine)
        elif deed == "bump":
            assert not any(part.may_move for part in mine)
            was = [spot for spot in before.at(self._station(at)) if spot.ticket == ticket]
            assert not any(spot.is_unseen for spot in was)
        else:
            assert not any(p.may_move and p.status is LineStatus.ACCEPTED for p in mine)

    @rule(at=boards_at, which=which, deed=deeds("done", "done", "take-back", "seen"))
    def touch_line(self, at: str, which: int, deed: str) -> None:
        one, here = pick(self._spots(at), which, TOUCHED[deed]), self._here(at)
        if one is not None:
            self._read(at, one.ticket, which)
            path = f"/kitchen/{at}/lines/{one.line}/{deed}"
            self._tap(path, lambda part: part.line == one.line and here(part))

    @rule(at=boards_at, which=which, deed=deeds("done", "take-back"))
    def touch_row(self, at: str, which: int, deed: str) -> None:
        one, here = pick(self._spots(at), which, TOUCHED[deed]), self._here(at)
        if one is None:
            return
        self._read(at, one.ticket, which)
        like = [s for s in self._spots(at) if s.ticket == one.ticket and s.status is one.status]
        lines = [spot.line for spot in like][:3]
        path = f"/kitchen/{at}/lines/{deed}"
        self._tap(path, lambda part: part.line in lines and here(part), lines=lines)

    @rule(at=boards_at, which=which)
    def recall(self, at: str, which: int) -> None:
        recalled = {one.order.id: one.rank for one in self._board(at).recalled if one.recallable}
        ticket, here = one_of(recalled.keys(), which), self._here(at)
        if ticket is None:
            return
        path = f"/kitchen/{at}/tickets/{ticket}/recall"
        answer = self._tap(path, lambda part: part.ticket == ticket and here(part))
        assert answer.status_code == 200
        assert recalled[ticket] in [one.rank for one in self._board(at).own], "another place"

    @rule(
        at=st.sampled_from([*STATIONS, "all", "pass"]),
        which=which,
        deed=deeds("fire", "fire", "hold"),
    )
    def course(self, at: str, which: int, deed: str) -> None:
        second = [spot for spot in self.truth.lines if spot.course == 2]
        one = pick(second, which, lambda spot: spot.may_move is (deed == "hold"))
        if one is None:
            return
        if at != "pass":
            self._read(at, one.ticket, which)
        self._tap(
            f"/kitchen/{at}/tickets/{one.ticket}/courses/2/{deed}",
            lambda part: part.visit == one.visit and part.course == 2,
        )

    @rule(at=boards_at, which=which, deed=deeds("rush", "unrush"))
    def rush(self, at: str, which: int, deed: str) -> None:
        is_wanted = deed == "rush"
        ticket = self._ticket_at(at, which, lambda ticket: ticket.is_rushed is not is_wanted)
        if ticket is not None:
            why = {"words": "They wait"} if deed == "rush" else {}
            self._tap(f"/kitchen/{at}/tickets/{ticket}/{deed}", nothing, **why)

    @rule(at=boards_at, which=which, deed=deeds("seen", "seen", "unseen"))
    def allergy(self, at: str, which: int, deed: str) -> None:
        ticket = self._ticket_at(at, which, ON_TICKETS[f"allergy {deed}"])
        if ticket is None:
            return
        path = f"/kitchen/{at}/tickets/{ticket}/allergy/{deed}"
        if self._tap(path, nothing).status_code == 200 and deed == "seen":
            self._note_read(at, ticket)

    @rule(which=which, deed=deeds("out", "out", "recall", "seen"))
    def touch_pass(self, which: int, deed: str) -> None:
        tickets = [item.context["ticket"] for item in self.out.items]
        struck = {one.order.id for one in tickets if one.unseen}
        among = {
            "out": {one.order.id for one in tickets} - struck,
            "seen": struck,
            "recall": self.handed_out,
        }
        every = {one.ticket for one in self.truth.lines}
        ticket = one_of(among[deed] if which % 8 < 7 else every, which)
        if ticket is not None:
            anyway = {"regardless": "on"} if deed == "out" and which % 2 else {}
            path = f"/kitchen/pass/tickets/{ticket}/{deed}"
            if self._tap(path, nothing, **anyway).status_code == 200 and deed == "out":
                self.handed_out.add(ticket)

    @rule(which=which, deed=deeds("done", "take-back", "seen"))
    def touch_line_at_pass(self, which: int, deed: str) -> None:
        """What no station makes is made ready there; all others only look, struck."""
        one = pick(self.truth.lines, which, lambda s: s.station is None or deed == "seen")
        if one is not None:
            path = f"/kitchen/pass/lines/{one.line}/{deed}"
            mine = one.line if one.station is None else None
            self._tap(path, lambda part: part.line == mine)

    @precondition(lambda self: self.undo is not None)
    @rule()
    def take_back(self) -> None:
        assert self.undo
        answer, before, since = self.undo
        self.undo = None
        is_next, stood = since == self._head(), self.truth.standing
        answers: list[TestResponse] = []
        self._deed(lambda: answers.append(self.ken.takes_back(answer)))
        if is_next:
            assert answers[0].status_code == 200, answers[0].text
            assert self.truth.standing == before.standing
        elif answers[0].status_code != 200:
            assert self.truth.standing == stood

    # In the house.

    @rule(
        at=st.sampled_from(STATIONS),
        pacing=st.sampled_from(list(Pacing)),
        capacity=st.none() | st.integers(1, 3),
    )
    def pace(self, at: str, pacing: Pacing, capacity: int | None) -> None:
        def pace(_: StaffMember) -> None:
            station = db.session.get_one(Station, self.place.stations[at])
            pace_station(station, pacing, capacity=capacity, by=SYSTEM)

        self._service(pace, nothing)

    @rule(at=st.sampled_from(STATIONS), deed=st.sampled_from([switch_off, switch_on]))
    def switch(self, at: str, deed: Callable[..., None]) -> None:
        station = self.place.stations[at]
        self._service(lambda max_: deed(station, by=max_), lambda part: True, who="Max")

    @rule(minutes=st.sampled_from([0, 1, 4, 15, 125]))
    def patrol(self, minutes: int) -> None:
        if self.now < EVENING + timedelta(hours=5):
            self._later(timedelta(minutes=minutes))
        for _twice in range(2):
            self._deed(self._within(self._look_around))
        with self.app.app_context():
            assert not waits_for_nobody(self.truth, stand_ins_of(self.id))
        before = self._head()
        self._within(self._look_around)()
        assert self._head() == before, "another look found something"

    def _look_around(self) -> None:
        for look in LOOKS:
            look(self.place.restaurant)

    @rule(at=boards_at)
    def draw(self, at: str) -> None:
        shown = self._board(at)
        names = [name for item in shown.items for name in item.context["draws"].split(",") if name]
        drawn = (tuple(int(number) for number in name.split(":")) for name in names)
        tickets = [(order, station or None, fired) for order, station, fired in drawn]
        note = partial(ordering.note_drawn, self.id, tickets, board=shown.station)
        self._deed(self._within(note))

    # What holds at every moment.

    @invariant()
    def every_board_tells_the_truth(self) -> None:
        if not hasattr(self, "truth"):
            return
        for one in self.shown:
            compare(self.truth, one, self.now)
        compare_pass(self.truth, self.out)
        spots = [(part.line, part.station) for part in self.truth.parts]
        assert len(spots) == len(set(spots)), "a station has a line twice"
        for part in self.truth.parts:
            begun = part.status in (LineStatus.COOKING, LineStatus.READY)
            assert part.is_fired or not (begun or part.is_planned)

    @invariant()
    def a_ticket_is_open_only_where_somebody_read_its_allergies(self) -> None:
        if not hasattr(self, "truth"):
            return
        for shown in self.shown:
            for ticket in shown.own:
                visit = ticket.order.visit_id
                declared = self.declared.get(visit)
                if declared and ticket.active and not ticket.gate:
                    at = {station for line in ticket.lines for station in line.stations}
                    for station in at if shown.station is None else {shown.station}:
                        assert (visit, station, declared) in self.read

    # How it is done, and looked at.

    def _tap(self, path: str, may: Callable[[Spot], bool], **fields: Any) -> TestResponse:
        before, journal = self.truth, self._head()
        answers: list[TestResponse] = []
        self._deed(lambda: answers.append(self.ken.taps(path, **fields)))
        (answer,) = answers
        if answer.status_code == 200:
            self._only(before, may)
            if 'class="undo" method' in answer.text:
                self.undo = (answer, before, self._head())
        else:
            assert answer.status_code in (403, 404, 409), answer.text
            assert (self.truth.standing, self._head()) == (before.standing, journal)
        return answer

    def _service(
        self, deed: Callable[[StaffMember], object], may: Callable[[Spot], bool], who: str = "Wei"
    ) -> None:
        before = self.truth
        try:
            self._deed(self._within(lambda: deed(self.place.person(who))))
        except Refusal:
            self._see()
            assert self.truth.standing == before.standing
        else:
            self._only(before, may)

    def _within(self, deed: Callable[[], object]) -> Callable[[], None]:
        """In an application context of its own, as requests have."""

        def run() -> None:
            with self.app.app_context():
                deed()

        return run

    def _deed(self, deed: Callable[[], object]) -> None:
        """Do it, and see that the boards' screens were told of whatever changed on them."""
        self._later()
        _, before, out = self._look()
        self.told.clear()
        deed()
        self._see()
        with nobody(self.app):
            touched = set(TICKETS.touched(self.told))
            at_pass = {key for _, key in PASS_TICKETS.touched(self.told)}
        for was, now in zip(before, self.shown, strict=True):
            scope = BoardScope(self.id, now.station)
            untold = {key for key in changed(was, now) if (scope, key) not in touched}
            assert not untold, "its screen was not told"
        assert changed(out, self.out) <= at_pass, "the pass was not told"

    def _only(self, before: Truth, may: Callable[[Spot], bool]) -> None:
        """Nothing else has moved, and no line came or went."""
        assert [one.line for one in before.lines] == [one.line for one in self.truth.lines]
        old, new = ({(p.line, p.station): p for p in truth.parts} for truth in (before, self.truth))
        for spot in old.keys() | new.keys():
            if old.get(spot) != new.get(spot):
                assert may(old.get(spot) or new[spot]), (old.get(spot), new.get(spot))

    def _see(self) -> None:
        self.truth, self.shown, self.out = self._look()

    def _look(self) -> tuple[Truth, list[Shown], Shown]:
        with nobody(self.app):
            return truth_of(self.id, self.now), boards(self.id, self.now), the_pass(self.id)

    def _head(self) -> int:
        with self.app.app_context():
            return head(self.id)

    def _later(self, by: timedelta = timedelta(seconds=1)) -> None:
        self.now += by
        self.held.close()
        self.held.enter_context(clock.held_at(self.now))

    def _hear(self, told: Sequence[Told]) -> None:
        self.told += told

    def _station(self, slug: str) -> int | None:
        return self.place.stations.get(slug)

    def _here(self, slug: str) -> Callable[[Spot], bool]:
        """Whether a part is the business of this board."""
        station = self._station(slug)
        return lambda part: station is None or part.station == station

    def _board(self, slug: str) -> Shown:
        return next(one for one in self.shown if one.station == self._station(slug))

    def _ticket_at(
        self, slug: str, which: int, wanted: Callable[[Ticket], object] = lambda ticket: True
    ) -> int | None:
        """One of those wanted that hang there; now and then any there is."""
        hanging = {ticket.order.id for ticket in self._board(slug).own if wanted(ticket)}
        return one_of(hanging if which % 8 < 7 else {one.ticket for one in self.truth.lines}, which)

    def _spots(self, slug: str) -> Sequence[Spot]:
        return self.truth.at(self._station(slug))

    def _read(self, at: str, ticket: int, which: int) -> None:
        """Most cooks read what a ticket is shut for before they touch it."""
        shut = any(one.order.id == ticket and one.gate for one in self._board(at).own)
        if shut and which % 5:
            path = f"/kitchen/{at}/tickets/{ticket}/allergy/seen"
            assert self._tap(path, nothing).status_code == 200
            self._note_read(at, ticket)

    def _note_read(self, at: str, ticket: int) -> None:
        here = self._here(at)
        for part in self.truth.parts:
            if part.ticket == ticket and here(part):
                self.read.add((part.visit, part.station, self.declared[part.visit]))


def nothing(_part: Spot) -> bool:
    """What no line may change by."""
    return False


def pick(
    spots: Sequence[Spot], which: int, wanted: Callable[[Spot], bool] = lambda spot: True
) -> Spot | None:
    """One of those wanted; now and then any."""
    among = [spot for spot in spots if which % 8 == 7 or wanted(spot)]
    return among[which % len(among)] if among else None


def one_of(ids: Collection[int], which: int) -> int | None:
    return sorted(ids)[which % len(ids)] if ids else None


def changed(was: Shown, now: Shown) -> set[str]:
    """The tickets that look different, each with a newer version than it had."""
    old, new = was.looks, now.looks
    keys = {key for key in old.keys() | new.keys() if _look_of(old, key) != _look_of(new, key)}
    for key in keys & old.keys() & new.keys():
        assert new[key][0] > old[key][0], "a screen would take it for old"
    return keys


def _look_of(looks: dict[str, tuple[int, object]], key: str) -> object:
    return looks[key][1] if key in looks else None


def test_whatever_happens_every_board_tells_the_truth(app: Flask) -> None:
    """`app` is one database for all the stories, each in a restaurant of its own."""

    def story() -> WholeKitchen:
        machine = WholeKitchen()
        machine.app = app
        return machine

    run_state_machine_as_test(
        story,
        settings=settings(
            max_examples=16,
            stateful_step_count=50,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate],
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )
