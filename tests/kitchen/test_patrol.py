"""The round through the kitchen that a serving process makes by itself."""

from contextlib import nullcontext
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import bindparam, text

from kitchen_display.patrol import Patrol
from kitchen_display.tickets import TICKETS, BoardScope
from restaurant_order.core import clock, duty
from restaurant_order.core.database import UtcDateTime, db
from restaurant_order.core.duty import LASTS, Holder
from restaurant_order.core.transaction import transaction
from restaurant_order.ordering.missed import look_for_missed, missed_tickets
from restaurant_order.ordering.models import LineStatus, Order, OrderLine
from tests.kitchen.house import Kitchen, Placed
from tests.kitchen.test_fallback import falls_back
from tests.kitchen.test_push import statements
from tests.together import together

ORDERS, LINES = Order.__table__, OrderLine.__table__


def test_a_round_finds_what_nobody_draws(kitchen: Kitchen) -> None:
    kitchen.orders("margherita")
    with clock.held_at(clock.now() + timedelta(seconds=11)):
        Patrol(kitchen.app).round()
    with kitchen.app.app_context():
        assert len(missed_tickets(kitchen.place.id)) == 1


def test_of_several_processes_one_looks(kitchen: Kitchen, each_app: Flask) -> None:
    first, second = Holder(), Holder()
    start = clock.now()
    with each_app.app_context():
        assert first.has("round")
        assert not second.has("round")
        assert second.has("another")
        with clock.held_at(start + LASTS * 0.8):
            assert first.has("round")
        with clock.held_at(start + LASTS * 1.5):
            assert not second.has("round")
        with clock.held_at(start + LASTS * 2):
            assert second.has("round")
            assert not first.has("round")


def holders(app: Flask) -> int:
    """Of six processes that ask for one duty at one moment, so many get it."""
    return together(app, 6, lambda _: Holder().has("round")).count(True)


def test_many_who_ask_for_a_duty_at_once_are_one_holder(kitchen: Kitchen, each_app: Flask) -> None:
    assert holders(each_app) == 1


def test_without_asking_whose_it_is_each_would_hold_it(
    kitchen: Kitchen, each_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: taken without its condition."""
    condition = " WHERE duties.holder = :holder OR duties.until < :now"
    careless = text(str(duty._TAKE).replace(condition, ""))
    assert str(careless) != str(duty._TAKE)
    moment = bindparam("until", type_=UtcDateTime())
    monkeypatch.setattr(duty, "_TAKE", careless.bindparams(moment))
    assert holders(each_app) > 1


@pytest.mark.parametrize("patrols", [1, 2])
def test_two_patrols_find_nothing_twice(patrols: int, kitchen: Kitchen) -> None:
    kitchen.orders("margherita")
    rounds = [Patrol(kitchen.app) for _ in range(patrols)]
    with clock.held_at(clock.now() + timedelta(seconds=11)):
        for one in rounds:
            one.round()
    with kitchen.app.app_context():
        assert len(missed_tickets(kitchen.place.id)) == 1


@pytest.mark.parametrize("deed", ["find", "look again", "send on", "end", "prove"])
def test_hundreds_of_missed_tickets_take_as_many_statements_as_five(
    deed: str, kitchen: Kitchen, each_app: Flask
) -> None:
    def counted(number: int) -> int:
        falls_back(kitchen, "grill", "bar" if deed == "prove" else None)
        more_of(kitchen, kitchen.orders("margherita"), number - 1)
        at = clock.now() + timedelta(seconds=11)
        if deed != "find":
            looks(kitchen, at)
        if deed == "end":
            with each_app.app_context():
                db.session.execute(db.update(OrderLine).values(status=LineStatus.READY))
                db.session.commit()
        if deed == "send on":
            falls_back(kitchen, "grill", "bar")
            at += timedelta(seconds=11)
        scope = BoardScope(kitchen.place.id, kitchen.place.stations["bar"])
        if deed == "prove":
            return len(statements(each_app, lambda: list(TICKETS.versions(scope))))
        return len(statements(each_app, lambda: looks(kitchen, at, inside=True)))

    assert counted(5) == counted(200)


def more_of(kitchen: Kitchen, placed: Placed, number: int) -> None:
    """As many orders again, as if placed one by one."""
    with kitchen.app.app_context(), transaction():
        order = db.session.execute(db.select(ORDERS).where(ORDERS.c.id == placed.id)).one()
        line = db.session.execute(db.select(LINES).where(LINES.c.order_id == placed.id)).one()
        for number_of_day in range(1000 * placed.id, 1000 * placed.id + number):
            its_own = {"number": number_of_day, "round": number_of_day, "key": str(number_of_day)}
            copied = {k: v for k, v in order._mapping.items() if k != "id"} | its_own
            (order_id,) = db.session.execute(db.insert(ORDERS).values(copied)).inserted_primary_key
            copied = {k: v for k, v in line._mapping.items() if k != "id"}
            db.session.execute(db.insert(LINES).values(copied | {"order_id": order_id}))


def looks(kitchen: Kitchen, at: datetime, *, inside: bool = False) -> None:
    with clock.held_at(at), nullcontext() if inside else kitchen.app.app_context():
        look_for_missed(kitchen.place.restaurant)
