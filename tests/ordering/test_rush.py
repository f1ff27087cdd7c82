"""What is rushed goes first, says why, and can wait its turn again."""

import pytest
from flask import Flask
from sqlalchemy import select, update

from restaurant_order.core.database import db
from restaurant_order.core.journal import JournalEntry
from restaurant_order.core.refusals import Invalid, NotFound
from restaurant_order.ordering import rush
from restaurant_order.ordering.models import LineStatus, Order
from restaurant_order.ordering.rush import RushMoved
from restaurant_order.ordering.service import rush_order, unrush_order
from tests.cast import casa_lupo
from tests.kitchen.house import Kitchen
from tests.together import together


@pytest.fixture
def kitchen(app: Flask) -> Kitchen:
    with app.app_context():
        return Kitchen(app, casa_lupo())


def test_it_is_kept_who_rushed_an_order_and_why(kitchen: Kitchen) -> None:
    placed = kitchen.orders("margherita")
    with kitchen.app.app_context():
        wei = kitchen.place.person("Wei")
        rush_order(kitchen.place.id, placed.id, reason="  Train to catch ", by=wei)
        assert db.session.get_one(Order, placed.id).rush_reason == "Train to catch"
        said = db.session.scalars(select(JournalEntry).order_by(JournalEntry.seq.desc())).first()
        assert said is not None
        assert (said.kind, said.actor_id, said.body["reason"]) == (
            "OrderRushed",
            wei.id,
            "Train to catch",
        )


def test_what_waits_its_turn_again_remembers_why_it_had_not(kitchen: Kitchen) -> None:
    placed = kitchen.orders("margherita")
    with kitchen.app.app_context():
        ken = kitchen.place.person("Ken")
        rush_order(kitchen.place.id, placed.id, reason="Forgotten", by=ken)
        assert unrush_order(kitchen.place.id, placed.id, by=ken) == "Forgotten"
        assert db.session.get_one(Order, placed.id).rushed_at is None


def test_a_second_hand_is_told_and_changes_nothing(kitchen: Kitchen) -> None:
    placed = kitchen.orders("margherita")
    with kitchen.app.app_context():
        ken = kitchen.place.person("Ken")
        rush_order(kitchen.place.id, placed.id, reason="First", by=ken)
        with pytest.raises(RushMoved):
            rush_order(kitchen.place.id, placed.id, reason="Second", by=ken)
        assert db.session.get_one(Order, placed.id).rush_reason == "First"
        unrush_order(kitchen.place.id, placed.id, by=ken)
        with pytest.raises(RushMoved):
            unrush_order(kitchen.place.id, placed.id, by=ken)


def test_what_is_made_cannot_be_hurried(kitchen: Kitchen) -> None:
    placed = kitchen.orders("margherita")
    kitchen.set_status(placed, LineStatus.READY)
    with kitchen.app.app_context(), pytest.raises(RushMoved):
        rush_order(kitchen.place.id, placed.id, reason="Now", by=kitchen.place.person("Ken"))


def test_a_rush_needs_a_reason_and_an_order_of_this_house(kitchen: Kitchen) -> None:
    placed = kitchen.orders("margherita")
    with kitchen.app.app_context():
        ken = kitchen.place.person("Ken")
        with pytest.raises(Invalid):
            rush_order(kitchen.place.id, placed.id, reason=" ", by=ken)
        with pytest.raises(NotFound):
            rush_order(kitchen.place.id + 1, placed.id, reason="Mine", by=ken)
        assert db.session.get_one(Order, placed.id).rushed_at is None


def rushes(each_app: Flask) -> tuple[list[object], int]:
    """Many hands rush one order at one moment: what each heard, and how often it is told."""
    with each_app.app_context():
        kitchen = Kitchen(each_app, casa_lupo())
    placed = kitchen.orders("margherita")

    def hand(which: int) -> None:
        by = kitchen.place.person(("Ken", "Lena")[which % 2])
        rush_order(kitchen.place.id, placed.id, reason=f"Hand {which}", by=by)

    heard = together(each_app, 8, hand)
    with each_app.app_context():
        told = select(JournalEntry).where(JournalEntry.kind == "OrderRushed")
        return list(heard), len(db.session.scalars(told).all())


def test_many_hands_rush_an_order_once(each_app: Flask) -> None:
    heard, told = rushes(each_app)
    assert (heard.count(None), told) == (1, 1)
    assert sum(isinstance(one, RushMoved) for one in heard) == 7


def test_without_the_condition_it_is_rushed_again_and_again(
    each_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: it is written without the condition."""

    def write(order_id: int, _condition: object, **values: object) -> None:
        db.session.execute(update(Order).where(Order.id == order_id).values(**values))

    monkeypatch.setattr(rush, "_set", write)
    heard, told = rushes(each_app)
    assert heard.count(None) > 1
    assert told > 1
