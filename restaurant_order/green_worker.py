"""A gunicorn worker on eventlet: one process, one green thread per connection.

gunicorn gave up its own. The standard library is patched by `wsgi.py`, which the worker loads
after the fork, so the master process stays as it was.
"""

import os
from typing import Any, Final

import eventlet
from eventlet import hubs
from eventlet.greenio import GreenSocket
from eventlet.greenpool import GreenPool
from gunicorn.errors import ConfigError
from gunicorn.workers.base_async import AsyncWorker

from restaurant_order.open_sockets import OpenSockets

HEARTBEAT: Final = 1.0
"""Seconds between two signs of life to the master."""

MARGIN: Final = 1.0
"""Seconds before the master's patience ends at which a stopping worker lets go of the rest."""


class GreenWorker(AsyncWorker):
    """Serves HTTP and websockets, breathes between requests, stops without dropping answers."""

    @classmethod
    def check_config(cls, cfg: Any, _log: Any) -> None:
        if cfg.is_ssl:
            raise ConfigError("the green worker speaks no TLS: put a proxy in front")

    def init_process(self) -> None:
        hubs.use_hub()  # of its own: the master's must not be shared
        self.cfg.set("sendfile", False)  # green sockets cannot
        self.idle: set[GreenSocket] = set()
        self.pool = GreenPool(self.worker_connections)
        super().init_process()

    def load_wsgi(self) -> None:
        super().load_wsgi()
        self.open_sockets = OpenSockets(self.wsgi)
        self.wsgi = _with_socket(self.open_sockets)

    def run(self) -> None:
        doors = [GreenSocket(listener.sock) for listener in self.sockets]
        doormen = [eventlet.spawn(self.welcome, door) for door in doors]
        while self.alive and self.ppid == os.getppid():
            self.rest()
        for doorman, door in zip(doormen, doors, strict=True):
            doorman.kill()
            door.close()
        self.finish()


