"""Handing out: not before the stations are done, unless somebody may say so."""

from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from restaurant_order.core.database import db
from restaurant_order.core.journal import JournalEntry
from restaurant_order.core.refusals import NotFound
from restaurant_order.core.transaction import transaction
from restaurant_order.ordering.cancelling import cancel_line
from restaurant_order.ordering.models import LineStatus, OrderLine
from restaurant_order.ordering.moves import finish_line, finish_ticket, serve_line, take_back_lines
from restaurant_order.ordering.passing import OnlyAManager, StillCooking, hand_out, take_back_out
from restaurant_order.ordering.queries import order_view
from restaurant_order.ordering.steps import LineMoved
from restaurant_order.venue.models import PassRule
from tests.cast import Place, casa_lupo, phone_at
from tests.ordering.test_placing import add, send
from tests.ordering.test_tasks import lupo_with_rocket_at_the_bar, pizza
from tests.together import together


def dinner(house: Place) -> int:
    """An order of oysters from the grill and a lemonade from the bar."""
    guest = phone_at(house, "7")
    add(guest, house, "oyster", key="some-oysters")
    add(guest, house, "lemonade", key="one-lemonade")
    return send(guest)


def passed(house: Place, order_id: int) -> list[bool]:
    db.session.rollback()
    return [line.passed_at is not None for line in order_view(house.id, order_id).lines]


def told(kind: str) -> list[JournalEntry]:
    return list(db.session.scalars(select(JournalEntry).where(JournalEntry.kind == kind)))


def test_a_complete_order_leaves_the_pass_once(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo()
        order_id, ken = dinner(house), house.person("Ken")
        finish_ticket(house.id, order_id, None, by=ken)
        out = hand_out(house.id, [order_id], by=ken)
        assert (len(out.line_ids), out.unfinished) == (2, ())
        assert passed(house, order_id) == [True, True]
        assert [line.status for line in order_view(house.id, order_id).lines] == ["ready", "ready"]
        with pytest.raises(LineMoved):
            hand_out(house.id, [order_id], by=ken)
        assert len(told("OrderPassed")) == 1


def test_the_pass_keeps_what_a_station_still_makes(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo()
        order_id, ken = dinner(house), house.person("Ken")
        finish_ticket(house.id, order_id, house.stations["grill"], by=ken)
        with pytest.raises(StillCooking):
            hand_out(house.id, [order_id], by=ken)
        with pytest.raises(OnlyAManager):
            hand_out(house.id, [order_id], regardless=True, by=ken)
        assert passed(house, order_id) == [False, False]


def test_one_station_of_several_keeps_the_order_too(app: Flask) -> None:
    with app.app_context():
        house = lupo_with_rocket_at_the_bar()
        order_id, ken = pizza(house), house.person("Ken")
        finish_ticket(house.id, order_id, house.stations["grill"], by=ken)
        with pytest.raises(StillCooking):
            hand_out(house.id, [order_id], by=ken)
        finish_ticket(house.id, order_id, house.stations["bar"], by=ken)
        hand_out(house.id, [order_id], by=ken)


def test_a_manager_lets_it_go_and_the_journal_says_who(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo()
        order_id, max_ = dinner(house), house.person("Max")
        out = hand_out(house.id, [order_id], regardless=True, by=max_)
        assert out.line_ids == out.unfinished
        (entry,) = told("OrderPassed")
        assert (entry.actor_id, entry.body["unfinished"]) == (max_.id, list(out.unfinished))
        assert {line.status for line in order_view(house.id, order_id).lines} == {
            LineStatus.ACCEPTED
        }


def test_where_the_pass_only_warns_a_cook_may_let_it_go(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo(pass_rule=PassRule.WARN)
        order_id, ken = dinner(house), house.person("Ken")
        with pytest.raises(StillCooking):
            hand_out(house.id, [order_id], by=ken)
        hand_out(house.id, [order_id], regardless=True, by=ken)
        assert passed(house, order_id) == [True, True]


def test_it_comes_back_when_it_was_a_slip(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo()
        order_id, ken = dinner(house), house.person("Ken")
        oyster, lemonade = finish_ticket(house.id, order_id, None, by=ken)
        hand_out(house.id, [order_id], by=ken)
        take_back_out(house.id, [lemonade], by=ken)
        assert passed(house, order_id) == [True, False]
        with pytest.raises(LineMoved):
            take_back_out(house.id, [oyster, lemonade], by=ken)
        assert passed(house, order_id) == [True, False]
        assert hand_out(house.id, [order_id], by=ken).line_ids == (lemonade,)


def test_what_has_to_be_made_again_comes_back_to_the_pass(app: Flask) -> None:
    with app.app_context():
        house = lupo_with_rocket_at_the_bar()
        order_id, ken = pizza(house, "lemonade"), house.person("Ken")
        shared, lemonade = finish_ticket(house.id, order_id, None, by=ken)
        hand_out(house.id, [order_id], by=ken)
        take_back_lines(house.id, [shared], station_id=house.stations["bar"], by=ken)
        assert passed(house, order_id) == [False, True]
        take_back_lines(house.id, [lemonade], by=ken)
        assert passed(house, order_id) == [False, False]


def test_what_is_served_or_cancelled_is_not_handed_out(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo()
        order_id, wei = dinner(house), house.person("Wei")
        oyster, lemonade = (line.id for line in order_view(house.id, order_id).lines)
        finish_line(house.id, oyster, by=wei)
        serve_line(house.id, oyster, by=wei)
        cancel_line(house.id, lemonade, reason="Guest left", by=house.person("Max"))
        with pytest.raises(LineMoved):
            hand_out(house.id, [order_id], by=wei)
        with pytest.raises(LineMoved):
            take_back_out(house.id, [oyster], by=wei)


def test_another_restaurants_order_is_not_found(app: Flask) -> None:
    with app.app_context():
        house, other = casa_lupo(), casa_lupo(name="Other")
        order_id, stranger = dinner(house), other.person("Max")
        lines = [line.id for line in order_view(house.id, order_id).lines]
        with pytest.raises(NotFound):
            hand_out(other.id, [order_id], regardless=True, by=stranger)
        with pytest.raises(NotFound):
            take_back_out(other.id, lines, by=stranger)


def test_two_hands_at_the_pass_hand_it_out_once(each_app: Flask) -> None:
    with each_app.app_context():
        house = casa_lupo()
        order_id = dinner(house)
        finish_ticket(house.id, order_id, None, by=house.person("Ken"))

    answers = together(
        each_app, 8, lambda _hand: hand_out(house.id, [order_id], by=house.person("Ken"))
    )
    assert sum(isinstance(answer, LineMoved) for answer in answers) == 7
    with each_app.app_context():
        assert len(told("OrderPassed")) == 1


def test_who_looks_first_and_writes_later_hands_it_out_twice(each_app: Flask) -> None:
    """The twin: without the lock more than one hand gets through."""
    with each_app.app_context():
        house = casa_lupo()
        order_id = dinner(house)
    all_have_looked = Barrier(8)

    def hand(_hand: int) -> bool:
        lines = select(OrderLine).where(OrderLine.order_id == order_id)
        if any(line.passed_at for line in db.session.scalars(lines)):
            return False
        db.session.rollback()
        all_have_looked.wait()
        with transaction():
            for line in db.session.scalars(lines):
                line.passed_at = line.order.placed_at
        return True

    assert together(each_app, 8, hand).count(True) > 1
