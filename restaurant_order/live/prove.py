"""Prove: every room hears, again and again, what it should be showing."""

import logging
import threading
import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from restaurant_order.core import journal
from restaurant_order.core.database import db
from restaurant_order.live.digest import digest
from restaurant_order.live.draw import forget_what_was_read, nobody
from restaurant_order.live.region import AnyRegion, Audience, Scope
from restaurant_order.live.sockets import Sockets
from restaurant_order.live.watch import Watch
from restaurant_order.live.who import gone, note_seen

EVERY: Final = 2.0
"""Seconds between two proofs for a room: what was lost is on the screen again within three."""

RECOUNT: Final = 30.0
"""Seconds after which a room is counted again though nothing was journalled."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Proof:
    """The digest of what a room should show, as of a journal head."""

    head: int
    digest: int
    counted_at: float

    def still_holds(self, head: int) -> bool:
        return head == self.head and time.monotonic() - self.counted_at < RECOUNT


Proofs = dict[tuple[str, Scope], Proof]
"""By region and scope: whatever the language, the versions are the same."""


class Prover:
    """A background task per audience; it starts with their first screen and ends with the last.

    However many phones there are, the kitchen's screens do not wait for them.
    """

    def __init__(self, sockets: Sockets) -> None:
        self._sockets = sockets
        self._proofs: dict[Audience, Proofs] = {audience: {} for audience in Audience}
        self._lock = threading.Lock()
        self._running: set[Audience] = set()

    def start(self, audience: Audience) -> None:
        """Once is enough, again does nothing."""
        with self._lock:
            if audience not in self._running:
                self._running.add(audience)
                self._sockets.io.start_background_task(self._run, audience)

    def prove(self, watch: Watch, *, only: str) -> None:
        """Prove a room to one socket, now."""
        with nobody(self._sockets.app):
            self._tell([watch], journal.head(watch.scope.restaurant_id), only=only)

    def round(self, audience: Audience) -> None:
        """Hang up on those who have gone, then prove every room."""
        sockets = self._sockets
        people = {seat.who for seat in sockets.watchers.seats(audience.namespace)}
        watches = [w for w in sockets.watchers.everything() if w.region.audience is audience]
        with nobody(sockets.app):
            for who in gone(people):
                sockets.hang_up_here(who.name)
            note_seen(people)
            heads = {id_: journal.head(id_) for id_ in {w.scope.restaurant_id for w in watches}}
            for some in _counted_together(watches):
                try:
                    self._tell(some, heads[some[0].scope.restaurant_id])
                except Exception:
                    log.exception("%s could not be proved", some[0].room)
                    db.session.rollback()
                sockets.breathe()
        proofs = self._proofs[audience]
        watched = {_name(watch) for watch in watches}
        self._proofs[audience] = {name: proofs[name] for name in proofs.keys() & watched}

    def _tell(self, watches: Sequence[Watch], head: int, *, only: str = "") -> None:
        """Prove rooms of one region; what was journalled up to `head` must be in the proof."""
        region, proofs = watches[0].region, self._proofs[watches[0].region.audience]
        known = {watch.scope: proofs.get(_name(watch)) for watch in watches}
        stale = [scope for scope, proof in known.items() if not (proof and proof.still_holds(head))]
        if stale:
            proofs.update(_count(region, stale))
        for watch in watches:
            proof = proofs[_name(watch)]
            words = {"head": proof.head, "digest": proof.digest}
            self._sockets.tell(watch, "proof", words, only=only)

    def _run(self, audience: Audience) -> None:
        while self._goes_on(audience):
            try:
                self.round(audience)
            except Exception:
                log.exception("a round of proofs failed")
            self._sockets.io.sleep(EVERY)

    def _goes_on(self, audience: Audience) -> bool:
        with self._lock:
            if not self._sockets.watchers.seats(audience.namespace):
                self._running.discard(audience)
            return audience in self._running


def _name(watch: Watch) -> tuple[str, Scope]:
    return watch.region.name, watch.scope


def _counted_together(watches: Iterable[Watch]) -> Iterator[list[Watch]]:
    """Rooms of one region and restaurant, so few that nobody else waits for long."""
    alike: dict[tuple[str, int], list[Watch]] = defaultdict(list)
    for watch in watches:
        alike[watch.region.name, watch.scope.restaurant_id].append(watch)
    for rooms in alike.values():
        size = rooms[0].region.counted_at_once
        for start in range(0, len(rooms), size):
            yield rooms[start : start + size]


def _count(region: AnyRegion, scopes: Collection[Scope]) -> Proofs:
    """Count what is there now, not what was there when the round began."""
    db.session.rollback()
    forget_what_was_read()
    head = journal.head(next(iter(scopes)).restaurant_id)
    counted = region.versions_by_scope(scopes)
    db.session.rollback()
    now = time.monotonic()
    return {(region.name, scope): Proof(head, digest(counted[scope]), now) for scope in scopes}
