"""A station is switched off and on again: nothing is lost, nothing stands twice."""

from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from restaurant_order.core import clock
from restaurant_order.core.database import db
from restaurant_order.core.journal import JournalEntry, head
from restaurant_order.core.refusals import Forbidden, NotFound
from restaurant_order.ordering import placing
from restaurant_order.ordering.drawn import note_drawn
from restaurant_order.ordering.missed import look_for_missed, missed_tickets
from restaurant_order.ordering.models import LineStatus, LineTask, OrderLine
from restaurant_order.ordering.moves import (
    LineMoved,
    finish_line,
    start_line,
    take_back_line,
    take_back_lines,
)
from restaurant_order.ordering.queries import order_view
from restaurant_order.ordering.switching import (
    NobodyStandsIn,
    leave_what_is_off,
    switch_off,
    switch_on,
)
from restaurant_order.venue.fallbacks import fall_back_on
from restaurant_order.venue.models import Station
from restaurant_order.venue.queries import stand_ins_of
from restaurant_order.venue.stations import add_station, remove_station
from tests.cast import Place, casa_lupo, phone_at
from tests.ordering.test_placing import add, send
from tests.ordering.test_tasks import line_of, lupo_with_rocket_at_the_bar, parts, pizza
from tests.together import together


def falls_back(house: Place, station: str, on: str | None) -> None:
    found = db.session.get_one(Station, house.stations[station])
    other = None if on is None else house.stations[on]
    fall_back_on(found, other, by=house.person("Max").actor)


def off(house: Place, station: str) -> None:
    switch_off(house.stations[station], by=house.person("Max"))


def on(house: Place, station: str) -> None:
    switch_on(house.stations[station], by=house.person("Max"))


def orders(house: Place, *dishes: str, table: str = "7", key: str = "a") -> int:
    guest = phone_at(house, table)
    for number, dish in enumerate(dishes):
        more = ("normal",) if dish == "margherita" else ()
        add(guest, house, dish, *more, key=f"a-dish-{key}-{number}")
    return send(guest, key=f"an-order-{key}")


def places(house: Place, order_id: int) -> list[tuple[int | None, ...]]:
    db.session.rollback()
    return [line.stations for line in order_view(house.id, order_id).lines]


def kinds() -> list[str]:
    return list(db.session.scalars(select(JournalEntry.kind).order_by(JournalEntry.seq)))


@pytest.fixture
def house(app_context: None) -> Place:
    """The grill stands in for the bar."""
    house = casa_lupo()
    falls_back(house, "bar", "grill")
    return house


def test_new_orders_go_to_who_stands_in(house: Place) -> None:
    off(house, "bar")
    assert places(house, orders(house, "lemonade")) == [(house.stations["grill"],)]
    on(house, "bar")
    assert places(house, orders(house, "lemonade", key="b")) == [(house.stations["bar"],)]


def test_what_nobody_has_begun_moves_on_and_comes_back(house: Place) -> None:
    waiting = orders(house, "lemonade", "oyster")
    grill, bar = house.stations["grill"], house.stations["bar"]
    off(house, "bar")
    assert places(house, waiting) == [(grill,), (grill,)]
    assert kinds()[-2:] == ["StationSwitchedOff", "LinesMovedOn"]
    on(house, "bar")
    assert places(house, waiting) == [(bar,), (grill,)]
    assert kinds()[-2:] == ["StationSwitchedOn", "LinesMovedOn"]


def test_what_is_in_the_making_is_finished_where_it_is(house: Place) -> None:
    begun, bar = orders(house, "lemonade"), house.stations["bar"]
    start_line(house.id, line_of(house, begun).id, by=house.person("Ken"))
    off(house, "bar")
    assert places(house, begun) == [(bar,)]
    finish_line(house.id, line_of(house, begun).id, station_id=bar, by=house.person("Ken"))
    assert line_of(house, begun).status is LineStatus.READY


def test_what_was_begun_at_the_stand_in_stays_there(house: Place) -> None:
    order_id = orders(house, "lemonade")
    off(house, "bar")
    start_line(house.id, line_of(house, order_id).id, by=house.person("Ken"))
    on(house, "bar")
    assert places(house, order_id) == [(house.stations["grill"],)]


def test_twice_is_once(house: Place) -> None:
    off(house, "bar")
    before = head(house.id)
    off(house, "bar")
    on(house, "bar")
    on(house, "bar")
    assert kinds()[before:] == ["StationSwitchedOn"]


def test_with_nobody_to_stand_in_it_waits_until_all_is_done(house: Place) -> None:
    order_id = orders(house, "oyster")
    before = head(house.id)
    with pytest.raises(NobodyStandsIn):
        off(house, "grill")
    assert head(house.id) == before
    db.session.rollback()
    start_line(house.id, line_of(house, order_id).id, by=house.person("Ken"))
    off(house, "grill")
    assert places(house, orders(house, "oyster", key="b")) == [(None,)]


def test_a_chain_is_followed_to_the_first_that_is_on(house: Place) -> None:
    with_cold = add_station(house.restaurant, name={"en": "Cold"}, by=house.person("Max").actor).id
    found = db.session.get_one(Station, house.stations["grill"])
    fall_back_on(found, with_cold, by=house.person("Max").actor)
    order_id = orders(house, "lemonade")
    off(house, "bar")
    off(house, "grill")
    assert places(house, order_id) == [(with_cold,)]
    assert places(house, orders(house, "lemonade", "oyster", key="b")) == [(with_cold,)] * 2
    on(house, "bar")
    assert places(house, order_id) == [(house.stations["bar"],)]


def test_another_fallback_counts_at_once(house: Place) -> None:
    off(house, "bar")
    falls_back(house, "bar", None)
    assert places(house, orders(house, "lemonade")) == [(None,)]


def test_a_removed_fallback_counts_at_once(house: Place) -> None:
    by = house.person("Max").actor
    cold = add_station(house.restaurant, name={"en": "Cold"}, by=by)
    fall_back_on(db.session.get_one(Station, house.stations["bar"]), cold.id, by=by)
    off(house, "bar")
    remove_station(cold, by=by)
    assert places(house, orders(house, "lemonade")) == [(None,)]


def test_orders_that_wait_for_a_yes_move_on_too(app_context: None) -> None:
    house = casa_lupo(acceptance="always")
    falls_back(house, "bar", "grill")
    order_id = orders(house, "lemonade")
    off(house, "bar")
    assert places(house, order_id) == [(house.stations["grill"],)]


def test_a_part_moves_on_and_comes_back(app_context: None) -> None:
    house = lupo_with_rocket_at_the_bar()
    by = house.person("Max").actor
    cold = add_station(house.restaurant, name={"en": "Cold"}, by=by)
    fall_back_on(db.session.get_one(Station, house.stations["bar"]), cold.id, by=by)
    grill, bar, order_id = house.stations["grill"], house.stations["bar"], pizza(house)
    off(house, "bar")
    assert places(house, order_id) == [(grill, cold.id)]
    on(house, "bar")
    assert places(house, order_id) == [(grill, bar)]
    off(house, "bar")
    start_line(house.id, line_of(house, order_id).id, station_id=cold.id, by=house.person("Ken"))
    on(house, "bar")
    assert places(house, order_id) == [(grill, cold.id)]


def test_a_part_becomes_one_with_what_the_stand_in_makes_of_it(app_context: None) -> None:
    house = lupo_with_rocket_at_the_bar()
    falls_back(house, "bar", "grill")
    grill, order_id, ken = house.stations["grill"], pizza(house), house.person("Ken")
    finish_line(house.id, line_of(house, order_id).id, station_id=grill, by=ken)
    off(house, "bar")
    line = line_of(house, order_id)
    assert (line.stations, line.status, parts(line)) == (
        (grill,),
        LineStatus.ACCEPTED,
        ["accepted"],
    )
    finish_line(house.id, line.id, station_id=grill, by=house.person("Ken"))
    assert line_of(house, order_id).status is LineStatus.READY
    assert places(house, pizza(house, table="8")) == [(grill,)]


def test_where_the_dishs_own_station_is_off_the_line_follows(app_context: None) -> None:
    house = lupo_with_rocket_at_the_bar()
    falls_back(house, "grill", "bar")
    order_id, bar = pizza(house), house.stations["bar"]
    off(house, "grill")
    line = line_of(house, order_id)
    assert (line.station_id, line.stations) == (bar, (bar,))


@pytest.mark.parametrize("guarded", [True, False])
def test_an_order_placed_while_it_is_switched_off_goes_on(
    house: Place, monkeypatch: pytest.MonkeyPatch, guarded: bool
) -> None:
    """On PostgreSQL it may have read the house before, and be written after."""
    off(house, "bar")
    monkeypatch.setattr(placing, "stations_of", lambda dish, options, off: [dish.station_id])
    late = orders(house, "lemonade")
    if guarded:
        assert leave_what_is_off(house.restaurant) == [line_of(house, late).id]
        assert leave_what_is_off(house.restaurant) == []
    assert places(house, late) == [(house.stations["grill" if guarded else "bar"],)]


def test_what_is_put_back_there_goes_on(house: Place) -> None:
    order_id, ken = orders(house, "lemonade"), house.person("Ken")
    line_id = line_of(house, order_id).id
    start_line(house.id, line_id, by=ken)
    off(house, "bar")
    assert leave_what_is_off(house.restaurant) == []
    take_back_line(house.id, line_id, status=LineStatus.COOKING, by=house.person("Ken"))
    assert leave_what_is_off(house.restaurant) == [line_id]
    assert leave_what_is_off(house.restaurant) == []
    assert places(house, order_id) == [(house.stations["grill"],)]


def test_its_board_takes_no_more_missed_tickets(app_context: None) -> None:
    house = casa_lupo()
    by = house.person("Max").actor
    cold = add_station(house.restaurant, name={"en": "Cold"}, by=by)
    falls_back(house, "grill", "bar")
    fall_back_on(db.session.get_one(Station, house.stations["bar"]), cold.id, by=by)
    order_id = orders(house, "oyster")
    at = clock.now()
    with clock.held_at(at + timedelta(seconds=11)):
        look_for_missed(house.restaurant)
        grill = house.stations["grill"]
        note_drawn(house.id, [(order_id, grill)], board=house.stations["bar"])
        assert [one.fallback_id for one in missed_tickets(house.id)] == [house.stations["bar"]]
        off(house, "bar")
        look_for_missed(house.restaurant)
    assert [one.fallback_id for one in missed_tickets(house.id)] == [cold.id]


def test_what_has_just_come_has_its_time_to_be_drawn(house: Place) -> None:
    orders(house, "lemonade")
    with clock.held_at(clock.now() + timedelta(minutes=5)):
        look_for_missed(house.restaurant)
        off(house, "bar")
        look = look_for_missed(house.restaurant)
        assert (len(look.missed), len(look.ended)) == (0, 1)
    with clock.held_at(clock.now() + timedelta(minutes=6)):
        assert len(look_for_missed(house.restaurant).missed) == 1


def test_only_a_manager_and_only_at_home(house: Place) -> None:
    other = casa_lupo(name="Casa Orso")
    for name in ("Ken", "Carla", "Wei"):
        with pytest.raises(Forbidden):
            switch_off(house.stations["bar"], by=house.person(name))
        with pytest.raises(Forbidden):
            switch_on(house.stations["bar"], by=house.person(name))
    with pytest.raises(NotFound):
        switch_off(other.stations["bar"], by=house.person("Max"))
    assert "StationSwitchedOff" not in kinds()


def test_a_cook_who_begins_at_that_moment_keeps_it_or_is_told(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo()
        falls_back(house, "bar", "grill")
        placed = [orders(house, "lemonade", key=f"o{n}") for n in range(6)]
        lines = [line_of(house, order_id).id for order_id in placed]

    def deed(number: int) -> None:
        if number == 3:
            off(house, "bar")
        else:
            start_line(house.id, lines[number], by=house.person("Ken"))

    for answer in together(app, 6, deed):
        assert answer is None or isinstance(answer, LineMoved), answer
    with app.app_context():
        leave_what_is_off(house.restaurant)
        for order_id in placed:
            line = line_of(house, order_id)
            assert line.status is LineStatus.COOKING or line.station_id == house.stations["grill"]


DEEDS = ("order", "pizza", "start", "finish", "back", "off", "on")


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 11)), max_size=30))
def test_whatever_happens_every_line_has_its_stations_once(
    app_context: None, story: list[tuple[str, int]]
) -> None:
    house = lupo_with_rocket_at_the_bar()
    house.stations["cold"] = add_station(
        house.restaurant, name={"en": "Cold"}, by=house.person("Max").actor
    ).id
    falls_back(house, "bar", "cold")
    falls_back(house, "grill", "bar")
    placed: list[int] = []
    for number, (deed, which) in enumerate(story):
        try:
            _happen(house, placed, number, deed, which)
        except (LineMoved, NobodyStandsIn):
            db.session.rollback()
        leave_what_is_off(house.restaurant)
        _nothing_is_lost(house, placed)


def _happen(house: Place, placed: list[int], number: int, deed: str, which: int) -> None:
    station = ("grill", "bar", "cold")[which % 3]
    if deed == "order":
        placed.append(orders(house, ("oyster", "lemonade")[which % 2], key=f"k{number}"))
    elif deed == "pizza":
        guest = phone_at(house, "8")
        add(guest, house, "margherita", "normal", "rocket", key=f"a-pizza-{number}")
        placed.append(send(guest, key=f"an-order-{number}"))
    elif deed in ("off", "on"):
        (off if deed == "off" else on)(house, station)
    elif placed:
        line = line_of(house, placed[which % len(placed)])
        at, ken = line.stations[which % len(line.stations)], house.person("Ken")
        if deed == "back":
            here = line.at(at)
            assert here
            take_back_lines(house.id, [line.id], status=here.status, station_id=at, by=ken)
        else:
            (start_line if deed == "start" else finish_line)(
                house.id, line.id, station_id=at, by=ken
            )


def _nothing_is_lost(house: Place, placed: list[int]) -> None:
    db.session.rollback()
    stations = {one.id: one for one in db.session.scalars(select(Station))}
    assert db.session.scalar(
        select(db.func.count()).select_from(OrderLine).where(OrderLine.restaurant_id == house.id)
    ) == len(placed)
    for order_id in placed:
        (line,) = order_view(house.id, order_id).lines
        assert len(line.stations) == len(set(line.stations)) >= 1
        tasks = select(LineTask.station_id).where(LineTask.line_id == line.id)
        assert {part.station_id for part in line.parts} == set(db.session.scalars(tasks))
        for station_id in line.stations:
            here = line.at(station_id)
            assert here
            if station_id is not None and here.status is LineStatus.ACCEPTED:
                is_off = stations[station_id].off_since is not None
                assert not is_off or not _somebody_stands_in(house, station_id)


def _somebody_stands_in(house: Place, station_id: int) -> bool:
    return stand_ins_of(house.id)[station_id] is not None
