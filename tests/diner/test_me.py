"""The guest's own: nickname, colour, language."""

import pytest

from restaurant_order.venue.models import Restaurant
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
    assert phone.guest.nickname == "Guest 1"


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


def test_where_there_are_two_languages_the_other_is_one_tap_away(lupo: Lupo) -> None:
    assert "中文" in lupo.phone("7", language="en").reads("/menu")
    assert "English" in lupo.phone("7", language="zh").reads("/menu")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("language", "fr"), ("language", ""), ("language", "../en"), ("back", "https://evil.example"),
        ("back", "//evil.example"), ("back", "/t/abc"), ("guest", "1"),
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
