"""Sold out from the board, and back."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from kitchen_display.out import SOLD_OUT
from restaurant_order.core import clock
from restaurant_order.core.database import db
from restaurant_order.live import Scope
from restaurant_order.menu.availability import availability
from restaurant_order.menu.ingredients import IngredientDraft
from restaurant_order.menu.models import Dish
from restaurant_order.menu.service import add_ingredient
from restaurant_order.ordering.service import add_to_cart
from restaurant_order.visits.models import Guest
from restaurant_order.visits.service import join
from tests.kitchen.house import Kitchen, Person


@pytest.fixture
def pizza(kitchen: Kitchen) -> str:
    return f"/kitchen/grill/dishes/{kitchen.place.dishes['margherita']}"


def is_out(kitchen: Kitchen, dish: str = "margherita") -> bool:
    with kitchen.app.app_context():
        return availability(kitchen.place.id).is_sold_out(kitchen.place.dishes[dish])


@pytest.mark.parametrize(
    ("until", "hours"), [("today", 24), ("for_good", 24 * 365), ("in an hour", 1)]
)
def test_one_tap_takes_a_dish_off_the_menu_for_as_long_as_was_said(
    until: str, hours: float, kitchen: Kitchen, ken: Person, pizza: str
) -> None:
    if until == "in an hour":
        until = offered(ken)
    assert ken.taps(pizza + "/sold-out", until=until).status_code == 200
    assert is_out(kitchen)
    with clock.held_at(clock.now() + timedelta(hours=hours, minutes=1)):
        assert is_out(kitchen) is (until == "for_good")


def offered(ken: Person) -> str:
    """The time an hour from now, as the board offers it."""
    return ken.sees("/kitchen/grill/sold-out").split('name="until" value="')[1][:5]


def test_a_sold_out_dish_can_be_brought_back(kitchen: Kitchen, ken: Person, pizza: str) -> None:
    ken.taps(pizza + "/sold-out", until="today")
    assert pizza + "/back" in ken.sees("/kitchen/grill/sold-out")
    assert ken.taps(pizza + "/back").status_code == 200
    assert not is_out(kitchen)
    assert pizza + "/back" not in ken.sees("/kitchen/grill/sold-out")


def test_selling_out_closes_its_sheet_and_can_be_undone(
    kitchen: Kitchen, ken: Person, pizza: str
) -> None:
    answer = ken.taps(pizza + "/sold-out", until="today")
    assert answer.headers["HX-Trigger"] == "close-sheet"
    ken.takes_back(answer)
    assert not is_out(kitchen)


@pytest.mark.parametrize("until", ["today", "for_good", "03:30"])
def test_bringing_back_by_mistake_is_undone_to_what_it_was(
    until: str, kitchen: Kitchen, ken: Person, pizza: str
) -> None:
    ken.taps(pizza + "/sold-out", until=until)
    before = moment_of(kitchen)
    ken.takes_back(ken.taps(pizza + "/back"))
    assert moment_of(kitchen) == before


def moment_of(kitchen: Kitchen) -> object:
    with kitchen.app.app_context():
        return db.session.get_one(Dish, kitchen.place.dishes["margherita"]).sold_out_until


def test_a_dish_that_was_counted_down_to_nothing_comes_back_and_goes_again(
    kitchen: Kitchen, ken: Person
) -> None:
    oyster = f"/kitchen/grill/dishes/{kitchen.place.dishes['oyster']}"
    kitchen.orders("oyster", quantity=12)
    assert "none left" in ken.sees("/kitchen/grill/sold-out")
    answer = ken.taps(oyster + "/back")
    assert not is_out(kitchen, "oyster")
    ken.takes_back(answer)
    assert is_out(kitchen, "oyster")


def test_twice_is_once(kitchen: Kitchen, ken: Person, lena: Person, pizza: str) -> None:
    ken.taps(pizza + "/sold-out", until="today")
    assert lena.taps(pizza + "/sold-out", until="today").status_code == 200
    assert is_out(kitchen)
    ken.taps(pizza + "/back")
    answer = lena.taps(pizza + "/back")
    assert (answer.status_code, "on the menu already" in answer.text) == (200, True)
    assert not is_out(kitchen)


@pytest.mark.parametrize("until", ["", "now", "25:00", "18:0", "１８:00", "today; drop", "18:00 "])
def test_nonsense_about_the_time_is_refused(
    until: str, kitchen: Kitchen, ken: Person, pizza: str
) -> None:
    assert ken.taps(pizza + "/sold-out", until=until).status_code == 422
    assert not is_out(kitchen)


@pytest.mark.parametrize("deed", ["/sold-out", "/back"])
def test_nobody_else_sells_out_a_dish(
    deed: str, kitchen: Kitchen, stranger: Person, pizza: str, app: Flask
) -> None:
    with app.app_context():
        guest = join(kitchen.place.codes["7"], language="en").token
    fields = {"until": "today"} if deed == "/sold-out" else {}
    assert stranger.taps(pizza + deed, **fields).status_code == 404
    assert kitchen.signed_in("Wei").taps(pizza + deed, **fields).status_code == 403
    assert Person(app, guest=guest).taps(pizza + deed, **fields).status_code in (303, 401)
    assert not is_out(kitchen)


def test_the_board_lists_its_own_stations_dishes_first(kitchen: Kitchen, ken: Person) -> None:
    assert names(ken.sees("/kitchen/grill/sold-out"))[0] == "Margherita"
    assert names(ken.sees("/kitchen/bar/sold-out"))[0] == "Lemonade"
    assert sorted(names(ken.sees("/kitchen/all/sold-out"))) == ["Lemonade", "Margherita", "Oyster"]


def names(page: str) -> list[str]:
    """Of the dishes."""
    only = page.split('<h3 class="panel__subtitle">Dishes</h3>')[1].split("</section>")[0]
    return [part.split("<")[0] for part in only.split('<p class="dish__name">')[1:]]


@pytest.fixture
def cheese(kitchen: Kitchen) -> int:
    """Mozzarella: two in a Margherita, one more with olives."""
    with kitchen.app.app_context():
        draft = IngredientDraft(
            name={"en": "Mozzarella"},
            dishes={kitchen.place.dishes["margherita"]: 2},
            options={kitchen.place.options["olives"]: 1},
        )
        return add_ingredient(draft, by=kitchen.place.person("Max"))


def fills_a_cart(kitchen: Kitchen, *options: str, table: str = "7") -> None:
    with kitchen.app.app_context():
        guest = db.session.get_one(Guest, join(kitchen.place.codes[table], language="en").guest.id)
        add_to_cart(
            guest.visit,
            dish_id=kitchen.place.dishes["margherita"],
            option_ids=[kitchen.place.options[name] for name in ("normal", *options)],
            quantity=1,
            note="",
            key=f"cart-of-{table}",
            by=guest,
        )


def entry(page: str, name: str) -> str:
    """What the list says of one article."""
    return next(part for part in page.split('<div class="dish"')[1:] if f">{name}" in part)


def test_an_ingredient_says_what_goes_with_it_before_it_is_sold_out(
    kitchen: Kitchen, ken: Person, cheese: int
) -> None:
    fills_a_cart(kitchen)
    fills_a_cart(kitchen, table="8")
    shown = entry(ken.sees("/kitchen/grill/sold-out"), "Mozzarella")
    assert "Margherita, Olives" in shown
    assert "In 2 open carts" in shown


def test_a_sold_out_ingredient_takes_its_dishes_and_options_along_and_back(
    kitchen: Kitchen, ken: Person, cheese: int
) -> None:
    path = f"/kitchen/grill/ingredients/{cheese}"
    answer = ken.taps(path + "/sold-out", until="today")
    assert answer.status_code == 200
    assert is_out(kitchen)
    page = ken.sees("/kitchen/grill/sold-out")
    assert "until Mozzarella is back" in entry(page, "Margherita")
    assert "Bring back" not in entry(page, "Margherita")
    ken.takes_back(answer)
    assert not is_out(kitchen)


def test_a_dish_that_waits_for_its_ingredient_does_not_come_back_alone(
    kitchen: Kitchen, ken: Person, cheese: int, pizza: str
) -> None:
    ken.taps(f"/kitchen/grill/ingredients/{cheese}/sold-out", until="today")
    answer = ken.taps(pizza + "/back")
    assert (answer.status_code, "Mozzarella" in answer.text) == (409, True)
    assert is_out(kitchen)


def test_what_asks_for_a_choice_goes_with_the_last_of_it(kitchen: Kitchen, ken: Person) -> None:
    fills_a_cart(kitchen)
    large, normal = (kitchen.place.options[size] for size in ("large", "normal"))
    assert "Offered with: Margherita" in said_of(ken, "Normal")
    ken.taps(f"/kitchen/grill/options/{large}/sold-out", until="today")
    shown = said_of(ken, "Normal")
    assert "Out with it: Margherita" in shown
    assert "Offered with" not in shown
    assert "In 1 open cart" in shown
    with kitchen.app.app_context():
        draft = IngredientDraft(name={"en": "Flour"}, options={normal: 1})
        add_ingredient(draft, by=kitchen.place.person("Max"))
    assert "Out with it: Margherita, Normal" in said_of(ken, "Flour")


def said_of(ken: Person, name: str) -> str:
    """Its entry, without markup."""
    shown = entry(ken.sees("/kitchen/grill/sold-out"), name)
    return " ".join(re.sub(r"<[^>]+>", " ", shown).split())


def test_another_time_than_in_an_hour_is_offered_once_asked_for(
    kitchen: Kitchen, ken: Person
) -> None:
    shown = entry(ken.sees("/kitchen/grill/sold-out?till=21:15"), "Margherita")
    assert 'value="21:15"' in shown
    assert "Till 21:15" in shown
    for nonsense in ("25:00", "soon", "21:15<b>"):
        offered = entry(ken.sees(f"/kitchen/grill/sold-out?till={nonsense}"), "Margherita")
        assert nonsense not in offered


def test_an_option_is_sold_out_alone_and_comes_back_as_it_was(
    kitchen: Kitchen, ken: Person
) -> None:
    olives = kitchen.place.options["olives"]
    path = f"/kitchen/grill/options/{olives}"
    fills_a_cart(kitchen, "olives")
    assert "In 1 open cart:" in entry(ken.sees("/kitchen/grill/sold-out"), "Olives")
    assert ken.taps(path + "/sold-out", until="for_good").status_code == 200
    assert (is_out(kitchen), options_out(kitchen)) == (False, {olives})
    back = ken.taps(path + "/back")
    assert options_out(kitchen) == set()
    ken.takes_back(back)
    assert options_out(kitchen) == {olives}


def options_out(kitchen: Kitchen) -> set[int]:
    with kitchen.app.app_context():
        return set(availability(kitchen.place.id).sold_out_options)


def test_the_number_on_the_tool_counts_what_was_sold_out_not_what_went_with_it(
    kitchen: Kitchen, ken: Person, cheese: int
) -> None:
    ken.taps(f"/kitchen/grill/ingredients/{cheese}/sold-out", until="today")
    ken.taps(f"/kitchen/grill/options/{kitchen.place.options['rocket']}/sold-out", until="today")
    with kitchen.app.app_context():
        shown = {item.key for item in SOLD_OUT.items(Scope(kitchen.place.id))}
    assert shown == {f"ingredient-{cheese}", f"option-{kitchen.place.options['rocket']}"}


@pytest.mark.parametrize("kind", ["options", "ingredients"])
def test_options_and_ingredients_of_another_house_are_out_of_reach(
    kind: str, kitchen: Kitchen, stranger: Person, cheese: int
) -> None:
    row = cheese if kind == "ingredients" else kitchen.place.options["olives"]
    for deed, fields in (("sold-out", {"until": "today"}), ("back", {})):
        answer = stranger.taps(f"/kitchen/grill/{kind}/{row}/{deed}", **fields)
        assert answer.status_code == 404
    assert kitchen.signed_in("Wei").taps(
        f"/kitchen/grill/{kind}/{row}/sold-out", until="today"
    ).status_code in (303, 403)
    assert (is_out(kitchen), options_out(kitchen)) == (False, set())


@pytest.mark.parametrize("until", ["no_stock", "now", ""])
def test_nonsense_about_an_ingredient_is_refused(
    until: str, kitchen: Kitchen, ken: Person, cheese: int
) -> None:
    path = f"/kitchen/grill/ingredients/{cheese}/sold-out"
    assert ken.taps(path, until=until).status_code == 422
    assert not is_out(kitchen)


def test_the_details_of_a_ticket_offer_its_dishes_options_and_what_is_in_them(
    kitchen: Kitchen, ken: Person, cheese: int
) -> None:
    order = kitchen.orders("margherita").id
    page = ken.sees(f"/kitchen/grill/tickets/{order}")
    for name in ("Margherita", "Normal", "Mozzarella"):
        assert entry(page, name)
    assert "Olives</p>" not in page
