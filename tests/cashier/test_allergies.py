"""A waiter writes down what somebody must not eat."""

from tests.cashier.screens import House
from tests.cast import phone_at


def test_a_waiter_writes_an_allergy_down_and_it_stands_on_the_visit(house: House) -> None:
    visit_id, waiter = house.party(), house.screen("Wei")
    path = f"/floor/visits/{visit_id}/allergies"
    fields = {"allergens": ["nuts", "egg"], "text": "kiwi"}
    assert waiter.post(path, fields).location == f"/floor/visits/{visit_id}"
    assert "Egg, Nuts, kiwi" in waiter.reads(f"/floor/visits/{visit_id}")
    page = waiter.get(path).text
    assert 'value="nuts" checked' in page
    assert 'value="milk" checked' not in page


def test_it_can_be_one_guests_and_be_taken_back(house: House) -> None:
    visit_id, waiter = house.party(), house.screen("Wei")
    path = f"/floor/visits/{visit_id}/allergies"
    with house.inside() as place:
        guest_id = phone_at(place, "7").id
    guest = {"guest": str(guest_id)}
    waiter.post(path, {**guest, "allergens": "nuts"})
    assert ": Nuts" in waiter.reads(f"/floor/visits/{visit_id}")
    assert 'value="nuts" checked' in waiter.get(f"{path}?guest={guest_id}").text
    waiter.post(path, guest)
    assert ": Nuts" not in waiter.reads(f"/floor/visits/{visit_id}")


def test_nonsense_is_refused_and_stays_in_its_field(house: House) -> None:
    visit_id, waiter = house.party(), house.screen("Wei")
    path = f"/floor/visits/{visit_id}/allergies"
    answer = waiter.post(path, {"allergens": "nuts", "text": "x" * 61})
    assert (answer.status_code, "x" * 61 in answer.text) == (422, True)
    assert waiter.post(path, {"allergens": "cats"}).status_code == 422
    assert waiter.post(path, {"guest": "999999", "allergens": "nuts"}).status_code == 404
    assert "Nuts" not in waiter.reads(f"/floor/visits/{visit_id}")
