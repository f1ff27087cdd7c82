"""One dish, whole."""

import pytest

from restaurant_order.core.database import db
from restaurant_order.core.transaction import transaction
from restaurant_order.menu.models import Allergen, Dish, DishOptionGroup, OptionGroup
from restaurant_order.venue.models import Restaurant
from tests.diner.phones import Lupo, Phone


def dish_page(phone: Phone, dish: str = "margherita") -> str:
    return phone.reads(f"/menu/dishes/{phone.lupo.asks_about(dish)}")


def asks(lupo: Lupo, group: str, **bounds: int) -> None:
    """Change what the margherita asks."""
    with lupo.inside() as place, transaction():
        found = db.session.scalars(db.select(OptionGroup).where(OptionGroup.reference == group))
        link = db.session.get_one(DishOptionGroup, (place.dishes["margherita"], found.one().id))
        for name, value in bounds.items():
            setattr(link, name, value)
        place.restaurant.menu_version += 1


def test_a_dish_shows_its_questions_with_their_rules_and_prices(lupo: Lupo) -> None:
    page = dish_page(lupo.phone("7"))

    assert "Size choose 1" in page
    assert "Extras up to 2" in page
    assert "Large +€2.50" in page
    assert "No Cheese −€1.00" in page


def test_the_default_is_chosen_already(lupo: Lupo) -> None:
    phone = lupo.phone("7")
    page = phone.get(f"/menu/dishes/{lupo.asks_about('margherita')}").text
    normal = f'value="{lupo.place.options["normal"]}" checked'

    assert normal in page
    assert page.count(" checked") == 1


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        (None, "Allergens: not stated. Please ask our staff."),
        ([], "None of the 14 declared allergens."),
        ([Allergen.MILK, Allergen.GLUTEN], "Contains: Milk, Gluten"),
    ],
)
def test_allergens_are_told_honestly(lupo: Lupo, stated: list[Allergen] | None, said: str) -> None:
    lupo.changes(Dish, lupo.place.dishes["margherita"], allergens=stated)
    lupo.changes(Restaurant, lupo.place.id, menu_version=2)

    assert said in dish_page(lupo.phone("7"))


def test_an_option_says_what_it_brings_and_spares(lupo: Lupo) -> None:
    lupo.option("no-cheese", allergens_removed=["milk"])
    lupo.option("olives", allergens_added=["sulphites"])
    lupo.changes(Restaurant, lupo.place.id, menu_version=2)

    page = dish_page(lupo.phone("7"))

    assert "without Milk" in page
    assert "with Sulphites" in page


def test_a_script_gets_the_dish_without_the_page_around_it(lupo: Lupo) -> None:
    phone = lupo.phone("7")

    answer = phone.get(f"/menu/dishes/{lupo.asks_about('margherita')}", HX_Request="true")

    assert "<html" not in answer.text
    assert "<dish-form" in answer.text


@pytest.mark.parametrize("number", ["0", "99", "2147483648", "1" * 40, "１", "-1", "1.5", "x"])
def test_a_dish_that_is_not_there_is_not_found(lupo: Lupo, number: str) -> None:
    assert lupo.phone("7").get(f"/menu/dishes/{number}").status_code == 404


def test_a_dish_of_another_restaurant_is_not_found(lupo: Lupo) -> None:
    from tests.cast import casa_lupo

    with lupo.inside():
        other = casa_lupo(name="Other place")

    answer = lupo.phone("7").get(f"/menu/dishes/{other.dishes['lemonade']}")

    assert answer.status_code == 404


def test_a_dish_taken_off_the_menu_is_not_found(lupo: Lupo) -> None:
    lupo.changes(Dish, lupo.place.dishes["margherita"], on_menu=False)
    lupo.changes(Restaurant, lupo.place.id, menu_version=2)
    phone = lupo.phone("7")

    assert phone.get(f"/menu/dishes/{lupo.asks_about('margherita')}").status_code == 404
    assert "Margherita" not in phone.reads("/menu")


def test_a_sold_out_dish_can_be_read_but_not_added(lupo: Lupo) -> None:
    lupo.sells_out("lemonade")

    page = lupo.phone("7").get(f"/menu/dishes/{lupo.asks_about('lemonade')}").text

    assert "Not available right now" in page
    assert "disabled" in page.split("dish-form__foot")[1]


def test_a_sold_out_option_cannot_be_ticked(lupo: Lupo) -> None:
    from restaurant_order.menu.models import FOR_GOOD

    lupo.option("large", sold_out_until=FOR_GOOD)

    page = lupo.phone("7").get(f"/menu/dishes/{lupo.asks_about('margherita')}").text

    assert f'value="{lupo.place.options["large"]}" disabled' in page


@pytest.mark.parametrize(
    ("bounds", "chosen", "complaint"),
    [
        ({"minimum": 2, "maximum": 3}, [], "“Extras”: please choose 2 more"),
        ({"minimum": 2, "maximum": 3}, ["olives"], "“Extras”: please choose 1 more"),
        ({"minimum": 0, "maximum": 1}, ["olives", "rocket"], "“Extras”: at most 1, please"),
    ],
)
def test_too_few_and_too_many_options_come_back_with_a_hint(
    lupo: Lupo, bounds: dict[str, int], chosen: list[str], complaint: str
) -> None:
    asks(lupo, "extras", **bounds)
    phone = lupo.phone("7")

    answer = phone.adds("margherita", "normal", *chosen, note="hot, please", quantity=3)

    assert answer.status_code == 422
    assert complaint in answer.text
    assert lupo.counts()["cart_lines"] == 0
    assert "hot, please" in answer.text
    assert 'value="3"' in answer.text
    for option in chosen:
        assert f'value="{lupo.place.options[option]}" checked' in answer.text


@pytest.mark.parametrize("chosen", [["olives", "rocket"], ["olives", "rocket", "no-cheese"]])
def test_both_ends_of_the_range_are_taken(lupo: Lupo, chosen: list[str]) -> None:
    asks(lupo, "extras", minimum=2, maximum=3)

    assert lupo.phone("7").adds("margherita", "normal", *chosen).status_code == 303


def test_where_the_restaurant_takes_no_notes_none_is_offered(lupo: Lupo) -> None:
    lupo.changes(Restaurant, lupo.place.id, notes_allowed=False)
    phone = lupo.phone("7")

    assert "A word to the kitchen" not in dish_page(phone)
    assert phone.adds("lemonade", note="please").status_code == 422
    assert lupo.counts()["cart_lines"] == 0
