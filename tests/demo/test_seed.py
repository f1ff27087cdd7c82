"""The demo restaurant opens once, whole, and goes on where it was interrupted."""

import hashlib

import pytest
from flask import Flask, current_app
from msgspec.structs import replace

from restaurant_order.core.actor import SYSTEM
from restaurant_order.demo import book, handover, seed
from restaurant_order.menu.catalogue import catalogue
from restaurant_order.menu.photos import WIDTHS, photo_file, photo_folder
from restaurant_order.people.queries import colleagues
from restaurant_order.people.secrets import is_right
from restaurant_order.venue.models import Restaurant
from restaurant_order.venue.queries import coded_tables, restaurants, stations
from restaurant_order.venue.rules import Settings
from restaurant_order.venue.service import open_restaurant


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures are named and not made, which is what takes the time."""
    monkeypatch.setattr(seed, "keep_photo", lambda content: hashlib.md5(content).hexdigest())


@pytest.fixture
def excerpt() -> book.Book:
    """The book with a few of its dishes only."""
    whole = book.read()
    wanted = {"jianbing", "smashed-cucumber", "duck-wraps", "coffee", "midnight-pretzel"}
    categories = [
        replace(category, dishes=[dish for dish in category.dishes if dish.key in wanted])
        for category in whole.categories
    ]
    asked = {
        key for category in categories for dish in category.dishes for key in dish.option_groups
    }
    groups = [group for group in whole.option_groups if group.key in asked]
    keys = {dish.key for category in categories for dish in category.dishes}
    asked = {group.key for group in groups}
    ingredients = [
        one
        for one in whole.ingredients
        if one.dishes.keys() <= keys and one.options.keys() <= asked
    ]
    return replace(whole, categories=categories, option_groups=groups, ingredients=ingredients)


@pytest.fixture
def bistro(app_context: None, quick: None, excerpt: book.Book) -> Restaurant:
    assert seed.seed(excerpt)
    return restaurants()[0]


def test_the_menu_stands_as_it_is_in_the_book(app_context: None, quick: None) -> None:
    seed.seed(book.read())
    written = [(c.key, [d.key for d in c.dishes]) for c in book.read().categories]
    served = catalogue(restaurants()[0]).categories
    assert [(c.reference, [d.reference for d in c.dishes]) for c in served] == written


def test_a_dish_keeps_everything_the_book_says_of_it(bistro: Restaurant) -> None:
    told = next(dish for dish in book.read().dishes if dish.key == "duck-wraps")
    dish = next(dish for dish in catalogue(bistro).dishes if dish.reference == told.key)
    assert (dish.name, dish.description, dish.kitchen_name) == (
        told.name, told.description, told.kitchen_name,
    )  # fmt: skip
    assert (dish.price, dish.tax_rate, dish.spice) == (told.price, told.tax_rate, told.spice)
    assert list(dish.allergens or ()) == told.allergens
    (portion,) = dish.groups
    assert [(o.reference, o.price) for o in portion.options] == [("regular", 0), ("large", 1650)]


def test_the_midnight_pretzel_is_served_over_midnight(bistro: Restaurant) -> None:
    dish = next(d for d in catalogue(bistro).dishes if d.reference == "midnight-pretzel")
    (hours,) = dish.windows
    assert (hours.opens, hours.closes, hours.weekdays) == (22 * 60, 2 * 60, 127)


def test_every_dish_is_shown_with_a_photo(app_context: None, excerpt: book.Book) -> None:
    seed.seed(excerpt)
    photos = [dish.photo for dish in catalogue(restaurants()[0]).dishes]
    assert len(set(photos)) == len(photos)
    for photo in photos:
        assert photo is not None
        assert all((photo_folder() / photo_file(photo, width)).is_file() for width in WIDTHS)


def test_every_table_has_a_code_and_every_dish_a_station(bistro: Restaurant) -> None:
    assert len({coded.code.code for coded in coded_tables(bistro.id)}) == 13
    there = {station.id for station in stations(bistro.id)}
    assert {dish.station_id for dish in catalogue(bistro).dishes} == there


def test_a_second_time_changes_nothing(bistro: Restaurant, excerpt: book.Book) -> None:
    before = bistro.menu_version
    assert not seed.seed(excerpt)
    assert bistro.menu_version == before
    assert len(restaurants()) == 1


def test_a_real_restaurant_is_left_alone(app_context: None) -> None:
    own = Settings(
        name={"en": "Casa Lupo"}, currency="EUR", time_zone="Europe/Rome", languages=["en"]
    )
    open_restaurant(own, by=SYSTEM)
    assert not seed.seed(book.read())
    assert [restaurant.name["en"] for restaurant in restaurants()] == ["Casa Lupo"]


def test_an_interrupted_opening_goes_on_where_it_stopped(
    app_context: None, quick: None, excerpt: book.Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = iter(["one", "two"])
    with monkeypatch.context() as interrupted:
        interrupted.setattr(seed, "keep_photo", lambda content: next(names))
        with pytest.raises(StopIteration):
            seed.seed(excerpt)
    assert seed.seed(excerpt)
    (bistro,) = restaurants()
    assert len(catalogue(bistro).dishes) == len(excerpt.dishes)
    assert len(colleagues(bistro.id)) == len(excerpt.cast.staff)
    assert all(dish.photo for dish in catalogue(bistro).dishes)


def test_keys_are_made_once_and_open_the_door(bistro: Restaurant) -> None:
    keys = handover.first_keys(bistro)
    assert len(keys) == 6
    assert all(is_right(key.pin, key.staff.pin_hash) for key in keys)
    assert [key.staff.role for key in keys if key.password] == ["owner", "manager"]
    assert all(is_right(k.password, k.staff.password_hash) for k in keys if k.password)
    assert handover.first_keys(bistro) == []


def test_the_welcome_says_where_to_go_and_shows_the_keys(bistro: Restaurant) -> None:
    keys = handover.first_keys(bistro)
    text = handover.welcome(bistro, base_url="http://10.0.0.5:8000", keys=keys)
    code = coded_tables(bistro.id)[0].code.code
    for address in (f"/t/{code}", "/kitchen", "/floor", "/manage", "/enrol/"):
        assert f"http://10.0.0.5:8000{address}" in text
    assert all(key.pin in text for key in keys)
    assert "▀" in text


def test_a_later_welcome_knows_no_pins(bistro: Restaurant) -> None:
    keys = handover.first_keys(bistro)
    text = handover.welcome(bistro, base_url="http://localhost:8000", keys=[])
    folder = current_app.config["DATA_DIR"]
    assert f"DATA_DIR={folder} .venv/bin/flask --app restaurant_order staff pins" in text
    assert not any(key.pin in text.split() for key in keys)


def test_no_key_is_written_to_a_log(bistro: Restaurant, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    secrets = [s for key in handover.first_keys(bistro) for s in (key.pin, key.password) if s]
    assert not any(secret in caplog.text for secret in secrets)


def test_commands_say_what_they_did(
    app: Flask, quick: None, excerpt: book.Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(book, "read", lambda: excerpt)
    runner = app.test_cli_runner()
    assert "set up" in runner.invoke(args=["demo", "seed"]).output
    assert runner.invoke(args=["demo", "seed"]).output == ""
    first = runner.invoke(args=["demo", "welcome"])
    assert first.exit_code == 0
    assert "PIN " in first.output
    assert "PIN " not in runner.invoke(args=["demo", "welcome"]).output


def test_without_a_restaurant_the_welcome_says_how_to_open_one(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["demo", "welcome"])
    assert result.exit_code == 1
    assert "flask demo seed" in result.output


def test_no_invented_order_gets_into_a_real_restaurant(app: Flask) -> None:
    own = Settings(
        name={"en": "Casa Lupo"}, currency="EUR", time_zone="Europe/Rome", languages=["en"]
    )
    with app.app_context():
        open_restaurant(own, by=SYSTEM)
    result = app.test_cli_runner().invoke(args=["demo", "rush"])
    assert result.exit_code == 1
    assert "real restaurant" in result.output
