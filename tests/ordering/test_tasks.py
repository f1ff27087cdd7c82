"""A line that several stations make: each does its part, and the line follows."""

from collections.abc import Callable
from threading import Barrier

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from restaurant_order.core import clock
from restaurant_order.core.database import db
from restaurant_order.core.journal import JournalEntry
from restaurant_order.core.transaction import transaction
from restaurant_order.menu.models import Option
from restaurant_order.ordering.cancelling import cancel_line
from restaurant_order.ordering.drawn import note_drawn
from restaurant_order.ordering.models import LineStatus, LineTask, OrderLine
from restaurant_order.ordering.moves import (
    finish_line,
    finish_ticket,
    serve_line,
    serve_order,
    start_line,
    start_ticket,
    take_back_line,
    take_back_lines,
)
from restaurant_order.ordering.parts import STEPS, line_status
from restaurant_order.ordering.queries import order_view, undrawn_orders
from restaurant_order.ordering.steps import LineMoved
from restaurant_order.ordering.views import LineView
from tests.cast import Place, casa_lupo, phone_at
from tests.ordering.test_placing import add, send
from tests.together import together


def lupo_with_rocket_at_the_bar() -> Place:
    """The grill makes the pizza, the bar puts rocket on it."""
    house = casa_lupo()
    name_station(house, "rocket", "bar")
    return house


def name_station(house: Place, option: str, station: str) -> None:
    with transaction():
        db.session.get_one(Option, house.options[option]).station_id = house.stations[station]
        house.restaurant.menu_version += 1


def pizza(house: Place, *more: str, table: str = "7") -> int:
    """The order of one margherita with rocket, and a line of each of `more`."""
    guest = phone_at(house, table)
    add(guest, house, "margherita", "normal", "rocket", key=f"pizza-of-{table}")
    for dish in more:
        add(guest, house, dish, key=f"{dish}-of-{table}")
    return send(guest, key=f"order-of-{table}")


def line_of(house: Place, order_id: int, index: int = 0) -> LineView:
    db.session.rollback()
    return order_view(house.id, order_id).lines[index]


def parts(line: LineView) -> list[str]:
    return [part.status.value for part in line.parts]


def kinds() -> list[str]:
    found = select(JournalEntry.kind).order_by(JournalEntry.seq)
    return [kind for kind in db.session.scalars(found) if kind.startswith(("Line", "Part"))]


def test_a_line_goes_to_its_dishs_station_and_to_its_options(app: Flask) -> None:
    with app.app_context():
        house = lupo_with_rocket_at_the_bar()
        shared, plain = order_view(house.id, pizza(house, "lemonade")).lines
        grill, bar = house.stations["grill"], house.stations["bar"]
        assert (shared.stations, plain.stations) == ((grill, bar), (bar,))
        assert parts(shared) == ["accepted", "accepted"]
        assert [option.get("station_id") for option in shared.options] == [None, bar]
        assert plain.parts == ()


def test_an_option_of_the_dishs_own_station_makes_no_second_task(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo()
        name_station(house, "rocket", "grill")
        (line,) = order_view(house.id, pizza(house)).lines
        assert (line.stations, line.parts) == ((house.stations["grill"],), ())
        assert db.session.scalar(select(func.count()).select_from(LineTask)) == 0


def test_where_the_dish_names_nobody_the_option_decides(app: Flask) -> None:
    with app.app_context():
        house = lupo_with_rocket_at_the_bar()
        with transaction():
            house.dish("margherita").category.station_id = None
            house.restaurant.menu_version += 1
        (line,) = order_view(house.id, pizza(house)).lines
        assert (line.station_id, line.parts) == (house.stations["bar"], ())


def test_tasks_stay_with_their_own_lines(app: Flask) -> None:
    with app.app_context():
        house = lupo_with_rocket_at_the_bar()
        name_station(house, "olives", "bar")
        guest = phone_at(house, "7")
        add(guest, house, "lemonade", key="one-lemonade")
        add(guest, house, "margherita", "normal", "olives", key="first-pizza")
        add(guest, house, "oyster", key="one-oyster")
        add(guest, house, "margherita", "normal", "rocket", "olives", key="second-pizza")
        lines = order_view(house.id, send(guest)).lines
        assert [len(line.parts) for line in lines] == [0, 2, 0, 2]


def test_it_cooks_with_the_first_station_and_is_ready_with_the_last(app: Flask) -> None:
    with app.app_context():
        house = lupo_with_rocket_at_the_bar()
        order_id, ken = pizza(house), house.person("Ken")
        line_id = line_of(house, order_id).id
        grill, bar = house.stations["grill"], house.stations["bar"]
        start_line(house.id, line_id, station_id=grill, by=ken)
        line = line_of(house, order_id)
        assert (line.status, parts(line)) == (LineStatus.COOKING, ["cooking", "accepted"])
        finish_line(house.id, line_id, station_id=grill, by=ken)
        line = line_of(house, order_id)
        assert (line.status, line.ready_at, parts(line)) == (
            LineStatus.COOKING,
            None,
            ["ready", "accepted"],
        )
        finish_line(house.id, line_id, station_id=bar, by=ken)
        line = line_of(house, order_id)
        assert (line.status, parts(line)) == (LineStatus.READY, ["ready", "ready"])
        assert line.ready_at == max(part.ready_at for part in line.parts if part.ready_at)
        assert kinds() == [
            "PartStarted",
            "LineStarted",
            "PartFinished",
            "PartFinished",
            "LineFinished",
        ]


def test_a_station_reads_its_own_part(app: Flask) -> None:
    with app.app_context():
        house = lupo_with_rocket_at_the_bar()
        order_id, ken = pizza(house), house.person("Ken")
        grill, bar = house.stations["grill"], house.stations["bar"]
        finish_line(house.id, line_of(house, order_id).id, station_id=grill, by=ken)
        line = line_of(house, order_id)
        at_grill, at_bar = line.at(grill), line.at(bar)
        assert at_grill
        assert at_bar
        assert (at_grill.status, at_bar.status) == (LineStatus.READY, LineStatus.ACCEPTED)
        assert (at_grill.station_id, at_bar.station_id) == (grill, bar)
        assert line.at(None) is None
        assert line.at(bar + 100) is None


def test_it_is_served_once_for_all_stations(app: Flask) -> None:
    with app.app_context():
        house = lupo_with_rocket_at_the_bar()
        order_id, wei = pizza(house), house.person("Wei")
        line_id = line_of(house, order_id).id
        finish_line(house.id, line_id, station_id=house.stations["grill"], by=wei)
        with pytest.raises(LineMoved):
            serve_line(house.id, line_id, by=wei)
        finish_line(house.id, line_id, by=wei)
        assert serve_order(house.id, order_id, by=wei) == [line_id]
        served = line_of(house, order_id)
        assert {here.status for here in served.by_station} == {LineStatus.SERVED}
        take_back_line(house.id, line_id, status=LineStatus.SERVED, by=wei)
        assert parts(line_of(house, order_id)) == ["ready", "ready"]


@pytest.mark.parametrize("begun", [True, False])
def test_a_station_takes_back_its_own_part_only(app: Flask, begun: bool) -> None:
    with app.app_context():
        house = lupo_with_rocket_at_the_bar()
        order_id, ken = pizza(house), house.person("Ken")
        line_id = line_of(house, order_id).id
        grill, bar = house.stations["grill"], house.stations["bar"]
        if begun:
            start_line(house.id, line_id, station_id=bar, by=ken)
        finish_line(house.id, line_id, station_id=grill, by=ken)
        finish_line(house.id, line_id, station_id=bar, by=ken)
        take_back_lines(house.id, [line_id], station_id=bar, by=ken)
        line = line_of(house, order_id)
        assert (line.status, line.ready_at) == (LineStatus.COOKING, None)
        assert parts(line) == ["ready", "cooking" if begun else "accepted"]
        with pytest.raises(LineMoved):
            take_back_lines(house.id, [line_id], station_id=bar, by=ken)


def test_from_the_board_of_all_the_last_stroke_is_taken_back(app: Flask) -> None:
    """What a station had done before stays done."""
    with app.app_context():
        house = lupo_with_rocket_at_the_bar()
        order_id, ken = pizza(house), house.person("Ken")
        line_id = line_of(house, order_id).id
        finish_line(house.id, line_id, station_id=house.stations["grill"], by=ken)
        finish_line(house.id, line_id, by=ken)
        assert line_of(house, order_id).status is LineStatus.READY
        take_back_lines(house.id, [line_id], by=ken)
        assert parts(line_of(house, order_id)) == ["ready", "accepted"]


def test_a_ticket_moves_the_stations_parts_with_its_lines(app: Flask) -> None:
    with app.app_context():
        house = lupo_with_rocket_at_the_bar()
        order_id, ken = pizza(house, "lemonade"), house.person("Ken")
        shared, lemonade = (line.id for line in order_view(house.id, order_id).lines)
        grill, bar = house.stations["grill"], house.stations["bar"]
        assert start_ticket(house.id, order_id, bar, by=ken) == [shared, lemonade]
        assert finish_ticket(house.id, order_id, bar, by=ken) == [shared, lemonade]
        with pytest.raises(LineMoved):
            finish_ticket(house.id, order_id, bar, by=ken)
        assert line_of(house, order_id).status is LineStatus.COOKING
        assert finish_ticket(house.id, order_id, grill, by=ken) == [shared]
        assert line_of(house, order_id).status is LineStatus.READY


def test_a_cancelled_lines_parts_move_no_more(app: Flask) -> None:
    with app.app_context():
        house = lupo_with_rocket_at_the_bar()
        order_id, ken = pizza(house), house.person("Ken")
        line_id, bar = line_of(house, order_id).id, house.stations["bar"]
        cancel_line(house.id, line_id, reason="Guest left", by=house.person("Max"))
        deeds: list[Callable[[], object]] = [
            lambda: start_line(house.id, line_id, station_id=bar, by=ken),
            lambda: finish_line(house.id, line_id, by=ken),
            lambda: take_back_lines(house.id, [line_id], station_id=bar, by=ken),
            lambda: finish_ticket(house.id, order_id, bar, by=ken),
        ]
        for deed in deeds:
            with pytest.raises(LineMoved):
                deed()
        assert parts(line_of(house, order_id)) == ["accepted", "accepted"]


def test_a_station_that_has_no_part_in_it_moves_nothing(app: Flask) -> None:
    with app.app_context():
        house = lupo_with_rocket_at_the_bar()
        order_id, ken = pizza(house), house.person("Ken")
        with pytest.raises(LineMoved):
            finish_line(house.id, line_of(house, order_id).id, station_id=987, by=ken)
        assert parts(line_of(house, order_id)) == ["accepted", "accepted"]


def test_each_station_must_have_shown_its_part(app: Flask) -> None:
    with app.app_context():
        house = lupo_with_rocket_at_the_bar()
        order_id = pizza(house)
        grill, bar = house.stations["grill"], house.stations["bar"]
        line = order_view(house.id, order_id).lines[0]
        note_drawn(house.id, [(order_id, grill)])
        order = order_view(house.id, order_id)
        assert (order.undrawn, order.is_drawn(line)) == ({bar}, False)
        assert undrawn_orders(house.id, before=clock.now())
        note_drawn(house.id, [(order_id, bar)])
        order = order_view(house.id, order_id)
        assert (order.undrawn, order.is_drawn(line)) == (frozenset(), True)
        assert undrawn_orders(house.id, before=clock.now()) == []


def test_two_stations_finish_at_one_moment_and_the_line_is_ready_once(each_app: Flask) -> None:
    with each_app.app_context():
        house = lupo_with_rocket_at_the_bar()
        lines = [line_of(house, pizza(house, table=table)).id for table in ("7", "8")]
        stations = [house.stations["grill"], house.stations["bar"]]

    def finish(hand: int) -> None:
        line_id, station_id = lines[hand // 2 % 2], stations[hand % 2]
        finish_line(house.id, line_id, station_id=station_id, by=house.person("Ken"))

    answers = together(each_app, 12, finish)
    assert answers.count(None) == 4
    assert sum(isinstance(answer, LineMoved) for answer in answers) == 8
    with each_app.app_context():
        assert kinds().count("LineFinished") == 2
        assert kinds().count("PartFinished") == 4


def test_who_looks_before_locking_leaves_a_finished_line_unready(each_app: Flask) -> None:
    """The twin: each station looks at the other's part first, then writes its own."""
    with each_app.app_context():
        house = lupo_with_rocket_at_the_bar()
        line_id = line_of(house, pizza(house)).id
        stations = [house.stations["grill"], house.stations["bar"]]

    both_have_looked = Barrier(2)

    def finish(hand: int) -> None:
        others = select(LineTask.status).where(LineTask.station_id == stations[1 - hand])
        is_last = db.session.scalars(others).one() is LineStatus.READY
        db.session.rollback()
        both_have_looked.wait()
        with transaction():
            db.session.get_one(LineTask, (line_id, stations[hand])).status = LineStatus.READY
            if is_last:
                db.session.get_one(OrderLine, line_id).status = LineStatus.READY

    assert together(each_app, 2, finish) == [None, None]
    with each_app.app_context():
        tasks = db.session.scalars(select(LineTask.status).where(LineTask.line_id == line_id))
        assert set(tasks) == {LineStatus.READY}
        assert db.session.get_one(OrderLine, line_id).status is not LineStatus.READY


@given(st.lists(st.sampled_from(STEPS), min_size=2, max_size=5))
def test_the_parts_say_how_the_line_stands(statuses: list[LineStatus]) -> None:
    status = line_status(statuses)
    assert (status is LineStatus.READY) == all(each is LineStatus.READY for each in statuses)
    assert (status is LineStatus.ACCEPTED) == all(each is LineStatus.ACCEPTED for each in statuses)
