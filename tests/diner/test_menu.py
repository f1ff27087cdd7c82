"""The menu page: the same bytes for everybody, and always as it is."""

import gzip
from datetime import UTC, datetime, timedelta
from typing import Any

import brotli
import pytest
from sqlalchemy import event

from restaurant_order.core import clock
from restaurant_order.core.database import db
from restaurant_order.core.transaction import transaction
from restaurant_order.menu.models import Window
from restaurant_order.menu.service import bring_back, sell_out, sell_out_option
from restaurant_order.venue.models import Restaurant
from tests.cast import casa_lupo
from tests.diner.phones import Lupo, Phone, text_of

EVENING = datetime(2026, 11, 20, 19, 30, tzinfo=UTC)
"""A Friday, 20:30 in Berlin."""


def card(page: str, dish: str) -> str:
    """The markup of one dish on the menu."""
    return next(one for one in page.split("<article")[1:] if dish in one).split("</article>")[0]


def state(phone: Phone, dish: str) -> str:
    return card(phone.get("/menu").text, dish).split('data-state="')[1].split('"')[0]


def windows(lupo: Lupo, *, dish: str = "", category: int | None = None, **hours: int) -> None:
    with lupo.inside() as place, transaction():
        of = {"dish_id": place.dishes[dish]} if dish else {"category_id": category}
        db.session.add(Window(**of, **hours))
        place.restaurant.menu_version += 1


def test_the_menu_lists_dishes_with_prices_by_category(lupo: Lupo) -> None:
    page = lupo.phone("7").reads("/menu")

    assert "Mains Margherita €9.50 Oyster €4.00 Drinks Lemonade €3.80" in page


def test_nothing_of_the_guest_who_asked_first_is_on_the_page_others_get(lupo: Lupo) -> None:
    anna = lupo.phone("7")
    anna.browser.set_cookie("theme", "dark")
    anna.post("/me", {"nickname": "Annabella", "colour": 1})
    first = anna.get("/menu")

    second = lupo.phone("8").get("/menu")

    assert first.data == second.data
    assert "Annabella" not in first.text
    assert "data-theme" not in first.text
    assert "Set-Cookie" not in second.headers


def test_an_unchanged_menu_is_not_sent_twice(lupo: Lupo) -> None:
    phone = lupo.phone("7")
    first = phone.get("/menu")

    again = phone.get("/menu", If_None_Match=first.headers["ETag"])

    assert (again.status_code, again.data) == (304, b"")


def test_a_changed_price_is_on_the_next_page(lupo: Lupo) -> None:
    phone = lupo.phone("7")
    before = phone.get("/menu")
    lupo.changes(type(lupo.dish("lemonade")), lupo.place.dishes["lemonade"], price=410)
    lupo.changes(Restaurant, lupo.place.id, menu_version=2)

    after = phone.get("/menu", If_None_Match=before.headers["ETag"])

    assert after.status_code == 200
    assert "€4.10" in text_of(after)


@pytest.mark.parametrize(
    ("accepted", "unpack"), [("gzip", gzip.decompress), ("gzip, deflate, br", brotli.decompress)]
)
def test_the_page_comes_compressed_as_the_browser_likes_it(
    lupo: Lupo, accepted: str, unpack: Any
) -> None:
    phone = lupo.phone("7")
    plain = phone.get("/menu")

    packed = phone.get("/menu", Accept_Encoding=accepted)

    assert unpack(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 3
    assert packed.headers["ETag"] != plain.headers["ETag"]


def test_an_open_menu_costs_one_query(lupo: Lupo) -> None:
    phone = lupo.phone("7")
    phone.get("/menu")
    asked: list[str] = []
    with lupo.inside():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", lambda *args: asked.append(args[2]))

    phone.get("/menu")

    assert [sql for sql in asked if sql.startswith("SELECT")] == asked[-1:]


def test_a_dish_that_sells_out_is_grey_and_says_so(lupo: Lupo) -> None:
    phone = lupo.phone("7")
    assert state(phone, "Margherita") == "open"

    with lupo.inside() as place:
        sell_out(place.dishes["margherita"], until=None, by=place.person("Max"))

    assert state(phone, "Margherita") == "sold_out"
    assert "Sold out" in card(phone.get("/menu").text, "Margherita")


def test_a_dish_that_is_brought_back_is_there_again(lupo: Lupo) -> None:
    phone = lupo.phone("7")
    with lupo.inside() as place:
        sell_out(place.dishes["margherita"], until=None, by=place.person("Max"))
    phone.get("/menu")

    with lupo.inside() as place:
        bring_back(place.dishes["margherita"], by=place.person("Max"))

    assert state(phone, "Margherita") == "open"


def test_a_dish_whose_last_size_sells_out_is_sold_out_itself(lupo: Lupo) -> None:
    phone = lupo.phone("7")
    phone.get("/menu")

    with lupo.inside() as place:
        for size in ("normal", "large"):
            sell_out_option(place.options[size], until=None, by=place.person("Max"))

    assert state(phone, "Margherita") == "sold_out"


def test_a_dish_comes_back_by_itself_when_its_time_has_come(lupo: Lupo) -> None:
    phone = lupo.phone("7")
    with clock.held_at(EVENING):
        with lupo.inside() as place:
            sell_out(place.dishes["margherita"], until="21:00", by=place.person("Max"))
        assert state(phone, "Margherita") == "sold_out"

    with clock.held_at(EVENING + timedelta(minutes=31)):
        assert state(phone, "Margherita") == "open"


def test_the_last_few_portions_are_counted_down(lupo: Lupo) -> None:
    phone = lupo.phone("7")
    assert "left" not in card(phone.get("/menu").text, "Oyster")

    phone.orders("oyster", quantity=9)

    assert "3 left" in card(phone.get("/menu").text, "Oyster")


def test_the_last_portion_greys_the_dish(lupo: Lupo) -> None:
    phone = lupo.phone("7")
    phone.get("/menu")

    phone.orders("oyster", quantity=12)

    assert state(phone, "Oyster") == "sold_out"


def test_a_dish_out_of_hours_says_when_it_is_served(lupo: Lupo) -> None:
    phone = lupo.phone("7")
    windows(lupo, dish="margherita", opens=8 * 60, closes=11 * 60)

    with clock.held_at(EVENING):
        shown = card(phone.get("/menu").text, "Margherita")

    assert 'data-state="not_served"' in shown
    assert "Served 08:00–11:00" in shown


def test_a_dish_that_is_not_for_today_says_so(lupo: Lupo) -> None:
    phone = lupo.phone("7")
    windows(lupo, dish="margherita", opens=0, closes=1440, weekdays=0b1000000)

    with clock.held_at(EVENING):
        assert "Not served today" in card(phone.get("/menu").text, "Margherita")


def test_the_clock_opens_and_closes_without_anybody_touching_the_menu(lupo: Lupo) -> None:
    phone = lupo.phone("7")
    windows(lupo, dish="margherita", opens=18 * 60, closes=21 * 60)

    with clock.held_at(EVENING):
        assert state(phone, "Margherita") == "open"
    with clock.held_at(EVENING + timedelta(minutes=29)):
        assert state(phone, "Margherita") == "open"
    with clock.held_at(EVENING + timedelta(minutes=30)):
        assert state(phone, "Margherita") == "not_served"


def test_a_category_that_is_closed_stands_last(lupo: Lupo) -> None:
    phone = lupo.phone("7")
    mains = lupo.dish("margherita").category_id
    windows(lupo, category=mains, opens=8 * 60, closes=11 * 60)

    with clock.held_at(EVENING):
        page = phone.reads("/menu")

    assert page.index("Lemonade") < page.index("Margherita")


def test_a_word_missing_in_the_readers_language_is_shown_in_another(lupo: Lupo) -> None:
    lupo.changes(
        type(lupo.dish("lemonade")), lupo.place.dishes["lemonade"], name={"en": "Lemonade"}
    )
    lupo.changes(Restaurant, lupo.place.id, menu_version=2)

    page = lupo.phone("7", language="zh-CN").reads("/menu")

    assert "玛格丽特" in page
    assert "Lemonade" in page


@pytest.mark.parametrize("wanted", ["lemon", "LEMÓN", "柠檬", "ade lem"])
def test_search_finds_without_accents_case_and_language(lupo: Lupo, wanted: str) -> None:
    page = lupo.phone("7").get(f"/menu?find={wanted}").text

    assert "Lemonade" in page
    assert "Margherita" not in page
    assert "Dishes found: 1" in page


def test_a_search_for_nothing_that_is_there_says_so(lupo: Lupo) -> None:
    assert "No dish is called that." in lupo.phone("7").reads("/menu?find=unicorn")


def test_two_restaurants_under_one_roof_do_not_mix(lupo: Lupo) -> None:
    with lupo.inside():
        other = casa_lupo(name="Other place")
    with lupo.inside() as place:
        sell_out(other.dishes["lemonade"], until=None, by=other.person("Max"))
        assert place.id != other.id

    assert state(lupo.phone("7"), "Lemonade") == "open"


def test_markup_in_a_dish_is_text(lupo: Lupo) -> None:
    lupo.changes(
        type(lupo.dish("lemonade")), lupo.place.dishes["lemonade"],
        name={"en": "<script>alert(1)</script>", "zh-Hans": '"><img src=x>'},
    )  # fmt: skip
    lupo.changes(Restaurant, lupo.place.id, menu_version=2)

    page = lupo.phone("7").get("/menu").text

    assert "<script>alert" not in page
    assert "<img src=x" not in page
