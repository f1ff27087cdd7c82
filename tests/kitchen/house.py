"""Casa Lupo with people at its screens, and a table that orders."""

import itertools
import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from restaurant_order.core import clock
from restaurant_order.core.database import db
from restaurant_order.core.transaction import transaction
from restaurant_order.ordering.cart import cart_of
from restaurant_order.ordering.limits import MOST_ROUNDS
from restaurant_order.ordering.models import Disposition, LineStatus, OrderLine
from restaurant_order.ordering.service import add_to_cart, cancel_line, place
from restaurant_order.visits.models import Guest
from restaurant_order.visits.service import join
from tests.cast import Place, casa_lupo
from tests.people.sessions import signed_in

_keys = (f"key-{number:05}" for number in itertools.count())

SCRIPT = {"HX-Request": "true"}


@dataclass
class Kitchen:
    """Deeds run in an application context of their own, as requests do."""

    app: Flask
    place: Place

    def signed_in(self, name: str) -> "Person":
        return Person(self.app, self.cookie_of(name))

    def cookie_of(self, name: str) -> str:
        with self.app.app_context():
            _session, token = signed_in(self.place.person(name))
        return token

    def orders(
        self,
        *dishes: str,
        table: str = "7",
        quantity: int = 1,
        note: str = "",
        more: tuple[str, ...] = (),
    ) -> "Placed":
        """A guest at the table orders these dishes in one go; `more`: options of each pizza.

        Beyond what guests may send at once a waiter sends it for them.
        """
        with self.app.app_context():
            guest = db.session.get_one(Guest, join(self.place.codes[table], language="en").guest.id)
            for dish in dishes:
                add_to_cart(
                    guest.visit,
                    dish_id=self.place.dishes[dish],
                    option_ids=self._options(dish, more),
                    quantity=quantity,
                    note=note,
                    key=next(_keys),
                    by=guest,
                )
            seen = cart_of(guest.visit_id, guest.visit.restaurant).sum.total
            by = guest if guest.visit.order_count < MOST_ROUNDS else self.place.person("Wei")
            order_id = place(guest.visit, key=next(_keys), seen_total=seen, note="", by=by)
            lines = db.session.scalars(
                db.select(OrderLine.id).where(OrderLine.order_id == order_id).order_by(OrderLine.id)
            ).all()
        return Placed(order_id, tuple(lines))

    def cancels(
        self,
        line_id: int,
        reason: str = "Guest left",
        disposition: Disposition = Disposition.WASTE,
    ) -> None:
        with self.app.app_context():
            max_ = self.place.person("Max")
            cancel_line(self.place.id, line_id, reason=reason, disposition=disposition, by=max_)

    def status_of(self, placed: "Placed") -> list[str]:
        with self.app.app_context():
            found = db.session.scalars(
                db.select(OrderLine.status)
                .where(OrderLine.order_id == placed.id)
                .order_by(OrderLine.id)
            )
            return [status.value for status in found]

    def is_seen(self, line_id: int) -> bool:
        with self.app.app_context():
            return db.session.get_one(OrderLine, line_id).cancel_seen_at is not None

    def set_status(self, placed: "Placed", status: LineStatus) -> None:
        """As if others had moved them."""
        with self.app.app_context(), transaction():
            for line_id in placed.lines:
                line = db.session.get_one(OrderLine, line_id)
                line.status = status
                if status is not LineStatus.ACCEPTED:
                    line.started_at = clock.now()
                if status in {LineStatus.READY, LineStatus.SERVED}:
                    line.ready_at = clock.now()

    def _options(self, dish: str, more: tuple[str, ...]) -> list[int]:
        chosen = ("normal", *more) if dish == "margherita" else ()
        return [self.place.options[each] for each in chosen]


@dataclass(frozen=True)
class Placed:
    """An order and its lines, by id."""

    id: int
    lines: tuple[int, ...]


class Person:
    """Somebody's browser."""

    def __init__(self, app: Flask, token: str | None = None, *, guest: str | None = None) -> None:
        self.browser = app.test_client()
        if token:
            self.browser.set_cookie("staff", token)
        if guest:
            self.browser.set_cookie("guest", guest)

    def sees(self, path: str = "/kitchen/grill") -> str:
        answer = self.browser.get(path)
        assert answer.status_code == 200, answer.text
        return answer.text

    def tickets(self, path: str = "/kitchen/grill") -> list[str]:
        """The keys of the tickets on a board, in their order."""
        return re.findall(r'<article class="ticket" [^>]*data-key="([^"]+)"', self.sees(path))

    def taps(self, path: str, *, script: bool = True, **fields: Any) -> TestResponse:
        return self.browser.post(path, data=fields, headers=SCRIPT if script else {})

    def takes_back(self, answer: TestResponse) -> TestResponse:
        """Press the undo that an answer came with."""
        form = re.search(r'<form class="undo".*?</form>', answer.text, re.DOTALL)
        assert form, answer.text
        action = re.search(r' action="([^"]+)"', form[0])
        assert action
        fields: dict[str, list[str]] = {}
        for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', form[0]):
            fields.setdefault(name, []).append(unescape(value))
        return self.browser.post(action[1], data=fields, headers=SCRIPT)


def kitchen_of(app: Flask, **settings: Any) -> Kitchen:
    """Every round is a ticket of its own, unless `settings` say otherwise."""
    with app.app_context():
        return Kitchen(app, casa_lupo(**{"join_within": 0, **settings}))
