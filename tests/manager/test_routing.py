"""Where does it go, and by which rule."""

import re

from flask import Flask
from flask.testing import FlaskClient

from restaurant_order.core.database import db
from restaurant_order.core.transaction import transaction
from restaurant_order.menu.models import Option
from tests.cast import Place, casa_lupo

ROUTING = "/manage/stations/routing"


def name_station(app: Flask, place: Place, option: str, station: int | None) -> None:
    with app.app_context(), transaction():
        db.session.get_one(Option, place.options[option]).station_id = station
        place.restaurant.menu_version += 1


def ways(page: str) -> list[tuple[str, str]]:
    found = re.search(r'<ul class="rows" id="ways">(.*?)</ul>', page, re.DOTALL)
    assert found, page
    return re.findall(
        r'class="row__title">([^<]*)</div>\s*<div class="soft">([^<]*)</div>', found[1]
    )


def group_of(app: Flask, place: Place, option: str) -> int:
    with app.app_context():
        return db.session.get_one(Option, place.options[option]).group_id


def station_of(app: Flask, place: Place, option: str) -> int | None:
    with app.app_context():
        return db.session.get_one(Option, place.options[option]).station_id


def test_a_dish_is_tried_with_its_options(app: Flask, place: Place, as_max: FlaskClient) -> None:
    name_station(app, place, "rocket", place.stations["bar"])
    dish = place.dishes["margherita"]
    page = as_max.get(f"{ROUTING}?dish={dish}").text
    assert ways(page) == [("Grill", "Everything in Mains goes there")]
    page = as_max.get(f"{ROUTING}?dish={dish}&option={place.options['rocket']}").text
    assert ways(page) == [
        ("Grill", "Everything in Mains goes there"),
        ("Bar", "The option Rocket says so"),
    ]


def test_the_dishs_own_word_and_nobodys_are_told_apart(
    app: Flask, place: Place, as_max: FlaskClient
) -> None:
    with app.app_context(), transaction():
        place.dish("lemonade").station_id = place.stations["grill"]
        place.dish("oyster").category.station_id = None
        place.restaurant.menu_version += 1
    page = as_max.get(f"{ROUTING}?dish={place.dishes['lemonade']}").text
    assert ways(page) == [("Grill", "The dish itself says so")]
    page = as_max.get(f"{ROUTING}?dish={place.dishes['oyster']}").text
    assert ways(page) == [("No station", "Neither the dish nor Mains names a station")]
    assert "These go nowhere" in page


def test_a_station_nothing_goes_to_is_pointed_out(
    app: Flask, place: Place, as_max: FlaskClient
) -> None:
    assert "Nothing goes there" not in as_max.get(ROUTING).text
    with app.app_context(), transaction():
        place.dish("lemonade").category.station_id = None
        place.restaurant.menu_version += 1
    page = as_max.get(ROUTING).text
    assert "Nothing goes there" in page
    name_station(app, place, "rocket", place.stations["bar"])
    assert "Nothing goes there" not in as_max.get(ROUTING).text


def test_nonsense_in_the_address_is_nothing_to_try(
    app: Flask, place: Place, as_max: FlaskClient
) -> None:
    with app.app_context():
        other = casa_lupo(name="Other")
    for wish in ("x", "99999999999999999999", "-1", "１", str(other.dishes["margherita"])):
        answer = as_max.get(f"{ROUTING}?dish={wish}&option=x")
        assert (answer.status_code, 'id="ways"' in answer.text) == (200, False)


def test_an_option_is_given_a_station_and_keeps_it(
    app: Flask, place: Place, as_max: FlaskClient
) -> None:
    group = group_of(app, place, "rocket")
    address = f"/manage/menu/options/{group}"
    form = fields(as_max.get(address).text)
    assert form["stations"] == [""] * 6
    form["stations"] = ["", str(place.stations["bar"]), "", "", "", ""]
    assert as_max.post(address, data=form).status_code == 303
    assert station_of(app, place, "rocket") == place.stations["bar"]
    assert f'value="{place.stations["bar"]}" selected' in as_max.get(address).text
    form = fields(as_max.get(address).text)
    form["stations"] = [""] * 6
    as_max.post(address, data=form)
    assert station_of(app, place, "rocket") is None


def test_another_houses_station_is_refused(app: Flask, place: Place, as_max: FlaskClient) -> None:
    with app.app_context():
        other = casa_lupo(name="Other")
    address = f"/manage/menu/options/{group_of(app, place, 'rocket')}"
    for wish in (str(other.stations["bar"]), "grill", "999"):
        form = fields(as_max.get(address).text)
        form["stations"] = ["", wish, "", "", "", ""]
        assert as_max.post(address, data=form).status_code == 422
    assert station_of(app, place, "rocket") is None


def fields(page: str) -> dict[str, list[str]]:
    """What a browser would send of the options' editor."""
    form = re.search(r'<form class="stack".*?</form>', page, re.DOTALL)
    assert form
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>|<select.*?</select>", form[0], re.DOTALL):
        name = re.search(r'name="([^"]+)"', tag)
        if not name or ('type="checkbox"' in tag and " checked" not in tag):
            continue
        chosen = re.search(r'<option value="([^"]*)" selected', tag)
        value = chosen or re.search(r'value="([^"]*)"', tag)
        found.setdefault(name[1], []).append(value[1] if value else "")
    return found
