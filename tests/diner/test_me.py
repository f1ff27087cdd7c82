"""The guest's own: nickname, colour, language."""

import pytest
from flask import Flask

from restaurant_order.venue.models import Restaurant
from restaurant_order.visits.names import unnamed
from tests.cashier.screens import House
from tests.diner.phones import Lupo


def test_a_new_name_is_on_the_lines_chosen_before(lupo: Lupo) -> None:
    anna, ben = lupo.phone("7"), lupo.phone("7")
    anna.adds("lemonade")

    anna.post("/me", {"nickname": " Anna  Karenina ", "colour": 7})

    assert "Anna Karenina" in ben.reads("/cart")
    assert 'data-guest="8"' in ben.get("/cart").text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("nickname", ""), ("nickname", "   "), ("nickname", "x" * 25), ("nickname", "a\u202eb"),
        ("nickname", "a\x00b"), ("nickname", "x" * 10_000), ("colour", "8"), ("colour", "-1"),
        ("colour", "red"), ("colour", "１"), ("guest", "1"), ("visit_id", "1"),
    ],
)  # fmt: skip
def test_a_name_that_is_none_is_refused(lupo: Lupo, field: str, value: str) -> None:
    phone = lupo.phone("7")
    form = {"nickname": "Anna", "colour": "1", field: value}

    assert phone.post("/me", form).status_code == 422
    assert phone.guest.nickname == unnamed(1)


def test_a_refused_name_is_still_in_its_field(lupo: Lupo) -> None:
    answer = lupo.phone("7").post("/me", {"nickname": "x" * 25, "colour": "1"})

    assert "x" * 25 in answer.text
    assert "At most 24 characters" in answer.text


def test_the_language_can_be_changed_and_stays(lupo: Lupo) -> None:
    phone = lupo.phone("7", language="en")

    answer = phone.post("/language", {"language": "zh-Hans", "back": "/cart"})

    assert (answer.status_code, answer.location) == (303, "/cart")
    assert "Max-Age=31536000" in answer.headers["Set-Cookie"]
    for path in ("/menu", "/cart", "/orders", "/requests", "/me"):
        assert '<html lang="zh-Hans"' in phone.get(path).text


def test_another_language_on_a_dish_stays_on_the_dish(lupo: Lupo) -> None:
    phone = lupo.phone("7", language="en")
    dish = f"/menu/dishes/{lupo.place.dishes['lemonade']}"
    assert f'name="back" value="{dish}"' in phone.get(dish).text

    answer = phone.post("/language", {"language": "zh-Hans", "back": dish})

    assert (answer.status_code, answer.location) == (303, dish)


def test_where_there_are_two_languages_the_other_is_one_tap_away(lupo: Lupo) -> None:
    assert "中文" in lupo.phone("7", language="en").reads("/menu")
    assert "English" in lupo.phone("7", language="zh").reads("/menu")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("language", "fr"), ("language", ""), ("language", "../en"), ("back", "https://evil.example"),
        ("back", "//evil.example"), ("back", "/t/abc"), ("back", "/menu/dishes/1/../../x"),
        ("guest", "1"),
    ],
)  # fmt: skip
def test_a_language_or_way_back_that_is_none_is_refused(lupo: Lupo, field: str, value: str) -> None:
    phone = lupo.phone("7")

    answer = phone.post("/language", {"language": "zh-Hans", "back": "/menu", field: value})

    assert answer.status_code == 422
    assert "Set-Cookie" not in answer.headers


def test_a_right_to_left_menu_is_laid_out_right_to_left(lupo: Lupo) -> None:
    lupo.changes(Restaurant, lupo.place.id, languages=["en", "ar"], version=2)

    page = lupo.phone("7", language="ar").get("/menu").text

    assert '<html lang="ar" dir="rtl"' in page


def test_an_allergy_is_told_to_the_kitchen_and_stays_ticked(lupo: Lupo) -> None:
    anna, ben = lupo.phone("7"), lupo.phone("7")

    answer = anna.post("/me/allergy", {"allergens": ["nuts", "egg"], "text": "kiwi"})

    assert (answer.status_code, answer.location) == (303, "/me")
    page = anna.get("/me").text
    assert "The kitchen is told" in page
    assert 'value="nuts" checked' in page
    assert 'value="kiwi"' in page
    assert 'value="nuts" checked' not in ben.get("/me").text


def test_an_allergy_can_be_taken_back(lupo: Lupo) -> None:
    anna = lupo.phone("7")
    anna.post("/me/allergy", {"allergens": "nuts"})

    anna.post("/me/allergy", {})

    assert " checked" not in anna.get("/me").text.split('id="allergy"')[1].split("</form>")[0]


@pytest.mark.parametrize(
    "form",
    [
        {"allergens": "cats"}, {"text": "x" * 61}, {"text": "a\u202eb"}, {"text": "a\x00b"},
        {"guest_id": "1"}, {"allergens": "nuts", "visit": "2"},
    ],
)  # fmt: skip
def test_an_allergy_that_is_none_is_refused(lupo: Lupo, form: dict[str, str]) -> None:
    anna = lupo.phone("7")

    assert anna.post("/me/allergy", form).status_code == 422

    assert 'value="nuts" checked' not in anna.get("/me").text


def test_who_typed_no_name_is_numbered_in_the_readers_language(lupo: Lupo) -> None:
    first = lupo.phone("7", language="zh-CN")
    first.adds("lemonade")
    second = lupo.phone("7", language="en")

    assert "Guest 1" in second.reads("/cart")
    assert "客人 1" in first.reads("/cart")
    assert "Guest" not in first.reads("/cart")
    first.sends()
    assert "Guest 1" in second.reads("/orders")
    assert "客人 1" in first.reads("/orders")


def test_a_typed_name_stays_as_it_was_typed(lupo: Lupo) -> None:
    phone = lupo.phone("7", language="en")
    phone.post("/me", {"nickname": " guest 2", "colour": 1})
    phone.adds("lemonade")
    assert "guest 2" in lupo.phone("7", language="zh-CN").reads("/cart")

    phone.post("/me", {"nickname": "Guest 5", "colour": 1})
    assert "Guest 5" in lupo.phone("7", language="zh-CN").reads("/cart")


def test_another_colour_alone_gives_nobody_a_name(lupo: Lupo) -> None:
    phone = lupo.phone("7", language="zh-CN")
    assert 'value="客人 1"' in phone.get("/me").text

    phone.post("/me", {"nickname": "客人 1", "colour": 3})

    assert (phone.guest.nickname, phone.guest.colour) == (unnamed(1), 3)


def test_staff_and_cooks_read_it_in_theirs(app: Flask) -> None:
    house = House(app)
    phone = house.phone("7", language="zh-CN")
    phone.post("/me/allergy", {"allergens": ["nuts"], "text": ""})
    phone.orders("margherita", "normal")
    house.phone("7").orders("margherita", "normal")

    visit = f"/floor/visits/{phone.guest.visit_id}"
    for path in (visit, f"{visit}/allergies"):
        page = house.screen("Carla").reads(path)
        assert "Guest 1" in page
        assert "客人" not in page
    board = house.screen("Ken").reads("/kitchen/grill")
    assert "Guest 1: Nuts" in board
    assert "客人" not in board
