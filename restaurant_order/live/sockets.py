"""The sockets of one application: opening them, speaking into rooms, hanging up."""

import logging
from contextlib import suppress
from functools import partial
from typing import Any, Final, cast
from urllib.parse import urlsplit

from flask import Flask
from flask_socketio import SocketIO
from simple_websocket import ConnectionClosed
from socketio import Manager
from wsproto.utilities import LocalProtocolError

from config import AsyncMode
from restaurant_order.core.languages import INTERFACE
from restaurant_order.live.draw import restaurant_once
from restaurant_order.live.region import AnyRegion, Audience, Scope
from restaurant_order.live.watch import Watch
from restaurant_order.live.watchers import Watchers

MESSAGE_LIMIT: Final = 16 * 1024
"""Bytes of one message from a screen: tokens of 16 regions, or 100 tickets it has drawn."""

PING_EVERY: Final = 20
PING_PATIENCE: Final = 15
"""Seconds. Screens do not wait for these: a proof that is missing for 7 s shows."""

_NAME: Final = "live"


class Sockets:
    """What the process holds open. With a Redis URL other processes hold screens of ours, too."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.watchers = Watchers()
        self.is_shared = bool(app.config["REDIS_URL"])
        self.io = SocketIO(
            app,
            async_mode=app.config["ASYNC_MODE"],
            client_manager=self._manager(),
            transports=["websocket"],
            namespaces=[audience.namespace for audience in Audience],
            cors_allowed_origins=self.is_own_page,
            max_http_buffer_size=MESSAGE_LIMIT,
            ping_interval=PING_EVERY,
            ping_timeout=PING_PATIENCE,
            async_handlers=False,
            manage_session=False,
            engineio_logger=_without_traces(),
        )
        _bound_messages(self.io)
        app.extensions[_NAME] = self

    @property
    def has_listeners(self) -> bool:
        return self.is_shared or bool(self.watchers)

    def watches(self, region: AnyRegion, scope: Scope) -> list[Watch]:
        """The rooms that show this scope. What other processes' screens watch is not known here,
        so that with several processes every language counts as watched.
        """
        if not self.is_shared:
            return self.watchers.of(region, scope)
        languages = {*INTERFACE, *restaurant_once(scope.restaurant_id).languages}
        return [Watch(region, scope, language) for language in sorted(languages)]

    def tell(self, watch: Watch, event: str, words: dict[str, Any], *, only: str = "") -> None:
        """Say it to everybody in the room, or to one of them by socket id."""
        said = {"room": watch.room, **words}
        self.io.emit(event, said, namespace=watch.namespace, to=only or watch.room)

    def breathe(self) -> None:
        """Let writers and other guests have a turn."""
        self.io.sleep(0)

    def hang_up(self, room: str) -> None:
        """Close the sockets of somebody (`rooms.of_guest` and the like) in every process."""
        self.hang_up_here(room)
        if self.is_shared:
            for audience in Audience:
                self.io.server.close_room(room, audience.namespace)

    def hang_up_here(self, room: str) -> None:
        for seat in self.watchers.seats():
            if room in seat.who.rooms:
                self.io.server.disconnect(seat.sid, seat.namespace, ignore_queue=True)

    def is_own_page(self, origin: str, environ: dict[str, Any]) -> bool:
        """Whether a page that opens a socket is ours; a browser names it truthfully."""
        try:
            host = urlsplit(origin).netloc
        except ValueError:
            return False
        return host in (environ.get("HTTP_HOST"), urlsplit(self.app.config["BASE_URL"]).netloc)

    def _manager(self) -> Manager:
        if not self.is_shared:
            return Manager()
        from restaurant_order.live.queue import Queue  # takes the extra "redis"

        return Queue(self.app.config["REDIS_URL"], self.hang_up_here)


def _without_traces() -> logging.Logger:
    """What strangers send may be nonsense: one line about it is enough, a stack trace is noise."""
    quiet = logging.getLogger(f"{__name__}.engine")
    quiet.setLevel(logging.ERROR)
    quiet.addFilter(_one_line)
    return quiet


def _one_line(record: logging.LogRecord) -> bool:
    record.exc_info = record.exc_text = None
    return True


def _bound_messages(io: SocketIO) -> None:
    """Threads read websockets by a driver that gathers a message of any size, unless told.

    Nor does it close in silence when the other end has gone while it says goodbye, or when
    the thread that reads has just hung up (a websocket can be closed once, RFC 6455, 5.5.1).
    """
    engine = io.server.eio
    if io.async_mode != AsyncMode.THREADING:
        return

    class Driver(engine._async["websocket"]):  # type: ignore[misc,name-defined]  # engineio is untyped
        def close(self) -> None:
            with suppress(OSError, ConnectionClosed, LocalProtocolError):
                super().close()

    engine._async = {
        **engine._async,
        "websocket": partial(Driver, max_message_size=MESSAGE_LIMIT),
    }


def sockets_of(app: Flask) -> Sockets | None:
    """None while the application is being put together."""
    return cast("Sockets | None", app.extensions.get(_NAME))
