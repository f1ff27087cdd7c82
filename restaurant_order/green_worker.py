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
from gunicorn.errors import ConfigError
from gunicorn.workers.base_async import AsyncWorker

from restaurant_order.open_sockets import OpenSockets, Wsgi

BEAT: Final = 0.2
"""Seconds between two looks at whether to go on, each a sign of life to the master."""

MARGIN: Final = 1.0
"""Seconds before the master's patience ends at which a stopping worker lets go of the rest."""


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
        self.hurried = False
        super().init_process()

    def load_wsgi(self) -> None:
        super().load_wsgi()
        self.open_sockets = OpenSockets(self.app.wsgi())
        self.wsgi: Wsgi = _with_socket(self.open_sockets)

    def run(self) -> None:
        doors = [GreenSocket(listener.sock) for listener in self.sockets]
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
        try:
            super().handle(listener, client, addr)
        finally:
            self.clients.discard(client)

    def handle_request(self, listener_name: Any, req: Any, sock: GreenSocket, addr: Any) -> None:
        """Answer one request, then let the others have a turn.

        A client that always has its next request ready never makes us wait, so that without
        the turn nobody else would be served. Raises StopIteration to close the connection.
        """
        self.busy.add(sock)
        try:
            super().handle_request(listener_name, req, sock, addr)
        except TimeoutError:
            raise StopIteration from None
        finally:
            self.busy.discard(sock)
        if not self.alive:
            raise StopIteration
        eventlet.sleep(0)

    def is_already_handled(self, respiter: Any) -> bool:
        if getattr(wsgi.WSGI_LOCAL, "already_handled", False):
            raise StopIteration  # it was a websocket; the connection is spent
        return bool(super().is_already_handled(respiter))

    def timeout_ctx(self) -> eventlet.Timeout:
        return eventlet.Timeout(self.cfg.keepalive or None, False)

    def finish(self) -> None:
        """Let what is being answered be answered; everybody else goes home now."""
        self.open_sockets.hang_up()
        for client in self.clients - self.busy:
            with suppress(OSError):
                client.shutdown(socket.SHUT_RD)
        deadline = time.monotonic() + self.cfg.graceful_timeout - MARGIN
        while self.pool.running() and time.monotonic() < deadline and not self.hurried:
            self.beat()
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
