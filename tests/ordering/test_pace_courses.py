"""Courses: what starts at once, what waits, and who may fire it."""

from collections.abc import Iterator

import pytest
from flask import Flask

from restaurant_order.core.database import db
from restaurant_order.core.journal import JournalEntry
from restaurant_order.core.transaction import transaction
from restaurant_order.menu.models import Dish
from restaurant_order.ordering import firing
from restaurant_order.ordering.courses import CourseHeld, Serving, starts_through
from restaurant_order.ordering.models import LineStatus
from restaurant_order.ordering.queries import order_view, undrawn_orders
from restaurant_order.ordering.service import (
    accept_order,
    bring_back_lines,
    finish_line,
    finish_ticket,
    fire_course,
    fire_lines,
    hold_course,
    hold_lines,
    serve_line,
    serve_order,
    start_line,
    take_back_lines,
    take_lines,
    take_order,
)
from restaurant_order.ordering.steps import LineMoved
from restaurant_order.visits.models import Guest
from tests.cast import Place, casa_lupo, phone_at
from tests.ordering.test_placing import add, send
from tests.together import together

WAITING = Serving(1, is_fired=True, is_served=False)
EATEN = Serving(1, is_fired=True, is_served=True)
HELD_MAIN = Serving(2, is_fired=False, is_served=False)
FIRED_MAIN = Serving(2, is_fired=True, is_served=False)


@pytest.mark.parametrize(
    ("known", "ordered", "through"),
    [
        ([], [1, 2, 3], 1),
        ([], [2], 2),
        ([WAITING], [2], 1),
        ([EATEN], [2], 2),
        ([WAITING, FIRED_MAIN], [2, 3], 2),
        ([EATEN, HELD_MAIN], [3], 2),
        ([WAITING, HELD_MAIN], [1], 1),
    ],
)
def test_the_first_course_not_at_the_table_starts_and_what_was_fired_already(
    known: list[Serving], ordered: list[int], through: int
) -> None:
    assert starts_through(known, ordered) == through


@pytest.fixture
def house(app: Flask) -> Iterator[Place]:
    """Oysters are the starter, the margherita is the main, lemonade is served at once."""
    with app.app_context():
        place = casa_lupo(courses=True)
        _courses(place)
        yield place


def _courses(place: Place) -> None:
    with transaction():
        for name, course in (("oyster", 1), ("margherita", 2)):
            db.session.get_one(Dish, place.dishes[name]).course = course
        place.restaurant.menu_version += 1


def _orders(guest: Guest, house: Place, *dishes: str, key: str = "k" * 8) -> int:
    for dish in dishes:
        options = ("normal",) if dish == "margherita" else ()
        add(guest, house, dish, *options, key=f"{dish}-{key}")
    return send(guest, key=key)


def held(house: Place, order_id: int) -> list[bool]:
    db.session.rollback()
    return [line.is_held for line in order_view(house.id, order_id).lines]


def lines_of(house: Place, order_id: int) -> list[int]:
    return [line.id for line in order_view(house.id, order_id).lines]


def test_the_later_course_of_an_order_is_held_and_drinks_are_not(house: Place) -> None:
    order = _orders(phone_at(house, "7"), house, "oyster", "margherita", "lemonade")
    assert held(house, order) == [False, True, False]


def test_without_the_setting_nothing_is_held(app: Flask) -> None:
    with app.app_context():
        place = casa_lupo()
        _courses(place)
        order = _orders(phone_at(place, "7"), place, "oyster", "margherita")
        assert held(place, order) == [False, False]


def test_a_held_dish_can_be_neither_started_nor_finished(house: Place) -> None:
    order = _orders(phone_at(house, "7"), house, "oyster", "margherita")
    starter, main = lines_of(house, order)
    ken = house.person("Ken")
    for move in (start_line, finish_line):
        with pytest.raises(CourseHeld):
            move(house.id, main, by=ken)
    assert finish_ticket(house.id, order, None, by=ken) == [starter]
    with pytest.raises(CourseHeld):
        finish_ticket(house.id, order, None, by=ken)


def test_firing_starts_the_clock_and_holding_stops_it_until_somebody_begins(house: Place) -> None:
    guest, wei = phone_at(house, "7"), house.person("Wei")
    order = _orders(guest, house, "oyster", "margherita")
    main = lines_of(house, order)[1]
    assert fire_course(house.id, guest.visit_id, 2, by=wei) == [main]
    assert held(house, order) == [False, False]
    with pytest.raises(LineMoved):
        fire_course(house.id, guest.visit_id, 2, by=wei)
    assert hold_course(house.id, guest.visit_id, 2, by=wei) == [main]
    assert held(house, order) == [False, True]
    fire_lines(house.id, [main], by=wei)
    start_line(house.id, main, by=house.person("Ken"))
    for hold in (
        lambda: hold_course(house.id, guest.visit_id, 2, by=wei),
        lambda: hold_lines(house.id, [main], by=wei),
    ):
        with pytest.raises(LineMoved):
            hold()


def test_who_orders_a_main_when_the_starters_are_served_does_not_wait(house: Place) -> None:
    guest = phone_at(house, "7")
    first = _orders(guest, house, "oyster")
    finish_ticket(house.id, first, None, by=house.person("Ken"))
    waiting = _orders(guest, house, "margherita", key="second-k")
    assert held(house, waiting) == [True]
    serve_order(house.id, first, by=house.person("Wei"))
    assert held(house, _orders(guest, house, "margherita", key="third-ke")) == [False]


def test_an_order_that_is_accepted_later_is_held_in_the_same_way(app: Flask) -> None:
    with app.app_context():
        place = casa_lupo(courses=True, acceptance="always")
        _courses(place)
        order = _orders(phone_at(place, "7"), place, "oyster", "margherita")
        accept_order(place.id, order, by=place.person("Carla"))
        assert held(place, order) == [False, True]


def test_nobody_is_alarmed_that_a_held_course_is_on_no_screen(house: Place) -> None:
    guest = phone_at(house, "7")
    order = _orders(guest, house, "oyster", "margherita")
    finish_ticket(house.id, order, None, by=house.person("Ken"))
    far = order_view(house.id, order).placed_at.replace(year=2200)
    assert undrawn_orders(house.id, before=far) == []
    fire_course(house.id, guest.visit_id, 2, by=house.person("Wei"))
    assert [one.id for one in undrawn_orders(house.id, before=far)] == [order]


def test_another_restaurant_fires_nothing_here(house: Place) -> None:
    guest = phone_at(house, "7")
    order = _orders(guest, house, "oyster", "margherita")
    stranger = casa_lupo(name="Casa Orso")
    with pytest.raises(LineMoved):
        fire_course(stranger.id, guest.visit_id, 2, by=stranger.person("Ken"))
    assert held(house, order) == [False, True]


def _fired_by_many(app: Flask) -> tuple[list[object], int]:
    """Four hands fire one course at one moment: what each heard, and how often it is told."""
    with app.app_context():
        place = casa_lupo(courses=True)
        _courses(place)
        guest = phone_at(place, "7")
        order, visit = _orders(guest, place, "oyster", "margherita"), guest.visit_id

    def fire(_hand: int) -> list[int]:
        return fire_course(place.id, visit, 2, by=place.person("Wei"))

    answers = together(app, 4, fire)
    with app.app_context():
        assert held(place, order) == [False, False]
        told = db.select(JournalEntry).where(JournalEntry.kind == "LineFired")
        return list(answers), len(db.session.scalars(told).all())


def test_many_hands_fire_a_course_once(each_app: Flask) -> None:
    answers, told = _fired_by_many(each_app)
    assert sum(isinstance(answer, list) for answer in answers) == 1
    assert sum(isinstance(answer, LineMoved) for answer in answers) == 3
    assert told == 1


def test_without_the_condition_each_hand_fires_it(
    each_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: its clock starts again with every hand, and every screen is told again."""
    monkeypatch.setattr(firing, "_HELD", firing._WAITING)
    answers, told = _fired_by_many(each_app)
    assert sum(isinstance(answer, list) for answer in answers) > 1
    assert told > 1


def test_a_runner_takes_what_is_ready_once_and_both_times_are_kept(house: Place) -> None:
    guest, wei, carla = phone_at(house, "7"), house.person("Wei"), house.person("Carla")
    order = _orders(guest, house, "oyster")
    (line,) = lines_of(house, order)
    with pytest.raises(LineMoved):
        take_order(house.id, order, by=wei)
    finish_ticket(house.id, order, None, by=house.person("Ken"))
    assert take_order(house.id, order, by=wei) == [line]
    with pytest.raises(LineMoved):
        take_lines(house.id, [line], by=carla)
    serve_line(house.id, line, by=wei)
    (shown,) = order_view(house.id, order).lines
    assert shown.taken_by == "Wei"
    assert shown.status is LineStatus.SERVED
    assert shown.ready_at <= shown.taken_at <= shown.served_at  # type: ignore[operator]


def test_what_was_brought_back_or_is_cooked_again_has_no_runner(house: Place) -> None:
    guest, wei = phone_at(house, "7"), house.person("Wei")
    order = _orders(guest, house, "oyster")
    (line,) = lines_of(house, order)
    finish_ticket(house.id, order, None, by=house.person("Ken"))
    take_order(house.id, order, by=wei)
    bring_back_lines(house.id, [line], by=wei)
    assert order_view(house.id, order).lines[0].taken_at is None
    take_order(house.id, order, by=wei)
    take_back_lines(house.id, [line], by=house.person("Ken"))
    assert order_view(house.id, order).lines[0].taken_by is None
