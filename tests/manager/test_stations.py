"""Stations, and where dishes go, on the manager's pages."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from restaurant_order.core.transaction import transaction
from restaurant_order.venue import queries
from tests.cast import Place

PASS = {
    "tags": ["en", "zh-Hans"],
    "names": ["Pass", "出菜口"],
    "warn_after": "5",
    "late_after": "9",
}


def slugs(app: Flask, place: Place) -> list[str]:
    with app.app_context():
        return [station.slug for station in queries.stations(place.id)]


def test_a_station_is_added(app: Flask, place: Place, as_max: FlaskClient) -> None:
    page = as_max.post("/manage/stations/add", data=PASS, follow_redirects=True).text
    assert "The station is there." in page
    assert "yellow after 5 min, red after 9 min" in page
    assert slugs(app, place) == ["grill", "bar", "pass-2"]


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({"names": ["", "出菜口"]}, "name-en-error"),
        ({"names": ["Grill", ""]}, "name-en-error"),
        ({"names": ["x" * 41, ""]}, "name-en-error"),
        ({"warn_after": "0"}, "field-warn_after-error"),
        ({"late_after": "5"}, "field-late_after-error"),
        ({"late_after": "soon"}, "field-late_after-error"),
        ({"language": "tlh"}, "field-language-error"),
    ],
)
def test_a_station_that_makes_no_sense_is_not_added(
    app: Flask, place: Place, as_max: FlaskClient, change: dict[str, object], shown: str
) -> None:
    answer = as_max.post("/manage/stations/add", data={**PASS, **change})
    assert (answer.status_code, f'id="{shown}"' in answer.text) == (422, True)
    assert slugs(app, place) == ["grill", "bar"]


def test_adding_twice_adds_once(app: Flask, place: Place, as_max: FlaskClient) -> None:
    answers = [as_max.post("/manage/stations/add", data=PASS).status_code for _ in range(2)]
    assert answers == [303, 422]
    assert slugs(app, place) == ["grill", "bar", "pass-2"]


def test_a_station_that_makes_dishes_is_not_removed(
    app: Flask, place: Place, as_max: FlaskClient
) -> None:
    answer = as_max.post(f"/manage/stations/{place.stations['grill']}/remove")
    assert answer.status_code == 409
    assert "Dishes are or were made here." in answer.text
    assert slugs(app, place) == ["grill", "bar"]


def test_an_unused_station_is_removed_once(app: Flask, place: Place, as_max: FlaskClient) -> None:
    as_max.post("/manage/stations/add", data=PASS)
    with app.app_context():
        station = queries.stations(place.id)[-1].id
    address = f"/manage/stations/{station}/remove"
    assert [as_max.post(address).status_code for _ in range(2)] == [303, 404]
    assert slugs(app, place) == ["grill", "bar"]


def test_the_page_says_where_each_dish_goes_and_why(as_max: FlaskClient) -> None:
    page = as_max.get("/manage/stations/routing").text
    assert "Everything in Mains goes there" in page
    assert "These go nowhere" not in page


def test_a_dish_that_goes_nowhere_is_named_here_and_at_home(
    app: Flask, place: Place, as_max: FlaskClient
) -> None:
    with app.app_context(), transaction():
        place.dish("lemonade").category.station_id = None
    page = as_max.get("/manage/stations/routing").text
    assert "These go nowhere" in page
    assert "Neither the dish nor Drinks names a station" in page
    home = as_max.get("/manage/").text
    assert "1 dish goes to no station" in home
    assert "Lemonade" in home


def test_a_dishs_own_station_counts_before_its_categorys(
    app: Flask, place: Place, as_max: FlaskClient
) -> None:
    with app.app_context(), transaction():
        place.dish("lemonade").station_id = place.stations["grill"]
    assert "The dish itself says so" in as_max.get("/manage/stations/routing").text


def test_a_dish_without_a_name_in_a_language_of_the_house_is_named(
    app: Flask, place: Place, as_max: FlaskClient
) -> None:
    assert "has no name in" not in as_max.get("/manage/").text
    with app.app_context(), transaction():
        place.dish("oyster").name = {"en": "Oyster"}
    assert "1 dish has no name in 中文" in as_max.get("/manage/").text
