"""The plan of a dish that several stations make: each begins its part in its own time."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from restaurant_order.core.actor import SYSTEM
from restaurant_order.core.database import db
from restaurant_order.core.journal import JournalEntry
from restaurant_order.core.transaction import transaction
from restaurant_order.menu.models import Dish
from restaurant_order.ordering import planning
from restaurant_order.ordering.firing import fire_lines, hold_lines
from restaurant_order.ordering.models import LineStatus, LineTask, OrderLine
from restaurant_order.ordering.moves import finish_line, start_line, take_back_lines
from restaurant_order.ordering.planning import keep_plan
from restaurant_order.ordering.rush import rush_order
from restaurant_order.ordering.switching import switch_off
from restaurant_order.ordering.views import LineView
from restaurant_order.venue.fallbacks import fall_back_on
from restaurant_order.venue.models import Pacing, Station
from restaurant_order.venue.paces import pace_station
from tests.cast import Place, phone_at
from tests.ordering.test_placing import add, send
from tests.ordering.test_tasks import line_of, lupo_with_rocket_at_the_bar, pizza
from tests.together import together

Wait = Callable[[float], None]


@pytest.fixture
def house(app: Flask) -> Iterator[Place]:
    """A margherita takes 4 minutes at each of its stations, oysters 12, a lemonade 2."""
    with app.app_context():
        yield _opened()


def _opened() -> Place:
    place = lupo_with_rocket_at_the_bar()
    with transaction():
        for name, minutes in (("margherita", 4), ("oyster", 12), ("lemonade", 2)):
            db.session.get_one(Dish, place.dishes[name]).prep_minutes = minutes
        place.restaurant.menu_version += 1
    return place


def _paced(house: Place, station: str, pacing: Pacing, capacity: int | None = None) -> None:
    found = db.session.get_one(Station, house.stations[station])
    pace_station(found, pacing, capacity=capacity, by=SYSTEM)


def _at(house: Place, order_id: int, station: str, index: int = 0) -> LineView:
    here = line_of(house, order_id, index).at(house.stations[station])
    assert here
    return here


def _begins(house: Place, order_id: int, station: str, index: int = 0) -> datetime:
    at = _at(house, order_id, station, index).start_at
    assert at
    return at


def _told() -> list[tuple[str, Any, Any]]:
    found = select(JournalEntry).where(JournalEntry.kind.in_(["LinePlanned", "LineReleased"]))
    entries = db.session.scalars(found.order_by(JournalEntry.seq))
    return [(one.kind, one.body["line_id"], one.body["station_id"]) for one in entries]


def test_its_parts_and_the_orders_other_dishes_end_together(house: Place) -> None:
    _paced(house, "grill", Pacing.ADVISE)
    _paced(house, "bar", Pacing.ADVISE)
    order_id = pizza(house, "oyster", "lemonade")
    keep_plan(house.restaurant)
    oyster = _begins(house, order_id, "grill", 1)
    assert _begins(house, order_id, "grill") == oyster + timedelta(minutes=8)
    assert _begins(house, order_id, "bar") == oyster + timedelta(minutes=8)
    assert _begins(house, order_id, "bar", 2) == oyster + timedelta(minutes=10)


def test_only_a_station_that_holds_back_keeps_its_part_off(house: Place) -> None:
    _paced(house, "grill", Pacing.HOLD)
    _paced(house, "bar", Pacing.ADVISE)
    order_id = pizza(house, "oyster")
    keep_plan(house.restaurant)
    at_grill, at_bar = (_at(house, order_id, station) for station in ("grill", "bar"))
    line = line_of(house, order_id)
    assert (at_grill.is_early, at_bar.is_early, line.is_early) == (True, False, False)
    assert at_grill.start_at == at_bar.start_at == line.start_at


def test_where_all_its_stations_hold_back_the_board_of_all_does_too(house: Place) -> None:
    _paced(house, "grill", Pacing.HOLD)
    _paced(house, "bar", Pacing.HOLD)
    order_id = pizza(house, "oyster")
    keep_plan(house.restaurant)
    assert line_of(house, order_id).is_early
    line_id, bar = line_of(house, order_id).id, house.stations["bar"]
    start_line(house.id, line_id, station_id=bar, by=house.person("Ken"))
    assert not line_of(house, order_id).is_early
    assert _at(house, order_id, "grill").is_early


def test_a_station_without_a_pace_begins_its_part_when_it_likes(house: Place) -> None:
    _paced(house, "grill", Pacing.HOLD)
    order_id = pizza(house, "oyster")
    keep_plan(house.restaurant)
    assert _at(house, order_id, "grill").is_early
    for free in (_at(house, order_id, "bar"), line_of(house, order_id)):
        assert (free.start_at, free.is_early) == (None, False)


def test_a_part_waits_for_the_station_that_has_no_room_yet(house: Place) -> None:
    _paced(house, "grill", Pacing.HOLD, capacity=1)
    _paced(house, "bar", Pacing.HOLD)
    first, second = pizza(house), pizza(house, table="8")
    keep_plan(house.restaurant)
    assert not _at(house, first, "grill").is_early
    assert not _at(house, first, "bar").is_early
    later = _begins(house, first, "grill") + timedelta(minutes=4)
    assert _begins(house, second, "grill") == _begins(house, second, "bar") == later
    assert _at(house, second, "grill").is_early
    assert _at(house, second, "bar").is_early


def test_a_begun_part_says_when_the_others_follow_and_a_done_one_nothing(
    house: Place, wait: Wait
) -> None:
    for station in ("grill", "bar"):
        _paced(house, station, Pacing.HOLD)
    order_id, ken = pizza(house, "oyster"), house.person("Ken")
    keep_plan(house.restaurant)
    shared, oyster = (line_of(house, order_id, index) for index in (0, 1))
    start_line(house.id, oyster.id, by=ken)
    finish_line(house.id, shared.id, station_id=house.stations["bar"], by=house.person("Ken"))
    before = _at(house, order_id, "bar").start_at
    wait(5)
    keep_plan(house.restaurant)
    assert _at(house, order_id, "bar").start_at == before
    assert _at(house, order_id, "grill").is_early
    wait(4)
    assert keep_plan(house.restaurant) == [shared.id]
    assert not _at(house, order_id, "grill").is_early
    assert _told()[-1] == ("LineReleased", shared.id, house.stations["grill"])


def test_a_part_taken_back_is_planned_again_and_not_kept_off_again(
    house: Place, wait: Wait
) -> None:
    _paced(house, "bar", Pacing.HOLD)
    order_id, bar = pizza(house), house.stations["bar"]
    keep_plan(house.restaurant)
    line_id, ken = line_of(house, order_id).id, house.person("Ken")
    start_line(house.id, line_id, station_id=bar, by=ken)
    wait(3)
    ken = house.person("Ken")
    take_back_lines(house.id, [line_id], status=LineStatus.COOKING, station_id=bar, by=ken)
    keep_plan(house.restaurant)
    assert not _at(house, order_id, "bar").is_early


def test_looking_again_changes_nothing_and_writes_nothing(house: Place) -> None:
    for station in ("grill", "bar"):
        _paced(house, station, Pacing.HOLD)
    pizza(house, "oyster")
    assert len(keep_plan(house.restaurant)) == 2
    told = _told()
    assert len(told) == 3
    assert keep_plan(house.restaurant) == []
    assert _told() == told


def test_a_board_is_told_only_when_a_part_moves_by_a_minute(house: Place, wait: Wait) -> None:
    _paced(house, "bar", Pacing.ADVISE)
    order_id = pizza(house, "oyster")
    keep_plan(house.restaurant)
    before = _begins(house, order_id, "bar")
    wait(0.9)
    assert keep_plan(house.restaurant) == []
    wait(0.2)
    assert keep_plan(house.restaurant) == [line_of(house, order_id).id]
    assert _begins(house, order_id, "bar") >= before + timedelta(minutes=1)


def test_switching_the_pace_off_lets_a_part_go(house: Place) -> None:
    _paced(house, "bar", Pacing.HOLD)
    order_id = pizza(house, "oyster")
    keep_plan(house.restaurant)
    assert _at(house, order_id, "bar").is_early
    _paced(house, "bar", Pacing.OFF)
    assert keep_plan(house.restaurant) == [line_of(house, order_id).id]
    assert _at(house, order_id, "bar").start_at is None
    assert keep_plan(house.restaurant) == []


def test_a_part_that_moves_on_is_planned_where_it_is_made(house: Place) -> None:
    _paced(house, "grill", Pacing.HOLD)
    _paced(house, "bar", Pacing.ADVISE)
    order_id = pizza(house, "oyster")
    keep_plan(house.restaurant)
    bar = db.session.get_one(Station, house.stations["bar"])
    fall_back_on(bar, house.stations["grill"], by=house.person("Max").actor)
    switch_off(house.stations["bar"], by=house.person("Max"))
    keep_plan(house.restaurant)
    line = line_of(house, order_id)
    assert line.stations == (house.stations["grill"],)
    assert line.is_early


def test_with_one_round_its_whole_ticket_is_planned_before_the_others(house: Place) -> None:
    _paced(house, "grill", Pacing.ADVISE, capacity=1)
    other, first = pizza(house, table="8"), pizza(house)
    joined = pizza_again(house)
    assert line_of(house, joined).id > line_of(house, first).id
    rush_order(house.id, joined, reason="Late", by=house.person("Wei"))
    keep_plan(house.restaurant)
    assert _begins(house, first, "grill") < _begins(house, other, "grill")
    assert _begins(house, joined, "grill") < _begins(house, other, "grill")


def pizza_again(house: Place) -> int:
    """Another round of table 7, on the ticket of the first."""
    guest = phone_at(house, "7")
    add(guest, house, "margherita", "normal", "rocket", key="pizza-again-7")
    return send(guest, key="order-again-7")


def test_two_looks_at_once_tell_every_change_once(each_app: Flask) -> None:
    with each_app.app_context():
        house = _in_a_rush()
    together(each_app, 4, lambda _hand: keep_plan(house.restaurant))
    with each_app.app_context():
        keep_plan(house.restaurant)
        told = _told()
        assert len(told) == len(set(told)) == 6


def test_who_writes_what_was_read_before_tells_it_twice(
    each_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: what was read is believed."""
    monkeypatch.setattr(planning, "_unmoved", lambda _restaurant, changes: changes)
    with each_app.app_context():
        house = _in_a_rush()

    def goes_wrong() -> bool:
        together(each_app, 4, lambda _hand: keep_plan(house.restaurant))
        with each_app.app_context():
            told = _told()
            went_wrong = len(told) > len(set(told))
            with transaction():
                db.session.execute(db.delete(JournalEntry))
                for noun in (OrderLine, LineTask):
                    db.session.execute(db.update(noun).values(start_at=None, released_at=None))
            return went_wrong

    assert any(goes_wrong() for _ in range(20))


def _in_a_rush() -> Place:
    house = _opened()
    for station in ("grill", "bar"):
        _paced(house, station, Pacing.ADVISE)
    for table in ("7", "8"):
        pizza(house, "oyster", table=table)
    return house


@pytest.mark.parametrize("guarded", [True, False])
def test_what_is_held_at_that_moment_is_not_planned(
    house: Place, monkeypatch: pytest.MonkeyPatch, guarded: bool
) -> None:
    """The twin believes what it had read, and leaves a plan on a course nobody may begin."""
    _paced(house, "bar", Pacing.HOLD)
    order_id = pizza(house, "oyster")
    line_id = line_of(house, order_id).id
    with transaction():
        db.session.get_one(OrderLine, line_id).course = 2
    look, ken = planning._changes, house.person("Ken")

    def look_and_be_late(*read: Any) -> Any:
        changes = look(*read)
        hold_lines(house.id, [line_id], by=ken)
        return changes

    with monkeypatch.context() as patched:
        patched.setattr(planning, "_changes", look_and_be_late)
        if not guarded:
            patched.setattr(planning, "_unmoved", lambda _restaurant, changes: changes)
        keep_plan(house.restaurant)
    assert (_at(house, order_id, "bar").start_at is None) is guarded


def test_what_is_held_again_has_no_plan_until_it_is_fired(house: Place) -> None:
    _paced(house, "bar", Pacing.HOLD)
    order_id = pizza(house, "oyster")
    line_id = line_of(house, order_id).id
    with transaction():
        db.session.get_one(OrderLine, line_id).course = 2
    keep_plan(house.restaurant)
    hold_lines(house.id, [line_id], by=house.person("Ken"))
    assert keep_plan(house.restaurant) == []
    assert _at(house, order_id, "bar").start_at is None
    fire_lines(house.id, [line_id], by=house.person("Ken"))
    keep_plan(house.restaurant)
    assert _at(house, order_id, "bar").is_early
