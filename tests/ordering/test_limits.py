"""A photo of a table's code does not bury the kitchen."""

from contextlib import suppress
from datetime import timedelta
from itertools import count

import pytest
from flask import Flask
from sqlalchemy import func, select

from restaurant_order.core import clock
from restaurant_order.core.database import db
from restaurant_order.core.transaction import transaction
from restaurant_order.ordering import placing
from restaurant_order.ordering.cart import cart_of
from restaurant_order.ordering.limits import MOST_PORTIONS, MOST_ROUNDS, WITHIN, OrderedOften
from restaurant_order.ordering.models import Order
from restaurant_order.ordering.placing import CartEmpty
from restaurant_order.ordering.service import add_to_cart, place
from restaurant_order.people.models import StaffMember
from restaurant_order.visits.models import Guest
from tests.cast import Place, casa_lupo, phone_at
from tests.together import together

_keys = (f"limits-{number:06}" for number in count())


def add(house: Place, guest: Guest, quantity: int = 1, *, by: Guest | StaffMember) -> None:
    lemonade = house.dishes["lemonade"]
    add_to_cart(
        guest.visit,
        dish_id=lemonade,
        option_ids=[],
        quantity=quantity,
        note="",
        key=next(_keys),
        by=by,
    )


def send(house: Place, guest: Guest, *, by: Guest | StaffMember, key: str = "") -> int:
    seen = cart_of(guest.visit_id, house.restaurant).sum.total
    return place(guest.visit, key=key or next(_keys), seen_total=seen, note="", by=by)


def round_of(
    house: Place, guest: Guest, quantity: int = 1, *, by: StaffMember | None = None
) -> int:
    add(house, guest, quantity, by=by or guest)
    return send(house, guest, by=by or guest)


def orders() -> int:
    return db.session.scalar(select(func.count()).select_from(Order)) or 0


def test_ten_rounds_are_sent_and_the_next_is_refused_and_stays_in_the_cart(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo()
        guest = phone_at(house, "7")
        for _ in range(MOST_ROUNDS):
            round_of(house, guest)
        with pytest.raises(OrderedOften):
            round_of(house, guest)
        assert orders() == MOST_ROUNDS
        assert cart_of(guest.visit_id, house.restaurant).count == 1


def test_another_phone_at_the_table_has_no_rounds_of_its_own_but_another_table_has(
    app: Flask,
) -> None:
    with app.app_context():
        house = casa_lupo()
        anna, ben, next_door = (phone_at(house, table) for table in ("7", "7", "8"))
        for _ in range(MOST_ROUNDS):
            round_of(house, anna)
        with pytest.raises(OrderedOften):
            round_of(house, ben)
        round_of(house, next_door)


def test_after_ten_minutes_the_table_orders_again(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo()
        guest = phone_at(house, "7")
        for _ in range(MOST_ROUNDS):
            round_of(house, guest)
        with clock.held_at(clock.now() + WITHIN + timedelta(seconds=1)):
            round_of(house, guest)


def test_three_hundred_portions_are_sent_and_not_one_more(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo()
        guest = phone_at(house, "7")
        for quantity in (99, 99, 99, MOST_PORTIONS - 3 * 99):
            round_of(house, guest, quantity)
        with pytest.raises(OrderedOften):
            round_of(house, guest)


def test_so_many_portions_cannot_be_the_first_round_either(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo()
        guest = phone_at(house, "7")
        for quantity in (99, 99, 99, MOST_PORTIONS - 3 * 99 + 1):
            add(house, guest, quantity, by=guest)
        with pytest.raises(OrderedOften):
            send(house, guest, by=guest)
        assert orders() == 0


def test_what_staff_order_for_the_table_is_neither_counted_nor_refused(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo()
        guest, wei = phone_at(house, "7"), house.person("Wei")
        for _ in range(MOST_ROUNDS + 1):
            round_of(house, guest, by=wei)
        for _ in range(MOST_ROUNDS):
            round_of(house, guest, 10)
        with pytest.raises(OrderedOften):
            round_of(house, guest)
        send(house, guest, by=wei)


def test_the_same_key_again_is_the_same_order_beyond_the_limit_too(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo()
        guest = phone_at(house, "7")
        add(house, guest, by=guest)
        first = send(house, guest, by=guest, key="the-first-one")
        for _ in range(MOST_ROUNDS - 1):
            round_of(house, guest)
        again = place(guest.visit, key="the-first-one", seen_total=380, note="", by=guest)
        assert (again, orders()) == (first, MOST_ROUNDS)


def sent_at_once(app: Flask) -> int:
    """How many orders twenty phones of one table get through that send at one moment."""
    with app.app_context():
        house = casa_lupo()
        with transaction():
            house.dish("lemonade").price = 0  # the total is the same, whoever adds meanwhile
        guests = [phone_at(house, "7").id for _ in range(20)]

    def press(hand: int) -> None:
        guest = db.session.get_one(Guest, guests[hand])
        for _ in range(3):
            add(house, guest, by=guest)
            with suppress(CartEmpty):  # another hand has sent it along
                place(guest.visit_id, key=next(_keys), seen_total=0, note="", by=guest)

    together(app, 20, press)
    with app.app_context():
        return orders()


def test_many_phones_at_once_send_no_more_than_one_may(each_app: Flask) -> None:
    assert sent_at_once(each_app) == MOST_ROUNDS


def test_looking_before_the_visit_is_held_lets_more_through(
    each_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: look, then lock and send. It must let more through."""
    begin = placing.transaction

    def looks_first() -> object:
        sent = db.session.scalar(select(func.count()).select_from(Order)) or 0
        db.session.rollback()  # or all hands hold a connection, and none goes on
        if sent >= MOST_ROUNDS:
            raise OrderedOften
        return begin()

    monkeypatch.setattr(placing, "transaction", looks_first)
    monkeypatch.setattr(placing, "refuse_too_much", lambda *_args, **_more: None)
    assert sent_at_once(each_app) > MOST_ROUNDS
