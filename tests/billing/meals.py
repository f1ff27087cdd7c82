"""Parties that have eaten, for tests of money."""

import itertools

from restaurant_order.billing.queries import bill_of
from restaurant_order.billing.rules import BillView
from restaurant_order.core.database import db
from restaurant_order.ordering.cart import cart_of
from restaurant_order.ordering.service import add_to_cart, place
from restaurant_order.visits.models import Guest, Visit
from tests.cast import Place, phone_at

_keys = (f"key-{number:06}" for number in itertools.count())


def new_key() -> str:
    return next(_keys)


def party(house: Place, table: str = "7", *, lemonades: int = 1) -> Guest:
    """Guests who have ordered lemonades at 3.80 each; with 0 they only sit there."""
    guest = phone_at(house, table)
    if lemonades:
        order(guest, house, lemonades)
    return guest


def order(guest: Guest, house: Place, lemonades: int = 1) -> int:
    fill(guest, house, lemonades)
    seen = cart_of(guest.visit_id, house.restaurant).sum.total
    return place(guest.visit, key=new_key(), seen_total=seen, note="", by=guest)


def fill(guest: Guest, house: Place, lemonades: int = 1) -> None:
    add_to_cart(
        guest.visit,
        dish_id=house.dishes["lemonade"],
        option_ids=[],
        quantity=lemonades,
        note="",
        key=new_key(),
        by=guest,
    )


def bill(visit_id: int) -> BillView:
    return bill_of(db.session.get_one(Visit, visit_id))
