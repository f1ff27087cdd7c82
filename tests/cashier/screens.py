"""The floor as staff meets it: screens with somebody signed in, over HTTP."""

import html
import re
from typing import Any

from sqlalchemy import func, select
from werkzeug.test import TestResponse

from restaurant_order.billing.models import Bill, Payment, Refund
from restaurant_order.billing.queries import bill_of
from restaurant_order.billing.rules import BillView
from restaurant_order.core.database import db
from restaurant_order.core.journal import JournalEntry
from restaurant_order.ordering.models import CartLine, LineStatus, Order, OrderLine
from restaurant_order.ordering.service import finish_ticket
from restaurant_order.visits.models import Request, Visit
from tests.cast import Place
from tests.diner.phones import Lupo, hidden, new_key, text_of
from tests.people.sessions import signed_in

NOUNS = (Visit, CartLine, Order, OrderLine, Request, Bill, Payment, Refund, JournalEntry)


class House(Lupo):
    """Casa Lupo with people at its screens."""

    def screen(self, name: str = "Carla", *, place: Place | None = None) -> "Screen":
        with self.app.app_context():
            _session, token = signed_in((place or self.place).person(name))
        return Screen(self, token)

    def party(self, table: str = "7", dish: str = "lemonade") -> int:
        """Guests who have ordered one dish; the id of their visit."""
        phone = self.phone(table)
        phone.orders(dish)
        return int(phone.guest.visit_id)

    def bill(self, visit_id: int) -> BillView:
        with self.inside():
            return bill_of(db.session.get_one(Visit, visit_id))

    def line(self, visit_id: int) -> int:
        """The first line they ordered."""
        return self.bill(visit_id).orders[0].lines[0].id

    def status(self, line_id: int) -> LineStatus:
        with self.inside():
            return db.session.get_one(OrderLine, line_id).status

    def cooks(self, visit_id: int) -> None:
        """All of it is ready."""
        order = self.bill(visit_id).orders[0]
        with self.inside() as place:
            finish_ticket(place.id, order.id, None, by=place.person("Ken"))

    def settled(self, table: str = "7") -> int:
        """A party that has paid and gone; the id of its visit."""
        visit_id, till = self.party(table), self.screen()
        till.pays(visit_id, "3.80")
        assert till.post(f"/floor/visits/{visit_id}/settlement").status_code == 303
        return visit_id

    def bill_id(self, visit_id: int) -> int:
        with self.inside():
            return int(db.session.scalars(select(Bill.id).filter_by(visit_id=visit_id)).one())

    def rows(self) -> dict[str, int]:
        """How many rows there are of all that the floor could bring about, the journal included."""
        with self.inside():
            return {
                noun.__tablename__: db.session.scalar(select(func.count()).select_from(noun)) or 0
                for noun in NOUNS
            }


class Screen:
    """A browser with a sign-in."""

    def __init__(self, house: House, token: str) -> None:
        self.house = house
        self.browser = house.app.test_client()
        if token:
            self.browser.set_cookie("staff", token)

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.browser.get(path, headers=headers)

    def post(self, path: str, fields: Any = None, **headers: str) -> TestResponse:
        return self.browser.post(path, data=fields or {}, headers=headers)

    def reads(self, path: str) -> str:
        answer = self.get(path)
        assert answer.status_code == 200, answer.text
        return text_of(answer)

    def pays(self, visit_id: int, tendered: str, **fields: str) -> TestResponse:
        path = f"/floor/visits/{visit_id}/payments"
        return self.post(path, {"key": new_key(), "tendered": tendered, **fields})

    def tile(self, table: str) -> str:
        """What a table's tile says."""
        key = f"table-{self.house.place.tables[table]}"
        found = re.search(
            rf'<li class="tile"[^>]*data-key="{key}".*?</li>', self.get("/floor/").text, re.DOTALL
        )
        assert found
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", found[0])).split())


__all__ = ["House", "Screen", "hidden", "new_key", "text_of"]
