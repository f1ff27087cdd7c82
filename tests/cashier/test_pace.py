"""Courses fired from the floor; food taken by a runner."""

import re

import pytest

from restaurant_order.core.database import db
from restaurant_order.core.transaction import transaction
from restaurant_order.ordering.models import LineStatus, OrderLine
from restaurant_order.ordering.service import finish_ticket
from tests.cashier.screens import House
from tests.cast import casa_lupo


def held(house: House, visit_id: int) -> bool:
    with house.app.app_context():
        line = db.session.get_one(OrderLine, house.line(visit_id))
        return line.fired_at is None


def test_a_held_course_is_fired_from_the_table_and_held_again(house: House) -> None:
    visit_id, wei = house.party(), house.screen("Wei")
    with house.app.app_context(), transaction():
        line = db.session.get_one(OrderLine, house.line(visit_id))
        line.course, line.fired_at, line.status = 2, None, LineStatus.ACCEPTED
    panel = f"/floor/visits/{visit_id}"
    assert "Fire course 2" in wei.reads(panel)
    assert wei.post(f"{panel}/courses/2/fire").status_code == 303
    assert not held(house, visit_id)
    assert "Hold course 2" in wei.reads(panel)
    wei.post(f"{panel}/courses/2/hold")
    assert held(house, visit_id)
    again = wei.post(f"{panel}/courses/3/fire")
    assert again.status_code == 409


@pytest.mark.parametrize("slip", ["fire", "hold"])
def test_firing_and_holding_from_the_floor_can_be_undone(house: House, slip: str) -> None:
    visit_id, wei = house.party(), house.screen("Wei")
    with house.app.app_context(), transaction():
        line = db.session.get_one(OrderLine, house.line(visit_id))
        line.course, line.fired_at = 2, None if slip == "fire" else line.accepted_at
    before = held(house, visit_id)
    script = {"HX-Request": "true"}
    answer = wei.post(f"/floor/visits/{visit_id}/courses/2/{slip}", **script)
    assert answer.status_code == 200
    assert answer.headers["HX-Reswap"] == "none"
    assert ("course 2 fired" if slip == "fire" else "course 2 held") in answer.text
    assert held(house, visit_id) is not before
    undo = re.search(r'action="(/floor/lines/\w+)".*?name="lines" value="(\d+)"', answer.text, re.S)
    assert undo
    with house.inside():
        other = casa_lupo(name="Casa Orso")
    stranger = house.screen("Wei", place=other)
    assert stranger.post(undo[1], {"lines": undo[2]}, **script).status_code == 409
    assert held(house, visit_id) is not before
    assert wei.post(undo[1], {"lines": undo[2]}, **script).status_code == 204
    assert held(house, visit_id) is before
    assert wei.post(undo[1], {"lines": undo[2]}, **script).status_code == 409
    assert wei.post(undo[1], {"lines": "all"}, **script).status_code == 422


def test_a_runner_takes_an_order_and_everybody_sees_who(house: House) -> None:
    phone = house.phone("7")
    phone.orders()
    order, wei = house.orders("7")[0], house.screen("Wei")
    with house.app.app_context():
        finish_ticket(house.place.id, order.id, None, by=house.place.person("Ken"))
    assert wei.post(f"/floor/orders/{order.id}/taking").status_code == 303
    assert "Wei is on the way" in house.screen("Carla").reads("/floor/")
    assert "On its way" in phone.reads("/orders")
    assert house.screen("Carla").post(f"/floor/orders/{order.id}/taking").status_code == 409
    wei.post(f"/floor/orders/{order.id}/pass")
    assert "On its way" not in phone.reads("/orders")
    line = order.lines[0].id
    wei.post(f"/floor/lines/{line}/taking")
    wei.post(f"/floor/lines/{line}/service")
    assert house.status(line) is LineStatus.SERVED


@pytest.mark.parametrize(
    "path",
    ["/floor/visits/{visit}/courses/1/fire", "/floor/orders/999/taking", "/floor/lines/999/pass"],
)
def test_what_is_not_there_is_refused(house: House, path: str) -> None:
    visit_id = house.party()
    assert house.screen("Wei").post(path.format(visit=visit_id)).status_code in (404, 409)
