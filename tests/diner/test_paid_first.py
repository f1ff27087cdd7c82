"""Whoever pays before the food is there still learns when it comes; nobody else learns anything."""

from datetime import timedelta

from restaurant_order.core import clock
from restaurant_order.core.database import db
from restaurant_order.core.transaction import transaction
from restaurant_order.ordering.models import Order
from restaurant_order.ordering.service import finish_line, serve_order
from restaurant_order.venue.models import Table, TableKind
from restaurant_order.visits.models import Visit
from restaurant_order.visits.service import end_visit
from tests.diner.phones import Lupo, Phone


def paid_at_the_counter(lupo: Lupo) -> Phone:
    lupo.changes(Table, lupo.place.tables["7"], kind=TableKind.COUNTER)
    phone = lupo.phone("7")
    phone.adds("lemonade")
    phone.sends()
    with lupo.inside() as place, transaction():
        end_visit(db.session.get_one(Visit, 1), by=place.person("Carla").actor)
    return phone


def order_of(lupo: Lupo) -> int:
    with lupo.inside():
        return db.session.scalars(db.select(Order.id)).one()


def test_the_number_stays_until_it_was_handed_out(lupo: Lupo) -> None:
    phone = paid_at_the_counter(lupo)
    answer = phone.get("/orders")
    assert answer.status_code == 410
    assert '<p class="pickup-number__number">1</p>' in answer.text
    assert 'http-equiv="refresh"' in answer.text
    with lupo.inside() as place:
        finish_line(place.id, 1, by=place.person("Ken"))
    assert "Ready. Please come to the counter." in phone.get("/orders").text
    with lupo.inside() as place:
        serve_order(place.id, order_of(lupo), by=place.person("Wei"))
    last = phone.get("/orders").text
    assert "pickup-number" not in last
    assert 'http-equiv="refresh"' not in last


def test_at_a_table_it_says_that_the_food_comes(lupo: Lupo) -> None:
    phone = lupo.phone("7")
    phone.adds("lemonade")
    phone.sends()
    lupo.says_goodbye_to("7")
    page = phone.get("/menu").text
    assert "What you ordered is still on its way to you." in page
    assert "pickup-number" not in page
    with lupo.inside() as place:
        finish_line(place.id, 1, by=place.person("Ken"))
    assert "We hope to see you again soon." in phone.get("/menu").text


def test_the_next_guest_and_the_next_day_see_nothing_of_it(lupo: Lupo) -> None:
    phone = paid_at_the_counter(lupo)
    assert "pickup-number" not in lupo.phone("7").get("/orders").text
    lupo.changes(Visit, 1, ended_at=clock.now() - timedelta(hours=4))
    assert "pickup-number" not in phone.get("/orders").text
