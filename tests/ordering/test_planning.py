"""The plan in the kitchen: written on the lines, told when it changes, never in a cook's way."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask

from restaurant_order.core.actor import SYSTEM
from restaurant_order.core.database import db
from restaurant_order.core.refusals import Invalid
from restaurant_order.core.transaction import transaction
from restaurant_order.menu.models import Dish
from restaurant_order.ordering.firing import fire_lines
from restaurant_order.ordering.planning import keep_plan
from restaurant_order.ordering.queries import order_view
from restaurant_order.ordering.service import start_line
from restaurant_order.ordering.views import LineView
from restaurant_order.venue.models import Pacing, Station
from restaurant_order.venue.paces import pace_station
from tests.cast import Place, casa_lupo, phone_at
from tests.ordering.test_placing import add, send


@pytest.fixture
def house(app: Flask) -> Iterator[Place]:
    """A margherita takes 12 minutes, oysters 4; nobody knows of the lemonade."""
    with app.app_context():
        place = casa_lupo()
        with transaction():
            for name, minutes in (("margherita", 12), ("oyster", 4)):
                db.session.get_one(Dish, place.dishes[name]).prep_minutes = minutes
            place.restaurant.menu_version += 1
        yield place


def _paced(house: Place, pacing: Pacing, capacity: int | None = None) -> None:
    grill = db.session.get_one(Station, house.stations["grill"])
    pace_station(grill, pacing, capacity=capacity, by=SYSTEM)


def _order(house: Place) -> int:
    guest = phone_at(house, "7")
    add(guest, house, "margherita", "normal", key="margherita")
    add(guest, house, "oyster", key="oyster-k")
    add(guest, house, "lemonade", key="lemonade")
    return send(guest, key="k" * 8)


def _lines(house: Place, order_id: int) -> tuple[LineView, ...]:
    db.session.rollback()
    return order_view(house.id, order_id).lines


def _begins(line: LineView) -> datetime:
    assert line.start_at
    return line.start_at


def test_the_short_dish_waits_for_the_long_one_and_is_released_in_time(
    house: Place, wait: Callable[[float], None]
) -> None:
    _paced(house, Pacing.HOLD)
    order = _order(house)
    keep_plan(house.restaurant)
    long, short, drink = _lines(house, order)
    assert [line.is_early for line in (long, short, drink)] == [False, True, False]
    assert _begins(short) - _begins(long) == timedelta(minutes=8)
    start_line(house.id, long.id, by=house.person("Ken"))
    wait(30)
    assert keep_plan(house.restaurant) == [short.id]
    assert not _lines(house, order)[1].is_early


def test_looking_again_changes_nothing(house: Place) -> None:
    _paced(house, Pacing.HOLD)
    _order(house)
    assert len(keep_plan(house.restaurant)) == 2
    assert keep_plan(house.restaurant) == []


def test_advice_holds_nothing_back(house: Place) -> None:
    _paced(house, Pacing.ADVISE)
    order = _order(house)
    keep_plan(house.restaurant)
    assert [line.is_early for line in _lines(house, order)] == [False] * 3
    assert [line.start_at is not None for line in _lines(house, order)] == [True, True, False]


def test_a_cook_may_start_what_is_held_back(house: Place) -> None:
    _paced(house, Pacing.HOLD)
    order = _order(house)
    keep_plan(house.restaurant)
    short = _lines(house, order)[1]
    start_line(house.id, short.id, by=house.person("Ken"))
    assert not _lines(house, order)[1].is_early


def test_an_unpaced_kitchen_is_left_alone(house: Place) -> None:
    order = _order(house)
    assert keep_plan(house.restaurant) == []
    assert _lines(house, order)[0].start_at is None


def test_switching_the_pace_off_lets_everything_go(house: Place) -> None:
    _paced(house, Pacing.HOLD)
    order = _order(house)
    keep_plan(house.restaurant)
    _paced(house, Pacing.OFF)
    assert len(keep_plan(house.restaurant)) == 2
    assert not any(line.is_early or line.start_at for line in _lines(house, order))
    assert keep_plan(house.restaurant) == []


def test_a_full_station_holds_the_next_order_back(house: Place) -> None:
    _paced(house, Pacing.HOLD, capacity=1)
    order = _order(house)
    keep_plan(house.restaurant)
    long, short, _ = _lines(house, order)
    assert _begins(short) >= _begins(long) + timedelta(minutes=12)


def test_a_capacity_that_makes_no_sense_is_refused(house: Place) -> None:
    with pytest.raises(Invalid):
        _paced(house, Pacing.HOLD, capacity=0)


@pytest.mark.parametrize("courses", [True, False])
def test_a_starter_waits_for_no_main_where_the_house_serves_in_courses(
    house: Place, courses: bool
) -> None:
    _paced(house, Pacing.ADVISE)
    with transaction():
        house.restaurant.courses = courses
        for name, course in (("margherita", 2), ("oyster", 1)):
            db.session.get_one(Dish, house.dishes[name]).course = course
        house.restaurant.menu_version += 1
    order = _order(house)
    if courses:
        main = _lines(house, order)[0]
        fire_lines(house.id, [main.id], by=house.person("Ken"))
    keep_plan(house.restaurant)
    main, starter, _ = _lines(house, order)
    earlier = timedelta() if courses else timedelta(minutes=8)
    assert _begins(starter) - _begins(main) == earlier
