"""A gunicorn worker on eventlet: one process, one green thread per connection.

gunicorn gave up its own. The standard library is patched by `wsgi.py`, which the worker loads
after the fork, so the master process stays as it was.
"""

import os
import socket
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from types import FrameType
from typing import Any, Final

import eventlet
from eventlet import hubs, wsgi
from eventlet.greenio import GreenSocket
from eventlet.greenpool import GreenPool
from eventlet.websocket import FailedConnectionError, RFC6455WebSocket
from gunicorn.errors import ConfigError
from gunicorn.workers.base_async import AsyncWorker

from restaurant_order.core.wsgi import Wsgi
from restaurant_order.open_sockets import OpenSockets

BEAT: Final = 0.2
"""Seconds between two looks at whether to go on, each a sign of life to the master."""

READS_IN_TURN: Final = 2
"""Reads of one client, each of 8 kB at most, before the others have their turn."""

WELCOME: Final = 1.0
"""Seconds that a stopping worker waits for the first request of whoever has just come in."""

MARGIN: Final = 1.0
"""Seconds before the master's patience ends at which a stopping worker lets go of the rest."""


class FairSocket(GreenSocket):  # type: ignore[misc] # eventlet is untyped
    """A client who always has more to be read waits for the others now and then.

    The hub only turns to somebody else when a read would have to wait. An endless body, or a
    flood of frames on a websocket, would keep everybody out until the master kills the worker.
    """

    reads = 0

    def recv(self, *args: Any, **named: Any) -> Any:
        self.reads += 1
        if self.reads % READS_IN_TURN == 0:
            eventlet.sleep(0)
        return super().recv(*args, **named)


class _Message(RFC6455WebSocket.Message):  # type: ignore[misc] # eventlet is untyped
    """eventlet bounds each frame of a message; all of them together are bounded here."""

    def push(self, data: bytes, final: bool = False) -> None:
        super().push(data, final)
        self.length = getattr(self, "length", 0) + len(data)
        if self.length > self.max_frame_length:
            raise FailedConnectionError(1009, "Message too long.")


RFC6455WebSocket.Message = _Message


class GreenWorker(AsyncWorker):  # type: ignore[misc] # gunicorn is untyped
    """Serves HTTP and websockets, breathes between requests, stops without dropping answers."""

    @classmethod
    def check_config(cls, cfg: Any, _log: Any) -> None:
        if cfg.is_ssl:
            raise ConfigError("the green worker speaks no TLS: put a proxy in front")

    def init_process(self) -> None:
        hubs.use_hub()  # a hub of its own: the master's must not be shared
        self.cfg.set("sendfile", False)  # green sockets cannot
        self.pool = GreenPool(self.worker_connections)
        self.clients: set[GreenSocket] = set()
        self.busy: set[GreenSocket] = set()
        self.newcomers: set[GreenSocket] = set()
        self.hurried = False
        super().init_process()

    def load_wsgi(self) -> None:
        super().load_wsgi()
        self.open_sockets = OpenSockets(self.app.wsgi())
        self.wsgi: Wsgi = _with_socket(self.open_sockets)

    def run(self) -> None:
        doors = [FairSocket(listener.sock) for listener in self.sockets]
        doormen = [eventlet.spawn(self.welcome, door) for door in doors]
        while self.alive and self.ppid == os.getppid():
            self.beat()
        for doorman, door in zip(doormen, doors, strict=True):
            doorman.kill()
            door.close()
        self.finish()

    def welcome(self, door: GreenSocket) -> None:
        while True:
            try:
                client, address = door.accept()
            except OSError as error:
                self.log.warning("Cannot let anybody in: %s", error)
                eventlet.sleep(BEAT)
                continue
            client.settimeout(self.cfg.timeout)
            self.pool.spawn_n(self.handle, door, client, address)

    def handle(self, listener: GreenSocket, client: GreenSocket, addr: Any) -> None:
        self.clients.add(client)
        self.newcomers.add(client)
        try:
            super().handle(listener, client, addr)
        finally:
            self.clients.discard(client)
            self.newcomers.discard(client)

    def handle_request(self, listener_name: Any, req: Any, sock: FairSocket, addr: Any) -> None:
        """Answer one request, then let the others have a turn.

        A client that always has its next request ready never makes us wait, so that without
        the turn nobody else would be served. Raises StopIteration to close the connection.
        """
        self.busy.add(sock)
        self.newcomers.discard(sock)
        try:
            super().handle_request(listener_name, req, sock, addr)
        except TimeoutError:
            raise StopIteration from None
        finally:
            self.busy.discard(sock)
        if not self.alive:
            raise StopIteration
        eventlet.sleep(0)
        sock.reads = 0

    def is_already_handled(self, respiter: Any) -> bool:
        if getattr(wsgi.WSGI_LOCAL, "already_handled", False):
            raise StopIteration  # it was a websocket; the connection is spent
        return bool(super().is_already_handled(respiter))

    def timeout_ctx(self) -> eventlet.Timeout:
        return eventlet.Timeout(self.cfg.keepalive or None, False)

    def finish(self) -> None:
        """Let what is being answered, or just being asked, be answered; the others go home now."""
        self.open_sockets.hang_up()
        _send_home(self.clients - self.busy - self.newcomers)
        begun = time.monotonic()
        deadline = begun + self.cfg.graceful_timeout - MARGIN
        while self.pool.running() and time.monotonic() < deadline and not self.hurried:
            self.beat()
            if time.monotonic() > begun + WELCOME:
                _send_home(self.newcomers)
        for late in list(self.pool.coroutines_running):
            eventlet.kill(late)

    def beat(self) -> None:
        self.notify()
        eventlet.sleep(BEAT)

    def handle_quit(self, sig: int, frame: FrameType | None) -> None:
        self.alive = False
        self.hurried = True
        self.cfg.worker_int(self)

    def handle_usr1(self, sig: int, frame: FrameType | None) -> None:
        # Reopening the logs takes locks, which a signal handler in the hub may not wait for.
        eventlet.spawn(super().handle_usr1, sig, frame)


def _send_home(clients: Iterable[GreenSocket]) -> None:
    for client in clients:
        with suppress(OSError):
            client.shutdown(socket.SHUT_RD)


class _Errors:
    """A log without eventlet's one complaint about every websocket that both ends closed."""

    def __init__(self, log: Any) -> None:
        self._log = log

    def write(self, words: str) -> None:
        if "socket shutdown error" not in words:
            self._log.write(words)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._log, name)


class _Input:
    """What Engine.IO's eventlet driver asks for the client's socket."""

    def __init__(self, client: GreenSocket) -> None:
        self._client = client

    def get_socket(self) -> GreenSocket:
        return self._client


def _with_socket(application: Wsgi) -> Wsgi:
    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ["eventlet.input"] = _Input(environ["gunicorn.socket"])
        environ["wsgi.errors"] = _Errors(environ["wsgi.errors"])
        return application(environ, start_response)

    return answer
