"""Two hands, one line."""

from collections.abc import Callable
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from restaurant_order.core.database import db
from restaurant_order.core.journal import JournalEntry
from restaurant_order.core.refusals import Busy, Invalid, NotFound
from restaurant_order.ordering.cancelling import cancel_line
from restaurant_order.ordering.drawn import note_drawn
from restaurant_order.ordering.models import Disposition, LineStatus, OrderLine
from restaurant_order.ordering.moves import (
    finish_line,
    finish_ticket,
    serve_line,
    serve_order,
    start_line,
    take_back_line,
    take_back_lines,
)
from restaurant_order.ordering.progress import NEXT, OrderStatus, order_status
from restaurant_order.ordering.queries import kitchen_orders, order_view
from restaurant_order.ordering.steps import LineMoved
from tests.cast import Place, casa_lupo, phone_at
from tests.ordering.test_placing import add, order_for, send
from tests.together import together


def status_of(house: Place, line_id: int) -> LineStatus:
    db.session.rollback()
    return db.session.get_one(OrderLine, line_id).status


def one_line(house: Place) -> int:
    order_id = order_for(phone_at(house, "7"), house, "oyster", quantity=2)
    return order_view(house.id, order_id).lines[0].id


def test_a_line_is_cooked_finished_and_served(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo()
        line, ken = one_line(house), house.person("Ken")
        for move, status in (
            (start_line, LineStatus.COOKING),
            (finish_line, LineStatus.READY),
            (serve_line, LineStatus.SERVED),
        ):
            move(house.id, line, by=ken)
            assert status_of(house, line) is status


def test_two_cooks_on_one_line_one_wins(each_app: Flask) -> None:
    with each_app.app_context():
        house = casa_lupo()
        line = one_line(house)
        cooks = ["Ken", "Lena"] * 5

    def finish(hand: int) -> None:
        finish_line(house.id, line, by=house.person(cooks[hand]))

    answers = together(each_app, 10, finish)
    assert answers.count(None) == 1
    assert sum(isinstance(answer, LineMoved) for answer in answers) == 9
    with each_app.app_context():
        finished = select(JournalEntry).where(JournalEntry.kind == "LineFinished")
        assert len(db.session.scalars(finished).all()) == 1


def test_without_the_condition_both_cooks_win(each_app: Flask) -> None:
    """The twin: look, then write. It must let more than one through."""
    with each_app.app_context():
        house = casa_lupo()
        line = one_line(house)
    all_have_looked = Barrier(10)

    def finish(hand: int) -> bool:
        seen = db.session.get_one(OrderLine, line)
        if seen.status is not LineStatus.ACCEPTED:
            return False
        db.session.rollback()
        all_have_looked.wait()
        from restaurant_order.core.transaction import transaction

        with transaction():
            db.session.get_one(OrderLine, line).status = LineStatus.READY
        return True

    assert together(each_app, 10, finish).count(True) > 1


@pytest.mark.parametrize("status", list(LineStatus))
def test_only_the_allowed_steps_are_possible(app: Flask, status: LineStatus) -> None:
    moves = {
        LineStatus.COOKING: start_line,
        LineStatus.READY: finish_line,
        LineStatus.SERVED: serve_line,
    }
    with app.app_context():
        house = casa_lupo()
        line, ken = one_line(house), house.person("Ken")
        for to, move in moves.items():
            db.session.execute(db.update(OrderLine).values(status=status))
            db.session.commit()
            if to in NEXT[status]:
                move(house.id, line, by=ken)
            else:
                with pytest.raises(LineMoved):
                    move(house.id, line, by=ken)
                assert status_of(house, line) is status


def test_a_bumped_ticket_comes_back_whole(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo()
        guest, ken = phone_at(house, "7"), house.person("Ken")
        add(guest, house, "oyster", key="cart-key-0")
        add(guest, house, "margherita", "normal", key="cart-key-1")
        add(guest, house, "lemonade", key="cart-key-2")
        order_id = send(guest)
        bumped = finish_ticket(house.id, order_id, house.stations["grill"], by=ken)
        assert len(bumped) == 2
        assert order_view(house.id, order_id).status is OrderStatus.COOKING
        take_back_lines(house.id, bumped, by=ken)
        assert {status_of(house, line) for line in bumped} == {LineStatus.COOKING}
        with pytest.raises(LineMoved):
            take_back_lines(house.id, bumped, by=ken)


def test_taking_back_is_all_or_nothing(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo()
        guest, ken = phone_at(house, "7"), house.person("Ken")
        add(guest, house, "oyster", key="cart-key-0")
        add(guest, house, "margherita", "normal", key="cart-key-1")
        order_id = send(guest)
        first, second = finish_ticket(house.id, order_id, None, by=ken)
        serve_line(house.id, second, by=ken)
        with pytest.raises(LineMoved):
            take_back_lines(house.id, [first, second], by=ken)
        assert status_of(house, first) is LineStatus.READY


def test_what_is_not_started_goes_back_to_stock_and_what_burns_does_not(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo()
        carla = house.person("Carla")
        early, late = one_line(house), one_line_of_eight(house)
        cancel_line(house.id, early, reason="Changed their mind", by=carla)
        start_line(house.id, late, by=carla)
        cancel_line(house.id, late, reason="Dropped", disposition=Disposition.WASTE, by=carla)
        db.session.rollback()
        assert house.dish("oyster").stock == 10
        with pytest.raises(LineMoved):
            cancel_line(house.id, early, reason="Again", by=carla)


@pytest.mark.parametrize("move", [start_line, finish_line])
@pytest.mark.parametrize(
    ("goes", "left"), [(Disposition.WASTE, 10), (Disposition.STOCK, 12)], ids=str
)
def test_once_cooking_has_begun_who_cancels_says_where_the_food_goes(
    goes: Disposition, left: int, move: Callable[..., None], app: Flask
) -> None:
    with app.app_context():
        house = casa_lupo()
        line = one_line(house)
        move(house.id, line, by=house.person("Ken"))
        begun = status_of(house, line)
        with pytest.raises(Invalid):
            cancel_line(house.id, line, reason="Dropped", by=house.person("Carla"))
        assert status_of(house, line) is begun
        cancel_line(house.id, line, reason="Dropped", disposition=goes, by=house.person("Carla"))
        db.session.rollback()
        assert house.dish("oyster").stock == left
        assert db.session.get_one(OrderLine, line).disposition is goes
        entry = db.session.scalars(
            select(JournalEntry).where(JournalEntry.kind == "LineCancelled")
        ).one()
        assert (entry.body["disposition"], entry.actor_name) == (goes.value, "Carla")


def test_what_nobody_has_begun_is_never_waste(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo()
        line = one_line(house)
        cancel_line(
            house.id,
            line,
            reason="Dropped",
            disposition=Disposition.WASTE,
            by=house.person("Carla"),
        )
        db.session.rollback()
        assert db.session.get_one(OrderLine, line).disposition is Disposition.STOCK
        assert house.dish("oyster").stock == 12


def test_cancelling_and_starting_at_once_never_wastes_unasked(each_app: Flask) -> None:
    """Either it was cancelled first and went back, or the canceller is asked again."""
    with each_app.app_context():
        house = casa_lupo()
        line = one_line(house)

    def hand(which: int) -> None:
        if which:
            start_line(house.id, line, by=house.person("Ken"))
        else:
            cancel_line(house.id, line, reason="Late", by=house.person("Carla"))

    outcomes = together(each_app, 2, hand)
    with each_app.app_context():
        cancelled = status_of(house, line) is LineStatus.CANCELLED
        assert cancelled is (outcomes[0] is None)
        assert house.dish("oyster").stock == (12 if cancelled else 10)


def test_what_is_at_the_table_is_not_cancelled(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo()
        line, carla = one_line(house), house.person("Carla")
        finish_line(house.id, line, by=carla)
        serve_line(house.id, line, by=carla)
        with pytest.raises(LineMoved):
            cancel_line(house.id, line, reason="Cold", disposition=Disposition.WASTE, by=carla)
        assert status_of(house, line) is LineStatus.SERVED


def test_serving_and_cancelling_a_ready_dish_at_once_is_one_or_the_other(each_app: Flask) -> None:
    with each_app.app_context():
        house = casa_lupo()
        line = one_line(house)
        finish_line(house.id, line, by=house.person("Ken"))

    def hand(which: int) -> None:
        if which % 2:
            serve_line(house.id, line, by=house.person("Wei"))
        else:
            cancel_line(
                house.id, line, reason="Late", disposition=Disposition.STOCK, by=house.person("Max")
            )

    answers = together(each_app, 8, hand)
    assert answers.count(None) == 1
    assert sum(isinstance(answer, LineMoved | Busy) for answer in answers) == 7
    with each_app.app_context():
        is_off = status_of(house, line) is LineStatus.CANCELLED
        assert is_off is (None in answers[::2])
        assert house.dish("oyster").stock == (12 if is_off else 10)


def one_line_of_eight(house: Place) -> int:
    order_id = order_for(phone_at(house, "8"), house, "oyster", quantity=2)
    return order_view(house.id, order_id).lines[0].id


def test_another_restaurants_line_is_not_found(app: Flask) -> None:
    with app.app_context():
        house, other = casa_lupo(), casa_lupo(name="Other")
        line, stranger = one_line(house), other.person("Ken")
        for deed in (
            lambda: finish_line(other.id, line, by=stranger),
            lambda: take_back_line(other.id, line, status=LineStatus.COOKING, by=stranger),
            lambda: cancel_line(other.id, line, reason="mine", by=stranger),
        ):
            with pytest.raises(NotFound):
                deed()
        assert status_of(house, line) is LineStatus.ACCEPTED


def test_what_is_ready_of_an_order_is_served_together(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo()
        guest, wei = phone_at(house, "7"), house.person("Wei")
        add(guest, house, "oyster", key="cart-key-0")
        add(guest, house, "lemonade", key="cart-key-1")
        order_id = send(guest)
        finish_ticket(house.id, order_id, house.stations["bar"], by=wei)
        assert len(serve_order(house.id, order_id, by=wei)) == 1
        assert len(kitchen_orders(house.id)) == 1


def test_a_ticket_drawn_on_two_screens_is_noted_once(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo()
        order_id = order_for(phone_at(house, "7"), house, "oyster")
        grill, bar = house.stations["grill"], house.stations["bar"]
        before = order_view(house.id, order_id)
        note_drawn(house.id, [(order_id, grill)])
        drawn = order_view(house.id, order_id)
        note_drawn(house.id, [(order_id, grill), (order_id, bar), (99, grill)])
        again = order_view(house.id, order_id)
        assert [set(one.drawn) for one in (before, drawn, again)] == [set(), {grill}, {grill}]
        assert before.version < drawn.drawn_version == again.drawn_version
        assert before.version == drawn.version


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        (["placed", "accepted"], OrderStatus.WAITING),
        (["accepted", "cancelled"], OrderStatus.RECEIVED),
        (["accepted", "ready"], OrderStatus.COOKING),
        (["ready", "served"], OrderStatus.READY),
        (["served", "cancelled"], OrderStatus.SERVED),
        (["cancelled"], OrderStatus.CANCELLED),
    ],
)
def test_the_lines_say_how_the_order_stands(lines: list[str], status: OrderStatus) -> None:
    assert order_status([LineStatus(line) for line in lines]) is status
