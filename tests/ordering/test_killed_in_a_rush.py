"""A server killed in the middle of a rush: what it had acknowledged is there, once, afterwards."""

import os
import signal
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Event, Semaphore
from typing import Final
from urllib.parse import urlencode, urlsplit

from sqlalchemy import select

from restaurant_order.core.database import db
from restaurant_order.menu.models import Dish
from restaurant_order.ordering.models import Order, OrderLine
from restaurant_order.venue.models import Table
from restaurant_order.venue.queries import code_of
from restaurant_order.venue.tables import add_tables
from restaurant_order.visits.service import join
from tests.cast import casa_lupo
from tests.diner.phones import hidden, new_key
from tests.servers.databases import opened
from tests.servers.gunicorn import Served, served

PHONES: Final = 8
STOCK: Final = 10_000
ENOUGH: Final = 25
"""Orders acknowledged before the server dies."""


@dataclass
class Diner:
    """One phone at a table of its own, ordering until nobody answers."""

    token: str
    dish: int
    unanswered: tuple[str, dict[str, str]] | None = None
    acknowledged: list[str] = field(default_factory=list)

    def dines(self, url: str, told: Callable[[], None], gone: Event) -> None:
        try:
            while not gone.is_set():
                self.posts(url, "/cart/lines", {"dish": str(self.dish), "key": new_key()})
                self.orders(url)
                told()
        except (OSError, HTTPException):
            return

    def orders(self, url: str) -> None:
        page = self._asks(url, "GET", "/cart")
        fields = {name: hidden(page, name) for name in ("key", "seen_total")}
        self.posts(url, "/orders", fields)

    def posts(self, url: str, path: str, fields: dict[str, str]) -> None:
        self.unanswered = (path, fields)
        self._asks(url, "POST", path, urlencode(fields))
        self.unanswered = None
        if path == "/orders":
            self.acknowledged.append(fields["key"])

    def asks_again(self, url: str) -> None:
        if self.unanswered is not None:
            self.posts(url, *self.unanswered)

    def _asks(self, url: str, method: str, path: str, body: str | None = None) -> str:
        line = HTTPConnection(urlsplit(url).netloc, timeout=30)
        headers = {"Cookie": f"guest={self.token}", "Origin": url}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        line.request(method, path, body, headers)
        answer = line.getresponse()
        text = answer.read().decode()
        line.close()
        assert answer.status == (200 if method == "GET" else 303), text
        return text


def test_nothing_acknowledged_is_lost_and_nothing_happens_twice(
    database_url: str, tmp_path: Path
) -> None:
    with opened(database_url, tmp_path) as app, app.app_context():
        diners = _seated()
        with served(data_dir=tmp_path, env={"DATABASE_URL": database_url}) as doomed:
            doomed.get("/healthz")
            _dine_until_it_dies(doomed, diners)
        with served(data_dir=tmp_path, env={"DATABASE_URL": database_url}) as successor:
            successor.get("/healthz")
            for diner in diners:
                diner.asks_again(successor.url)
                diner.posts(
                    successor.url, "/cart/lines", {"dish": str(diner.dish), "key": new_key()}
                )
                diner.orders(successor.url)
        db.session.rollback()
        orders = db.session.scalars(select(Order)).all()
        lines = db.session.scalars(select(OrderLine)).all()
        acknowledged = [key for diner in diners for key in diner.acknowledged]
        assert len(acknowledged) >= ENOUGH + PHONES
        assert Counter(order.key for order in orders) == Counter(acknowledged)
        assert sorted(order.number for order in orders) == list(range(1, len(orders) + 1))
        assert len({line.order_id for line in lines}) == len(orders)
        sold = sum(line.quantity for line in lines)
        assert db.session.get_one(Dish, diners[0].dish).stock == STOCK - sold


def _seated() -> list[Diner]:
    place = casa_lupo()
    dish = place.dish("lemonade")
    dish.stock = STOCK
    area = db.session.get_one(Table, place.tables["7"]).area
    names = [f"R{number}" for number in range(PHONES)]
    tables = add_tables(area, names=names, seats=2, by=place.person("Max").actor)
    db.session.commit()
    return [Diner(join(code_of(table).code, language="en").token, dish.id) for table in tables]


def _dine_until_it_dies(doomed: Served, diners: list[Diner]) -> None:
    """Kill worker and master at once, while every phone waits for some answer."""
    worker = int(doomed.process.wait_for_line("Booting worker").rsplit(" ", 1)[1])
    told, gone = Semaphore(0), Event()
    with ThreadPoolExecutor(PHONES) as tables:
        dining = [tables.submit(diner.dines, doomed.url, told.release, gone) for diner in diners]
        for _ in range(ENOUGH):
            assert told.acquire(timeout=60)
        os.kill(worker, signal.SIGKILL)
        doomed.process.send(signal.SIGKILL)
        gone.set()
    for each in dining:
        each.result()
