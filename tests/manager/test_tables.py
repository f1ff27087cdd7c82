"""Tables, areas and their printed codes, on the manager's pages."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from restaurant_order.core.actor import SYSTEM
from restaurant_order.core.database import db
from restaurant_order.venue import queries, tables
from restaurant_order.venue.models import Table, TableKind
from tests.cast import Place, phone_at


def area_id(app: Flask, place: Place) -> int:
    with app.app_context():
        return queries.areas(place.id)[0].id


def names(app: Flask, place: Place) -> list[str]:
    with app.app_context():
        return [table.name for table in queries.tables(place.id)]


def code(app: Flask, place: Place, table: str) -> str:
    with app.app_context():
        return queries.code_of(queries.table_or_refuse(place.id, place.tables[table])).code


def test_a_row_of_tables_is_added_and_greeted(
    app: Flask, place: Place, as_max: FlaskClient
) -> None:
    form = {"area": area_id(app, place), "names": "T1 to T4", "seats": "6"}
    page = as_max.post("/manage/tables/add", data=form, follow_redirects=True).text
    assert "4 tables are there" in page
    assert "6 seats" in page
    assert names(app, place) == ["7", "8", "T1", "T2", "T3", "T4"]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("names", "", "Please fill this in."),
        ("names", "7", "There is a table 7 already."),
        ("names", "T1 to T500", "At most 100 tables at once."),
        ("names", "x\u202ey", "There are characters in this text that cannot be read."),
        ("seats", "0", "A whole number from 1 to 99, please."),
        ("seats", "1.5", "A whole number from 1 to 99, please."),
        ("seats", "1000000000", "A whole number from 1 to 99, please."),
        ("seats", "many", "A whole number from 1 to 99, please."),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_what_was_typed_stays(
    app: Flask, place: Place, as_max: FlaskClient, field: str, value: str, sentence: str
) -> None:
    form = {"area": str(area_id(app, place)), "names": "T1, T2", "seats": "3", field: value}
    answer = as_max.post("/manage/tables/add", data=form)
    assert answer.status_code == 422
    _, _, beside = answer.text.partition(f'id="field-{field}-error"')
    assert sentence in beside[:400]
    assert names(app, place) == ["7", "8"]
    if field == "seats":
        assert 'value="T1, T2"' in answer.text


def test_markup_in_a_name_is_text(app: Flask, place: Place, as_max: FlaskClient) -> None:
    form = {"area": str(area_id(app, place)), "names": "<b>1</b>"}
    as_max.post("/manage/tables/add", data=form)
    page = as_max.get("/manage/tables").text
    assert "&lt;b&gt;1&lt;/b&gt;" in page
    assert "<b>1</b>" not in page


def test_adding_the_same_tables_twice_adds_them_once(
    app: Flask, place: Place, as_max: FlaskClient
) -> None:
    form = {"area": area_id(app, place), "names": "9"}
    answers = [as_max.post("/manage/tables/add", data=form).status_code for _ in range(2)]
    assert answers == [303, 422]
    assert names(app, place) == ["7", "8", "9"]


def test_a_table_is_renamed(app: Flask, place: Place, as_max: FlaskClient) -> None:
    table = place.tables["7"]
    form = {"name": "Window", "seats": "4", "area": area_id(app, place)}
    assert as_max.post(f"/manage/tables/{table}", data=form).status_code == 303
    assert names(app, place) == ["Window", "8"]


def test_renewing_asks_first(app: Flask, place: Place, as_max: FlaskClient) -> None:
    page = as_max.get(f"/manage/tables/{place.tables['7']}/renew").text
    assert "stops working at once" in page
    assert code(app, place, "7") == place.codes["7"]


def test_a_renewed_code_leads_to_the_sheet_to_print(
    app: Flask, place: Place, as_max: FlaskClient
) -> None:
    table = place.tables["7"]
    with app.app_context():
        seen = queries.code_of(queries.table_or_refuse(place.id, table)).id
    answer = as_max.post(f"/manage/tables/{table}/renew", data={"seen": seen})
    assert answer.location == f"/manage/tables/sheets?table={table}"
    assert code(app, place, "7") != place.codes["7"]
    again = as_max.post(f"/manage/tables/{table}/renew", data={"seen": seen})
    assert again.status_code == 409
    assert "Somebody renewed this code a moment ago." in again.text


def test_a_table_with_guests_is_not_retired(app: Flask, place: Place, as_max: FlaskClient) -> None:
    with app.app_context():
        phone_at(place, "7")
    answer = as_max.post(f"/manage/tables/{place.tables['7']}/retire")
    assert answer.status_code == 409
    assert "Guests sit at this table." in answer.text
    assert names(app, place) == ["7", "8"]


def test_a_retired_table_has_no_page(app: Flask, place: Place, as_max: FlaskClient) -> None:
    address = f"/manage/tables/{place.tables['7']}"
    assert as_max.post(f"{address}/retire").status_code == 303
    assert names(app, place) == ["8"]
    assert [as_max.get(address).status_code, as_max.post(f"{address}/retire").status_code] == [
        404,
        404,
    ]


def test_an_area_with_tables_is_not_closed(app: Flask, place: Place, as_max: FlaskClient) -> None:
    answer = as_max.post(f"/manage/tables/areas/{area_id(app, place)}/close")
    assert answer.status_code == 409
    assert "There are tables in this area." in answer.text


def test_a_restaurant_without_areas_is_told_where_to_start(
    app: Flask, place: Place, as_max: FlaskClient
) -> None:
    with app.app_context():
        for table in queries.tables(place.id):
            tables.retire_table(table, by=SYSTEM)
        tables.close_area(queries.areas(place.id)[0], by=SYSTEM)
    assert "No areas yet" in as_max.get("/manage/tables").text
    assert "No tables yet" in as_max.get("/manage/tables/sheets").text


def test_the_sheet_can_be_of_one_table_but_not_of_a_neighbours(
    place: Place, neighbours: Place, as_max: FlaskClient
) -> None:
    mine, theirs = place.tables["7"], neighbours.tables["7"]
    one = as_max.get(f"/manage/tables/sheets?table={mine}").text
    assert f'name="tables" value="{mine}" checked' in one
    assert as_max.get(f"/manage/tables/sheets?table={theirs}").status_code == 404


def test_the_sheet_warns_when_phones_cannot_reach_the_address(
    app: Flask, place: Place, as_max: FlaskClient
) -> None:
    assert "Do not print these yet" in as_max.get("/manage/tables/sheets").text
    with app.app_context():
        from restaurant_order.core.transaction import transaction

        with transaction():
            place.restaurant.base_url = "https://order.example.com"
    page = as_max.get("/manage/tables/sheets").text
    assert "Do not print these yet" not in page


def test_a_counter_is_called_by_its_name_alone(
    app: Flask, place: Place, as_max: FlaskClient
) -> None:
    with app.app_context():
        at = db.session.get_one(Table, place.tables["8"])
        tables.change_table(at, name="Takeout", kind=TableKind.COUNTER, by=SYSTEM)
    address = f"/manage/tables/{place.tables['8']}"
    assert "A new code for Takeout?" in as_max.get(f"{address}/renew").text
    assert "Retire Takeout?" in as_max.get(f"{address}/retire").text
    retired = as_max.post(f"{address}/retire", follow_redirects=True).text
    assert "Takeout is retired." in retired
    assert "Table Takeout" not in retired
    seven = f"/manage/tables/{place.tables['7']}/retire"
    assert "Retire Table 7?" in as_max.get(seven).text
