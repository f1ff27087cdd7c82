"""Where dishes are made."""

import pytest

from restaurant_order.core.actor import Actor
from restaurant_order.core.refusals import Invalid, NotFound
from restaurant_order.venue import queries, stations
from restaurant_order.venue.models import Station
from restaurant_order.venue.stations import StationInUse
from tests.cast import Place, casa_lupo
from tests.people.journal import entries, kinds


def grill(place: Place) -> Station:
    return queries.station_or_refuse(place.id, place.stations["grill"])


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ({"en": "Cold & desserts"}, "cold-desserts"),
        ({"en": "Crêpes"}, "crepes"),
        ({"en": "烧烤", "zh-Hans": "烧烤"}, "station"),
        ({"en": "Grill!"}, "grill-2"),
        ({"en": "The station with the longest of names"}, "the-station-with-the-lon"),
    ],
)
def test_a_station_gets_a_short_name_for_addresses(
    place: Place, olga: Actor, name: dict[str, str], slug: str
) -> None:
    station = stations.add_station(place.restaurant, name=name, by=olga)
    assert station.slug == slug
    assert kinds(place.id)[-1] == "StationAdded"


def test_two_stations_share_neither_name_nor_short_name(place: Place, olga: Actor) -> None:
    with pytest.raises(Invalid) as refusal:
        stations.add_station(place.restaurant, name={"en": "Grill"}, by=olga)
    assert refusal.value.field == "name_en"
    with pytest.raises(Invalid):
        stations.add_station(place.restaurant, name={"en": "Fire"}, slug="grill", by=olga)
    assert len(queries.stations(place.id)) == 2


def test_a_station_is_renamed_but_menu_files_still_find_it(place: Place, olga: Actor) -> None:
    stations.change_station(
        grill(place),
        restaurant=place.restaurant,
        name={"en": "Fire", "zh-Hans": "明火"},
        warn_after=5,
        late_after=9,
        language="zh-Hans",
        by=olga,
    )
    changed = grill(place)
    assert (changed.slug, changed.name["zh-Hans"], changed.late_after) == ("grill", "明火", 9)
    assert entries(place.id)[-1].body["after"]["warn_after"] == 5


def test_late_comes_after_the_warning(place: Place, olga: Actor) -> None:
    with pytest.raises(Invalid) as refusal:
        stations.add_station(
            place.restaurant, name={"en": "Pass"}, warn_after=9, late_after=9, by=olga
        )
    assert refusal.value.field == "late_after"


def test_a_station_that_makes_something_stays(place: Place, olga: Actor) -> None:
    with pytest.raises(StationInUse):
        stations.remove_station(grill(place), by=olga)
    assert grill(place).slug == "grill"


def test_a_station_nobody_used_can_be_removed(place: Place, olga: Actor) -> None:
    station = stations.add_station(place.restaurant, name={"en": "Pass"}, by=olga)
    stations.remove_station(station, by=olga)
    assert [each.slug for each in queries.stations(place.id)] == ["grill", "bar"]


def test_another_restaurants_station_is_not_found(place: Place) -> None:
    other = casa_lupo(name="Trattoria")
    with pytest.raises(NotFound):
        queries.station_or_refuse(place.id, other.stations["grill"])
