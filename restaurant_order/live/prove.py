"""Prove: every room hears, again and again, what it should be showing."""

import logging
import threading
import time
from dataclasses import dataclass
from typing import Final

from restaurant_order.core import journal
from restaurant_order.core.database import db
from restaurant_order.live.digest import digest
from restaurant_order.live.draw import nobody
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


class Prover:
    """One background task per process; it starts with the first screen and ends with the last."""

    def __init__(self, sockets: Sockets) -> None:
        self._sockets = sockets
        self._proofs: dict[str, Proof] = {}
        self._lock = threading.Lock()
        self._is_running = False

    def start(self) -> None:
        """Once is enough, again does nothing."""
        with self._lock:
            if not self._is_running:
                self._is_running = True
                self._sockets.io.start_background_task(self._run)

    def prove(self, watch: Watch, *, only: str) -> None:
        """Prove a room to one socket, now."""
        with nobody(self._sockets.app):
            self._tell(watch, journal.head(watch.scope.restaurant_id), only=only)

    def round(self) -> None:
        """Hang up on those who have gone, then prove every room."""
        sockets, watches = self._sockets, self._sockets.watchers.everything()
        with nobody(sockets.app):
            for who in gone(seat.who for seat in sockets.watchers.seats()):
                sockets.hang_up_here(who.name)
            note_seen(seat.who for seat in sockets.watchers.seats())
            heads = {id_: journal.head(id_) for id_ in {w.scope.restaurant_id for w in watches}}
            for watch in watches:
                try:
                    self._tell(watch, heads[watch.scope.restaurant_id])
                except Exception:
                    log.exception("%s could not be proved", watch.room)
                    db.session.rollback()
                sockets.breathe()
        self._proofs = {w.room: self._proofs[w.room] for w in watches if w.room in self._proofs}

    def _tell(self, watch: Watch, head: int, *, only: str = "") -> None:
        proof = self._proofs.get(watch.room)
        if proof is None or not proof.still_holds(head):
            proof = self._proofs[watch.room] = _count(watch)
        words = {"head": proof.head, "digest": proof.digest}
        self._sockets.tell(watch, "proof", words, only=only)

    def _run(self) -> None:
        while self._goes_on():
            try:
                self.round()
            except Exception:
                log.exception("a round of proofs failed")
            self._sockets.io.sleep(EVERY)

    def _goes_on(self) -> bool:
        with self._lock:
            self._is_running = bool(self._sockets.watchers)
            return self._is_running


def _count(watch: Watch) -> Proof:
    """Count what is there now, not what was there when the round began."""
    db.session.rollback()
    head = journal.head(watch.scope.restaurant_id)
    should = digest(watch.region.versions(watch.scope))
    db.session.rollback()
    return Proof(head, should, time.monotonic())
