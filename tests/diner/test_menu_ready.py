"""The menu page that lies ready: handed out in front of the application, as it would itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, request_started

from restaurant_order.menu.models import Dish
from restaurant_order.menu.service import bring_back, sell_out
from restaurant_order.venue.models import Restaurant
from restaurant_order.web.diner import menu_door
from tests.diner.phones import Lupo, Phone
from tests.diner.test_menu import state
from tests.servers.databases import opened

ENCODINGS = ("", "gzip", "gzip, deflate, br")


@pytest.fixture
def lupo(each_app: Flask) -> Lupo:
    return Lupo(each_app)


@pytest.fixture
def phone(lupo: Lupo) -> Phone:
    """At table 7, with the menu lying ready."""
    phone = lupo.phone("7")
    assert phone.get("/menu").status_code == 200
    return phone


@contextmanager
def asked_of(app: Flask) -> Iterator[list[Flask]]:
    """Grows with each request that the application itself has to answer."""
    asked: list[Flask] = []

    def note(sender: Flask, **_: Any) -> None:
        asked.append(sender)

    with request_started.connected_to(note, app):
        yield asked


def test_the_application_is_not_asked_for_what_lies_ready(phone: Phone) -> None:
    with asked_of(phone.lupo.app) as asked:
        page = phone.get("/menu")

    assert (page.status_code, asked) == (200, [])


@pytest.mark.parametrize("accepted", ENCODINGS)
def test_what_lies_ready_is_what_the_application_answers(lupo: Lupo, accepted: str) -> None:
    phone = lupo.phone("7")
    drawn = phone.get("/menu", Accept_Encoding=accepted)

    ready = phone.get("/menu", Accept_Encoding=accepted)

    assert ready.data == drawn.data
    assert sorted(ready.headers) == sorted(drawn.headers)
    assert "default-src 'self'" in ready.headers["Content-Security-Policy"]


@pytest.mark.parametrize("accepted", ENCODINGS)
def test_who_has_the_page_already_is_told_the_same_way(lupo: Lupo, accepted: str) -> None:
    phone = lupo.phone("7")
    known = {
        "Accept_Encoding": accepted,
        "If_None_Match": phone.get("/menu", Accept_Encoding=accepted).headers["ETag"],
    }
    lupo.changes(Restaurant, lupo.place.id, menu_version=2)
    by_application = phone.get("/menu", **known)

    ready = phone.get("/menu", **known)

    assert (ready.status_code, ready.data) == (by_application.status_code, b"") == (304, b"")
    assert sorted(ready.headers) == sorted(by_application.headers)


def test_a_page_in_another_packing_is_not_taken_for_this_one(phone: Phone) -> None:
    zipped = phone.get("/menu", Accept_Encoding="gzip").headers["ETag"]

    assert phone.get("/menu", If_None_Match=zipped).status_code == 200


def test_nobody_sees_a_dish_after_it_sold_out_or_misses_one_that_is_back(phone: Phone) -> None:
    with phone.lupo.inside() as place:
        sell_out(place.dishes["margherita"], until=None, by=place.person("Max"))
    assert state(phone, "Margherita") == "sold_out"
    assert state(phone, "Margherita") == "sold_out"

    with phone.lupo.inside() as place:
        bring_back(place.dishes["margherita"], by=place.person("Max"))
    assert state(phone, "Margherita") == "open"


def test_what_another_process_sells_out_is_sold_out_here(
    phone: Phone, database_url: str, tmp_path: Path
) -> None:
    place = phone.lupo.place
    with opened(database_url, tmp_path) as other, other.app_context():
        sell_out(place.dishes["margherita"], until=None, by=place.person("Max"))

    assert state(phone, "Margherita") == "sold_out"


def test_everybody_reads_the_language_they_chose(phone: Phone) -> None:
    chinese = phone.lupo.phone("8", language="zh-CN")
    assert "玛格丽特" in chinese.reads("/menu")
    assert "玛格丽特" in chinese.reads("/menu")
    assert "玛格丽特" not in phone.reads("/menu")

    phone.post("/language", {"language": "zh-Hans"})

    with asked_of(phone.lupo.app) as asked:
        assert "玛格丽特" in phone.reads("/menu")
    assert asked == []


def test_each_restaurant_has_a_menu_of_its_own(phone: Phone) -> None:
    other = Lupo(phone.lupo.app, name="Other place")
    neighbour = other.phone("7")
    other.changes(Dish, other.place.dishes["lemonade"], name={"en": "Cloudy cider"})
    neighbour.get("/menu")

    with asked_of(phone.lupo.app) as asked:
        there, here = neighbour.reads("/menu"), phone.reads("/menu")

    assert asked == []
    assert ("Cloudy cider" in there, "Lemonade" in there) == (True, False)
    assert ("Cloudy cider" in here, "Lemonade" in here) == (False, True)


def test_whose_visit_is_over_gets_no_menu_any_more(phone: Phone) -> None:
    phone.lupo.says_goodbye_to("7")

    assert phone.get("/menu").status_code == 410


@pytest.mark.parametrize("cookie", ["", "guest=", "guest=forged", "guest=\xff"])
def test_a_stranger_gets_no_menu(phone: Phone, cookie: str) -> None:
    stranger = phone.lupo.app.test_client(use_cookies=False)

    answer = stranger.get("/menu", headers={"Cookie": cookie} if cookie else {})

    assert answer.status_code == 401
    assert "Margherita" not in answer.text


def test_only_the_plain_page_lies_ready(phone: Phone) -> None:
    assert "No dish is called that." in phone.reads("/menu?find=unicorn")
    assert phone.post("/menu").status_code == 405
    head = phone.browser.head("/menu", headers=phone.headers)
    assert (head.status_code, head.data) == (200, b"")


def test_an_accident_before_the_application_is_left_to_it(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(menu_door, "reader_of", broken)

    assert "Margherita" in phone.reads("/menu")
