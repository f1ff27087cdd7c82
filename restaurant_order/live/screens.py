"""What a screen may say: who it is (by cookie), what it watches (by token), what it has drawn."""

import logging
import re
from collections.abc import Collection
from typing import Any, Final

from flask import request
from flask_socketio import ConnectionRefusedError as Refused
from flask_socketio import Namespace

from restaurant_order.core.refusals import Refusal
from restaurant_order.live.prove import Prover
from restaurant_order.live.region import Audience
from restaurant_order.live.sockets import Sockets
from restaurant_order.live.watch import NotYours, Watch, read
from restaurant_order.live.watchers import Seat
from restaurant_order.live.who import actor_of, who_is_here
from restaurant_order.ordering.drawn import Showing
from restaurant_order.ordering.service import note_drawn

ROOMS_EACH: Final = 16
"""Regions one screen may watch."""

TICKETS_AT_ONCE: Final = 100
"""Tickets one message may acknowledge."""

REMEMBERED: Final = 5000
"""Tickets that are known to be noted, so that nobody has to look."""

TICKET: Final = re.compile(
    r"([1-9][0-9]{0,14}):(0|[1-9][0-9]{0,14})(?::([1-9][0-9]{0,16}))?", re.ASCII
)
"""`order:station:firing`; station 0: none."""

log = logging.getLogger(__name__)


class Screens(Namespace):  # type: ignore[misc] # flask_socketio is untyped
    """The screens of one audience. They change nothing here; they hand in receipts."""

    def __init__(self, audience: Audience, sockets: Sockets, prover: Prover) -> None:
        super().__init__(audience.namespace)
        self._audience = audience
        self._sockets = sockets
        self._prover = prover
        self._noted: dict[Showing, None] = {}

    def trigger_event(self, event: Any, *args: Any) -> Any:
        """A client may name any event, also "connect" and "disconnect": those are the server's."""
        sid = args[0]
        if event in ("connect", "disconnect"):
            if self._sockets.io.server.manager.is_connected(sid, self.namespace):
                return self._hang_up(sid)
        elif event not in ("watch", "drawn") or not self._may_speak(sid):
            return self._hang_up(sid)
        return super().trigger_event(event, *args)

    def on_connect(self, _auth: object = None) -> None:
        try:
            who = who_is_here(self._audience)
        except Refusal as refusal:
            raise Refused(refusal.code) from None
        seat = Seat(_sid(), self.namespace, who, by=actor_of(who))
        if not self._sockets.watchers.sit(seat):
            raise Refused("too_many")
        self._prover.start(self._audience)

    def on_disconnect(self, _reason: object = None) -> None:
        self._sockets.watchers.leave(_sid())

    def on_watch(self, *said: Any) -> list[str]:
        """Sit in the rooms of these tokens and in no others; each is proved at once."""
        tokens = said[0] if said and isinstance(said[0], list) else []
        seat = self._sockets.watchers.seat(_sid())
        if seat is None:
            return []
        read = [self._read(token, seat) for token in tokens[:ROOMS_EACH]]
        wanted = list(dict.fromkeys(watch for watch in read if watch is not None))
        io = self._sockets.io.server
        for watch in self._sockets.watchers.watch(seat, wanted):
            io.leave_room(seat.sid, watch.room, self.namespace)
        for watch in wanted:
            io.enter_room(seat.sid, watch.room, self.namespace)
        for watch in wanted:
            self._prover.prove(watch, only=seat.sid)
        return [watch.room for watch in wanted]

    def on_drawn(self, *said: Any) -> bool:
        """A kitchen screen has painted tickets of a room it watches. True: noted."""
        room, names = said if len(said) == 2 else (None, None)
        seat = self._sockets.watchers.seat(_sid())
        watch = next((w for w in seat.watches if w.room == room), None) if seat else None
        if seat is None or watch is None or not watch.region.draws or not isinstance(names, list):
            return False
        board: int | None = getattr(watch.scope, "station_id", None)
        fresh = {ticket for ticket in _tickets(names) if not self._knows(ticket, board)}
        if not fresh:
            return True
        try:
            noted = note_drawn(watch.scope.restaurant_id, fresh, board=board, by=seat.by)
        except Refusal:
            return False
        self._remember([ticket for ticket in fresh & noted if board in (None, ticket[1])])
        return noted == fresh

    def _knows(self, ticket: Showing, board: int | None) -> bool:
        """Whether a screen at home has it; what another board shows for it is another matter."""
        return board in (None, ticket[1]) and ticket in self._noted

    def _remember(self, tickets: Collection[Showing]) -> None:
        """Every screen hands in a receipt for the same tickets; the first one is enough."""
        self._noted.update(dict.fromkeys(tickets))
        for oldest in list(self._noted)[:-REMEMBERED]:
            del self._noted[oldest]

    def _read(self, token: object, seat: Seat) -> Watch | None:
        try:
            watch = read(self._sockets.app, token, seat.who)
        except NotYours:
            return None
        return watch if watch.region.audience is self._audience else None

    def _may_speak(self, sid: str) -> bool:
        seat = self._sockets.watchers.seat(sid)
        return seat is not None and seat.credit.spend()

    def _hang_up(self, sid: str) -> None:
        self._sockets.io.server.disconnect(sid, self.namespace, ignore_queue=True)


def _sid() -> str:
    sid: str = request.sid  # type: ignore[attr-defined]  # put there by flask_socketio
    return sid


def _tickets(names: list[Any]) -> list[Showing]:
    """The tickets named; whether this board may speak for them is asked when they are noted."""
    matches = [TICKET.fullmatch(n) for n in names[:TICKETS_AT_ONCE] if isinstance(n, str)]
    return [
        (int(match[1]), int(match[2]) or None, int(match[3]) if match[3] else None)
        for match in matches
        if match
    ]
