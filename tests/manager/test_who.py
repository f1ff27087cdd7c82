"""Every address of the manager: who may go there, and whose rows they find."""

from collections.abc import Callable
from typing import Final

import pytest
from flask import Flask
from flask.testing import FlaskClient

from restaurant_order.people import queries as people
from restaurant_order.people.screens import ask_for_code
from restaurant_order.venue import queries as venue
from tests.cast import Place
from tests.manager.conftest import As
from tests.people.journal import kinds
from tests.people.screens import paired_screen

Ids = dict[str, int]

PAGES: Final = (
    "/manage/",
    "/manage/tables",
    "/manage/tables/sheets",
    "/manage/tables/address",
    "/manage/staff",
    "/manage/staff/hire",
    "/manage/devices",
    "/manage/screens",
    "/manage/screens/list",
    "/manage/settings",
    "/manage/settings/accent",
    "/manage/stations",
    "/manage/stations/routing",
)

WITH_TESTS_OF_THEIR_OWN: Final = (
    "/manage/menu", "/manage/statistics", "/manage/tables/sheets/", "/manage/tables/address/",
    "/manage/tables/areas/<int:area_id>/plan", "/manage/waste",
)  # fmt: skip

PAGES_OF_ROWS: Final = (
    "/manage/tables/areas/{area_id}",
    "/manage/tables/{table_id}",
    "/manage/tables/{table_id}/retire",
    "/manage/tables/{table_id}/renew",
    "/manage/staff/{staff_id}",
    "/manage/staff/{staff_id}/pin",
    "/manage/staff/{staff_id}/retire",
    "/manage/devices/{device_id}/revoke",
    "/manage/screens/{screen_id}",
    "/manage/screens/{screen_id}/revoke",
    "/manage/stations/{station_id}",
    "/manage/stations/{station_id}/remove",
    "/manage/stations/{station_id}/off",
)

CHANGES: Final[dict[str, dict[str, str]]] = {
    "/manage/language": {"language": "en"},
    "/manage/tables/areas": {"name": "Terrace"},
    "/manage/tables/address": {"base_url": "https://order.example.com"},
    "/manage/tables/add": {"area": "{area_id}", "names": "9"},
    "/manage/staff/hire": {"name": "Mia", "role": "cook"},
    "/manage/devices/here": {"name": "Here"},
    "/manage/devices/link": {"name": "There"},
    "/manage/screens/pair": {"code": "{pairing_code:06}", "name": "Bar", "opens": "all"},
    "/manage/settings": {
        "seen": "{version}", "tags": "en", "names": "Casa Lupo", "first": "en",
        "currency": "EUR", "time_zone": "Europe/Berlin", "cutoff_hour": "5",
        "tax_mode": "inclusive", "acceptance": "never",
    },
    "/manage/stations/add": {"tags": "en", "names": "Pass", "warn_after": "5", "late_after": "9"},
}  # fmt: skip

CHANGES_OF_ROWS: Final[dict[str, dict[str, str]]] = {
    "/manage/tables/areas/{area_id}": {"name": "Hall"},
    "/manage/tables/areas/{area_id}/close": {},
    "/manage/tables/{table_id}": {"name": "70", "seats": "3", "area": "{area_id}"},
    "/manage/tables/{table_id}/retire": {},
    "/manage/tables/{table_id}/renew": {"seen": "{code_id}"},
    "/manage/staff/{staff_id}": {"name": "Kenny", "role": "cook"},
    "/manage/staff/{staff_id}/pin": {},
    "/manage/staff/{staff_id}/password": {"password": "correct zebra battery"},
    "/manage/staff/{staff_id}/retire": {},
    "/manage/staff/sessions/{session_id}/revoke": {},
    "/manage/devices/{device_id}/revoke": {},
    "/manage/screens/{screen_id}": {"name": "Fire", "opens": "all"},
    "/manage/screens/{screen_id}/revoke": {},
    "/manage/stations/{station_id}": {
        "tags": "en", "names": "Fire", "warn_after": "5", "late_after": "9",
    },
    "/manage/stations/{station_id}/remove": {},
    "/manage/stations/{station_id}/off": {},
    "/manage/stations/{station_id}/on": {},
    "/manage/stations/{station_id}/fallback": {"fallback": "0"},
    "/manage/stations/{station_id}/pacing": {"pacing": "advise"},
}  # fmt: skip


@pytest.fixture
def ids(app: Flask, place: Place, signed_in: As) -> Ids:
    signed_in(place, "Ken")
    with app.app_context():
        table = venue.table_or_refuse(place.id, place.tables["7"])
        return {
            "area_id": table.area_id,
            "table_id": table.id,
            "code_id": venue.code_of(table).id,
            "staff_id": place.staff["Ken"],
            "session_id": people.running_sessions(place.id)[0].id,
            "device_id": people.devices(place.id)[0].id,
            "station_id": place.stations["grill"],
            "screen_id": paired_screen(place).id,
            "pairing_code": int(ask_for_code(None, address="tests").code),
            "version": place.restaurant.version,
        }


def filled(form: dict[str, str], ids: Ids) -> dict[str, str]:
    return {name: value.format(**ids) for name, value in form.items()}


def story(app: Flask, place: Place) -> list[str]:
    with app.app_context():
        return kinds(place.id)


@pytest.fixture
def story_now(app: Flask, place: Place) -> Callable[[], list[str]]:
    return lambda: story(app, place)


def test_every_address_is_in_these_lists(app: Flask) -> None:
    listed = {("GET", page) for page in PAGES + PAGES_OF_ROWS}
    listed |= {("POST", page) for page in (*CHANGES, *CHANGES_OF_ROWS)}
    there = {
        (method, rule.rule.replace("<int:", "{").replace(">", "}"))
        for rule in app.url_map.iter_rules()
        for method in rule.methods & {"GET", "POST"}
        if rule.rule.startswith("/manage/") and not rule.rule.startswith(WITH_TESTS_OF_THEIR_OWN)
    }
    assert there == listed


@pytest.mark.parametrize("page", PAGES + PAGES_OF_ROWS)
def test_the_manager_finds_the_page(as_max: FlaskClient, ids: Ids, page: str) -> None:
    assert as_max.get(page.format(**ids)).status_code == 200


@pytest.mark.parametrize("page", PAGES + PAGES_OF_ROWS)
def test_nobody_is_shown_the_door_and_comes_back(app: Flask, ids: Ids, page: str) -> None:
    address = page.format(**ids)
    answer = app.test_client().get(address)
    assert (answer.status_code, answer.location) == (303, f"/sign-in?next={address}")


@pytest.mark.parametrize("name", ["Carla", "Wei", "Ken"])
@pytest.mark.parametrize("page", PAGES + PAGES_OF_ROWS)
def test_other_roles_are_turned_away(
    signed_in: As, place: Place, ids: Ids, page: str, name: str
) -> None:
    assert signed_in(place, name).get(page.format(**ids)).status_code == 403


@pytest.mark.parametrize("page", PAGES_OF_ROWS)
def test_the_neighbours_manager_finds_nothing(
    signed_in: As, neighbours: Place, ids: Ids, page: str
) -> None:
    assert signed_in(neighbours, "Olga").get(page.format(**ids)).status_code == 404


@pytest.mark.parametrize("address", [*CHANGES, *CHANGES_OF_ROWS])
def test_nobody_changes_anything(
    app: Flask, ids: Ids, story_now: Callable[[], list[str]], address: str
) -> None:
    before = story_now()
    form = {**CHANGES, **CHANGES_OF_ROWS}[address]
    answer = app.test_client().post(address.format(**ids), data=filled(form, ids))
    assert (answer.status_code, story_now()) == (401, before)


@pytest.mark.parametrize("address", [*CHANGES, *CHANGES_OF_ROWS])
def test_a_cashier_changes_nothing(
    signed_in: As, place: Place, ids: Ids, story_now: Callable[[], list[str]], address: str
) -> None:
    carla = signed_in(place, "Carla")
    before = story_now()
    form = {**CHANGES, **CHANGES_OF_ROWS}[address]
    answer = carla.post(address.format(**ids), data=filled(form, ids))
    assert (answer.status_code, story_now()) == (403, before)


@pytest.mark.parametrize("address", [*CHANGES_OF_ROWS, "/manage/tables/add"])
def test_the_neighbours_manager_changes_nothing_here(
    signed_in: As,
    neighbours: Place,
    ids: Ids,
    story_now: Callable[[], list[str]],
    address: str,
) -> None:
    before = story_now()
    form = {**CHANGES, **CHANGES_OF_ROWS}[address]
    answer = signed_in(neighbours, "Olga").post(address.format(**ids), data=filled(form, ids))
    assert (answer.status_code, story_now()) == (404, before)


REFUSED_HERE: Final = {
    "/manage/tables/areas/{area_id}/close": "tables stand in it",
    "/manage/stations/{station_id}/remove": "dishes are made there",
    "/manage/stations/{station_id}/fallback": "it has none as it is",
    "/manage/stations/{station_id}/on": "it is on",
    "/manage/staff/{staff_id}/password": "a cook has none",
    "/manage/devices/here": "this browser is one",
}


@pytest.mark.parametrize("address", [*CHANGES, *CHANGES_OF_ROWS])
def test_what_others_may_not_the_manager_may(
    as_max: FlaskClient, ids: Ids, story_now: Callable[[], list[str]], address: str
) -> None:
    before = story_now()
    form = {**CHANGES, **CHANGES_OF_ROWS}[address]
    as_max.post(address.format(**ids), data=filled(form, ids))
    assert (story_now() == before) == (address in REFUSED_HERE)


@pytest.mark.parametrize("address", [*CHANGES, *CHANGES_OF_ROWS])
def test_a_field_that_does_not_belong_changes_nothing(
    as_max: FlaskClient, ids: Ids, story_now: Callable[[], list[str]], address: str
) -> None:
    before = story_now()
    form = {**filled({**CHANGES, **CHANGES_OF_ROWS}[address], ids), "restaurant_id": "2"}
    answer = as_max.post(address.format(**ids), data=form)
    assert (answer.status_code, story_now()) == (422, before)


@pytest.mark.parametrize("number", ["0", "-1", "1.5", "٧", "７", "9" * 40, "2147483648", "x"])
def test_a_number_that_is_no_row_is_not_found(as_max: FlaskClient, number: str) -> None:
    assert as_max.get(f"/manage/tables/{number}").status_code == 404
    assert as_max.get(f"/manage/tables/sheets?table={number}").status_code == 404
