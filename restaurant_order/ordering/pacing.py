"""When each dish should be begun, so that an order is done together. Pure: no clock, no database.

List scheduling: tickets in their order; the longest dish of a ticket begins first, and what ends
last says when the ticket is done. All others begin as late as they can without ending after it. A
dish that several stations make is a job for each of them. A station has room for `capacity`
portions at once; what finds no room at its moment begins when there is some.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

Capacities = Mapping[int, int | None]

Task = tuple[int, int]
"""Line id and station id: what one station makes of a line."""

ANY_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Job:
    """What a station makes of a line; `started_at` None: not begun."""

    line_id: int
    station_id: int
    minutes: int
    portions: int
    started_at: datetime | None = None

    @property
    def task(self) -> Task:
        return (self.line_id, self.station_id)

    @property
    def takes(self) -> timedelta:
        return timedelta(minutes=self.minutes)


@dataclass
class Room:
    """What is in the making at a station: `loads` portions from each of `moments` to the next.

    Nothing before the first moment, nor from the last on. `capacity` None: there is always room.
    """

    capacity: int | None
    moments: list[datetime] = field(default_factory=list)
    loads: list[int] = field(default_factory=list)

    def first(self, job: Job, *, soonest: datetime) -> datetime:
        """The first moment from `soonest` at which there is room for the job until it is done."""
        moment = soonest
        for place in range(max(bisect_right(self.moments, soonest) - 1, 0), len(self.moments)):
            if self.moments[place] >= moment + job.takes:
                break
            if self._is_full(place, job):
                moment = max(moment, self.moments[place + 1])
        return moment

    def last(self, job: Job, *, soonest: datetime, latest: datetime) -> datetime:
        """The last such moment until `latest`; at `soonest` there is room."""
        moment = latest
        for place in range(bisect_left(self.moments, latest + job.takes) - 1, -1, -1):
            if place + 1 < len(self.moments) and self.moments[place + 1] <= moment:
                break
            if self._is_full(place, job):
                moment = self.moments[place] - job.takes
        return max(moment, soonest)

    def take(self, job: Job, since: datetime, *, until: datetime) -> None:
        self._add(job.portions, since, until)

    def give_back(self, job: Job, since: datetime, *, until: datetime) -> None:
        self._add(-job.portions, since, until)

    def _is_full(self, place: int, job: Job) -> bool:
        """More portions than fit at once take the whole station."""
        if self.capacity is None:
            return False
        return self.loads[place] + min(job.portions, self.capacity) > self.capacity

    def _add(self, portions: int, since: datetime, until: datetime) -> None:
        if self.capacity is not None:
            for place in range(self._place(since), self._place(until)):
                self.loads[place] += portions

    def _place(self, moment: datetime) -> int:
        """Where the moment stands; from now on, if it did not."""
        place = bisect_left(self.moments, moment)
        if place == len(self.moments) or self.moments[place] != moment:
            self.moments.insert(place, moment)
            self.loads.insert(place, self.loads[place - 1] if place else 0)
        return place


def starts(
    tickets: Iterable[Sequence[Job]], capacities: Capacities, *, now: datetime
) -> dict[Task, datetime]:
    """By task when to begin it, for every one not begun; never before `now`.

    `tickets` in the order of their right to be made first. What is begun takes its station's room
    until it should be done; what is overdue may be done any minute, and is in the way until then.
    """
    waiting = [list(jobs) for jobs in tickets]
    every = [job for jobs in waiting for job in jobs]
    rooms = {job.station_id: Room(capacities.get(job.station_id)) for job in every}
    for job in every:
        if job.started_at is not None:
            rooms[job.station_id].take(job, job.started_at, until=_expected(job, now))
    planned: dict[Task, datetime] = {}
    for jobs in waiting:
        planned |= _together(jobs, rooms, now)
    return planned


def _together(
    jobs: Sequence[Job], rooms: Mapping[int, Room], now: datetime
) -> dict[Task, datetime]:
    """1. Each as soon as there is room, the longest first: what ends last sets the end.

    2. Each as late as that end allows; who ends last moves first, and makes room for the others.
    """
    waiting = sorted(
        (job for job in jobs if job.started_at is None), key=lambda job: (-job.minutes, job.task)
    )
    soonest = {}
    for job in waiting:
        moment = rooms[job.station_id].first(job, soonest=now)
        rooms[job.station_id].take(job, moment, until=moment + job.takes)
        soonest[job.task] = moment
    ends = {job.task: soonest[job.task] + job.takes for job in waiting}
    begun = (_expected(job, now) for job in jobs if job.started_at is not None)
    done = max([now, *begun, *ends.values()])
    planned = {}
    for job in sorted(waiting, key=lambda job: ends[job.task], reverse=True):
        room, early = rooms[job.station_id], soonest[job.task]
        room.give_back(job, early, until=ends[job.task])
        moment = room.last(job, soonest=early, latest=done - job.takes)
        room.take(job, moment, until=moment + job.takes)
        planned[job.task] = moment
    return planned


def _expected(job: Job, now: datetime) -> datetime:
    """When what is begun should be done."""
    begun = job.started_at or now
    return max(now + ANY_MINUTE, begun + job.takes)
