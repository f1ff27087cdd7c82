"""What the tiny application answers: just enough to see the order in which things happen."""

import os
import threading
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
from flask import Flask, jsonify, request, send_file
from flask.typing import ResponseReturnValue
from flask_socketio import SocketIO

from config import Settings

RunBlocking = Callable[..., Any]


def create_app(settings: Settings, *, run_blocking: RunBlocking | None, early: list[str]) -> Flask:
    app = Flask("tiny")
    app.config.from_mapping(settings.to_flask())
    happenings: defaultdict[str, threading.Event] = defaultdict(threading.Event)
    run = run_blocking or (lambda work, *args: work(*args))
    app.add_url_rule("/", "hello", lambda: "hello")
    app.add_url_rule("/early", "early", lambda: jsonify(early))
    app.add_url_rule("/worker", "worker", lambda: str(os.getpid()))
    app.add_url_rule("/upload", "upload", lambda: str(len(request.get_data())), methods=["POST"])
    app.add_url_rule("/still", "still", lambda: _stand_still(Path(request.args["pipe"])))
    app.add_url_rule("/aside", "aside", lambda: run(_stand_still, Path(request.args["pipe"])))
    app.add_url_rule("/lock", "lock", lambda: _lock(_own(settings)))
    app.add_url_rule("/parcel/<int:size>", "parcel", lambda size: _parcel(_own(settings), size))
    app.add_url_rule("/file", "file", lambda: send_file(request.args["file"]))
    _happenings(app, happenings)
    _count(app)
    _sockets(app, settings, happenings)
    return app


def _happenings(app: Flask, happenings: defaultdict[str, threading.Event]) -> None:
    def wait_for(name: str) -> ResponseReturnValue:
        happenings[f"a-wait-for-{name}"].set()
        happenings[name].wait()
        return f"{name} happened"

    def happen(name: str) -> ResponseReturnValue:
        happenings[name].set()
        return f"{name} happens"

    app.add_url_rule("/wait-for/<name>", "wait_for", wait_for)
    app.add_url_rule("/happen/<name>", "happen", happen)


def _count(app: Flask) -> None:
    counted: list[str] = []

    def count() -> ResponseReturnValue:
        counted.append("one more")
        return str(len(counted))

    app.add_url_rule("/count", "count", count)
    app.add_url_rule("/counted", "counted", lambda: str(len(counted)))


def _sockets(app: Flask, settings: Settings, happenings: defaultdict[str, threading.Event]) -> None:
    sockets = SocketIO(app, async_mode=settings.async_mode.value)
    sockets.on_event("echo", lambda said: said)
    sockets.on_event("disconnect", lambda _reason: happenings["goodbye"].set())


def _stand_still(pipe: Path) -> str:
    """Wait as C code waits: the whole thread stands still until somebody has written to `pipe`."""
    with pipe.open() as opened:
        return opened.read()


def _own(settings: Settings) -> str:
    return settings.database_url.replace("+psycopg", "")


def _parcel(url: str, size: int) -> str:
    """More than fits between us and the database is waited for on the way there and back."""
    parcel = b"x" * size
    with psycopg.connect(url) as connection:
        back = connection.execute("SELECT %b", (parcel,)).fetchone()
    return "whole" if back == (parcel,) else "damaged"


def _lock(url: str) -> str:
    with psycopg.connect(url) as connection:
        connection.execute("SELECT pg_advisory_lock(1)")
    return "locked"
