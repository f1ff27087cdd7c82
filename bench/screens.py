"""Screens without a browser: sockets that watch and acknowledge tickets as boards do.

Run as a process of its own, so that listening costs the measuring process nothing:
`python -m bench.screens` reads JSON from standard input and says "ready" when all are connected.
"""

import html
import json
import os
import re
import sys
import threading
import time
import urllib.request
from dataclasses import asdict, dataclass
from typing import Any, Final

import websocket

COLLECT: Final = 0.1
REST: Final = 0.5
"""Seconds a board gathers tickets before it acknowledges them, and from one time to the next, as
the real one does.
"""

TURNED_AWAY: Final = 3
"""The process's exit code when the server hangs up on a screen: what follows measures nothing."""

_WATCH: Final = re.compile(r'data-namespace="([^"]*)" data-room="[^"]*"\s+data-watch="([^"]*)"')
_DRAWS: Final = re.compile(r'data-draws=\\"([^"\\]*)\\"')
_ROOM: Final = re.compile(r'"room":"([^"]*)"')


@dataclass(frozen=True)
class Screen:
    """A page to open, with the cookie it needs."""

    page: str
    cookie: str


def connect_all(base: str, screens: list[Screen]) -> list[threading.Thread]:
    """Open every screen; returns once all of them watch."""
    ready = threading.Barrier(len(screens) + 1)
    threads = [
        threading.Thread(target=_live, args=(base, screen, ready), daemon=True)
        for screen in screens
    ]
    for thread in threads:
        thread.start()
    ready.wait(timeout=120)
    return threads


def _live(base: str, screen: Screen, ready: threading.Barrier) -> None:
    namespace, tokens = _regions(base, screen)
    socket = websocket.create_connection(
        base.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket",
        cookie=screen.cookie,
        origin=base,
    )
    socket.recv()
    socket.send(f"40{namespace},")
    socket.recv()
    socket.send(f"42{namespace},{json.dumps(['watch', tokens])}")
    ready.wait(timeout=120)
    _listen(socket, namespace)


def _regions(base: str, screen: Screen) -> tuple[str, list[str]]:
    asked = urllib.request.Request(base + screen.page, headers={"Cookie": screen.cookie})
    with urllib.request.urlopen(asked) as answer:
        found = _WATCH.findall(answer.read().decode())
    return found[0][0], [html.unescape(token) for _, token in found]


def _listen(socket: Any, namespace: str) -> None:
    """What is drawn is acknowledged in the room it was heard in."""
    room = ""
    gathered: list[str] = []
    since = told = 0.0
    while True:
        said = socket.recv()
        if said == "2":
            socket.send("3")
        if said.startswith(f"41{namespace}"):
            os._exit(TURNED_AWAY)
        if draws := _DRAWS.findall(said):
            room = _ROOM.findall(said)[0]
            gathered += [one for each in draws for one in each.split(",")]
        now = time.monotonic()
        since = since or (now if gathered else 0.0)
        if gathered and now > max(since + COLLECT, told + REST):
            socket.send(f"42{namespace},{json.dumps(['drawn', room, gathered[:100]])}")
            gathered, since, told = gathered[100:], 0.0, now


def as_json(base: str, screens: list[Screen]) -> str:
    """What `python -m bench.screens` reads."""
    return json.dumps({"base": base, "screens": [asdict(screen) for screen in screens]})


if __name__ == "__main__":
    told = json.loads(sys.stdin.readline())
    connect_all(told["base"], [Screen(**each) for each in told["screens"]])
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.read()
