"""Casa Lupo as its guests meet it: phones that scan, choose and send over HTTP."""

import html
import itertools
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from restaurant_order.core.database import db
from restaurant_order.core.transaction import transaction
from restaurant_order.menu.models import Dish, Option
from restaurant_order.ordering.cart import Cart, cart_of
from restaurant_order.ordering.models import CartLine, Order, OrderLine
from restaurant_order.ordering.queries import orders_of_visit
from restaurant_order.ordering.views import OrderView
from restaurant_order.venue.models import Table
from restaurant_order.visits.models import Guest, Request, Visit
from restaurant_order.visits.service import end_visit
from tests.cast import Place, casa_lupo

_keys = (f"key-{number:08}" for number in itertools.count())


class Lupo:
    """The restaurant. What a test asks it is read from the database afresh."""

    def __init__(self, app: Flask, **settings: Any) -> None:
        self.app = app
        with app.app_context():
            self.place = casa_lupo(**settings)

    def phone(self, table: str | None = None, *, language: str = "en") -> "Phone":
        """A phone; with a table's name it has scanned the code there."""
        phone = Phone(self, language)
        if table:
            assert phone.scans(table).status_code == 303
        return phone

    @contextmanager
    def inside(self) -> Iterator[Place]:
        """To call services, and to look."""
        with self.app.app_context():
            yield self.place

    def changes(self, noun: type[Any], row: int, **values: Any) -> None:
        """A column edited behind the scenes, as the owner of the database could."""
        with self.inside(), transaction():
            for name, value in values.items():
                setattr(db.session.get_one(noun, row), name, value)

    def asks_about(self, dish: str) -> int:
        return self.place.dishes[dish]

    def cart(self, table: str) -> Cart:
        with self.inside() as place:
            return cart_of(_visit(place, table).id, place.restaurant)

    def orders(self, table: str) -> list[OrderView]:
        with self.inside() as place:
            return orders_of_visit(_visit(place, table).id)

    def says_goodbye_to(self, table: str) -> None:
        """The bill is settled, the party gone."""
        with self.inside() as place, transaction():
            end_visit(_visit(place, table), by=place.person("Carla").actor)

    def counts(self) -> dict[str, int]:
        """How many rows there are of what a guest could bring about."""
        nouns = (Visit, Guest, CartLine, Order, OrderLine, Request)
        with self.inside():
            return {
                noun.__tablename__: db.session.scalar(select(func.count()).select_from(noun)) or 0
                for noun in nouns
            }

    def dish(self, name: str) -> Dish:
        with self.inside() as place:
            return place.dish(name)

    def sells_out(self, name: str, **values: Any) -> None:
        self.changes(Dish, self.place.dishes[name], **(values or {"stock": 0}))

    def option(self, name: str, **values: Any) -> None:
        self.changes(Option, self.place.options[name], **values)


class Phone:
    """A browser in a guest's hand."""

    def __init__(self, lupo: Lupo, language: str) -> None:
        self.lupo = lupo
        self.browser = lupo.app.test_client()
        self.headers = {"Accept-Language": language}

    def scans(self, table: str, **headers: str) -> TestResponse:
        return self.get(f"/t/{self.lupo.place.codes[table]}", **headers)

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.browser.get(path, headers={**self.headers, **_named(headers)})

    def reads(self, path: str) -> str:
        """The page's text, without markup. The page has to be there."""
        answer = self.get(path)
        assert answer.status_code == 200, answer.text
        return text_of(answer)

    def post(self, path: str, fields: Any = None, **headers: str) -> TestResponse:
        sent = {**self.headers, **_named(headers)}
        return self.browser.post(path, data=fields or {}, headers=sent)

    def adds(self, dish: str = "lemonade", /, *options: str, **fields: Any) -> TestResponse:
        """Add a dish; `fields` replace or join what the form would send."""
        form = {"dish": self.lupo.place.dishes[dish], "key": new_key(), **fields}
        chosen = [self.lupo.place.options[option] for option in options]
        return self.post("/cart/lines", {**form, "option-1": chosen} if chosen else form)

    def sends(self, **fields: Any) -> TestResponse:
        """Send the cart, at the total and with the key that its page shows."""
        page = self.get("/cart").text
        return self.post(
            "/orders",
            {"key": hidden(page, "key"), "seen_total": hidden(page, "seen_total"), **fields},
        )

    def orders(self, dish: str = "lemonade", /, *options: str, **fields: Any) -> None:
        assert self.adds(dish, *options, **fields).status_code == 303
        assert self.sends().status_code == 303

    @property
    def guest(self) -> Guest:
        """Who the restaurant takes it for."""
        from restaurant_order.visits.queries import guest_by_token

        cookie = self.browser.get_cookie("guest")
        assert cookie is not None
        with self.lupo.inside():
            found = guest_by_token(cookie.value)
        assert found is not None
        return found


def new_key() -> str:
    return next(_keys)


def hidden(page: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    return html.unescape(found[1]) if found else ""


def text_of(answer: TestResponse) -> str:
    bare = re.sub(r"<(script|style|template).*?</\1>|<[^>]+>", " ", answer.text, flags=re.DOTALL)
    return " ".join(html.unescape(bare).split())


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def _visit(place: Place, table: str) -> Visit:
    row = db.session.get_one(Table, place.tables[table])
    assert row.visit_id is not None
    return db.session.get_one(Visit, row.visit_id)
