"""Which board stands in for which: never in a circle, never another restaurant's."""

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as some

from restaurant_order.core.actor import SYSTEM
from restaurant_order.core.database import db
from restaurant_order.core.refusals import Invalid, NotFound
from restaurant_order.venue.fallbacks import fall_back_on
from restaurant_order.venue.models import Station
from restaurant_order.venue.rules import fallbacks_of, leads_back
from restaurant_order.venue.stations import add_station, remove_station
from tests.cast import Place, casa_lupo


def station(place: Place, slug: str) -> Station:
    return db.session.get_one(Station, place.stations[slug])


def test_a_circle_is_refused(app: Flask) -> None:
    with app.app_context():
        place = casa_lupo()
        grill, bar = station(place, "grill"), station(place, "bar")
        wok = add_station(place.restaurant, name={"en": "Wok"}, by=SYSTEM)
        fall_back_on(grill, bar.id, by=SYSTEM)
        fall_back_on(bar, wok.id, by=SYSTEM)
        for where, to in ((wok, grill), (wok, bar), (wok, wok)):
            with pytest.raises(Invalid):
                fall_back_on(where, to.id, by=SYSTEM)
            assert wok.fallback_id is None
        fall_back_on(bar, None, by=SYSTEM)
        fall_back_on(wok, grill.id, by=SYSTEM)
        assert wok.fallback_id == grill.id


def test_another_restaurants_station_is_refused(app: Flask) -> None:
    with app.app_context():
        place, other = casa_lupo(), casa_lupo(name="Casa Orso")
        with pytest.raises(NotFound):
            fall_back_on(station(place, "grill"), other.stations["bar"], by=SYSTEM)
        assert station(place, "grill").fallback_id is None


def test_nobody_falls_back_on_a_station_that_is_gone(app: Flask) -> None:
    with app.app_context():
        place = casa_lupo()
        wok = add_station(place.restaurant, name={"en": "Wok"}, by=SYSTEM)
        fall_back_on(station(place, "grill"), wok.id, by=SYSTEM)
        remove_station(wok, by=SYSTEM)
        assert station(place, "grill").fallback_id is None


@given(some.dictionaries(some.integers(1, 6), some.integers(1, 6) | some.none()))
def test_a_ticket_never_comes_by_the_same_board_twice(fallbacks: dict[int, int | None]) -> None:
    for start in range(1, 7):
        chain = [start, *fallbacks_of(start, fallbacks)]
        assert len(chain) == len(set(chain))


@given(some.lists(some.tuples(some.integers(1, 6), some.integers(1, 6)), max_size=12))
def test_what_is_allowed_makes_no_circle(wishes: list[tuple[int, int]]) -> None:
    fallbacks: dict[int, int | None] = {}
    for start, to in wishes:
        if not leads_back(start, to, fallbacks):
            fallbacks[start] = to
    for start in range(1, 7):
        last = [start, *fallbacks_of(start, fallbacks)][-1]
        assert fallbacks.get(last) is None
