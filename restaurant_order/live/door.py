"""The door: who is nobody here gets no socket at all, not even an idle one; who floods goes."""

import socket
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

from restaurant_order.live.credit import Credit
from restaurant_order.live.sockets import Sockets
from restaurant_order.live.watchers import EVENTS_AT_ONCE, EVENTS_PER_SECOND, SOCKETS_EACH
from restaurant_order.live.who import Who, everybody_here

AT_ONCE: Final = EVENTS_AT_ONCE + 20
PER_SECOND: Final = EVENTS_PER_SECOND + 2
"""Messages of any kind a socket may send in a burst, and a second for ever: its events, what joins
and leaves namespaces, and answers to heartbeats.
"""

SPARE: Final = 4
"""Sockets beyond `SOCKETS_EACH` that may knock, so that who is refused a seat hears why."""


@dataclass(eq=False)
class Caller:
    """One socket, whether or not it has joined a namespace."""

    environ: dict[str, Any]
    here: tuple[Who, ...]
    credit: Credit = field(default_factory=lambda: Credit(AT_ONCE, PER_SECOND))

    def hang_up(self) -> None:
        held = self.environ.get("gunicorn.socket")
        if held is not None:
            with suppress(OSError):
                held.shutdown(socket.SHUT_RDWR)


class Door:
    """Stands before Socket.IO, which counts nothing and gathers whatever it is sent."""

    def __init__(self, sockets: Sockets) -> None:
        self._sockets = sockets
        self._engine = sockets.io.server.eio
        self._inside = dict(self._engine.handlers)
        self._callers: dict[str, Caller] = {}
        self._engine.on("connect", self.ask)
        self._engine.on("message", self.hear)
        self._engine.on("disconnect", self.forget)

    def ask(self, socket_id: str, environ: dict[str, Any]) -> Any:
        """Ask for somebody's cookie before the handshake; each namespace asks again."""
        with self._sockets.app.request_context(environ):
            here = tuple(everybody_here())
        held = Counter(who for caller in list(self._callers.values()) for who in caller.here)
        if not here or any(held[who] >= SOCKETS_EACH + SPARE for who in here):
            return False
        self._callers[socket_id] = Caller(environ, here)
        return self._inside["connect"](socket_id, environ)

    def hear(self, socket_id: str, said: Any) -> Any:
        """Text only: a screen has no reason to send bytes, and Socket.IO would gather them."""
        caller = self._callers.get(socket_id)
        if caller is None or not isinstance(said, str) or not caller.credit.spend():
            self._throw_out(socket_id)
            return None
        return self._inside["message"](socket_id, said)

    def forget(self, socket_id: str, reason: Any) -> Any:
        self._callers.pop(socket_id, None)
        return self._inside["disconnect"](socket_id, reason)

    def _throw_out(self, socket_id: str) -> None:
        if caller := self._callers.get(socket_id):
            caller.hang_up()
        if found := self._engine.sockets.get(socket_id):
            found.close(wait=False, abort=True)


def keep(sockets: Sockets) -> None:
    Door(sockets)
