"""The pickup screen: every number somebody waits for, in the right column, and nothing else."""

from datetime import timedelta

import pytest
from flask import Flask

from kitchen_display.pickup import PICKUP, Column, calls
from restaurant_order.core import clock
from restaurant_order.core.database import db
from restaurant_order.core.tokens import new_token, token_hash
from restaurant_order.core.transaction import transaction
from restaurant_order.live import Scope
from restaurant_order.ordering.models import LineStatus, OrderLine
from restaurant_order.ordering.service import finish_line, serve_order
from restaurant_order.venue.models import Table, TableKind
from restaurant_order.venue.tables import change_table
from restaurant_order.visits.models import Guest
from tests.kitchen.house import Kitchen, Person


@pytest.fixture
def counter(kitchen: Kitchen) -> Kitchen:
    """Table 8 is a counter."""
    with kitchen.app.app_context():
        table = db.session.get_one(Table, kitchen.place.tables["8"])
        change_table(table, kind=TableKind.COUNTER, by=kitchen.place.person("Olga").actor)
    return kitchen


def shown(kitchen: Kitchen) -> list[tuple[int, str]]:
    with kitchen.app.app_context():
        return [(call.number, call.column.value) for call in calls(kitchen.place.id)]


def finish(kitchen: Kitchen, line: int) -> None:
    with kitchen.app.app_context():
        finish_line(kitchen.place.id, line, by=kitchen.place.person("Ken"))


def test_a_number_is_ready_when_all_of_its_dishes_are(counter: Kitchen) -> None:
    placed = counter.orders("margherita", "lemonade", table="8")
    assert shown(counter) == [(1, "preparing")]
    finish(counter, placed.lines[0])
    assert shown(counter) == [(1, "preparing")]
    finish(counter, placed.lines[1])
    assert shown(counter) == [(1, "ready")]


def test_what_is_eaten_at_a_table_is_not_called(counter: Kitchen) -> None:
    counter.orders("margherita", table="7")
    assert shown(counter) == []


def test_a_number_leaves_when_it_was_handed_out(counter: Kitchen) -> None:
    placed = counter.orders("lemonade", table="8")
    finish(counter, placed.lines[0])
    with counter.app.app_context():
        serve_order(counter.place.id, placed.id, by=counter.place.person("Wei"))
    assert shown(counter) == []


def test_a_number_nobody_fetches_leaves_after_a_while(counter: Kitchen) -> None:
    placed = counter.orders("lemonade", table="8")
    finish(counter, placed.lines[0])
    with counter.app.app_context(), transaction():
        line = db.session.get_one(OrderLine, placed.lines[0])
        line.ready_at = clock.now() - timedelta(minutes=19)
    assert shown(counter) == [(1, "ready")]
    with counter.app.app_context(), transaction():
        line = db.session.get_one(OrderLine, placed.lines[0])
        line.ready_at = clock.now() - timedelta(minutes=21)
    assert shown(counter) == []


def test_what_will_not_be_made_is_not_waited_for(counter: Kitchen) -> None:
    placed = counter.orders("margherita", "lemonade", table="8")
    finish(counter, placed.lines[1])
    counter.cancels(placed.lines[0])
    assert shown(counter) == [(1, "ready")]


def test_the_proof_counts_what_the_screen_shows(counter: Kitchen) -> None:
    counter.orders("margherita", table="8")
    finish(counter, counter.orders("lemonade", table="8").lines[0])
    with counter.app.app_context():
        scope = Scope(counter.place.id)
        items = list(PICKUP.items(scope))
        assert sorted((i.key, i.version) for i in items) == sorted(PICKUP.versions(scope))
        assert {item.group for item in items} == {column.value for column in Column}


def test_the_screen_shows_numbers_and_no_names(counter: Kitchen, ken: Person) -> None:
    counter.orders("margherita", table="8", note="for Mia")
    page = ken.sees("/kitchen/pickup")
    assert 'data-number="1" data-column="preparing"' in page
    for private in ("Ken", "Margherita", "Mia", "Guest", "Sign out"):
        assert private not in page


def test_the_kitchen_hands_out_and_can_take_it_back(counter: Kitchen, ken: Person) -> None:
    placed = counter.orders("lemonade", table="8")
    finish(counter, placed.lines[0])
    assert "Lemonade" in ken.sees("/kitchen/grill/pickup")
    answer = ken.taps(f"/kitchen/grill/pickup/{placed.id}/hand-out")
    assert "Number 1 handed out" in answer.text
    assert counter.status_of(placed) == ["served"]
    again = ken.taps(f"/kitchen/grill/pickup/{placed.id}/hand-out")
    assert again.status_code == 409
    assert ken.takes_back(answer).status_code == 200
    assert counter.status_of(placed) == ["ready"]


def test_only_takeaway_of_this_house_is_handed_out(
    counter: Kitchen, ken: Person, stranger: Person
) -> None:
    placed, at_table = counter.orders("lemonade", table="8"), counter.orders("lemonade")
    for each in (placed, at_table):
        counter.set_status(each, LineStatus.READY)
    path = "/kitchen/all/pickup/{}/{}"
    assert ken.taps(path.format(at_table.id, "hand-out")).status_code == 404
    assert stranger.taps(path.format(placed.id, "hand-out")).status_code == 404
    ken.taps(path.format(placed.id, "hand-out"))
    forged = ken.taps(path.format(placed.id, "hand-back"), lines=list(at_table.lines))
    assert forged.status_code == 404
    assert counter.status_of(placed) == ["served"]
    assert counter.status_of(at_table) == ["ready"]


def test_nobody_else_opens_the_pickup_screen(counter: Kitchen, app: Flask) -> None:
    assert Person(app).browser.get("/kitchen/pickup").status_code == 303
    assert counter.signed_in("Carla").browser.get("/kitchen/pickup").status_code == 403


def test_each_screen_remembers_whether_it_speaks(counter: Kitchen, ken: Person) -> None:
    assert "data-voice data-says" not in ken.sees("/kitchen/pickup")
    assert ken.taps("/kitchen/pickup", script=False, voice="on").status_code == 303
    assert "data-voice data-says" in ken.sees("/kitchen/pickup")
    assert ken.taps("/kitchen/pickup", voice="loud").status_code == 422


def test_the_guest_reads_the_number_and_when_to_come(counter: Kitchen, app: Flask) -> None:
    placed = counter.orders("lemonade", table="8")
    phone = Person(app)
    with app.app_context():
        line = db.session.get_one(OrderLine, placed.lines[0])
        guest_id, visit_id = line.guest_id, line.visit_id
    token = new_token()
    with app.app_context(), transaction():
        guest = db.session.get_one(Guest, guest_id)
        assert guest.visit_id == visit_id
        guest.token_hash = token_hash(token)
    phone.browser.set_cookie("guest", token)
    assert "We are preparing it" in phone.sees("/orders")
    finish(counter, placed.lines[0])
    assert "Ready. Please come to the counter." in phone.sees("/orders")
