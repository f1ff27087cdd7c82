"""Forgotten tickets leave the board by the restaurant's rule, are noted, and can be called back."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from restaurant_order.core import clock
from restaurant_order.core.database import db
from restaurant_order.core.journal import JournalEntry
from restaurant_order.core.transaction import transaction
from restaurant_order.ordering.clearing import clear_forgotten
from restaurant_order.ordering.models import LineStatus, Order, OrderLine
from restaurant_order.venue.models import Restaurant
from tests.kitchen.house import Kitchen, Person, Placed


@pytest.fixture
def four_hours(kitchen: Kitchen) -> Kitchen:
    with kitchen.app.app_context(), transaction():
        db.session.get_one(Restaurant, kitchen.place.id).clear_after = 4
    return kitchen


def ages(kitchen: Kitchen, placed: Placed, hours: float) -> None:
    """As if it had been ordered so long ago."""
    then = clock.now() - timedelta(hours=hours)
    with kitchen.app.app_context(), transaction():
        order = update(Order).where(Order.id == placed.id)
        db.session.execute(order.values(placed_at=then, accepted_at=then))
        line = update(OrderLine).where(OrderLine.order_id == placed.id)
        db.session.execute(line.values(accepted_at=then, fired_at=then))


def clears(kitchen: Kitchen) -> list[int]:
    with kitchen.app.app_context():
        return clear_forgotten(db.session.get_one(Restaurant, kitchen.place.id))


def test_a_forgotten_ticket_leaves_and_is_noted(four_hours: Kitchen, ken: Person) -> None:
    old, fresh = four_hours.orders("margherita", "lemonade"), four_hours.orders("oyster", table="8")
    ages(four_hours, old, 4.1)
    ages(four_hours, fresh, 3.9)
    assert clears(four_hours) == [old.id]
    assert ken.tickets("/kitchen/all") == [f"order-{fresh.id}"]
    with four_hours.app.app_context():
        noted = db.session.scalars(
            select(JournalEntry).where(JournalEntry.kind == "TicketCleared")
        ).one()
        assert (noted.actor_kind, noted.body["order_id"], noted.body["hours"]) == (
            "system",
            old.id,
            4,
        )
    assert clears(four_hours) == []


def test_the_recall_list_says_who_cleared_it_and_has_it_back(
    four_hours: Kitchen, ken: Person
) -> None:
    placed = four_hours.orders("margherita")
    ages(four_hours, placed, 5)
    clears(four_hours)
    assert "cleared by rule" in ken.sees("/kitchen/grill/recall")
    ken.taps(f"/kitchen/grill/tickets/{placed.id}/recall")
    assert ken.tickets() == [f"order-{placed.id}"]
    assert clears(four_hours) == []
    assert ken.tickets() == [f"order-{placed.id}"]


def test_without_the_rule_nothing_leaves(kitchen: Kitchen, ken: Person) -> None:
    placed = kitchen.orders("margherita")
    ages(kitchen, placed, 100)
    assert clears(kitchen) == []
    assert ken.tickets() == [f"order-{placed.id}"]


def test_what_a_cook_works_on_is_not_forgotten(four_hours: Kitchen, ken: Person) -> None:
    placed = four_hours.orders("margherita")
    ages(four_hours, placed, 9)
    ken.taps(f"/kitchen/grill/tickets/{placed.id}/start")
    assert clears(four_hours) == []
    assert four_hours.status_of(placed) == ["cooking"]


def test_a_cancellation_nobody_looked_at_leaves_too(four_hours: Kitchen, ken: Person) -> None:
    placed = four_hours.orders("margherita")
    four_hours.cancels(placed.lines[0])
    ages(four_hours, placed, 9)
    with four_hours.app.app_context(), transaction():
        line = db.session.get_one(OrderLine, placed.lines[0])
        line.cancelled_at = clock.now() - timedelta(hours=8)
    assert clears(four_hours) == [placed.id]
    assert ken.tickets() == []
    assert four_hours.status_of(placed) == [LineStatus.CANCELLED.value]


def test_a_forgotten_cancellation_leaves_a_held_course_and_the_look_goes_on(
    four_hours: Kitchen, ken: Person
) -> None:
    """Nothing is left to finish but what waits for somebody; the next ticket is cleared, too."""
    placed = four_hours.orders("margherita", "oyster")
    other = four_hours.orders("margherita", table="8")
    for each in (placed, other):
        ages(four_hours, each, 5)
    four_hours.cancels(placed.lines[0])
    with four_hours.app.app_context(), transaction():
        gone, held = (db.session.get_one(OrderLine, line) for line in placed.lines)
        gone.cancelled_at = gone.accepted_at
        held.course, held.fired_at = 2, None
    assert clears(four_hours) == [placed.id, other.id]
    assert four_hours.status_of(placed) == ["cancelled", "accepted"]
    assert four_hours.status_of(other) == ["ready"]
    assert ken.tickets() == [f"order-{placed.id}"]
