"""What a board costs: `python -m bench.boards`, also a part of `make bench`.

A push to a board of 5 and of 200 tickets, on the server and on a screen with a slow processor; and
what a screen holds in memory after 500 and after 5,000 tickets have passed over it.
"""

import argparse
import json
import secrets
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any, Final

from playwright.sync_api import Browser, CDPSession, Page

from bench.house import House, build, full_carts, settings_for
from config import AsyncMode
from tests.servers.browser import chromium_browser
from tests.servers.gunicorn import Served, served

FEW: Final = 5
MANY: Final = 200
PUSHES: Final = 30
SLOWER: Final = 4
"""How many times slower than this machine's the screen's processor is made."""

PASSING: Final = (500, 5000)
"""Tickets that have passed over the board when its memory is looked at."""
AT_ONCE: Final = 20
MOVES: Final = 50
REST: Final = 10
"""Seconds in which nothing happens, so that it is known what a board costs by itself."""

_NOTE_DRAWING: Final = """() => {
  const Native = window.WebSocket;
  window.WebSocket = class extends Native {
    constructor(...words) {
      super(...words);
      this.addEventListener("message", () => (window.heardAt = performance.now()));
    }
  };
  window.drawn = [];
  const painted = new MessageChannel();
  painted.port1.onmessage = () => window.drawn.push(performance.now() - window.tellingOf);
  addEventListener("region:changed", ({ detail }) => {
    if (!detail.isNew) return;
    window.tellingOf = window.heardAt;
    requestAnimationFrame(() => painted.port2.postMessage(""));
  });
}"""

_COUNT: Final = "count => document.querySelectorAll('.ticket').length === count"


@dataclass(frozen=True)
class Cost:
    """Of one push to a board with so many `open` tickets.

    Milliseconds: the server's processor for a line's move, from request to pushes; from the
    socket's message to the painted ticket; the screen's processor for everything it does until
    then; how much of that it would have done anyway; and what it does in a second of rest.
    """

    open: int
    server: float
    drawn_p50: float
    drawn_worst: float
    screen: float
    anyway: float
    rest: float


@dataclass(frozen=True)
class Memory:
    """Of the board's page after a collection: kB of script's heap, nodes, listeners."""

    passed: int
    heap: int
    nodes: int
    listeners: int


@contextmanager
def kitchen(orders: int, mode: AsyncMode = AsyncMode.EVENTLET) -> Iterator[tuple[Served, House]]:
    """A served restaurant with as many full carts."""
    with tempfile.TemporaryDirectory() as folder:
        data_dir, secret = Path(folder), secrets.token_hex(24)
        settings = settings_for(data_dir, secret)
        house = build(settings)
        full_carts(settings, house, orders)
        env = {"SECRET_KEY": secret}
        with served("bench.kitchen:app", data_dir=data_dir, async_mode=mode, env=env) as server:
            server.get("/healthz")
            yield server, house


def costs(browser: Browser) -> list[Cost]:
    with kitchen(MANY + 3 * PUSHES) as (server, house):
        board = open_board(browser, server, house, notes=True)
        found = [_cost(board, server, amount) for amount in (FEW, MANY)]
        board.context.close()
    return found


def memory(browser: Browser, passing: tuple[int, ...] = PASSING) -> list[Memory]:
    with kitchen(passing[-1] + AT_ONCE) as (server, house):
        board = open_board(browser, server, house)
        devtools = board.context.new_cdp_session(board)
        found, passed = [], 0
        for stop in passing:
            while passed < stop:
                deed(server, f"place/{AT_ONCE}")
                deed(server, f"bump/{AT_ONCE}")
                passed += AT_ONCE
            found.append(_memory(board, devtools, passed))
        board.context.close()
    return found


def open_board(browser: Browser, server: Served, house: House, *, notes: bool = False) -> Page:
    """A wall's screen; with `notes` it writes down when it drew what."""
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    cookie = {"name": "staff", "value": house.staff_cookie, "url": server.url}
    context.add_cookies([cookie])  # type: ignore[list-item]  # plain dicts do
    page = context.new_page()
    if notes:
        page.add_init_script(f"({_NOTE_DRAWING})()")
    page.goto(f"{server.url}/kitchen/all")
    page.locator("live-state[data-state=live]").wait_for()
    return page


def deed(server: Served, what: str) -> str:
    asked = urllib.request.Request(f"{server.url}/bench/{what}", method="POST")
    with urllib.request.urlopen(asked) as answer:
        return str(answer.read().decode())


def _cost(board: Page, server: Served, amount: int) -> Cost:
    there = board.locator(".ticket").count()
    deed(server, f"place/{amount - there}")
    _wait_for(board, amount)
    moved = _moved(board, server)
    devtools = board.context.new_cdp_session(board)
    devtools.send("Performance.enable")
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    rest = _at_rest(board, devtools)
    board.evaluate("window.drawn = []")
    spent = waited = 0.0
    for number in range(1, PUSHES + 1):
        before, began = _metrics(devtools)["TaskDuration"], time.monotonic()
        deed(server, "place/1")
        board.wait_for_function("count => window.drawn.length >= count", arg=number, polling=20)
        spent += _metrics(devtools)["TaskDuration"] - before
        waited += time.monotonic() - began
        deed(server, "bump/1")
        board.wait_for_function(_COUNT, arg=amount)
        board.wait_for_timeout(100)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    drawn = board.evaluate("window.drawn")
    devtools.detach()
    return Cost(
        open=amount,
        server=round(moved, 2),
        drawn_p50=round(median(drawn), 1),
        drawn_worst=round(max(drawn), 1),
        screen=round(1000 * spent / PUSHES, 1),
        anyway=round(rest * waited / PUSHES, 1),
        rest=round(rest, 1),
    )


def _at_rest(board: Page, devtools: CDPSession) -> float:
    """Processor ms of the screen in a second in which nothing happens."""
    before, began = _metrics(devtools)["TaskDuration"], time.monotonic()
    board.wait_for_timeout(1000 * REST)
    spent = _metrics(devtools)["TaskDuration"] - before
    return 1000 * spent / (time.monotonic() - began)


def _moved(board: Page, server: Served) -> float:
    """Processor ms of the server for one line that moves: request, transaction, pushes."""
    before = float(deed(server, "spent"))
    for _ in range(MOVES):
        deed(server, "move")
        board.wait_for_timeout(40)
    return (float(deed(server, "spent")) - before) / MOVES


def _wait_for(board: Page, amount: int) -> None:
    board.wait_for_function(_COUNT, arg=amount)
    board.wait_for_timeout(1000)


def _memory(board: Page, devtools: CDPSession, passed: int) -> Memory:
    """Once the last places have closed, and the receipts are in."""
    board.wait_for_function("() => !document.querySelector('.ticket, .ghost')")
    board.wait_for_timeout(4000)
    devtools.send("Performance.enable")
    for _ in range(3):
        devtools.send("HeapProfiler.collectGarbage")
    told = _metrics(devtools)
    return Memory(
        passed,
        heap=round(told["JSHeapUsedSize"] / 1024),
        nodes=int(told["Nodes"]),
        listeners=int(told["JSEventListeners"]),
    )


def _metrics(devtools: CDPSession) -> dict[str, float]:
    told: dict[str, Any] = devtools.send("Performance.getMetrics")
    return {one["name"]: one["value"] for one in told["metrics"]}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.boards")
    parser.add_argument("what", nargs="*", default=["costs", "memory"])
    parser.add_argument("--passing", type=int, nargs="+", default=PASSING)
    asked = parser.parse_args()
    with chromium_browser() as browser:
        found: list[Cost] | list[Memory]
        for what in asked.what:
            found = costs(browser) if what == "costs" else memory(browser, tuple(asked.passing))
            sys.stdout.write(json.dumps([asdict(one) for one in found], indent=2) + "\n")


if __name__ == "__main__":
    main()
