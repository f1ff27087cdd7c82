"""Ordering for a table, beside its guests."""

import pytest

from tests.cashier.screens import House, Screen, hidden, new_key


def adds(screen: Screen, visit_id: int, dish: str = "lemonade", **fields: object) -> int:
    path = f"/floor/visits/{visit_id}/dishes/{screen.house.place.dishes[dish]}"
    return screen.post(path, {"key": new_key(), **fields}).status_code


def sends(screen: Screen, visit_id: int, **fields: object) -> int:
    page = screen.get(f"/floor/visits/{visit_id}/menu").text
    form = page[page.index('id="send"') :]
    sent = {"key": hidden(form, "key"), "seen_total": hidden(page, "seen_total"), **fields}
    return screen.post(f"/floor/visits/{visit_id}/orders", sent).status_code


@pytest.fixture
def opened(house: House) -> int:
    """A visit that the waiter has opened."""
    answer = house.screen("Wei").post(f"/floor/tables/{house.place.tables['7']}/visit")
    return int(answer.location.rsplit("/", 1)[1])


def test_a_waiter_orders_and_the_kitchen_has_it_at_once(careful: House) -> None:
    waiter = careful.screen("Wei")
    visit_id = int(
        waiter.post(f"/floor/tables/{careful.place.tables['7']}/visit").location.rsplit("/", 1)[1]
    )
    assert adds(waiter, visit_id) == 303
    assert sends(waiter, visit_id) == 303
    (order,) = careful.bill(visit_id).orders
    assert (order.staff_name, order.accepted_at is not None) == ("Wei", True)


def test_guest_and_waiter_fill_one_cart(house: House) -> None:
    phone, waiter = house.phone("7"), house.screen("Wei")
    phone.adds("oyster")
    visit_id = int(phone.guest.visit_id)
    assert "Choosing now" in waiter.reads(f"/floor/visits/{visit_id}")
    assert adds(waiter, visit_id) == 303
    assert "Lemonade" in phone.reads("/cart")
    assert sends(waiter, visit_id) == 303
    assert house.bill(visit_id).total == 400 + 380


def test_options_are_asked_and_answered(house: House, opened: int) -> None:
    waiter, options = house.screen("Wei"), house.place.options
    assert adds(waiter, opened, "margherita") == 422
    chosen = {"option-1": options["large"], "option-2": [options["olives"], options["rocket"]]}
    assert adds(waiter, opened, "margherita", quantity=2, note="crisp", **chosen) == 303
    (line,) = house.cart("7").lines
    assert (line.unit_price, line.quantity, line.note) == (950 + 250 + 120 + 150, 2, "crisp")


def test_the_same_tap_twice_adds_once(house: House, opened: int) -> None:
    waiter, key = house.screen("Wei"), new_key()
    assert [adds(waiter, opened, key=key) for _ in range(3)] == [303, 303, 303]
    assert house.cart("7").count == 1
    assert adds(waiter, opened, key=key, quantity=2) == 409


@pytest.mark.parametrize("quantity", ["0", "-1", "1.5", "100", "1000000000", "two", "１"])
def test_no_odd_quantity_is_ordered(house: House, opened: int, quantity: str) -> None:
    waiter = house.screen("Wei")
    before = house.rows()
    assert adds(waiter, opened, quantity=quantity) == 422
    assert house.rows() == before


@pytest.mark.parametrize("note", ["\u202etset", "bell\x07", "x" * 10_000])
def test_no_unreadable_note_reaches_the_kitchen(house: House, opened: int, note: str) -> None:
    assert adds(house.screen("Wei"), opened, note=note) == 422
    assert house.cart("7").count == 0


def test_quantities_change_and_lines_go(house: House, opened: int) -> None:
    waiter = house.screen("Wei")
    adds(waiter, opened)
    path = f"/floor/visits/{opened}/cart/{house.cart('7').lines[0].id}"
    assert waiter.post(path, {"quantity": 3}).status_code == 303
    assert house.cart("7").count == 3
    assert waiter.post(path, {"quantity": 0}).status_code == 422
    assert waiter.post(f"{path}/removal").status_code == 303
    assert waiter.post(f"{path}/removal").status_code == 404


def test_the_cart_of_another_table_is_out_of_reach(house: House, opened: int) -> None:
    other = house.phone("8")
    other.adds()
    path = f"/floor/visits/{opened}/cart/{house.cart('8').lines[0].id}"
    waiter = house.screen("Wei")
    assert waiter.post(path, {"quantity": 3}).status_code == 404
    assert waiter.post(f"{path}/removal").status_code == 404
    assert house.cart("8").count == 1


def test_a_total_that_changed_is_shown_again_before_it_is_sent(house: House, opened: int) -> None:
    waiter = house.screen("Wei")
    adds(waiter, opened)
    page = waiter.get(f"/floor/visits/{opened}/menu").text
    adds(waiter, opened, "oyster")
    form = page[page.index('id="send"') :]
    sent = {"key": hidden(form, "key"), "seen_total": "380"}
    answer = waiter.post(f"/floor/visits/{opened}/orders", sent)
    assert answer.status_code == 409
    assert "total has changed" in answer.text
    assert hidden(answer.text, "seen_total") == "780"
    assert sends(waiter, opened) == 303


def test_an_empty_cart_is_not_sent(house: House, opened: int) -> None:
    assert sends(house.screen("Wei"), opened, seen_total=0) == 409


def test_a_sold_out_dish_is_not_put_into_the_cart(house: House, opened: int) -> None:
    house.sells_out("oyster")
    assert "Sold out" in house.screen("Wei").reads(f"/floor/visits/{opened}/menu")
    assert adds(house.screen("Wei"), opened, "oyster") == 409


def test_nothing_is_ordered_for_a_party_that_has_gone(house: House) -> None:
    visit_id, waiter = house.settled(), house.screen("Wei")
    assert waiter.get(f"/floor/visits/{visit_id}/menu").status_code == 410
    assert adds(waiter, visit_id) == 410


def test_a_script_hears_nothing_since_the_cart_redraws_itself(house: House, opened: int) -> None:
    waiter = house.screen("Wei")
    path = f"/floor/visits/{opened}/dishes/{house.place.dishes['lemonade']}"
    answer = waiter.post(path, {"key": new_key()}, **{"HX-Request": "true"})
    assert (answer.status_code, answer.text) == (204, "")
    assert "close-sheet" in answer.headers["HX-Trigger"]
