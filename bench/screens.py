"""Screens without a browser: sockets that watch and acknowledge tickets as boards do.

Run as a process of its own, so that listening costs the measuring process nothing:
`python -m bench.screens` reads JSON from standard input and says "ready" when all are connected.
"""

import html
import json
import re
import sys
import threading
import time
import urllib.request
from dataclasses import asdict, dataclass
from typing import Any, Final

import websocket

COLLECT: Final = 0.1
"""Seconds a board gathers tickets before it acknowledges them, as the real one does."""

_WATCH: Final = re.compile(r'data-namespace="([^"]*)" data-room="([^"]*)"\s+data-watch="([^"]*)"')
_DRAWS: Final = re.compile(r'data-draws=\\"([^"\\]*)\\"')


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
    namespace, room, tokens = _regions(base, screen)
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
    _listen(socket, namespace, room)


def _regions(base: str, screen: Screen) -> tuple[str, str, list[str]]:
    asked = urllib.request.Request(base + screen.page, headers={"Cookie": screen.cookie})
    with urllib.request.urlopen(asked) as answer:
        found = _WATCH.findall(answer.read().decode())
    namespace, room, _ = found[0]
    return namespace, html.unescape(room), [html.unescape(token) for _, _, token in found]


def _listen(socket: Any, namespace: str, room: str) -> None:
    gathered: list[str] = []
    since = 0.0
    while True:
        said = socket.recv()
        if said == "2":
            socket.send("3")
        gathered += [one for draws in _DRAWS.findall(said) for one in draws.split(",")]
        since = since or (time.monotonic() if gathered else 0.0)
        if gathered and time.monotonic() - since > COLLECT:
            socket.send(f"42{namespace},{json.dumps(['drawn', room, gathered[:100]])}")
            gathered, since = [], 0.0


def as_json(base: str, screens: list[Screen]) -> str:
    """What `python -m bench.screens` reads."""
    return json.dumps({"base": base, "screens": [asdict(screen) for screen in screens]})


if __name__ == "__main__":
    told = json.loads(sys.stdin.readline())
    connect_all(told["base"], [Screen(**each) for each in told["screens"]])
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.read()
