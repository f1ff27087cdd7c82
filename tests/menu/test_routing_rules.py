"""Where a dish goes: whatever is named and whatever is off, somewhere, once, and for one reason."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from restaurant_order.menu.routing import Rule, stations_of, ways_of
from restaurant_order.venue.rules import leads_back, stand_ins
from tests.menu.test_rules import dish, option

STATIONS = st.integers(1, 5)
NAMED = st.none() | STATIONS


@st.composite
def houses(draw: st.DrawFn) -> tuple[set[int], dict[int, int | None]]:
    """Stations that are off, and fallbacks that never lead in a circle."""
    fallbacks: dict[int, int | None] = dict.fromkeys(range(1, 6))
    for station in fallbacks:
        wanted = draw(NAMED)
        if wanted is not None and not leads_back(station, wanted, fallbacks):
            fallbacks[station] = wanted
    return draw(st.sets(STATIONS)), fallbacks


@given(houses(), NAMED, st.lists(NAMED, max_size=4))
def test_a_dish_goes_somewhere_once_and_never_where_it_is_off(
    house: tuple[set[int], dict[int, int | None]], own: int | None, named: list[int | None]
) -> None:
    off, fallbacks = house
    instead = stand_ins(off, fallbacks)
    options = [replace(option(n), station_id=at) for n, at in enumerate(named)]
    meal = replace(dish(), station_id=own)
    going = stations_of(meal, options, instead)
    ways = ways_of(meal, options, instead)
    assert going == [way.station_id for way in ways]
    assert len(going) == len(set(going)) >= 1
    assert not off & set(going)
    asked = [at for at in (own, *named) if at is not None]
    willing = {instead.get(at, at) for at in asked} - {None}
    assert set(going) == (willing or {None})
    for way in ways:
        if way.instead_of is not None:
            assert way.instead_of in off
            assert way.station_id == instead[way.instead_of]
    if not asked:
        assert [way.rule for way in ways] == [Rule.NONE]


@given(houses())
def test_who_stands_in_is_on_and_is_the_first_who_is(
    house: tuple[set[int], dict[int, int | None]],
) -> None:
    off, fallbacks = house
    for station, to in stand_ins(off, fallbacks).items():
        passed = fallbacks[station]
        while passed is not None and passed in off:
            passed = fallbacks[passed]
        assert to == passed
