"""Rounds of one table that follow each other closely stand on one ticket; decided once, safely."""

import itertools
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from restaurant_order.core import clock
from restaurant_order.core.database import db
from restaurant_order.ordering import joining
from restaurant_order.ordering.models import LineStatus, Order
from restaurant_order.ordering.queries import order_view, orders_on_tickets
from restaurant_order.ordering.service import (
    accept_order,
    cancel_line,
    finish_ticket,
    serve_order,
    start_line,
    start_ticket,
)
from restaurant_order.visits.models import Guest
from tests.cast import Place, casa_lupo, phone_at
from tests.ordering.test_placing import add, send
from tests.servers.databases import opened, postgres_database
from tests.servers.postgres import Postgres
from tests.together import together

MINUTE = timedelta(minutes=1)
_keys = (f"round-{number:05}" for number in itertools.count())


@pytest.fixture
def wait(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Let minutes go by."""
    real, gone = clock.now, [timedelta()]
    monkeypatch.setattr(clock, "now", lambda: real() + gone[0])

    def wait(minutes: float) -> None:
        gone[0] += minutes * MINUTE

    return wait


@pytest.fixture
def postgres_app(migrated_postgres: Postgres, tmp_path: Path) -> Iterator[Flask]:
    """SQLite lets nobody write beside another; what happens between two hands is seen here only."""
    with postgres_database(migrated_postgres) as url, opened(url, tmp_path) as app:
        yield app


def order_for(guest: Guest, house: Place, dish: str) -> int:
    key = next(_keys)
    add(guest, house, dish, key=f"add-{key}")
    return send(guest, key=key)


def joined(order_id: int) -> int | None:
    db.session.rollback()
    return db.session.get_one(Order, order_id, populate_existing=True).joins_id


def test_a_round_within_the_window_joins_the_ticket_and_a_later_one_does_not(
    app: Flask, wait: Callable[[float], None]
) -> None:
    with app.app_context():
        house = casa_lupo(join_within=3)
        guest = phone_at(house, "7")
        first = order_for(guest, house, "lemonade")
        wait(2)
        second = order_for(guest, house, "lemonade")
        wait(2)
        third = order_for(guest, house, "lemonade")
        assert [joined(each) for each in (first, second, third)] == [None, first, None]


def test_a_third_round_joins_the_ticket_not_the_second_round(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo()
        guest = phone_at(house, "7")
        first, second, third = (order_for(guest, house, "lemonade") for _ in range(3))
        assert [joined(second), joined(third)] == [first, first]
        assert [o.id for o in orders_on_tickets(house.id, [first])] == [first, second, third]


def test_switched_off_every_round_is_a_ticket(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo(join_within=0)
        guest = phone_at(house, "7")
        order_for(guest, house, "lemonade")
        assert joined(order_for(guest, house, "lemonade")) is None


def test_another_table_never_joins(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo()
        order_for(phone_at(house, "7"), house, "lemonade")
        assert joined(order_for(phone_at(house, "8"), house, "lemonade")) is None


@pytest.mark.parametrize("begun", ["started", "all cancelled"])
def test_a_ticket_that_was_begun_or_given_up_takes_no_more(app: Flask, begun: str) -> None:
    with app.app_context():
        house = casa_lupo()
        guest, ken = phone_at(house, "7"), house.person("Ken")
        first = order_for(guest, house, "lemonade")
        (line,) = order_view(house.id, first).lines
        if begun == "started":
            start_line(house.id, line.id, by=ken)
        else:
            cancel_line(house.id, line.id, reason="Guest left", by=house.person("Max"))
        assert joined(order_for(guest, house, "lemonade")) is None


def test_a_round_that_waits_for_acceptance_joins_when_it_is_accepted(
    app: Flask, wait: Callable[[float], None]
) -> None:
    with app.app_context():
        house = casa_lupo(acceptance="always")
        guest, carla = phone_at(house, "7"), house.person("Carla")
        first, second = (order_for(guest, house, "lemonade") for _ in range(2))
        wait(10)
        assert joined(second) is None
        accept_order(house.id, first, by=carla)
        wait(1)
        accept_order(house.id, second, by=carla)
        assert joined(second) == first


def test_a_ticket_is_started_and_finished_with_all_its_rounds_but_served_round_by_round(
    app: Flask,
) -> None:
    with app.app_context():
        house = casa_lupo()
        guest, ken = phone_at(house, "7"), house.person("Ken")
        first, second = (order_for(guest, house, "lemonade") for _ in range(2))
        lines = [order_view(house.id, each).lines[0].id for each in (first, second)]
        assert start_ticket(house.id, first, None, by=ken) == lines
        assert finish_ticket(house.id, first, None, by=ken) == lines
        assert serve_order(house.id, first, by=house.person("Wei")) == lines[:1]
        assert order_view(house.id, second).lines[0].status is LineStatus.READY


def test_of_two_rounds_accepted_at_once_one_opens_the_ticket_and_one_joins(
    each_app: Flask,
) -> None:
    with each_app.app_context():
        house = casa_lupo(acceptance="always")
        guest = phone_at(house, "7")
        rounds = [order_for(guest, house, "lemonade") for _ in range(4)]

    def accept(hand: int) -> None:
        accept_order(house.id, rounds[hand], by=house.person("Carla"))

    assert together(each_app, 4, accept) == [None] * 4
    with each_app.app_context():
        found = [joined(each) for each in rounds]
        assert found.count(None) == 1
        assert set(found) - {None} == {rounds[found.index(None)]}


def test_a_round_does_not_join_a_ticket_that_a_cook_is_starting_at_this_moment(
    postgres_app: Flask,
) -> None:
    assert _accepted_while_a_cook_starts(postgres_app) is None


def test_without_looking_at_locks_it_would_join(
    postgres_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: the cook's step is not committed yet, so a plain look does not see it."""
    plain = joining._UNTOUCHED._clone()
    plain._for_update_arg = None
    monkeypatch.setattr(joining, "_UNTOUCHED", plain)
    assert _accepted_while_a_cook_starts(postgres_app) is not None


def _accepted_while_a_cook_starts(app: Flask) -> int | None:
    with app.app_context():
        house = casa_lupo()
        guest_id = phone_at(house, "7").id
        first = order_for(_guest(guest_id), house, "lemonade")
        db.session.rollback()
        with db.engine.connect() as cook:
            cook.execute(
                text("UPDATE order_lines SET status = 'cooking' WHERE order_id = :id"),
                {"id": first},
            )
            second = order_for(_guest(guest_id), house, "lemonade")
            cook.commit()
        return joined(second)


def _guest(guest_id: int) -> Guest:
    return db.session.get_one(Guest, guest_id)
