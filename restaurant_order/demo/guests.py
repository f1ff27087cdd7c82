"""Invented guests: they scan, join, choose, add, order and call, through pages and forms only."""

from dataclasses import dataclass, field
from random import Random
from typing import Final

from restaurant_order.demo.book import Cast
from restaurant_order.demo.page import Choice, Form, Page, Pairs
from restaurant_order.demo.phone import Phone

MENU: Final = "/menu"
DISHES: Final = "/menu/dishes/"
CART: Final = "/cart"
ADD: Final = "/cart/lines"
TAKE_OUT: Final = "/removal"
PLACE: Final = "/orders"
TOTAL: Final = "seen_total"
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
        self._let_leave(party)
        if not party.phones or (len(party.phones) < LARGEST_PARTY and self._likely(0.3)):
            self._sit_down(party)
        for phone in self.dice.sample(party.phones, self.dice.randint(1, len(party.phones))):
            for _ in range(self.dice.randint(1, 2)):
                self._add_line(phone)
        placed = self._place(self.dice.choice(party.phones))
        if self._likely(0.15):
            self._call(self.dice.choice(party.phones))
        return placed

    def _let_leave(self, party: Party) -> None:
        """Whose bill was settled meanwhile, sits here no more."""
        if party.phones and party.phones[0].open(MENU).status >= 400:
            party.phones.clear()

    def _sit_down(self, party: Party) -> None:
        phone = Phone(self.base_url, language=self.dice.choice(["en", "zh-CN"]))
        phone.open(f"/t/{party.code}")
        party.phones.append(phone)
        self.tally.guests += 1
        for form in phone.open(RENAME).forms_to(RENAME):
            form.fixed["nickname"] = self.dice.choice(self.cast.guests)
            phone.send(form)

    def _add_line(self, phone: Phone) -> None:
        dishes = phone.open(MENU).linked(DISHES)
        forms = phone.open(self.dice.choice(dishes)).forms_to(ADD) if dishes else []
        for form in forms:
            if "note" in form.fixed and self._likely(0.2):
                form.fixed["note"] = self.dice.choice(self.cast.notes)
            if self._sent(phone, form):
                self.tally.lines += 1

    def _place(self, phone: Phone) -> bool:
        """An empty cart says no total, and there is nothing to place."""
        cart = phone.open(CART)
        for form in cart.forms_to(PLACE):
            if TOTAL in form.fixed and self._sent(phone, form):
                self.tally.orders += 1
                return True
        self._empty(phone, cart)
        return False

    def _empty(self, phone: Phone, cart: Page) -> None:
        """What was refused (sold out meanwhile) must not stay in the way of the next round."""
        for form in cart.forms:
            if form.path.startswith(ADD) and form.path.endswith(TAKE_OUT):
                phone.send(form)

    def _call(self, phone: Phone) -> None:
        forms = phone.open(CALL).forms_to(CALL)
        if forms and self._sent(phone, self.dice.choice(forms)):
            self.tally.requests += 1

    def _sent(self, phone: Phone, form: Form) -> bool:
        """Whether the house took it; a guest who is refused thinks again another time."""
        taken = phone.send(form, self._answers(form)).status < 400
        self.tally.refused += not taken
        return taken

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

    def _likely(self, share: float) -> bool:
        return self.dice.random() < share
