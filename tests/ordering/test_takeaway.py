"""What is ordered at a counter is taken away, and strangers share nothing there."""

from collections.abc import Iterator

import pytest
from flask import Flask

from restaurant_order.core import clock
from restaurant_order.core.database import db
from restaurant_order.ordering import leaving
from restaurant_order.ordering.cart import add_to_cart
from restaurant_order.ordering.models import Order, OrderKind
from restaurant_order.venue.models import Table, TableKind
from restaurant_order.venue.tables import TableTaken, change_table
from restaurant_order.visits.models import Guest
from restaurant_order.visits.service import join
from tests.kitchen.house import Kitchen, kitchen_of


@pytest.fixture
def kitchen(app: Flask) -> Iterator[Kitchen]:
    kitchen = kitchen_of(app)
    with app.app_context():
        turn(kitchen, "8", TableKind.COUNTER)
        yield kitchen


def turn(kitchen: Kitchen, table: str, kind: TableKind) -> None:
    at = db.session.get_one(Table, kitchen.place.tables[table])
    change_table(at, kind=kind, by=kitchen.place.person("Olga").actor)


def test_the_kind_of_an_order_is_that_of_its_table(kitchen: Kitchen) -> None:
    placed = [kitchen.orders("lemonade", table=table) for table in ("7", "8")]
    kinds = [db.session.get_one(Order, each.id).kind for each in placed]
    assert kinds == [OrderKind.DINE_IN, OrderKind.TAKEAWAY]


def test_two_phones_at_a_counter_are_two_parties(kitchen: Kitchen) -> None:
    code = kitchen.place.codes["8"]
    one, other = (join(code, language="en").guest.visit_id for _ in range(2))
    assert one != other
    at_a_table = {join(kitchen.place.codes["7"], language="en").guest.visit_id for _ in range(2)}
    assert len(at_a_table) == 1


def test_a_table_where_guests_sit_does_not_become_a_counter(kitchen: Kitchen) -> None:
    join(kitchen.place.codes["7"], language="en")
    with pytest.raises(TableTaken):
        turn(kitchen, "7", TableKind.COUNTER)


def test_what_was_ordered_stays_takeaway_when_its_counter_is_gone(kitchen: Kitchen) -> None:
    placed = kitchen.orders("lemonade", table="8")
    turn(kitchen, "8", TableKind.TABLE)
    assert db.session.get_one(Order, placed.id).kind is OrderKind.TAKEAWAY


def test_whoever_chooses_while_others_are_sent_away_stays(
    kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch
) -> None:
    stays, leaves = (join(kitchen.place.codes["8"], language="en").guest for _ in range(2))
    stays_at, leaves_at = stays.visit_id, leaves.visit_id
    end = leaving._end

    def chooses_first(visit_id: int, table_id: int) -> bool:
        if visit_id == stays_at:
            guest = db.session.get_one(Guest, stays.id)
            add_to_cart(
                guest.visit,
                dish_id=kitchen.place.dishes["lemonade"],
                option_ids=[],
                quantity=1,
                note="",
                key="key-at-the-last-moment",
                by=guest,
            )
        return end(visit_id, table_id)

    monkeypatch.setattr(leaving, "_end", chooses_first)
    with clock.held_at(clock.now() + leaving.STAYS * 2):
        assert leaving.end_idle_parties(kitchen.place.id) == [leaves_at]
        assert leaving.end_idle_parties(kitchen.place.id) == []
