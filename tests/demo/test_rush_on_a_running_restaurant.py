"""Invented guests in the served demo: what they order stands in the kitchen's books."""

from collections.abc import Iterator, Sequence
from random import Random
from typing import TypeVar

import pytest
from flask import current_app
from sqlalchemy import select

from restaurant_order.core.actor import SYSTEM
from restaurant_order.core.database import db
from restaurant_order.core.transaction import transaction
from restaurant_order.demo import book, seed
from restaurant_order.demo.guests import Guests, Party
from restaurant_order.demo.rush import Pace, rush
from restaurant_order.menu.queries import dishes_by_reference
from restaurant_order.menu.service import sell_out
from restaurant_order.ordering.models import Order, OrderLine
from restaurant_order.people.queries import colleagues
from restaurant_order.venue.queries import coded_tables, restaurants
from restaurant_order.visits.models import Guest, Request, Visit
from restaurant_order.visits.service import end_visit
from tests.servers.databases import opened
from tests.servers.gunicorn import Served

Row = TypeVar("Row", Order, OrderLine, Visit, Guest, Request)


@pytest.fixture
def bistro(running_app: Served, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """The demo, served; inside, its database is open for looking."""
    monkeypatch.setattr(seed, "keep_photo", lambda content: None)
    database = f"sqlite:///{running_app.data_dir / 'restaurant.db'}"
    with opened(database, running_app.data_dir) as app, app.app_context():
        seed.seed(book.read())
        yield running_app


def guests_at(bistro: Served) -> tuple[Guests, list[Party]]:
    tables = coded_tables(restaurants()[0].id)
    parties = [Party(each.table.name, each.code.code) for each in tables]
    return Guests(bistro.url, book.read().cast, Random(2026)), parties


def rows(of: type[Row]) -> Sequence[Row]:
    """What the server has written by now."""
    db.session.rollback()
    return db.session.scalars(select(of)).all()


def test_a_rush_fills_the_tables_and_the_kitchen(bistro: Served) -> None:
    guests, parties = guests_at(bistro)
    tally = rush(guests, parties, Pace(minutes=1, orders_per_minute=25), tell=print, wait=skip)
    lines = rows(OrderLine)
    assert tally.orders >= 15
    assert len(rows(Order)) == tally.orders
    assert len(rows(Visit)) > 4
    assert 0 < len(lines) <= tally.lines
    assert any(len(line.options) > 1 for line in lines)
    assert any(line.note for line in lines)
    assert len(rows(Guest)) == tally.guests
    assert {guest.nickname for guest in rows(Guest)} <= set(book.read().cast.guests)
    assert len(rows(Request)) >= 1


def test_what_sold_out_in_the_cart_does_not_block_the_table(bistro: Served) -> None:
    guests, parties = guests_at(bistro)
    owner, rice = colleagues(restaurants()[0].id)[0], dish_called("jasmine-rice")
    guests.order(parties[0])
    phone = parties[0].phones[0]
    (form,) = phone.open(f"/menu/dishes/{rice}").forms_to("/cart/lines")
    assert phone.send(form).status == 200
    sell_out(rice, until=None, by=owner)
    assert not guests.order(parties[0])
    assert any(guests.order(parties[0]) for _ in range(5))


def test_guests_whose_bill_is_settled_scan_again(bistro: Served) -> None:
    guests, parties = guests_at(bistro)
    guests.order(parties[0])
    (visit,) = rows(Visit)
    with transaction():
        end_visit(visit, by=SYSTEM)
    guests.order(parties[0])
    assert len(rows(Visit)) == 2
    assert all(phone.open("/menu").status == 200 for phone in parties[0].phones)


def test_the_command_drives_the_running_demo(
    bistro: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORT", bistro.url.rpartition(":")[2])
    monkeypatch.setenv("SECRET_KEY", "x" * 40)
    args = ["demo", "rush", "--minutes", "0.02", "--orders-per-minute", "100"]
    result = current_app.test_cli_runner().invoke(args=args)
    assert result.exit_code == 0, result.output
    assert " orders with " in result.output.splitlines()[-1]
    assert 1 <= len(rows(Order)) <= 2


def dish_called(reference: str) -> int:
    return dishes_by_reference(restaurants()[0].id)[reference].id


def skip(_seconds: float) -> None:
    """No time passes in tests."""
