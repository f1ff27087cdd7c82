"""How gunicorn serves the restaurant: `gunicorn -c python:restaurant_order.serving wsgi:app`.

The names in lower case are gunicorn's settings. One worker process: guests' screens are told by
the process that took the order, and several processes need Redis between them.
"""

import errno
import gc
import os
import resource
import socket
import subprocess
import sys
import time
from typing import Any, Final

from config import AsyncMode, Settings

OPEN_FILES: Final = 8192
"""Sockets and files at once, where the machine allows it; the usual 1,024 is one full room."""

GARBAGE: Final = 20_000
"""Objects made, less those given back, before the collector looks at the youngest."""

LETS_GO: Final = 5.0
"""Seconds in which a server that is just stopping has let go of its port."""

settings: Final = Settings.from_environment(os.environ)

bind = (
    f"[{settings.host}]:{settings.port}"
    if ":" in settings.host
    else f"{settings.host}:{settings.port}"
)
workers = 1
worker_class = {
    AsyncMode.EVENTLET: "restaurant_order.green_worker.GreenWorker",
    AsyncMode.THREADING: "restaurant_order.thread_worker.RoomyThreadWorker",
}[settings.async_mode]
threads = settings.threads if settings.async_mode is AsyncMode.THREADING else 1
worker_connections = 4000
keepalive = 20
timeout = 60
graceful_timeout = 10
loglevel = settings.log_level.lower()
accesslog = None  # its lines would hold the tables' codes
forwarded_allow_ips = ""  # the application alone decides which proxies to believe
control_socket_disable = True


def on_starting(server: Any) -> None:
    _allow_many_files()
    if not {"GUNICORN_FD", "LISTEN_FDS"} & set(os.environ):  # doors that are open already
        for address in server.cfg.address:
            if isinstance(address, tuple):
                _find_free(*address)


def _allow_many_files() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _find_free(host: str, port: int) -> None:
    """End here, saying what to do, rather than in gunicorn's words when nobody can listen there."""
    given_up = time.monotonic() + LETS_GO
    while (trouble := _trouble_at(host, port)) is not None:
        if trouble.errno != errno.EADDRINUSE:
            sys.exit(f"HOST, PORT: nothing can listen at {host}, port {port}: {trouble.strerror}.")
        if time.monotonic() > given_up:
            sys.exit(
                f"PORT: {port} is taken by another program. Stop that one, or choose another port:"
                f" PORT={port % 65535 + 1} make run"
            )
        time.sleep(0.2)


def _trouble_at(host: str, port: int) -> OSError | None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except OSError as trouble:
            return trouble
    return None


def post_worker_init(_worker: Any) -> None:
    """What is loaded now stays for good: the collector need not look at it again and again.

    With Python's own thresholds it spent a seventh of a rush on looking.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE, 20, 20)


def when_ready(_server: Any) -> None:
    """Once the door is open, `make run` wants to be told where to go."""
    if os.environ.get("WELCOME"):
        subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "restaurant_order", "demo", "welcome"]
        )
