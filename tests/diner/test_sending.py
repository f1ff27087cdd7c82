"""The cart becomes an order: once, at the total its guests saw."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from restaurant_order.billing.queries import bill_of
from restaurant_order.core.database import db
from restaurant_order.menu.models import Dish
from restaurant_order.ordering.limits import MOST_ROUNDS
from restaurant_order.ordering.models import LineStatus
from restaurant_order.venue.models import Restaurant
from restaurant_order.visits.models import Visit
from restaurant_order.visits.names import unnamed
from tests.diner.phones import Lupo, hidden, new_key, text_of

HOUSES: list[dict[str, Any]] = [
    {"tax_mode": "inclusive"},
    {"tax_mode": "inclusive", "service_charge": 1000, "service_tax_rate": 1900},
    {"tax_mode": "exclusive"},
    {"tax_mode": "exclusive", "service_charge": 1250, "service_tax_rate": 825},
]


def test_a_sent_cart_is_an_order_and_the_cart_is_empty(lupo: Lupo) -> None:
    phone = lupo.phone("7")
    phone.adds("margherita", "large", quantity=2)

    answer = phone.sends(note="all at once")

    assert (answer.status_code, answer.location) == (303, "/orders")
    [order] = lupo.orders("7")
    assert [(line.name["en"], line.quantity) for line in order.lines] == [("Margherita", 2)]
    assert (order.note, order.total, order.guest_name) == ("all at once", 2400, unnamed(1))
    assert lupo.cart("7").lines == ()


@pytest.mark.parametrize("settings", HOUSES)
def test_the_total_on_the_phone_is_the_total_on_the_bill(
    app: Flask, settings: dict[str, Any]
) -> None:
    lupo = Lupo(app, **settings)
    phone = lupo.phone("7")
    phone.adds("margherita", "large", "olives", quantity=3)
    phone.adds("lemonade", quantity=7)
    seen = hidden(phone.get("/cart").text, "seen_total")

    phone.sends()

    with lupo.inside():
        bill = bill_of(db.session.scalars(select(Visit)).one())
    assert bill.total == int(seen)
    assert f"Total so far €{bill.total / 100:.2f}" in phone.reads("/orders")


def test_tax_and_service_are_shown_before_sending(app: Flask) -> None:
    lupo = Lupo(app, tax_mode="exclusive", service_charge=1000)
    phone = lupo.phone("7")
    phone.adds("lemonade", quantity=10)

    page = phone.reads("/cart")

    assert "Dishes €38.00 Service charge €3.80 Tax €7.22 Total €49.02" in page


def test_included_tax_is_named(lupo: Lupo) -> None:
    phone = lupo.phone("7")
    phone.adds("lemonade", quantity=10)

    assert "Total €38.00 Includes €6.07 tax" in phone.reads("/cart")


def test_a_double_tap_is_one_order(lupo: Lupo) -> None:
    phone = lupo.phone("7")
    phone.adds("lemonade")
    page = phone.get("/cart").text
    form = {"key": hidden(page, "key"), "seen_total": hidden(page, "seen_total")}

    answers = [phone.post("/orders", form) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [303, 303, 303]
    assert len(lupo.orders("7")) == 1


def test_two_phones_send_one_order_and_the_second_is_told(lupo: Lupo) -> None:
    anna, ben = lupo.phone("7"), lupo.phone("7")
    anna.adds("lemonade")
    bens_page = ben.get("/cart").text
    anna.sends()

    answer = ben.post(
        "/orders",
        {"key": hidden(bens_page, "key"), "seen_total": hidden(bens_page, "seen_total")},
    )

    assert answer.status_code == 409
    assert "Perhaps somebody at your table has just sent it." in text_of(answer)
    assert "See what has been sent" in text_of(answer)
    assert len(lupo.orders("7")) == 1


def test_a_table_that_sent_a_lot_is_sent_to_the_staff_and_keeps_its_cart(lupo: Lupo) -> None:
    phone = lupo.phone("7")
    for _ in range(MOST_ROUNDS):
        phone.orders("lemonade")
    phone.adds("margherita", "large")

    answer = phone.sends(note="with a straw")

    assert answer.status_code == 429
    assert "Please ask the staff, they can order for you." in text_of(answer)
    assert "with a straw" in answer.text
    assert lupo.cart("7").count == 1
    assert len(lupo.orders("7")) == MOST_ROUNDS


def test_a_total_that_changed_is_shown_and_asked_again(lupo: Lupo) -> None:
    phone = lupo.phone("7")
    phone.adds("lemonade")
    page = phone.get("/cart").text
    lupo.changes(Dish, lupo.place.dishes["lemonade"], price=410)
    lupo.changes(Restaurant, lupo.place.id, menu_version=2)

    answer = phone.post(
        "/orders",
        {
            "key": hidden(page, "key"),
            "seen_total": hidden(page, "seen_total"),
            "note": "with a straw",
        },
    )

    assert answer.status_code == 409
    assert "The total was €3.80 and is €4.10 now." in text_of(answer)
    assert "with a straw" in answer.text
    assert hidden(answer.text, "seen_total") == "410"
    assert hidden(answer.text, "key") not in {"", hidden(page, "key")}
    assert lupo.orders("7") == []

    assert phone.sends().status_code == 303


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("seen_total", "1"),
        ("seen_total", "0"),
    ],
)
def test_a_forged_total_orders_nothing(lupo: Lupo, field: str, value: str) -> None:
    phone = lupo.phone("7")
    phone.adds("lemonade")

    assert phone.sends(**{field: value}).status_code == 409
    assert lupo.orders("7") == []
    assert lupo.cart("7").count == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("seen_total", "-1"), ("seen_total", "3.80"), ("seen_total", "lots"),
        ("seen_total", "9" * 40), ("seen_total", ""), ("seen_total", "３８０"), ("key", ""),
        ("total", "1"), ("status", "served"), ("table", "8"), ("guest", "1"), ("price", "1"),
        ("number", "1"), ("round", "1"), ("note", "x" * 10_000), ("note", "a\u202eb"),
        ("note", "a\x00b"),
    ],
)  # fmt: skip
def test_what_does_not_belong_into_the_form_orders_nothing(
    lupo: Lupo, field: str, value: str
) -> None:
    phone = lupo.phone("7")
    phone.adds("lemonade")

    assert phone.sends(**{field: value}).status_code == 422
    assert lupo.orders("7") == []
    assert lupo.cart("7").count == 1


def test_a_dish_that_sold_out_stops_the_order_and_is_named(lupo: Lupo) -> None:
    phone = lupo.phone("7")
    phone.adds("lemonade")
    phone.adds("margherita", "normal")
    lupo.sells_out("lemonade")

    answer = phone.sends()

    assert answer.status_code == 409
    assert "Sold out: Lemonade." in text_of(answer)
    assert lupo.orders("7") == []
    assert len(lupo.cart("7").lines) == 2


def test_the_last_portions_go_to_one_table_only(lupo: Lupo) -> None:
    seven, eight = lupo.phone("7"), lupo.phone("8")
    seven.adds("oyster", quantity=10)
    eight.adds("oyster", quantity=10)

    assert seven.sends().status_code == 303
    answer = eight.sends()

    assert answer.status_code == 409
    assert "There are only 2 left of: Oyster." in text_of(answer)
    assert lupo.dish("oyster").stock == 2


def test_a_key_used_for_something_else_is_refused(lupo: Lupo) -> None:
    phone = lupo.phone("7")
    phone.adds("lemonade")
    phone.sends(key="key-the-same")
    phone.adds("lemonade", quantity=2)

    assert phone.sends(key="key-the-same").status_code == 409
    assert len(lupo.orders("7")) == 1


def test_another_round_is_another_order_on_the_same_visit(lupo: Lupo) -> None:
    phone = lupo.phone("7")
    phone.orders("lemonade")
    phone.orders("margherita", "normal")

    page = phone.reads("/orders")

    assert page.index("Round 2") < page.index("Round 1")
    assert "Total so far €13.30" in page


def test_a_script_is_sent_on_to_the_orders(lupo: Lupo) -> None:
    phone = lupo.phone("7")
    phone.adds("lemonade")
    page = phone.get("/cart").text

    answer = phone.post(
        "/orders",
        {"key": new_key(), "seen_total": hidden(page, "seen_total")},
        HX_Request="true",
    )

    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/orders")


def test_where_staff_confirm_the_first_order_the_guest_is_told(app: Flask) -> None:
    lupo = Lupo(app, acceptance="first_order")
    phone = lupo.phone("7")

    phone.orders("lemonade")

    assert "Our staff will confirm this order in a moment." in phone.reads("/orders")
    assert lupo.orders("7")[0].lines[0].status is LineStatus.PLACED
