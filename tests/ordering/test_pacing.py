"""The plan of a kitchen: done together, the longest first, never more at once than fits."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from restaurant_order.ordering.pacing import ANY_MINUTE, Job, starts

NOW = datetime(2026, 3, 14, 18, 30, tzinfo=UTC)
GRILL, FRYER = 1, 2


def minutes_from_now(plan: dict[int, datetime]) -> dict[int, float]:
    return {line: (at - NOW) / timedelta(minutes=1) for line, at in plan.items()}


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


jobs = st.builds(
    Job,
    line_id=st.just(0),
    station_id=st.sampled_from([GRILL, FRYER]),
    minutes=st.integers(1, 30),
    portions=st.integers(1, 4),
    started_at=st.none() | st.integers(0, 20).map(lambda m: NOW - timedelta(minutes=m)),
)


@st.composite
def kitchens(draw: st.DrawFn) -> list[list[Job]]:
    drawn = draw(st.lists(st.lists(jobs, max_size=4), max_size=5))
    return [
        [
            Job(100 * n + i, job.station_id, job.minutes, job.portions, job.started_at)
            for i, job in enumerate(ticket)
        ]
        for n, ticket in enumerate(drawn)
    ]


@given(kitchens(), st.integers(4, 8))
def test_every_waiting_line_is_planned_once_and_no_station_is_overrun(
    tickets: list[list[Job]], capacity: int
) -> None:
    plan = starts(tickets, {GRILL: capacity, FRYER: capacity}, now=NOW)
    every = [job for ticket in tickets for job in ticket]
    assert set(plan) == {job.line_id for job in every if job.started_at is None}
    assert all(at >= NOW for at in plan.values())
    for job in every:
        at = plan.get(job.line_id)
        if at is None:
            continue
        here = [
            other
            for other in every
            if other.station_id == job.station_id and _is_on(other, plan, at)
        ]
        assert sum(other.portions for other in here) <= capacity


@given(kitchens())
def test_with_room_for_all_a_ticket_is_done_at_one_moment(tickets: list[list[Job]]) -> None:
    plan = starts(tickets, {}, now=NOW)
    for ticket in tickets:
        done = {plan[job.line_id] + job.takes for job in ticket if job.line_id in plan}
        assert len(done) <= 1


def _is_on(job: Job, plan: dict[int, datetime], at: datetime) -> bool:
    since = plan.get(job.line_id) or job.started_at
    assert since is not None
    until = (
        since + job.takes if job.started_at is None else max(NOW + ANY_MINUTE, since + job.takes)
    )
    return since <= at < until
