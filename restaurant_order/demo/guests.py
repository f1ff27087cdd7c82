"""Invented guests: they scan, join, choose, add, order and call, through pages and forms only."""

from dataclasses import dataclass, field
from random import Random
from typing import Final

from restaurant_order.demo.book import Cast
from restaurant_order.demo.page import Choice, Form, Page, Pairs
from restaurant_order.demo.phone import Phone

DISHES: Final = "/menu/dishes/"
ADD: Final = "/cart/lines"
PLACE: Final = "/orders"
CALL: Final = "/requests"
RENAME: Final = "/me"

LARGEST_PARTY: Final = 4
"""Phones at one table."""


@dataclass
class Tally:
    """What came of it."""

    guests: int = 0
    lines: int = 0
    orders: int = 0
    requests: int = 0
    refused: int = 0


@dataclass
class Party:
    """The phones at one table; `code` is what its printed QR says."""

    table: str
    code: str
    phones: list[Phone] = field(default_factory=list)


class Guests:
    """The invented guests of one restaurant; `dice` decides everything they do."""

    def __init__(self, base_url: str, cast: Cast, dice: Random) -> None:
        self.base_url = base_url
        self.cast = cast
        self.dice = dice
        self.tally = Tally()

    def order(self, party: Party) -> bool:
        """One round at one table; whether an order was placed.

        1. Somebody sits down, if nobody is there yet or by chance.
        2. One or several phones put something in the table's cart.
        3. One of them places it.
        4. Now and then somebody calls the waiter.
        """
        if not party.phones or (len(party.phones) < LARGEST_PARTY and self._likely(0.3)):
            self._sit_down(party)
        for phone in self.dice.sample(party.phones, self.dice.randint(1, len(party.phones))):
            for _ in range(self.dice.randint(1, 2)):
                self._add_line(phone)
        placed = self._place(self.dice.choice(party.phones))
        if self._likely(0.15):
            self._call(self.dice.choice(party.phones))
        return placed

    def _sit_down(self, party: Party) -> None:
        phone = Phone(self.base_url, language=self.dice.choice(["en", "zh-CN"]))
        phone.open(f"/t/{party.code}")
        party.phones.append(phone)
        self.tally.guests += 1
        name = phone.open(RENAME).form(RENAME)
        if name is not None:
            name.fixed["nickname"] = self.dice.choice(self.cast.guests)
            phone.send(name)

    def _add_line(self, phone: Phone) -> None:
        dishes = phone.open("/menu").linked(DISHES)
        form = phone.open(self.dice.choice(dishes)).form(ADD) if dishes else None
        if form is None:
            return
        if "note" in form.fixed and self._likely(0.2):
            form.fixed["note"] = self.dice.choice(self.cast.notes)
        added = phone.send(form, self._answers(form))
        if added.status < 400:
            self.tally.lines += 1
        else:
            self.tally.refused += 1

    def _answers(self, form: Form) -> Pairs:
        """The form with some of its questions answered by chance, the others as they stand."""
        for question in form.questions():
            if not any(choice.is_chosen for choice in question) or self._likely(0.3):
                self._answer(question)
        return form.answers(self.dice.choice(form.buttons) if form.buttons else None)

    def _answer(self, question: list[Choice]) -> None:
        wanted = 1 if question[0].is_alone else min(2, len(question))
        chosen = self.dice.sample(question, wanted)
        for choice in question:
            choice.is_chosen = choice in chosen

    def _place(self, phone: Phone) -> bool:
        return self._pressed(phone, "/cart", PLACE, "orders")

    def _call(self, phone: Phone) -> bool:
        return self._pressed(phone, CALL, CALL, "requests")

    def _pressed(self, phone: Phone, page: str, form_path: str, counted: str) -> bool:
        form = phone.open(page).form(form_path)
        if form is None:
            return False
        answer: Page = phone.send(form, self._answers(form))
        what = counted if answer.status < 400 else "refused"
        setattr(self.tally, what, getattr(self.tally, what) + 1)
        return answer.status < 400

    def _likely(self, share: float) -> bool:
        return self.dice.random() < share
