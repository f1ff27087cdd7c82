"""Money over the counter."""

import re

import pytest

from tests.cashier.screens import House, hidden, new_key


def test_the_change_stands_large_on_the_next_page(house: House) -> None:
    visit_id, till = house.party(), house.screen()
    answer = till.pays(visit_id, "10")
    assert answer.status_code == 303
    page = till.get(answer.location).text
    assert re.search(r'class="change__amount money">€6\.20<', page)
    assert "Settle and free the table" in page


def test_who_pays_before_the_food_is_there_is_kept_at_the_table(house: House) -> None:
    visit_id, till = house.party(), house.screen()
    paid = till.pays(visit_id, "3.80").location
    assert "Not everything is served yet." in till.get(paid).text


def test_likely_amounts_are_offered_and_work_without_script(house: House) -> None:
    visit_id, till = house.party(), house.screen()
    page = till.get(f"/floor/visits/{visit_id}/payment").text
    assert re.findall(r'name="tendered" value="([\d.]+)"', page) == [
        "3.80", "5.00", "10.00", "20.00",
    ]  # fmt: skip
    till.post(
        f"/floor/visits/{visit_id}/payments", {"key": hidden(page, "key"), "tendered": "20.00"}
    )
    assert house.bill(visit_id).paid == 380


def test_the_same_tap_twice_takes_the_money_once(house: House) -> None:
    visit_id, till = house.party(), house.screen()
    sent = {"key": new_key(), "tendered": "3.80"}
    path = f"/floor/visits/{visit_id}/payments"
    assert till.post(path, sent).location == till.post(path, sent).location
    assert house.bill(visit_id).paid == 380


def test_another_amount_under_the_same_key_is_refused(house: House) -> None:
    visit_id, till = house.party(), house.screen()
    path, key = f"/floor/visits/{visit_id}/payments", new_key()
    till.post(path, {"key": key, "tendered": "1.00"})
    assert till.post(path, {"key": key, "tendered": "2.00"}).status_code == 409
    assert house.bill(visit_id).paid == 100


@pytest.mark.parametrize(
    "typed",
    ["", " ", "0", "-3.80", "3.801", "1e3", "NaN", "١٢", "３", "9" * 10, "99999999", "ten",
     "<b>3</b>", "3.80\x00", "3,8,0", "\u202e3"],
)  # fmt: skip
@pytest.mark.parametrize("field", ["tendered", "amount"])
def test_no_odd_amount_is_money(house: House, typed: str, field: str) -> None:
    visit_id, till = house.party(), house.screen()
    before = house.rows()
    sent = {"tendered": "3.80", field: typed} if typed or field == "tendered" else {"tendered": ""}
    answer = till.pays(visit_id, **sent)
    assert answer.status_code == 422
    assert house.rows() == before


@pytest.mark.parametrize("key", ["", "short", "x" * 65, "key with blanks", "ключ-ключ"])
def test_a_payment_without_a_good_key_is_refused(house: House, key: str) -> None:
    visit_id, till = house.party(), house.screen()
    sent = {"key": key, "tendered": "3.80"}
    assert till.post(f"/floor/visits/{visit_id}/payments", sent).status_code == 422
    assert house.bill(visit_id).paid == 0


def test_a_part_with_change_counts_as_a_part(house: House) -> None:
    visit_id, till = house.party(), house.screen()
    answer = till.pays(visit_id, "5,00", amount="1,50")
    assert "€3.50" in till.reads(answer.location)
    assert house.bill(visit_id).due == 230
    assert "Take the rest" in till.reads(answer.location)


def test_a_bill_is_settled_at_nought_only(house: House) -> None:
    visit_id, till = house.party(), house.screen()
    early = till.post(f"/floor/visits/{visit_id}/settlement")
    assert early.status_code == 409
    assert "not paid in full" in early.text
    till.pays(visit_id, "3.80")
    assert till.post(f"/floor/visits/{visit_id}/settlement").location == "/floor/"
    assert "Table 7 is settled" in till.reads("/floor/")
    assert till.tile("7").startswith("7 Free")


def test_settling_again_says_the_same(house: House) -> None:
    visit_id, till = house.settled(), house.screen()
    before = house.rows()
    assert till.post(f"/floor/visits/{visit_id}/settlement").status_code == 303
    assert house.rows() == before


def test_a_settled_bill_takes_no_more_money(house: House) -> None:
    visit_id, till = house.settled(), house.screen()
    before = house.rows()
    assert till.pays(visit_id, "1").status_code == 409
    sent = {"key": new_key(), "amount": "1", "reason": "Sorry"}
    assert house.screen("Max").post(f"/floor/visits/{visit_id}/refund", sent).status_code == 409
    assert house.rows() == before


def test_the_phones_of_a_settled_table_order_nothing(house: House) -> None:
    phone = house.phone("7")
    phone.orders()
    till = house.screen()
    till.pays(phone.guest.visit_id, "3.80")
    till.post(f"/floor/visits/{phone.guest.visit_id}/settlement")
    assert phone.adds().status_code == 410


def test_a_cashier_gives_back_only_what_was_paid_too_much(house: House) -> None:
    visit_id, till = house.party(), house.screen()
    till.pays(visit_id, "3.80")
    sent = {"key": new_key(), "amount": "3.80", "reason": "Sorry"}
    path = f"/floor/visits/{visit_id}/refund"
    refused = till.post(path, sent)
    assert refused.status_code == 403
    assert "Only a manager" in refused.text
    line = house.line(visit_id)
    off, why = f"/floor/lines/{line}/cancellation", {"reason": "cancelled:impossible"}
    refused = till.post(off, why)
    assert (refused.status_code, "Please ask a manager" in refused.text) == (409, True)
    assert till.post(path, sent).status_code == 403
    assert house.screen("Max").post(off, why).status_code == 303
    assert till.post(path, sent).status_code == 303
    assert till.post(path, sent).status_code == 303
    assert house.bill(visit_id).due == 0


@pytest.mark.parametrize(
    "fields", [{"amount": "0"}, {"amount": "-1"}, {"amount": "x"}, {"reason": ""}, {"amount": "4"}]
)
def test_giving_back_asks_for_an_amount_and_a_reason(house: House, fields: dict[str, str]) -> None:
    visit_id = house.party()
    house.screen().pays(visit_id, "3.80")
    sent = {"key": new_key(), "amount": "1", "reason": "Sorry", **fields}
    answer = house.screen("Max").post(f"/floor/visits/{visit_id}/refund", sent)
    assert answer.status_code == 422
    assert house.bill(visit_id).refunded == 0


def test_a_manager_takes_a_bill_up_again_and_says_why(house: House) -> None:
    visit_id, boss = house.settled(), house.screen("Max")
    assert "7" in boss.reads("/floor/bills")
    path = f"/floor/bills/{house.bill_id(visit_id)}/reopening"
    assert boss.post(path, {"reason": ""}).status_code == 422
    assert boss.post(path, {"reason": "Forgot the wine"}).location == f"/floor/visits/{visit_id}"
    assert boss.post(path, {"reason": "Forgot the wine"}).status_code == 409
    assert boss.tile("7").startswith("7 In the kitchen")


def test_a_reopened_bill_whose_table_is_taken_is_still_found(house: House) -> None:
    visit_id, boss = house.settled(), house.screen("Max")
    house.phone("7")
    boss.post(f"/floor/bills/{house.bill_id(visit_id)}/reopening", {"reason": "Again"})
    for page in ("/floor/", "/floor/bills"):
        assert f'href="/floor/visits/{visit_id}"' in boss.get(page).text
