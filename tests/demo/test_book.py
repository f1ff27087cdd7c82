"""The demo restaurant as written down is one that could open tomorrow."""

from collections import Counter

import msgspec
import pytest
from PIL import Image

from restaurant_order.demo import book
from restaurant_order.menu.models import Allergen, DietMark
from restaurant_order.venue.models import TableKind

FROM_ANIMALS = {
    Allergen.EGG,
    Allergen.FISH,
    Allergen.MILK,
    Allergen.CRUSTACEANS,
    Allergen.MOLLUSCS,
}


def test_there_are_about_forty_dishes_from_three_stations():
    whole = book.read()
    assert 40 <= len(whole.dishes) <= 50
    assert {dish.station for dish in whole.dishes} == {"hot", "cold", "bar"}


def test_twelve_tables_stand_in_two_areas_and_a_counter_in_one():
    areas = book.read().restaurant.areas
    tables = [table for area in areas for table in area.tables]
    assert len(areas) == 2
    assert [table.name for table in tables if table.kind is TableKind.TABLE] == [
        f"T{number}" for number in range(1, 13)
    ]
    assert sum(table.kind is TableKind.COUNTER for table in tables) == 1


def test_every_role_is_played_and_the_ones_with_passwords_have_logins():
    staff = book.read().cast.staff
    assert Counter(member.role for member in staff) == {
        "owner": 1, "manager": 1, "cashier": 1, "waiter": 1, "cook": 2,
    }  # fmt: skip
    with_login = {member.role for member in staff if member.login}
    assert with_login == {"owner", "manager"}


def test_every_dish_has_a_picture_of_its_own():
    pictures = [dish.picture.read_bytes() for dish in book.read().dishes]
    assert len(set(pictures)) == len(pictures)
    assert {path.name for path in book.PICTURES.glob("*.webp")} == {
        dish.picture.name for dish in book.read().dishes
    }


@pytest.mark.parametrize("dish", book.read().dishes, ids=lambda dish: dish.key)
def test_a_picture_is_small_and_fits_a_card(dish):
    assert dish.picture.stat().st_size <= 25_000
    with Image.open(dish.picture) as picture:
        assert (picture.format, picture.size) == ("WEBP", (800, 600))


@pytest.mark.parametrize("dish", book.read().dishes, ids=lambda dish: dish.key)
def test_diet_marks_do_not_contradict_the_allergens(dish):
    allergens = set(dish.allergens or [])
    if DietMark.VEGAN in dish.diet_marks:
        assert DietMark.VEGETARIAN in dish.diet_marks
        assert not allergens & FROM_ANIMALS
    if DietMark.GLUTEN_FREE in dish.diet_marks:
        assert Allergen.GLUTEN not in allergens


def test_some_dishes_run_out_some_say_nothing_of_allergens_and_some_have_hours():
    dishes = book.read().dishes
    assert 2 <= sum(dish.stock is not None for dish in dishes) <= 5
    assert 1 <= sum(dish.allergens is None for dish in dishes) <= 2
    assert any(window.closes < window.opens for dish in dishes for window in dish.served)


def test_a_field_nobody_knows_is_a_mistake_with_its_place(tmp_path, monkeypatch):
    monkeypatch.setattr(book, "FOLDER", tmp_path)
    (tmp_path / "restaurant.json").write_text('{"nmae": {}}', "utf-8")
    with pytest.raises(msgspec.ValidationError, match=r"restaurant\.json.*nmae"):
        book.read.__wrapped__()


def test_a_key_that_leads_nowhere_is_a_mistake(tmp_path, monkeypatch):
    for name in ("restaurant.json", "cast.json", "options.json", "ingredients.json"):
        (tmp_path / name).write_bytes((book.FOLDER / name).read_bytes())
    menu = (book.FOLDER / "menu.json").read_text("utf-8").replace('["dips"]', '["dipps"]')
    (tmp_path / "menu.json").write_text(menu, "utf-8")
    monkeypatch.setattr(book, "FOLDER", tmp_path)
    with pytest.raises(ValueError, match="chilli-salt-fries: no group dipps"):
        book.read.__wrapped__()
