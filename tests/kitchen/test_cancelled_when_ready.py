"""A dish that is done, perhaps at the pass already, is not wanted any more."""

from datetime import timedelta

import pytest
from flask import Flask

from kitchen_display.pass_tickets import PASS_TICKETS
from restaurant_order.core import clock
from restaurant_order.live import Scope
from restaurant_order.live.prove import Prover
from restaurant_order.ordering.models import Disposition
from restaurant_order.ordering.service import take_order
from tests.kitchen.house import Kitchen, Person, Placed
from tests.kitchen.test_pass import PASS, finishes, out_of
from tests.kitchen.test_push import Wall


@pytest.fixture
def placed(kitchen: Kitchen) -> Placed:
    """A pizza and a lemonade, both ready to go."""
    found = kitchen.orders("margherita", "lemonade")
    finishes(kitchen, *found.lines)
    return found


def seen(placed: Placed) -> str:
    return f"{PASS}/tickets/{placed.id}/seen"


def test_its_station_and_the_pass_show_it_struck_until_each_has_seen_it(
    kitchen: Kitchen, ken: Person, placed: Placed
) -> None:
    key = f"order-{placed.id}"
    kitchen.cancels(placed.lines[0])
    assert ken.tickets("/kitchen/grill") == ken.tickets(PASS) == [key]
    for board in ("/kitchen/grill", PASS):
        page = ken.sees(board)
        assert "Guest left" in page
        assert "Throw it away" in page
    assert ken.taps(f"/kitchen/grill/tickets/{placed.id}/seen").status_code == 200
    assert ken.tickets("/kitchen/grill") == []
    assert "Guest left" in ken.sees(PASS)
    answer = ken.taps(seen(placed))
    assert answer.status_code == 200
    assert "Guest left" not in ken.sees(PASS)
    assert ken.taps(seen(placed)).status_code == 409
    ken.takes_back(answer)
    assert "Guest left" in ken.sees(PASS)
    assert ken.tickets("/kitchen/grill") == []


def test_nothing_of_the_order_is_handed_out_before(
    kitchen: Kitchen, ken: Person, placed: Placed
) -> None:
    kitchen.cancels(placed.lines[0])
    assert "Ready to go" in ken.sees(PASS)
    assert out_of(placed) not in ken.sees(PASS)
    refused = ken.taps(out_of(placed))
    assert refused.status_code == 409
    assert "tap Seen" in refused.text
    assert ken.taps(f"{PASS}/lines/{placed.lines[0]}/seen").status_code == 200
    assert ken.taps(out_of(placed)).status_code == 200
    assert ken.tickets(PASS) == []


def test_a_whole_order_that_is_not_wanted_does_not_vanish_from_the_pass(
    kitchen: Kitchen, ken: Person, placed: Placed
) -> None:
    for line in placed.lines:
        kitchen.cancels(line, disposition=Disposition.STOCK)
    page = ken.sees(PASS)
    assert ken.tickets(PASS) == [f"order-{placed.id}"]
    assert 'data-stage="stopped"' in page
    assert page.count("Keep it for the next one") == 2
    ken.taps(seen(placed))
    assert ken.tickets(PASS) == []


def test_the_pass_hears_of_it_and_proves_what_it_shows(
    kitchen: Kitchen, placed: Placed, ken: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Prover, "start", lambda _self, _audience: None)
    wall = Wall(kitchen, "pass")
    kitchen.cancels(placed.lines[0])
    (patch,) = wall.hears()
    assert "Guest left" in patch["html"]
    kitchen.cancels(placed.lines[1])
    ken.taps(seen(placed))
    assert wall.hears()[-1]["html"] is None
    with kitchen.app.app_context():
        scope = Scope(kitchen.place.id)
        shown = [(item.key, item.version) for item in PASS_TICKETS.items(scope)]
        assert shown == list(PASS_TICKETS.versions(scope)) == []


def test_what_has_left_the_pass_is_not_its_business_any_more(
    kitchen: Kitchen, ken: Person, placed: Placed
) -> None:
    other = kitchen.orders("margherita", table="8")
    finishes(kitchen, *other.lines)
    ken.taps(out_of(placed))
    with kitchen.app.app_context():
        take_order(kitchen.place.id, other.id, by=kitchen.place.person("Wei"))
    for line in (*placed.lines, *other.lines):
        kitchen.cancels(line)
    assert ken.tickets(PASS) == []
    assert len(ken.tickets("/kitchen/grill")) == 2


def test_nobody_looks_at_it_for_three_hours(kitchen: Kitchen, ken: Person, placed: Placed) -> None:
    kitchen.cancels(placed.lines[0])
    kitchen.cancels(placed.lines[1])
    with clock.held_at(clock.now() + timedelta(hours=2, minutes=59)):
        assert ken.tickets(PASS) == [f"order-{placed.id}"]
    with clock.held_at(clock.now() + timedelta(hours=3, minutes=1)):
        assert ken.tickets(PASS) == []


def test_only_what_stood_there_is_seen_there(
    kitchen: Kitchen, ken: Person, stranger: Person, placed: Placed
) -> None:
    cooking = kitchen.orders("margherita", table="8")
    ken.taps(f"/kitchen/grill/tickets/{cooking.id}/start")
    for line in (placed.lines[0], cooking.lines[0]):
        kitchen.cancels(line)
    for person, line, expected in (
        (ken, cooking.lines[0], 409),
        (ken, placed.lines[1], 409),
        (ken, 10**6, 404),
        (stranger, placed.lines[0], 404),
    ):
        assert person.taps(f"{PASS}/lines/{line}/seen").status_code == expected
    assert stranger.taps(f"{PASS}/unsee", lines=placed.lines[0]).status_code == 409
    assert ken.taps(f"{PASS}/unsee", lines=placed.lines[0]).status_code == 409


def test_who_has_no_business_at_the_pass_sees_nothing_for_it(
    app: Flask, kitchen: Kitchen, placed: Placed
) -> None:
    kitchen.cancels(placed.lines[0])
    for person in (Person(app), kitchen.signed_in("Wei"), kitchen.signed_in("Carla")):
        assert person.taps(seen(placed)).status_code in (302, 303, 401, 403)
    assert "Guest left" in kitchen.signed_in("Ken").sees(PASS)
