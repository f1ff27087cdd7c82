"""From cart to order, exactly once."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from restaurant_order.core import clock
from restaurant_order.core.actor import SYSTEM
from restaurant_order.core.database import db
from restaurant_order.core.once import KeyReused
from restaurant_order.core.refusals import Invalid, NotFound
from restaurant_order.core.transaction import transaction
from restaurant_order.menu.models import Dish
from restaurant_order.menu.refusals import BadChoice, SoldOut
from restaurant_order.ordering.answering import accept_order, reject_order
from restaurant_order.ordering.cart import add_to_cart, cart_of, change_cart_line, remove_cart_line
from restaurant_order.ordering.models import LineStatus, Order, OrderLine
from restaurant_order.ordering.placing import CartEmpty, TotalChanged, place
from restaurant_order.ordering.queries import kitchen_orders, order_view, orders_of_visit
from restaurant_order.venue.models import Acceptance
from restaurant_order.visits.models import Guest, Visit
from restaurant_order.visits.service import VisitOver, end_visit
from tests.cast import Place, casa_lupo, phone_at
from tests.together import together


def order_for(
    guest: Guest, house: Place, dish: str = "lemonade", *, quantity: int = 1, key: str = "k" * 8
) -> int:
    """Add one dish and place the cart."""
    add(guest, house, dish, quantity=quantity, key=f"add-{key}")
    return send(guest, key=key)


def add(
    guest: Guest,
    house: Place,
    dish: str = "lemonade",
    *options: str,
    quantity: int = 1,
    note: str = "",
    key: str = "cart-key-1",
) -> int:
    return add_to_cart(
        guest.visit,
        dish_id=house.dishes[dish],
        option_ids=[house.options[option] for option in options],
        quantity=quantity,
        note=note,
        key=key,
        by=guest,
    )


def send(guest: Guest, *, key: str = "order-key", total: int | None = None) -> int:
    seen = cart_of(guest.visit_id, guest.visit.restaurant).sum.total if total is None else total
    return place(guest.visit, key=key, seen_total=seen, note="", by=guest)


def test_what_was_ordered_keeps_its_name_price_and_tax(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo(service_charge=1000, service_tax_rate=1900)
        guest = phone_at(house, "7")
        add(guest, house, "margherita", "large", "olives", quantity=2, note="well done")
        order = order_view(house.id, send(guest))
        with transaction():
            house.dish("margherita").price = 1
            house.dish("margherita").name = {"en": "Something else"}
        (line,) = order_view(house.id, order.id).lines
        assert (line.name["zh-Hans"], line.unit_price, line.quantity) == ("玛格丽特", 1320, 2)
        assert (line.note, [o["price"] for o in line.options]) == ("well done", [250, 120])
        assert (line.sum.price, line.sum.tax, line.sum.service) == (2640, 173, 264)
        assert order.total == line.sum.total == 2904


def test_the_guests_total_is_the_orders_total(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo(service_charge=333)
        guest = phone_at(house, "7")
        for number, dish in enumerate(["lemonade", "oyster", "lemonade"]):
            add(guest, house, dish, quantity=3, key=f"cart-key-{number}")
        seen = cart_of(guest.visit_id, house.restaurant).sum.total
        assert order_view(house.id, send(guest, total=seen)).sum.total == seen


def test_the_same_key_sent_again_is_the_same_order(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo()
        guest = phone_at(house, "7")
        add(guest, house)
        first = send(guest, total=380)
        assert [send(guest, total=380) for _ in range(5)] == [first] * 5
        assert len(orders_of_visit(guest.visit_id)) == 1


def test_the_same_key_with_other_contents_is_refused(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo()
        guest = phone_at(house, "7")
        add(guest, house)
        send(guest, total=380)
        with pytest.raises(KeyReused):
            send(guest, total=381)


def test_adding_twice_with_one_key_adds_once(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo()
        guest = phone_at(house, "7")
        assert add(guest, house) == add(guest, house)
        assert cart_of(guest.visit_id, house.restaurant).count == 1
        with pytest.raises(KeyReused):
            add(guest, house, quantity=2)


def test_two_phones_sending_at_once_make_one_order(each_app: Flask) -> None:
    with each_app.app_context():
        house = casa_lupo()
        guests = [phone_at(house, "7").id for _ in range(8)]
        add(db.session.get_one(Guest, guests[0]), house, quantity=2)

    def press(hand: int) -> int:
        return send(db.session.get_one(Guest, guests[hand]), key=f"phone-{hand}-key", total=760)

    answers = together(each_app, 8, press)
    assert sum(isinstance(answer, int) for answer in answers) == 1
    assert sum(isinstance(answer, CartEmpty) for answer in answers) == 7
    with each_app.app_context():
        lines = db.session.scalars(select(OrderLine)).all()
        assert [line.quantity for line in lines] == [2]


def test_one_key_pressed_by_many_hands_is_one_order(each_app: Flask) -> None:
    with each_app.app_context():
        house = casa_lupo()
        guest = phone_at(house, "7")
        add(guest, house)
        guest_id = guest.id

    def press(hand: int) -> int:
        return send(db.session.get_one(Guest, guest_id), key="one-and-only", total=380)

    assert len(set(together(each_app, 10, press))) == 1
    with each_app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Order)) == 1


def test_a_total_other_than_the_one_seen_is_refused_and_changes_nothing(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo()
        guest = phone_at(house, "7")
        add(guest, house)
        with pytest.raises(TotalChanged):
            send(guest, total=1)
        assert orders_of_visit(guest.visit_id) == []
        assert cart_of(guest.visit_id, house.restaurant).count == 1


def test_more_than_is_left_is_refused_naming_the_dish_and_takes_nothing(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo()
        guest = phone_at(house, "7")
        add(guest, house, "lemonade", key="cart-key-0")
        add(guest, house, "oyster", quantity=13)
        with pytest.raises(SoldOut) as refused:
            send(guest)
        assert "Oyster" in str(refused.value.sentence)
        assert house.dish("oyster").stock == 12
        assert orders_of_visit(guest.visit_id) == []


def test_fifty_portions_and_two_hundred_buyers(each_app: Flask) -> None:
    with each_app.app_context():
        house = casa_lupo()
        with transaction():
            house.dish("oyster").stock = 50
        guests = []
        for _ in range(200):
            guest = phone_at(house, "7")
            with transaction():  # each buyer at a visit of their own
                guest.visit.table.visit_id = None
            add(guest, house, "oyster")
            guests.append(guest.id)

    def buy(hand: int) -> int:
        return send(db.session.get_one(Guest, guests[hand]), total=400)

    answers = together(each_app, 200, buy)
    assert sum(isinstance(answer, int) for answer in answers) == 50
    assert {type(answer) for answer in answers} == {int, SoldOut}
    with each_app.app_context():
        assert house.dish("oyster").stock == 0
        assert db.session.scalar(select(func.sum(OrderLine.quantity))) == 50
        numbers = db.session.scalars(select(Order.number).order_by(Order.number)).all()
        assert list(numbers) == list(range(1, 51))


def test_without_the_conditional_update_two_hundred_buyers_oversell(each_app: Flask) -> None:
    """The twin: look, then take. It must fail, or the test above proves nothing."""
    with each_app.app_context():
        house = casa_lupo()
        with transaction():
            house.dish("oyster").stock = 50

    def buy(hand: int) -> bool:
        left = db.session.scalar(select(Dish.stock).where(Dish.reference == "oyster"))
        if not left:
            return False
        with transaction():
            house.dish("oyster").stock = left - 1
        return True

    sold = together(each_app, 200, buy)
    assert sum(answer is True for answer in sold) > 50


def test_daily_numbers_start_again_with_the_business_day(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo(cutoff_hour=4)
        guest = phone_at(house, "7")
        numbers = []
        for hour in (20, 26, 27, 29):  # 29: five in the morning, local time is one hour ahead
            with clock.held_at(datetime(2026, 1, 10, tzinfo=UTC) + timedelta(hours=hour - 1)):
                order = order_for(guest, house, key=f"order-{hour}")
                numbers.append(order_view(house.id, order).number)
        assert numbers == [1, 2, 3, 1]


@pytest.mark.parametrize("quantity", [0, -1, 100, 10**9])
def test_impossible_quantities_are_refused(app: Flask, quantity: int) -> None:
    with app.app_context():
        house = casa_lupo()
        guest = phone_at(house, "7")
        with pytest.raises(Invalid):
            add(guest, house, quantity=quantity)
        line = add(guest, house)
        with pytest.raises(Invalid):
            change_cart_line(guest.visit, line, quantity=quantity, by=guest)
        assert cart_of(guest.visit_id, house.restaurant).count == 1


@pytest.mark.parametrize(
    ("dish", "options"),
    [
        ("margherita", []),
        ("margherita", ["normal", "large"]),
        ("margherita", ["normal", "olives", "rocket", "no-cheese"]),
        ("lemonade", ["olives"]),
    ],
    ids=["below min", "above max", "too many extras", "of another dish"],
)
def test_options_out_of_bounds_are_refused(app: Flask, dish: str, options: list[str]) -> None:
    with app.app_context():
        house = casa_lupo()
        guest = phone_at(house, "7")
        with pytest.raises(BadChoice):
            add(guest, house, dish, *options)
        assert cart_of(guest.visit_id, house.restaurant).count == 0


def test_another_tables_cart_is_out_of_reach(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo()
        seven, eight = phone_at(house, "7"), phone_at(house, "8")
        line = add(seven, house)
        with pytest.raises(NotFound):
            change_cart_line(eight.visit, line, quantity=9, by=eight)
        with pytest.raises(NotFound):
            remove_cart_line(eight.visit, line, by=eight)
        assert cart_of(seven.visit_id, house.restaurant).count == 1


def test_another_restaurants_dish_is_not_on_the_menu(app: Flask) -> None:
    with app.app_context():
        house, other = casa_lupo(), casa_lupo(name="Other")
        with pytest.raises(NotFound):
            add(phone_at(house, "7"), other)


def test_after_the_visit_nothing_can_be_ordered(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo()
        guest = phone_at(house, "7")
        add(guest, house)
        with transaction():
            end_visit(db.session.get_one(Visit, guest.visit_id), by=SYSTEM)
        for deed in (lambda: add(guest, house, key="later-key"), lambda: send(guest, total=380)):
            with pytest.raises(VisitOver):
                deed()


def test_a_dish_taken_off_the_menu_is_shown_in_the_cart_but_not_sold(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo()
        guest = phone_at(house, "7")
        add(guest, house)
        with transaction():
            house.dish("lemonade").on_menu = False
            house.restaurant.menu_version += 1
        (line,) = cart_of(guest.visit_id, house.restaurant).lines
        assert (line.dish.name["en"], line.problem) == ("Lemonade", "not_served")
        assert cart_of(guest.visit_id, house.restaurant).sum.total == 0


def test_a_first_order_waits_for_a_yes_where_the_restaurant_asks_for_it(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo(acceptance=Acceptance.FIRST_ORDER)
        guest = phone_at(house, "7")
        first = order_for(guest, house)
        assert kitchen_orders(house.id) == []
        accept_order(house.id, first, by=house.person("Carla"))
        second = order_for(guest, house, key="second-order")
        assert [order.id for order in kitchen_orders(house.id)] == [first, second]


def test_a_rejected_order_gives_its_stock_back_and_says_why(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo(acceptance=Acceptance.ALWAYS)
        guest = phone_at(house, "7")
        order_id = order_for(guest, house, "oyster", quantity=5)
        assert house.dish("oyster").stock == 7
        reject_order(house.id, order_id, reason="The oysters are late", by=house.person("Carla"))
        order = order_view(house.id, order_id)
        assert order.rejection == "The oysters are late"
        assert {line.status for line in order.lines} == {LineStatus.CANCELLED}
        assert order.sum.total == 0
        db.session.rollback()
        assert house.dish("oyster").stock == 12
