"""Who sees which board, and what stands on it."""

from datetime import timedelta

import pytest
from flask import Flask

from restaurant_order.core import clock
from restaurant_order.core.database import db
from restaurant_order.core.transaction import transaction
from restaurant_order.venue.models import Station
from restaurant_order.visits.service import join
from tests.diner.phones import text_of
from tests.kitchen.house import Kitchen, Person

PAGES = [
    "/kitchen/",
    "/kitchen/all",
    "/kitchen/grill",
    "/kitchen/grill/recall",
    "/kitchen/grill/sold-out",
    "/kitchen/grill/screen",
]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", ["Ken", "Max", "Olga"])
def test_cooks_and_those_who_run_the_place_may_look(page: str, name: str, kitchen: Kitchen) -> None:
    assert kitchen.signed_in(name).browser.get(page).status_code == 200


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", ["Carla", "Wei"])
def test_till_and_floor_may_not_even_look(page: str, name: str, kitchen: Kitchen) -> None:
    assert kitchen.signed_in(name).browser.get(page).status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_a_guest_is_asked_to_sign_in_and_sees_no_order(
    page: str, app: Flask, kitchen: Kitchen
) -> None:
    kitchen.orders("margherita", note="secret sauce")
    with app.app_context():
        cookie = join(kitchen.place.codes["7"], language="en").token
    answer = Person(app, guest=cookie).browser.get(page)
    assert answer.status_code in (303, 401)
    assert "secret sauce" not in answer.text


def test_a_station_that_is_not_there_is_not_found(ken: Person) -> None:
    assert ken.browser.get("/kitchen/pastry").status_code == 404


def test_the_chooser_says_how_much_every_board_has_on_it(kitchen: Kitchen, ken: Person) -> None:
    kitchen.orders("margherita", "lemonade")
    kitchen.orders("lemonade", table="8")
    page = " ".join(ken.sees("/kitchen/").split())
    assert 'Grill</span> <span class="place__count" data-busy><b>1</b>' in page
    assert 'Bar</span> <span class="place__count" data-busy><b>2</b>' in page
    assert 'All stations</span> <span class="place__count" data-busy><b>2</b>' in page


def test_dishes_without_a_station_are_never_silently_nowhere(
    kitchen: Kitchen, ken: Person, app: Flask
) -> None:
    placed = kitchen.orders("margherita")
    assert "have no station" not in ken.sees("/kitchen/")
    with app.app_context(), transaction():
        db.session.execute(
            db.text("UPDATE order_lines SET station_id = NULL WHERE order_id = :id"),
            {"id": placed.id},
        )
    assert "have no station" in ken.sees("/kitchen/")
    assert ken.tickets("/kitchen/all") == [f"order-{placed.id}"]


def test_a_board_shows_its_own_tickets_oldest_first(kitchen: Kitchen, ken: Person) -> None:
    first = kitchen.orders("margherita")
    drinks = kitchen.orders("lemonade", table="8")
    second = kitchen.orders("margherita", table="8")
    assert ken.tickets("/kitchen/grill") == [f"order-{first.id}", f"order-{second.id}"]
    assert ken.tickets("/kitchen/bar") == [f"order-{drinks.id}"]
    assert len(ken.tickets("/kitchen/all")) == 3


def test_a_ticket_says_table_number_quantity_options_note_and_the_other_stations(
    kitchen: Kitchen, ken: Person
) -> None:
    kitchen.orders("margherita", "lemonade", quantity=3, note="no basil <now>")
    page = ken.sees("/kitchen/grill")
    for said in ("#1", ">7</span>", "Margherita", "Normal", "no basil &lt;now&gt;", "<b>0/3</b>"):
        assert said in page
    assert '<span class="line__quantity">3' in page


def test_a_board_reads_in_its_stations_language(kitchen: Kitchen, ken: Person, app: Flask) -> None:
    kitchen.orders("margherita")
    with app.app_context(), transaction():
        db.session.get_one(Station, kitchen.place.stations["grill"]).language = "zh-Hans"
    page = ken.sees("/kitchen/grill")
    assert '<html lang="zh-Hans"' in page
    assert "玛格丽特" in page


def test_what_is_finished_can_be_looked_up_for_three_hours(kitchen: Kitchen, ken: Person) -> None:
    placed = kitchen.orders("margherita")
    assert "Nothing has left this board yet" in ken.sees("/kitchen/grill/recall")
    ken.taps(f"/kitchen/grill/tickets/{placed.id}/bump")
    assert f"/kitchen/grill/tickets/{placed.id}/recall" in ken.sees("/kitchen/grill/recall")
    with clock.held_at(clock.now() + timedelta(hours=3, minutes=1)):
        assert f"/tickets/{placed.id}/recall" not in ken.sees("/kitchen/grill/recall")


def test_details_of_a_ticket_name_what_other_stations_make_of_it(
    kitchen: Kitchen, ken: Person
) -> None:
    placed = kitchen.orders("margherita", "lemonade", quantity=3)
    details = f"/kitchen/grill/tickets/{placed.id}"
    assert "At other stations Bar 0/3 3× Lemonade Not started" in text_of(ken.browser.get(details))
    ken.taps(f"/kitchen/bar/lines/{placed.lines[1]}/done")
    assert "Bar 3/3 3× Lemonade Ready" in text_of(ken.browser.get(details))


def test_details_of_a_ticket_are_its_own_stations_and_restaurants_only(
    kitchen: Kitchen, ken: Person, stranger: Person
) -> None:
    placed = kitchen.orders("margherita")
    assert "Sold out?" in ken.sees(f"/kitchen/grill/tickets/{placed.id}")
    assert ken.browser.get(f"/kitchen/bar/tickets/{placed.id}").status_code == 404
    assert stranger.browser.get(f"/kitchen/grill/tickets/{placed.id}").status_code == 404
    assert ken.browser.get("/kitchen/grill/tickets/99999999999999999999").status_code == 404


def test_a_screen_remembers_how_it_was_set_up(ken: Person) -> None:
    answer = ken.taps("/kitchen/grill/screen", script=False, size="large", volume="0", late="40")
    assert answer.location == "/kitchen/grill"
    page = ken.sees("/kitchen/grill")
    assert 'data-size="large"' in page
    assert 'data-volume="0" data-shares="new:100 changed:100 cancelled:100 late:40"' in page
    assert 'data-size="medium"' in ken.sees("/kitchen/bar")


@pytest.mark.parametrize(
    "nonsense",
    [
        {"size": "huge"},
        {"volume": "101"},
        {"volume": "loud"},
        {"late": "101"},
        {"filter": "x"},
        {"hue": "1"},
    ],
)
def test_a_screen_is_not_set_up_with_nonsense(nonsense: dict[str, str], ken: Person) -> None:
    assert ken.taps("/kitchen/grill/screen", **nonsense).status_code == 422
    assert 'data-size="medium"' in ken.sees()


def test_a_screen_with_a_spoilt_cookie_starts_as_new(ken: Person) -> None:
    ken.browser.set_cookie("board", "size=huge&volume=-1", path="/kitchen")
    assert 'data-size="medium" data-zoom="100"' in ken.sees()


def test_the_key_map_prints_in_both_languages(ken: Person) -> None:
    english, chinese = (ken.sees(f"/kitchen/keys?language={tag}") for tag in ("en", "zh-Hans"))
    assert "All of the ticket is done" in english
    assert 'lang="zh-Hans"' in chinese
    assert chinese.count("<kbd>") == english.count("<kbd>") > 30
    assert "All of the ticket is done" in ken.sees("/kitchen/keys?language=xx")
