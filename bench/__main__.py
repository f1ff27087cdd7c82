"""Run all measurements in both async modes; print a table, write JSON.

`python -m bench [eventlet] [threading] [--seconds N] [--only-modes]`; figures also go to
`var/bench.json`. Unless told otherwise, full boards and printed sheets are measured after them.
"""

import argparse
import json
import os
import platform
import resource
import secrets
import tempfile
import time
import urllib.request
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser

from bench import boards as boards_of
from bench import drawn, sheets, wrk
from bench.databases import database, kind
from bench.first_visit import first_visit
from bench.house import Cart, build, full_carts, orders_by_key, settings_for
from bench.listeners import boards, floor, phones, watching
from bench.wrk import Rate
from config import AsyncMode
from tests.servers.browser import chromium_browser
from tests.servers.gunicorn import Served, served

PLAIN: Final = "/bench/plain"
RUSH_CARTS: Final = 6000
STEADY_SECONDS: Final = 15
PHONES: Final = 200
BOARDS: Final = 4


def measure(mode: AsyncMode, browser: Browser, *, seconds: float) -> dict[str, Any]:
    """Everything, on a fresh database with a server of its own."""
    with tempfile.TemporaryDirectory() as folder, database() as where:
        data_dir = Path(folder)
        secret = secrets.token_hex(24)
        settings = settings_for(data_dir, secret, **where)
        house = build(settings)
        steady = full_carts(settings, house, STEADY_SECONDS * drawn.PER_SECOND)
        rush = full_carts(settings, house, RUSH_CARTS)
        started = time.monotonic()
        env = {"SECRET_KEY": secret, "THREADS": "400", **where}
        with served("bench.plain:app", data_dir=data_dir, async_mode=mode, env=env) as server:
            figures = {"start to first page (s)": _until_first_page(server, rush[0], started)}
            figures |= _menu(server, rush[0], browser, seconds)
            figures |= _tap_to_drawn(server, browser, house, steady, settings)
            figures |= _rush(server, house, rush, seconds, data_dir)
        return figures


def _until_first_page(server: Served, cart: Cart, started: float) -> float:
    server.process.wait_for_line("Booting worker")
    asked = urllib.request.Request(f"{server.url}/menu", headers={"Cookie": f"guest={cart.cookie}"})
    with urllib.request.urlopen(asked) as answer:
        answer.read()
    return round(time.monotonic() - started, 2)


def _menu(server: Served, cart: Cart, browser: Browser, seconds: float) -> dict[str, Any]:
    worker, cookie = _worker_of(server), f"guest={cart.cookie}"
    wrk.gets(f"{server.url}{PLAIN}", seconds=1)
    plain = _with_cpu(worker, lambda: wrk.gets(f"{server.url}{PLAIN}", seconds=seconds))
    wrk.gets(f"{server.url}/menu", cookie=cookie, seconds=1)
    menu = _with_cpu(worker, lambda: wrk.gets(f"{server.url}/menu", cookie=cookie, seconds=seconds))
    visit = first_visit(browser, server.url, cart)
    return {
        "plain route": asdict(plain),
        "menu page": asdict(menu),
        "menu to plain": round(menu.per_second / plain.per_second, 2),
        "first visit": visit,
    }


def _tap_to_drawn(
    server: Served, browser: Browser, house: Any, carts: list[Cart], settings: Any
) -> dict[str, Any]:
    worker = _worker_of(server)
    before = _memory(worker)
    screens = [*boards(house, BOARDS - 1), *phones(carts[:PHONES])]
    with watching(server.url, screens):
        connected = _memory(worker)
        board = drawn.open_board(browser, server.url, house)
        tapped = drawn.place_steadily(server.url, carts)
        delay = drawn.delays(board, tapped, orders_by_key(settings))
        board.context.close()
    return {
        "tap to drawn": asdict(delay),
        "memory per phone (kB)": round((connected - before) / len(screens)),
        "memory of the worker (MB)": round(_memory(worker) / 1024),
    }


def _rush(
    server: Served, house: Any, carts: list[Cart], seconds: float, folder: Path
) -> dict[str, Any]:
    with watching(server.url, [*boards(house, BOARDS), floor(house)]):
        worker = _worker_of(server)
        plain = _with_cpu(worker, lambda: wrk.gets(f"{server.url}{PLAIN}", seconds=seconds))
        orders = _with_cpu(
            worker, lambda: wrk.places(server.url, carts, seconds=seconds, folder=folder)
        )
    return {
        "plain route, screens connected": asdict(plain),
        "orders": asdict(orders),
        "orders to plain": round(orders.per_second / plain.per_second, 2),
    }


def _with_cpu(worker: int, measured: Callable[[], Rate]) -> Rate:
    """With what the worker's processor spent on a request, until it has told its screens."""
    before = _processor(worker)
    rate = measured()
    time.sleep(0.5)
    return replace(rate, cpu=round((_processor(worker) - before) / max(1, rate.count), 3))


def _processor(pid: int) -> float:
    """Milliseconds spent so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _worker_of(server: Served) -> int:
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
    found = [int(pid) for pid in children.read_text().split()]
    return _worker_below(found[0]) if found else server.process.pid


def _worker_below(pid: int) -> int:
    """The last process of the line: some systems put a supervisor in between."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return _worker_below(int(found[0])) if found else pid


def _memory(pid: int) -> int:
    """Resident kB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


def table(figures: dict[str, dict[str, Any]]) -> str:
    """A row per figure, a column per mode."""
    modes = list(figures)
    rows = [["", *modes]]
    for name in figures[modes[0]]:
        rows.append([name, *(_short(figures[mode][name]) for mode in modes)])
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def _short(figure: Any) -> str:
    if isinstance(figure, dict) and "per_second" in figure:
        words = f"{figure['per_second']:.0f}/s p50 {figure['p50']:.1f} p99 {figure['p99']:.1f} ms"
        words += f", {figure['cpu']:.2f} ms of processor" if figure["cpu"] is not None else ""
        return words + (f", {figure['failed']} failed" if figure["failed"] else "")
    if isinstance(figure, dict) and "lost" in figure:
        return (
            f"p50 {figure['p50']:.0f} p99 {figure['p99']:.0f} ms"
            f" of {figure['count']}, {figure['lost']} lost"
        )
    if isinstance(figure, dict):
        return ", ".join(f"{name} {value}" for name, value in figure.items())
    return str(figure)


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("modes", nargs="*", default=[mode.value for mode in AsyncMode])
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--only-modes", action="store_true", help="neither boards nor sheets")
    asked = parser.parse_args()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, hard) if hard > 0 else soft, hard))
    figures = {}
    rest: dict[str, Any] = {}
    with chromium_browser() as browser:
        for mode in asked.modes:
            figures[mode] = measure(AsyncMode(mode), browser, seconds=asked.seconds)
        if not asked.only_modes:
            rest = _boards_and_sheets(browser)
    machine = (
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python"
        f" {platform.python_version()}, {kind()}, one process, requests by {wrk.loader()}"
    )
    written = Path("var") / "bench.json"
    written.parent.mkdir(exist_ok=True)
    written.write_text(json.dumps({"machine": machine, "figures": figures, **rest}, indent=2))
    more = "\n".join(f"{name}: {json.dumps(each)}" for name, each in rest.items())
    print(f"{machine}\n\n{table(figures)}\n\n{more}\n\n{written}")  # noqa: T201 - its purpose


def _boards_and_sheets(browser: Browser) -> dict[str, Any]:
    seconds, megabytes, size = sheets.measure()
    return {
        "boards": [asdict(cost) for cost in boards_of.costs(browser)],
        "boards' memory": [asdict(each) for each in boards_of.memory(browser)],
        "sheets of 500 tables": {"s": round(seconds, 1), "MB": round(megabytes), "bytes": size},
    }


if __name__ == "__main__":
    main()
