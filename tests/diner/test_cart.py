"""One cart for the whole table."""

import pytest

from restaurant_order.core import clock
from restaurant_order.core.database import db
from restaurant_order.core.transaction import transaction
from restaurant_order.menu.models import Dish, Window
from restaurant_order.venue.models import Restaurant
from tests.cast import casa_lupo
from tests.diner.phones import Lupo, new_key

FORGED = [
    ("price", "1"), ("unit_price", "1"), ("total", "1"), ("status", "served"),
    ("table", "8"), ("table_id", "2"), ("guest", "1"), ("guest_id", "1"), ("visit", "1"),
    ("option-x", "1"), ("option-", "1"), ("tax_rate", "0"),
]  # fmt: skip

NO_QUANTITY = ["0", "-1", "1.5", "1000000000", "100", "two", "２", "", " 1", "NaN", "1\x00"]


def test_what_one_phone_adds_the_whole_table_sees_with_its_name(lupo: Lupo) -> None:
    anna, ben = lupo.phone("7"), lupo.phone("7")
    anna.post("/me", {"nickname": "Anna", "colour": 2})

    assert anna.adds("margherita", "large", "olives", quantity=2, note="crisp").location == "/cart"

    page = ben.reads("/cart")
    assert "Margherita Large, Olives crisp" in page
    assert "Anna" in page
    assert "€26.40" in page


def test_another_table_sees_nothing_of_it(lupo: Lupo) -> None:
    lupo.phone("7").adds("lemonade")

    assert "Lemonade" not in lupo.phone("8").reads("/cart")


def test_an_empty_cart_says_what_to_do(lupo: Lupo) -> None:
    assert "Choose from the menu" in lupo.phone("7").reads("/cart")


def test_the_bar_tells_how_much_is_in_it_and_who_put_it_there(lupo: Lupo) -> None:
    anna, ben = lupo.phone("7"), lupo.phone("7")
    anna.post("/me", {"nickname": "Anna", "colour": 2})
    anna.adds("lemonade", quantity=3)

    bar = ben.reads("/cart/bar")

    assert "3 View the order Table 7" in bar
    assert "Anna" in bar
    assert "€11.40" in bar


@pytest.mark.parametrize(("field", "value"), FORGED)
def test_a_forged_field_is_refused_and_changes_nothing(lupo: Lupo, field: str, value: str) -> None:
    phone = lupo.phone("7")

    answer = phone.adds("lemonade", **{field: value})

    assert answer.status_code == 422
    assert lupo.counts()["cart_lines"] == 0


@pytest.mark.parametrize("quantity", [q for q in NO_QUANTITY if q])
def test_a_quantity_that_is_none_is_refused(lupo: Lupo, quantity: str) -> None:
    answer = lupo.phone("7").adds("lemonade", quantity=quantity)

    assert answer.status_code == 422
    assert "A whole number from 1 to 99, please." in answer.text
    assert lupo.counts()["cart_lines"] == 0


@pytest.mark.parametrize("quantity", NO_QUANTITY)
def test_a_line_cannot_be_changed_to_a_quantity_that_is_none(lupo: Lupo, quantity: str) -> None:
    phone = lupo.phone("7")
    phone.adds("lemonade", quantity=4)

    answer = phone.post("/cart/lines/1", {"quantity": quantity})

    assert answer.status_code == 422
    assert lupo.cart("7").count == 4


@pytest.mark.parametrize("dish", ["0", "-1", "99", "2147483648", "1" * 30, "lemonade", "１", ""])
def test_a_dish_that_is_not_there_cannot_be_added(lupo: Lupo, dish: str) -> None:
    answer = lupo.phone("7").adds("lemonade", dish=dish)

    assert answer.status_code in {404, 422}
    assert lupo.counts()["cart_lines"] == 0


def test_a_dish_of_another_restaurant_cannot_be_added(lupo: Lupo) -> None:
    with lupo.inside():
        other = casa_lupo(name="Other place")

    answer = lupo.phone("7").adds("lemonade", dish=other.dishes["lemonade"])

    assert answer.status_code == 404
    assert lupo.counts()["cart_lines"] == 0


@pytest.mark.parametrize(
    ("dish", "options"),
    [
        ("lemonade", ["large"]),
        ("margherita", []),
        ("margherita", ["normal", "large"]),
        ("margherita", ["normal", "olives", "rocket", "no-cheese"]),
        ("margherita", ["normal", "olives", "olives"]),
    ],
)
def test_options_that_do_not_fit_are_refused(lupo: Lupo, dish: str, options: list[str]) -> None:
    answer = lupo.phone("7").adds(dish, *options)

    assert answer.status_code == 422
    assert lupo.counts()["cart_lines"] == 0


@pytest.mark.parametrize("option", ["0", "x", "99", "1.5", "１", "9" * 30])
def test_an_option_that_is_none_is_refused(lupo: Lupo, option: str) -> None:
    answer = lupo.phone("7").adds("lemonade", **{"option-1": option})

    assert answer.status_code == 422
    assert lupo.counts()["cart_lines"] == 0


def test_a_dish_that_just_sold_out_is_refused_by_name(lupo: Lupo) -> None:
    lupo.sells_out("lemonade")

    answer = lupo.phone("7").adds("lemonade")

    assert answer.status_code == 409
    assert "Sold out: Lemonade." in answer.text
    assert lupo.counts()["cart_lines"] == 0


def test_a_dish_off_the_menu_cannot_be_added(lupo: Lupo) -> None:
    lupo.changes(Dish, lupo.place.dishes["lemonade"], on_menu=False)
    lupo.changes(Restaurant, lupo.place.id, menu_version=2)

    assert lupo.phone("7").adds("lemonade").status_code == 404


def test_a_dish_out_of_hours_cannot_be_added(lupo: Lupo) -> None:
    never_now = 1 << ((clock.now().weekday() + 3) % 7)
    with lupo.inside() as place, transaction():
        db.session.add(
            Window(dish_id=place.dishes["lemonade"], opens=600, closes=660, weekdays=never_now)
        )
        place.restaurant.menu_version += 1

    answer = lupo.phone("7").adds("lemonade")

    assert answer.status_code == 409
    assert "Not served at this hour: Lemonade." in answer.text


@pytest.mark.parametrize(
    "note",
    ["x" * 201, "x" * 10_000, "right\u202eleft", "bell\x07", "\u2066x", "null\x00", "\ue000"],
)
def test_a_note_that_cannot_be_kept_is_refused(lupo: Lupo, note: str) -> None:
    answer = lupo.phone("7").adds("lemonade", note=note)

    assert answer.status_code == 422
    assert lupo.counts()["cart_lines"] == 0


def test_a_note_of_two_hundred_characters_is_kept(lupo: Lupo) -> None:
    lupo.phone("7").adds("lemonade", note="字" * 200)

    assert lupo.cart("7").lines[0].note == "字" * 200


def test_markup_in_a_note_is_text_everywhere(lupo: Lupo) -> None:
    phone = lupo.phone("7")
    phone.post("/me", {"nickname": "<i>Eve</i>", "colour": 1})
    phone.adds("lemonade", note="<script>alert(1)</script>")

    for path in ("/cart", "/cart/bar"):
        assert "<script>alert" not in phone.get(path).text
        assert "<i>Eve" not in phone.get(path).text
    assert "<script>alert(1)</script>" in phone.reads("/cart")


def test_the_same_key_adds_once(lupo: Lupo) -> None:
    phone = lupo.phone("7")
    for _ in range(3):
        assert phone.adds("lemonade", key="key-the-same").status_code == 303

    assert lupo.cart("7").count == 1


def test_the_same_key_with_other_contents_is_refused(lupo: Lupo) -> None:
    phone = lupo.phone("7")
    phone.adds("lemonade", key="key-the-same")

    answer = phone.adds("lemonade", key="key-the-same", quantity=2)

    assert answer.status_code == 409
    assert lupo.cart("7").count == 1


@pytest.mark.parametrize("key", ["", "short", "x" * 65, "kéy-00000", "key 00000", "key\n00000"])
def test_a_key_that_is_none_is_refused(lupo: Lupo, key: str) -> None:
    answer = lupo.phone("7").adds("lemonade", key=key)

    assert answer.status_code == 422
    assert lupo.counts()["cart_lines"] == 0


def test_anybody_at_the_table_may_change_a_quantity(lupo: Lupo) -> None:
    lupo.phone("7").adds("lemonade")

    answer = lupo.phone("7").post("/cart/lines/1", {"quantity": 5})

    assert (answer.status_code, answer.location) == (303, "/cart")
    assert lupo.cart("7").count == 5


def test_a_script_that_changed_something_waits_for_the_push(lupo: Lupo) -> None:
    phone = lupo.phone("7")
    phone.adds("lemonade")

    answer = phone.post("/cart/lines/1", {"quantity": 5}, HX_Request="true")

    assert (answer.status_code, answer.data) == (204, b"")


@pytest.mark.parametrize("path", ["/cart/lines/1", "/cart/lines/1/removal"])
def test_another_tables_line_is_not_there(lupo: Lupo, path: str) -> None:
    lupo.phone("7").adds("lemonade")
    fields = {} if path.endswith("removal") else {"quantity": 9}

    answer = lupo.phone("8").post(path, fields)

    assert answer.status_code == 404
    assert lupo.cart("7").count == 1


@pytest.mark.parametrize("path", ["/cart/lines/1", "/cart/lines/1/removal"])
@pytest.mark.parametrize(("field", "value"), [("price", "1"), ("guest_id", "1"), ("status", "x")])
def test_a_change_with_a_forged_field_changes_nothing(
    lupo: Lupo, path: str, field: str, value: str
) -> None:
    phone = lupo.phone("7")
    phone.adds("lemonade")
    fields = {} if path.endswith("removal") else {"quantity": "9"}

    assert phone.post(path, {**fields, field: value}).status_code == 422
    assert lupo.cart("7").count == 1


def test_a_line_taken_out_can_be_put_back_for_whoever_chose_it(lupo: Lupo) -> None:
    anna, ben = lupo.phone("7"), lupo.phone("7")
    anna.post("/me", {"nickname": "Anna", "colour": 2})
    anna.adds("margherita", "large", "olives", quantity=2, note="crisp")

    ben.post("/cart/lines/1/removal")
    assert lupo.cart("7").lines == ()
    assert "Taken out: Margherita" in ben.reads("/cart")

    ben.post("/cart/lines/restored")
    ben.post("/cart/lines/restored")

    [line] = lupo.cart("7").lines
    assert (line.guest_name, line.quantity, line.note) == ("Anna", 2, "crisp")
    assert [option.reference for option in line.options] == ["large", "olives"]
    assert "Taken out" not in ben.reads("/cart")


def test_nobody_else_is_offered_to_put_it_back(lupo: Lupo) -> None:
    anna, ben = lupo.phone("7"), lupo.phone("7")
    anna.adds("lemonade")
    anna.post("/cart/lines/1/removal")

    ben.post("/cart/lines/restored")

    assert lupo.cart("7").lines == ()


def test_what_was_taken_out_at_another_table_stays_there(lupo: Lupo) -> None:
    phone = lupo.phone("7")
    phone.adds("lemonade")
    phone.post("/cart/lines/1/removal")
    phone.scans("8")

    phone.post("/cart/lines/restored")

    assert lupo.cart("8").lines == ()


def test_taking_out_twice_says_it_is_gone(lupo: Lupo) -> None:
    phone = lupo.phone("7")
    phone.adds("lemonade")
    phone.post("/cart/lines/1/removal")

    answer = phone.post("/cart/lines/1/removal")

    assert answer.status_code == 404
    assert "no longer in the cart" in answer.text


def test_a_line_that_sold_out_is_warned_of_and_not_dropped(lupo: Lupo) -> None:
    phone = lupo.phone("7")
    phone.adds("lemonade")
    phone.adds("margherita", "normal")
    lupo.sells_out("lemonade")

    page = phone.reads("/cart")

    assert "Lemonade Sold out. Please take it out." in page
    assert "Total €9.50" in page


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://["])
def test_a_form_from_another_site_is_refused(lupo: Lupo, origin: str) -> None:
    phone = lupo.phone("7")

    answer = phone.post(
        "/cart/lines",
        {"dish": lupo.place.dishes["lemonade"], "key": new_key()},
        Origin=origin,
    )

    assert answer.status_code == 403
    assert lupo.counts()["cart_lines"] == 0


def test_json_is_not_read(lupo: Lupo) -> None:
    phone = lupo.phone("7")

    answer = phone.browser.post("/cart/lines", json={"dish": 1, "key": new_key()})

    assert answer.status_code == 415
