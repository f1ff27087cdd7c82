"""People, their PINs and passwords, on the manager's pages."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from restaurant_order.people import queries
from tests.cast import Place
from tests.manager.conftest import PIN, As


def people(app: Flask, place: Place) -> dict[str, str]:
    with app.app_context():
        return {person.name: person.role.value for person in queries.colleagues(place.id)}


def shown_pin(page: str) -> str:
    found = re.search(r'class="once__secret"[^>]*>(\d+)<', page)
    assert found is not None
    return found[1]


def test_whoever_is_hired_gets_a_pin_that_is_shown_once_and_works(
    app: Flask, place: Place, till: str, as_max: FlaskClient
) -> None:
    page = as_max.post("/manage/staff/hire", data={"name": "Mia", "role": "waiter"})
    pin = shown_pin(page.text)
    assert page.headers["Cache-Control"] == "no-store"
    assert pin not in as_max.get("/manage/staff").text
    with app.app_context():
        mia = next(each.id for each in queries.colleagues(place.id) if each.name == "Mia")
    browser = app.test_client()
    browser.set_cookie("device", till)
    assert browser.post(f"/sign-in/{mia}", data={"pin": pin}).location == "/floor/"


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"name": "", "role": "cook"}, "Please fill this in."),
        ({"name": "Ken", "role": "cook"}, "Somebody here has this name already."),
        ({"name": "Mia", "role": "emperor"}, "Something in this form is not right."),
        ({"name": "Mia", "role": "manager"}, "Only an owner gives this role."),
        (
            {"name": "Mia", "role": "cook", "language": "tlh"},
            "Something in this form is not right.",
        ),
    ],
)
def test_nobody_is_hired_by_a_form_that_makes_no_sense(
    app: Flask, place: Place, as_max: FlaskClient, form: dict[str, str], sentence: str
) -> None:
    answer = as_max.post("/manage/staff/hire", data=form)
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert len(people(app, place)) == 6


def test_hiring_twice_by_a_double_tap_hires_once(
    app: Flask, place: Place, as_max: FlaskClient
) -> None:
    form = {"name": "Mia", "role": "cook"}
    answers = [as_max.post("/manage/staff/hire", data=form).status_code for _ in range(2)]
    assert answers == [200, 422]
    assert len(people(app, place)) == 7


def test_an_owner_makes_managers(app: Flask, place: Place, as_olga: FlaskClient) -> None:
    as_olga.post("/manage/staff/hire", data={"name": "Mia", "role": "manager", "login": "mia"})
    assert people(app, place)["Mia"] == "manager"


@pytest.mark.parametrize("what", ["", "/pin", "/password", "/retire"])
def test_a_manager_does_not_touch_the_owner(
    app: Flask, place: Place, as_max: FlaskClient, what: str
) -> None:
    forms = {"": {"name": "Olaf", "role": "cook"}, "/password": {"password": "correct zebra pie"}}
    answer = as_max.post(f"/manage/staff/{place.staff['Olga']}{what}", data=forms.get(what, {}))
    assert answer.status_code == 403
    assert people(app, place)["Olga"] == "owner"


def test_a_manager_does_not_promote_anybody(app: Flask, place: Place, as_max: FlaskClient) -> None:
    for name, role in (("Ken", "owner"), ("Ken", "manager"), ("Max", "owner")):
        form = {"name": name, "role": role}
        assert as_max.post(f"/manage/staff/{place.staff[name]}", data=form).status_code == 422
    assert (people(app, place)["Ken"], people(app, place)["Max"]) == ("cook", "manager")


def test_a_manager_may_change_their_own_name(app: Flask, place: Place, as_max: FlaskClient) -> None:
    form = {"name": "Maximilian", "role": "manager", "login": "max"}
    assert as_max.post(f"/manage/staff/{place.staff['Max']}", data=form).status_code == 303
    assert "Maximilian" in people(app, place)


def test_the_last_owner_cannot_step_down(app: Flask, place: Place, as_olga: FlaskClient) -> None:
    form = {"name": "Olga", "role": "cook"}
    answer = as_olga.post(f"/manage/staff/{place.staff['Olga']}", data=form)
    assert answer.status_code == 409
    assert "Somebody has to own the place." in answer.text


def test_nobody_retires_themselves(app: Flask, place: Place, as_max: FlaskClient) -> None:
    answer = as_max.post(f"/manage/staff/{place.staff['Max']}/retire")
    assert answer.status_code == 422
    assert "Nobody retires themselves." in answer.text
    assert "Max" in people(app, place)


def test_whoever_retires_is_out_at_once_also_twice(
    app: Flask, place: Place, signed_in: As, as_max: FlaskClient
) -> None:
    ken = signed_in(place, "Ken")
    address = f"/manage/staff/{place.staff['Ken']}/retire"
    assert [as_max.post(address).status_code for _ in range(2)] == [303, 404]
    assert ken.get("/manage/").status_code == 303


def test_a_new_pin_replaces_the_old_one(
    app: Flask, place: Place, till: str, signed_in: As, as_max: FlaskClient
) -> None:
    signed_in(place, "Ken")
    pin = shown_pin(as_max.post(f"/manage/staff/{place.staff['Ken']}/pin").text)
    browser = app.test_client()
    browser.set_cookie("device", till)
    address = f"/sign-in/{place.staff['Ken']}"
    assert browser.post(address, data={"pin": PIN}).status_code == 422
    assert browser.post(address, data={"pin": pin}).status_code == 303


def test_a_password_is_set_and_a_common_one_is_not(
    app: Flask, place: Place, as_olga: FlaskClient
) -> None:
    address = f"/manage/staff/{place.staff['Max']}"
    as_olga.post(address, data={"name": "Max", "role": "manager", "login": "Max"})
    refused = as_olga.post(f"{address}/password", data={"password": "password123"})
    assert refused.status_code == 422
    assert "among the first that anybody would try" in refused.text
    assert "password123" not in refused.text
    good = {"password": "correct zebra battery"}
    assert as_olga.post(f"{address}/password", data=good).status_code == 303
    door = app.test_client().post("/sign-in", data={"login": "max", **good})
    assert door.location == "/manage/"


def test_sign_ins_are_listed_and_revoked_from_afar(
    app: Flask, place: Place, signed_in: As, as_max: FlaskClient
) -> None:
    ken = signed_in(place, "Ken")
    page = as_max.get("/manage/staff").text
    assert "Ken&#39;s · seen" in page
    assert "This screen" in page
    with app.app_context():
        session = next(s.id for s in queries.running_sessions(place.id) if s.staff.name == "Ken")
    address = f"/manage/staff/sessions/{session}/revoke"
    assert [as_max.post(address).status_code for _ in range(2)] == [303, 303]
    assert ken.get("/sign-in").status_code == 200
    assert ken.get("/manage/").status_code == 303


def test_a_managers_revoking_does_not_reach_the_owner(
    app: Flask, place: Place, as_olga: FlaskClient, as_max: FlaskClient
) -> None:
    with app.app_context():
        session = next(s.id for s in queries.running_sessions(place.id) if s.staff.name == "Olga")
    assert as_max.post(f"/manage/staff/sessions/{session}/revoke").status_code == 403
    assert as_olga.get("/manage/").status_code == 200
