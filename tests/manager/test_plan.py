"""The plan's page: its numbers alone are sent."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from restaurant_order.venue import plan, queries
from restaurant_order.venue.spots import Spot
from tests.cast import Place
from tests.manager.conftest import As


def address(app: Flask, place: Place) -> str:
    with app.app_context():
        return f"/manage/tables/areas/{queries.areas(place.id)[0].id}/plan"


def where(app: Flask, place: Place) -> dict[str, Spot]:
    with app.app_context():
        shown = plan.plan_of(queries.areas(place.id)[0])
        return {each.table.name: each.spot for each in shown.tables}


def form(app: Flask, place: Place, **changes: object) -> dict[str, object]:
    with app.app_context():
        seen = queries.areas(place.id)[0].version
    return {
        "seen": seen, "tables": [place.tables["7"], place.tables["8"]], "x": ["10", "300"],
        "y": ["20", "20"], "width": ["100", "200"], "height": ["100", "90"],
        "shape": ["round", "square"], **changes,
    }  # fmt: skip


def test_numbers_put_tables_in_their_places(app: Flask, place: Place, as_max: FlaskClient) -> None:
    answer = as_max.post(address(app, place), data=form(app, place))
    assert answer.status_code == 303
    assert where(app, place)["8"] == Spot(300, 20, 200, 90)
    assert "translate(300 20)" in as_max.get(answer.location).text


@pytest.mark.parametrize(
    "changes",
    [
        {"x": ["10"]}, {"x": ["10", ""]}, {"x": ["10", "10.5"]}, {"x": ["10", "９"]},
        {"x": ["10", "99999999999"]}, {"width": ["100", "0"]}, {"shape": ["round", "star"]},
        {"tables": ["1", "1"]}, {"tables": ["999", "1000"]}, {"price": "1"}, {"seen": ""},
        {"tables": ["9" * 5000, "8"]},
    ],
)  # fmt: skip
def test_nonsense_moves_no_table(
    app: Flask, place: Place, as_max: FlaskClient, changes: dict[str, object]
) -> None:
    before = where(app, place)
    answer = as_max.post(address(app, place), data=form(app, place, **changes))
    assert answer.status_code in (409, 422)
    assert where(app, place) == before


def test_what_was_typed_stays_when_somebody_was_faster(
    app: Flask, place: Place, as_max: FlaskClient
) -> None:
    late = form(app, place, x=["77", "300"])
    as_max.post(address(app, place), data=form(app, place))
    answer = as_max.post(address(app, place), data=late)
    assert answer.status_code == 409
    assert "Somebody changed this area a moment ago." in answer.text
    assert 'value="77"' in answer.text
    assert where(app, place)["7"].x == 10


def test_the_last_change_is_taken_back(app: Flask, place: Place, as_max: FlaskClient) -> None:
    before = where(app, place)
    page = as_max.post(address(app, place), data=form(app, place), follow_redirects=True).text
    assert "Take the last change back" in page
    seen = form(app, place)["seen"]
    as_max.post(f"{address(app, place)}/undo", data={"seen": seen})
    assert where(app, place) == before


def test_tables_on_each_other_are_named_and_allowed(
    app: Flask, place: Place, as_max: FlaskClient
) -> None:
    answer = as_max.post(address(app, place), data=form(app, place, x=["10", "50"]))
    assert "Tables 7 and 8 stand on each other." in as_max.get(answer.location).text


@pytest.mark.parametrize("name", ["Carla", "Wei", "Ken"])
def test_other_roles_do_not_move_tables(app: Flask, signed_in: As, place: Place, name: str) -> None:
    client = signed_in(place, name)
    assert client.get(address(app, place)).status_code == 403
    assert client.post(address(app, place), data=form(app, place)).status_code == 403


def test_a_neighbours_plan_is_not_found(
    app: Flask, place: Place, neighbours: Place, as_max: FlaskClient
) -> None:
    theirs = address(app, neighbours)
    assert as_max.get(theirs).status_code == 404
    assert as_max.post(theirs, data=form(app, neighbours)).status_code == 404
    assert as_max.post(f"{theirs}/undo", data={"seen": "1"}).status_code == 404


def test_the_floor_learns_where_its_tiles_stand(
    app: Flask, place: Place, neighbours: Place, as_max: FlaskClient
) -> None:
    as_max.post(address(app, place), data=form(app, place))
    style = as_max.get("/floor/plan.css")
    assert style.mimetype == "text/css"
    seven, theirs = place.tables["7"], neighbours.tables["7"]
    assert f'data-table="{seven}"] {{ --left: 1.25%; --above: 4.00%;' in style.text
    assert f'data-table="{theirs}"' not in style.text


def test_the_plans_style_is_for_who_serves(app: Flask, signed_in: As, place: Place) -> None:
    assert signed_in(place, "Ken").get("/floor/plan.css").status_code == 403
    assert app.test_client().get("/floor/plan.css").status_code != 200
