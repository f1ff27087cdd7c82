"""The plan of a kitchen: done together, the longest first, never more at once than fits."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from restaurant_order.ordering.pacing import ANY_MINUTE, Job, Task, starts

NOW = datetime(2026, 3, 14, 18, 30, tzinfo=UTC)
GRILL, FRYER, BAR = 1, 2, 3


def minutes_from_now(plan: dict[Task, datetime]) -> dict[int, float]:
    """By line, where one station makes each."""
    return {line: (at - NOW) / timedelta(minutes=1) for (line, _station), at in plan.items()}


def test_the_longest_dish_starts_first_and_all_are_done_together() -> None:
    jobs = [Job(1, GRILL, 12, 1), Job(2, FRYER, 4, 1), Job(3, GRILL, 7, 2)]
    assert minutes_from_now(starts([jobs], {}, now=NOW)) == {1: 0, 2: 8, 3: 5}


def test_a_dish_begun_already_says_when_the_others_follow() -> None:
    jobs = [Job(1, GRILL, 12, 1, NOW - timedelta(minutes=2)), Job(2, FRYER, 4, 1)]
    assert minutes_from_now(starts([jobs], {}, now=NOW)) == {2: 6}


def test_what_finds_no_room_starts_when_there_is_some() -> None:
    first, second = [Job(1, GRILL, 10, 2)], [Job(2, GRILL, 5, 1)]
    assert minutes_from_now(starts([first, second], {GRILL: 2}, now=NOW)) == {1: 0, 2: 10}


def test_what_is_overdue_is_in_the_way_until_it_is_done() -> None:
    late = [Job(1, GRILL, 5, 2, NOW - timedelta(minutes=9))]
    assert minutes_from_now(starts([late, [Job(2, GRILL, 5, 1)]], {GRILL: 2}, now=NOW)) == {2: 1}


def test_more_portions_than_fit_take_the_whole_station() -> None:
    plan = starts([[Job(1, GRILL, 10, 5)], [Job(2, GRILL, 5, 1)]], {GRILL: 2}, now=NOW)
    assert minutes_from_now(plan) == {1: 0, 2: 10}


def test_each_station_of_a_shared_dish_begins_so_that_its_parts_meet() -> None:
    """The grill is busy for five minutes; the fryer's part of the burger waits for it."""
    busy = Job(1, GRILL, 10, 2, NOW - timedelta(minutes=5))
    burger = [Job(2, GRILL, 8, 1), Job(2, FRYER, 8, 1), Job(3, BAR, 2, 1)]
    plan = starts([[busy], burger], {GRILL: 2, FRYER: 1}, now=NOW)
    later = {task: (at - NOW) // timedelta(minutes=1) for task, at in plan.items()}
    assert later == {(2, GRILL): 5, (2, FRYER): 5, (3, BAR): 11}


def test_a_part_begun_already_says_when_the_other_station_follows() -> None:
    begun = Job(2, GRILL, 8, 1, NOW - timedelta(minutes=1))
    plan = starts([[begun, Job(2, FRYER, 8, 1), Job(3, BAR, 2, 1)]], {}, now=NOW)
    assert plan == {(2, FRYER): NOW, (3, BAR): NOW + timedelta(minutes=6)}


def test_dishes_that_wait_for_each_other_at_one_station_hold_up_what_others_make() -> None:
    """The grill has room for one: it is done after 16 minutes, and the drink is poured for then."""
    jobs = [Job(1, GRILL, 12, 1), Job(2, GRILL, 4, 1), Job(3, BAR, 2, 1)]
    assert minutes_from_now(starts([jobs], {GRILL: 1}, now=NOW)) == {1: 0, 2: 12, 3: 14}


@st.composite
def lines(draw: st.DrawFn) -> list[Job]:
    """The parts of a dish that one station makes, or several, each begun or not."""
    stations = draw(st.lists(st.sampled_from([GRILL, FRYER, BAR]), min_size=1, unique=True))
    minutes, portions = draw(st.integers(1, 30)), draw(st.integers(1, 4))
    begun = st.none() | st.none() | st.integers(0, 20).map(lambda m: NOW - timedelta(minutes=m))
    return [Job(0, station, minutes, portions, draw(begun)) for station in stations]


@st.composite
def kitchens(draw: st.DrawFn) -> list[list[Job]]:
    drawn = draw(st.lists(st.lists(lines(), max_size=4), max_size=5))
    return [
        [replace(job, line_id=100 * n + i) for i, line in enumerate(ticket) for job in line]
        for n, ticket in enumerate(drawn)
    ]


@given(kitchens(), st.integers(4, 8))
def test_every_waiting_task_is_planned_once_and_no_station_is_overrun(
    tickets: list[list[Job]], capacity: int
) -> None:
    plan = starts(tickets, {GRILL: capacity, FRYER: capacity}, now=NOW)
    every = [job for ticket in tickets for job in ticket]
    assert set(plan) == {job.task for job in every if job.started_at is None}
    assert all(at >= NOW for at in plan.values())
    for job in every:
        if job.task in plan and job.station_id != BAR:
            assert _load(every, plan, job.station_id, plan[job.task]) <= capacity


@given(kitchens())
def test_with_room_for_all_a_ticket_is_done_at_one_moment(tickets: list[list[Job]]) -> None:
    plan = starts(tickets, {}, now=NOW)
    for ticket in tickets:
        waiting = [job for job in ticket if job.started_at is None]
        assert len({plan[job.task] + job.takes for job in waiting}) <= 1
        if waiting == ticket and ticket:
            assert min(plan[job.task] for job in ticket) == NOW


@given(kitchens(), st.integers(1, 6))
def test_nothing_is_done_before_its_ticket_unless_its_station_has_no_room_later(
    tickets: list[list[Job]], capacity: int
) -> None:
    plan = starts(tickets, {GRILL: capacity, FRYER: capacity}, now=NOW)
    every = [job for ticket in tickets for job in ticket]
    for ticket in tickets:
        waiting = [job for job in ticket if job.started_at is None]
        done = max((plan[job.task] + job.takes for job in waiting), default=NOW)
        for job in waiting:
            minute = plan[job.task] + timedelta(minutes=1)
            while minute + job.takes <= done:
                assert _is_full(every, {**plan, job.task: minute}, job, capacity)
                minute += timedelta(minutes=1)


@given(kitchens(), kitchens(), st.integers(1, 6))
def test_who_comes_later_takes_nothing_from_who_was_there(
    earlier: list[list[Job]], later: list[list[Job]], capacity: int
) -> None:
    """As long as they have begun nothing."""
    capacities = {GRILL: capacity, FRYER: capacity}
    waiting = [[replace(job, started_at=None) for job in ticket] for ticket in later]
    renamed = [[replace(job, line_id=job.line_id + 9000) for job in t] for t in waiting]
    alone = starts(earlier, capacities, now=NOW)
    assert alone.items() <= starts([*earlier, *renamed], capacities, now=NOW).items()


def _is_full(every: list[Job], plan: dict[Task, datetime], job: Job, capacity: int) -> bool:
    """Whether the station makes more than fits at any moment while it makes the job as planned."""
    if job.station_id == BAR:
        return False
    since = plan[job.task]
    others = [one for one in every if one.station_id == job.station_id and one.task != job.task]
    room = capacity - min(job.portions, capacity)
    moments = {since, *(one for each in others if since < (one := _time(each, plan)[0]))}
    return any(
        _load(others, plan, job.station_id, moment) > room
        for moment in moments
        if moment < since + job.takes
    )


def _load(jobs: list[Job], plan: dict[Task, datetime], station_id: int, at: datetime) -> int:
    here = [job for job in jobs if job.station_id == station_id]
    return sum(job.portions for job in here if _time(job, plan)[0] <= at < _time(job, plan)[1])


def _time(job: Job, plan: dict[Task, datetime]) -> tuple[datetime, datetime]:
    since = plan.get(job.task) or job.started_at
    assert since is not None
    until = since + job.takes
    return since, until if job.started_at is None else max(NOW + ANY_MINUTE, until)
