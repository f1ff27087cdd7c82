"""Speed of printing: 500 tables as A4 grid PDF, each code read back, on two cores; and what live
screens notice of it.

python -m bench.sheets [tables] [--alone]
"""

import http.client
import resource
import secrets
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Final
from urllib.parse import urlencode, urlsplit

import msgspec

from bench import drawn
from bench.drawn import Delay
from bench.house import House, build, full_carts, orders_by_key, settings_for
from bench.listeners import boards, floor, phones, watching
from config import Settings
from restaurant_order import create_app
from restaurant_order.core.actor import SYSTEM
from restaurant_order.core.database import db
from restaurant_order.qr.cards import Card
from restaurant_order.qr.cards import House as Printed
from restaurant_order.qr.codes import short_form
from restaurant_order.qr.design import Design
from restaurant_order.qr.work import Job, run
from restaurant_order.venue import queries
from restaurant_order.venue.rules import MOST_AT_ONCE, new_code
from restaurant_order.venue.tables import add_tables
from tests.servers.browser import chromium_browser
from tests.servers.gunicorn import served

STUDIO: Final = "/manage/tables/sheets"
ORDERS: Final = 160
"""Eight seconds of them."""

PHONES: Final = 100
BOARDS: Final = 4

AIM: Final = 10.0
"""Seconds for 500 tables."""


def measure(tables: int = 500) -> tuple[float, float, int]:
    """Seconds, megabytes of the largest process, bytes of the file. Raises when a code fails."""
    cards = [
        Card(
            number, f"T{number}", f"Area {number // 50}",
            short_form("https://order.example.com", new_code()), secrets.token_hex(4),
        )
        for number in range(1, tables + 1)
    ]  # fmt: skip
    calls = {"en": "Scan to see the menu and order", "zh-Hans": "扫码看菜单、点餐"}
    job = Job(
        design=Design(columns=3, rows=4, calls=calls),
        house=Printed("Casa Lupo", "order.example.com"),
        cards=cards,
    )
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "job.json").write_bytes(msgspec.json.encode(job))
        begun = time.perf_counter()
        end = run(Path(folder))
        took = time.perf_counter() - begun
        if end.state != "done":
            raise RuntimeError(f"not printed: {end.findings}")
        size = (Path(folder) / "result.pdf").stat().st_size
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    memory = max(resource.getrusage(kind).ru_maxrss for kind in kinds) / 1024
    return took, memory, size


def beside_screens(tables: int = 500) -> dict[str, Delay]:
    """From tap to drawn before, while and after one sheet after the other is made, green mode."""
    with tempfile.TemporaryDirectory() as folder, chromium_browser() as browser:
        secret = secrets.token_hex(24)
        settings = settings_for(Path(folder), secret)
        house = build(settings)
        _furnish(settings, tables)
        carts = full_carts(settings, house, 3 * ORDERS)
        env = {"SECRET_KEY": secret, "BASE_URL": "http://192.168.1.20:8000"}
        with served("bench.plain:app", data_dir=Path(folder), env=env) as server:
            screens = [*boards(house, BOARDS - 1), floor(house), *phones(carts[:PHONES])]
            with watching(server.url, screens):
                board = drawn.open_board(browser, server.url, house)
                found = {}
                for part, name in enumerate(("before", "while", "after")):
                    share = carts[part * ORDERS : (part + 1) * ORDERS]
                    printing = _printing(server.url, house) if name == "while" else nullcontext()
                    with printing:
                        tapped = drawn.place_steadily(server.url, share)
                        found[name] = drawn.delays(board, tapped, orders_by_key(settings))
                return found


def _furnish(settings: Settings, count: int) -> None:
    app = create_app(settings)
    with app.app_context():
        area = queries.areas(queries.restaurants()[0].id)[0]
        for start in range(0, count, MOST_AT_ONCE):
            ends = min(start + MOST_AT_ONCE, count)
            names = [f"P{number}" for number in range(start + 1, ends + 1)]
            add_tables(area, names=names, by=SYSTEM)
        db.engine.dispose()


@contextmanager
def _printing(base: str, house: House) -> Iterator[None]:
    """A manager asks for one sheet after the other until the block ends."""
    enough = threading.Event()
    hand = threading.Thread(target=_print_again, args=(base, house.staff_cookie, enough))
    hand.start()
    try:
        yield
    finally:
        enough.set()
        hand.join()


def _print_again(base: str, cookie: str, enough: threading.Event) -> None:
    connection = http.client.HTTPConnection(urlsplit(base).netloc)
    while not enough.is_set():
        job = _asked(connection, "POST", f"{STUDIO}/jobs", cookie).headers["Location"]
        while not enough.wait(0.7) and "700ms" in _asked(connection, "GET", job, cookie).text:
            pass
    _asked(connection, "POST", f"{job}/stop", cookie)


@dataclass(frozen=True)
class _Answer:
    headers: Message
    text: str


def _asked(connection: http.client.HTTPConnection, verb: str, path: str, cookie: str) -> _Answer:
    headers = {
        "Cookie": f"staff={cookie}",
        "HX-Request": "true",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    fields = {"columns": 3, "rows": 4, "shows_name": "on", "shows_typed": "on"}
    is_start = path == f"{STUDIO}/jobs"
    connection.request(verb, path, body=urlencode(fields) if is_start else "", headers=headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    if answer.status >= 400:
        raise RuntimeError(f"the studio answered {answer.status}: {text[:300]}")
    return _Answer(answer.headers, text)


def main() -> int:
    numbers = [word for word in sys.argv[1:] if word.isdigit()]
    tables = int(numbers[0]) if numbers else 500
    took, memory, size = measure(tables)
    sys.stdout.write(
        f"sheets: {tables} tables, read back: {took:.1f} s (aim {AIM:.0f} s for 500),"
        f" {memory:.0f} MB, {size / 1e6:.1f} MB of PDF\n"
    )
    if "--alone" not in sys.argv:
        for name, delay in beside_screens(tables).items():
            sys.stdout.write(
                f"tap to drawn {name}: p50 {delay.p50:.0f} ms, p99 {delay.p99:.0f} ms,"
                f" {delay.count} drawn, {delay.lost} lost\n"
            )
    return int(tables <= 500 and took > AIM)


if __name__ == "__main__":
    sys.exit(main())
