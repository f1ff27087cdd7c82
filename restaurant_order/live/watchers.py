"""Who listens in this process, and to what."""

import threading
from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import Final

from restaurant_order.core.actor import SYSTEM, Actor
from restaurant_order.live.credit import Credit
from restaurant_order.live.region import AnyRegion, Scope
from restaurant_order.live.watch import Watch
from restaurant_order.live.who import Who

SOCKETS_EACH: Final = 12
"""Sockets one guest or one sign-in may hold: pages open at once."""

EVENTS_AT_ONCE: Final = 40.0
"""Messages a socket may send in a burst."""
EVENTS_PER_SECOND: Final = 10.0
"""And for ever. A board in a rush says two a second for each region whose tickets it paints."""


@dataclass(eq=False)
class Seat:
    """One socket. `by`: who a receipt from here names."""

    sid: str
    namespace: str
    who: Who
    by: Actor = SYSTEM
    watches: set[Watch] = field(default_factory=set)
    credit: Credit = field(default_factory=lambda: Credit(EVENTS_AT_ONCE, EVENTS_PER_SECOND))


class Watchers:
    """Seats, and by room who sits in it. Safe to ask from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seats: dict[str, Seat] = {}
        self._counts: dict[Hashable, dict[Watch, int]] = {}
        self._scopes: Counter[str] = Counter()

    def sit(self, seat: Seat) -> bool:
        """False when `who` holds too many sockets already."""
        with self._lock:
            if sum(other.who == seat.who for other in self._seats.values()) >= SOCKETS_EACH:
                return False
            self._seats[seat.sid] = seat
            return True

    def leave(self, sid: str) -> None:
        with self._lock:
            if seat := self._seats.pop(sid, None):
                self._turn(seat, set())

    def watch(self, seat: Seat, watches: Iterable[Watch]) -> set[Watch]:
        """From now on the seat watches these and nothing else; returns what it does no longer."""
        with self._lock:
            before = set(seat.watches)
            if seat.sid in self._seats:
                self._turn(seat, set(watches))
            return before - seat.watches

    def _turn(self, seat: Seat, wanted: set[Watch]) -> None:
        for watch in wanted - seat.watches:
            watched = self._counts.setdefault((watch.region.name, watch.scope), {})
            self._scopes[watch.region.name] += not watched
            watched[watch] = watched.get(watch, 0) + 1
        for watch in seat.watches - wanted:
            watched = self._counts[watch.region.name, watch.scope]
            watched[watch] -= 1
            if not watched[watch]:
                del watched[watch]
            if not watched:
                del self._counts[watch.region.name, watch.scope]
                self._scopes[watch.region.name] -= 1
        seat.watches = wanted

    def seat(self, sid: str) -> Seat | None:
        return self._seats.get(sid)

    def seats(self, namespace: str | None = None) -> list[Seat]:
        """All of them, or those of one namespace."""
        with self._lock:
            seats = list(self._seats.values())
        return [seat for seat in seats if namespace in (None, seat.namespace)]

    def hears(self, region: AnyRegion) -> bool:
        """Whether anybody here watches the region, in any scope."""
        return self._scopes[region.name] > 0

    def of(self, region: AnyRegion, scope: Scope) -> list[Watch]:
        """What is watched of a region's scope: one watch per language."""
        return list(self._counts.get((region.name, scope), ()))

    def everything(self) -> list[Watch]:
        with self._lock:
            return [watch for watched in self._counts.values() for watch in watched]

    def __bool__(self) -> bool:
        return bool(self._seats)
