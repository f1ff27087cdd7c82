"""When each dish should be begun, so that an order is done together. Pure: no clock, no database.

List scheduling: tickets in their order; the longest dish of a ticket begins first and says when
the ticket is done, the others begin so late that they are done with it. A station has room for
`capacity` portions at once; what finds no room at its moment begins when there is some.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

Capacities = Mapping[int, int | None]

ANY_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Job:
    """A line that a station makes; `started_at` None: not begun."""

    line_id: int
    station_id: int
    minutes: int
    portions: int
    started_at: datetime | None = None

    @property
    def takes(self) -> timedelta:
        return timedelta(minutes=self.minutes)


@dataclass(frozen=True)
class Busy:
    """Portions in the making from one moment until another."""

    since: datetime
    until: datetime
    portions: int


def starts(
    tickets: Iterable[Sequence[Job]], capacities: Capacities, *, now: datetime
) -> dict[int, datetime]:
    """By line when to begin it, for every line not begun; never before `now`.

    `tickets` in the order of their right to be made first. What is begun takes its station's room
    until it should be done; what is overdue may be done any minute, and is in the way until then.
    """
    waiting = [list(jobs) for jobs in tickets]
    busy: dict[int, list[Busy]] = {}
    for job in (job for jobs in waiting for job in jobs):
        if job.started_at is not None:
            _take(busy, job, job.started_at, until=_expected(job, job.started_at, now))
    planned: dict[int, datetime] = {}
    for jobs in waiting:
        done = _done_together(jobs, busy, capacities, now)
        for job in sorted(_unstarted(jobs), key=lambda job: (-job.minutes, job.line_id)):
            moment = _room(job, busy, capacities, max(now, done - job.takes))
            _take(busy, job, moment, until=moment + job.takes)
            planned[job.line_id] = moment
    return planned


def _done_together(
    jobs: Sequence[Job], busy: Mapping[int, list[Busy]], capacities: Capacities, now: datetime
) -> datetime:
    """When the last of them is done, if each begins as soon as it can."""
    begun = [_expected(job, at, now) for job in jobs if (at := job.started_at) is not None]
    soonest = [_room(job, busy, capacities, now) + job.takes for job in _unstarted(jobs)]
    return max([now, *begun, *soonest])


def _expected(job: Job, started_at: datetime, now: datetime) -> datetime:
    return max(now + ANY_MINUTE, started_at + job.takes)


def _unstarted(jobs: Iterable[Job]) -> list[Job]:
    return [job for job in jobs if job.started_at is None]


def _room(
    job: Job, busy: Mapping[int, list[Busy]], capacities: Capacities, soonest: datetime
) -> datetime:
    """The first moment from `soonest` at which its station has room until it is done."""
    capacity = capacities.get(job.station_id)
    if capacity is None:
        return soonest
    here = busy.get(job.station_id, [])
    portions = min(job.portions, capacity)
    moments = sorted({soonest, *(one.until for one in here if one.until > soonest)})
    for moment in moments:
        if _most(here, moment, moment + job.takes) + portions <= capacity:
            return moment
    return moments[-1]


def _most(busy: Sequence[Busy], since: datetime, until: datetime) -> int:
    """The most portions that are in the making at any moment between the two."""
    moments = {since, *(one.since for one in busy if since < one.since < until)}
    return max(
        sum(one.portions for one in busy if one.since <= moment < one.until) for moment in moments
    )


def _take(busy: dict[int, list[Busy]], job: Job, since: datetime, *, until: datetime) -> None:
    busy.setdefault(job.station_id, []).append(Busy(since, until, job.portions))
