"""The floor's regions tell the truth about themselves, and say at once what has changed."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask, g

from restaurant_order.core.database import db
from restaurant_order.live.draw import draw, nobody, reading
from restaurant_order.venue.models import Acceptance, Restaurant
from restaurant_order.web.cashier import REGIONS
from restaurant_order.web.cashier.scope import FloorScope, VisitScope
from restaurant_order.web.cashier.visit_region import VISIT
from tests.cashier.screens import House, new_key
from tests.live import regions
from tests.live.house import House as LiveHouse

Look = dict[str, tuple[int, str]]


def looks(house: House, visit_id: int) -> dict[str, Look]:
    """Every region's items: version and drawing by key. Asserts that the proof says the same."""
    found = {}
    with nobody(house.app):
        g.restaurant = db.session.get(Restaurant, house.place.id)
        for region in REGIONS:
            wants_visit = region.scope is VisitScope
            scope: Any = (
                VisitScope(house.place.id, visit_id) if wants_visit else FloorScope(house.place.id)
            )
            with reading(g.restaurant, "en"):
                items = list(region.items(scope))
                found[region.name] = {i.key: (i.version, str(draw(region, i))) for i in items}
            assert dict(region.versions(scope)) == {i.key: i.version for i in items}
            for item in items:
                assert region.item(scope, item.key) == item
    return found


def bare(drawn: str, version: int) -> str:
    return drawn.replace(f'data-version="{version}"', "")


def evening(house: House) -> Iterator[Callable[[], object]]:
    """Whatever may happen at a table, one step at a time."""
    phone, till, boss = house.phone("7"), house.screen("Carla"), house.screen("Max")
    visit_id = int(phone.guest.visit_id)
    here = f"/floor/visits/{visit_id}"
    yield lambda: phone.adds()
    yield lambda: phone.post("/me", {"nickname": "Mia", "colour": 3})
    yield lambda: phone.adds("oyster")
    yield lambda: phone.post("/requests", {"kind": "waiter", "key": new_key()})
    yield lambda: till.post("/floor/requests/1/claim")
    yield lambda: phone.sends()
    order = house.bill(visit_id).orders[0]
    yield lambda: till.post(f"/floor/orders/{order.id}/acceptance")
    yield lambda: till.post("/floor/requests/1/answer")
    first, second = order.lines
    yield lambda: till.post(
        f"/floor/lines/{second.id}/cancellation", {"reason": "cancelled:mistake"}
    )
    yield lambda: house.cooks(visit_id)
    yield lambda: till.post(f"/floor/lines/{first.id}/service")
    yield lambda: till.post(f"/floor/lines/{first.id}/return")
    yield lambda: till.post(f"/floor/orders/{order.id}/service")
    yield lambda: phone.post("/requests", {"kind": "bill_cash", "key": new_key()})
    yield lambda: till.pays(visit_id, "1")
    sent = {"key": new_key(), "amount": "0.50", "reason": "Sorry"}
    yield lambda: boss.post(f"{here}/refund", sent)
    yield lambda: till.pays(visit_id, "20")
    yield lambda: till.post(f"{here}/settlement")
    bill = house.bill_id(visit_id)
    yield lambda: boss.post(f"/floor/bills/{bill}/reopening", {"reason": "Again"})


def test_what_looks_different_has_another_version(careful: House) -> None:
    careful.phone("7")
    with careful.inside() as place:
        table = place.tables["7"]
    visit_id = int(careful.screen().get(f"/floor/tables/{table}").location.rsplit("/", 1)[1])
    before = looks(careful, visit_id)
    for number, step in enumerate(evening(careful)):
        step()
        after = looks(careful, visit_id)
        for name, items in after.items():
            for key, (version, drawn) in items.items():
                if key not in before[name]:
                    continue
                version_then, drawn_then = before[name][key]
                if bare(drawn, version) != bare(drawn_then, version_then):
                    assert version > version_then, (number, name, key)
        before = after


@pytest.fixture
def live_house(app: Flask) -> LiveHouse:
    return LiveHouse(app, *regions.add_to(app))


def test_a_new_order_is_on_the_floor_at_once(live_house: LiveHouse) -> None:
    phone = live_house.phone("7")
    carla = live_house.staff("Carla", at="/cashier").looks_at("/floor/")
    live_house.order(phone)
    patch = carla.hears()[-1]
    assert patch["key"] == f"table-{live_house.place.tables['7']}"
    assert "In the kitchen" in patch["html"]


def test_another_restaurants_floor_hears_nothing(live_house: LiveHouse, app: Flask) -> None:
    from tests.cast import casa_lupo

    with app.app_context():
        other = casa_lupo(name="Osteria Volpe", acceptance=Acceptance.NEVER)
    phone = live_house.phone("7")
    stranger = live_house.staff("Carla", at="/cashier", place=other).looks_at("/floor/")
    live_house.order(phone)
    assert stranger.hears() == []


def test_a_receipt_reaches_the_visit_on_the_floor_and_leaves_its_tile_alone(
    live_house: LiveHouse,
) -> None:
    phone, ken = live_house.phone("7"), live_house.staff("Ken").looks_at("/test/station/")
    order = live_house.order(phone)
    floor = live_house.staff("Carla", at="/cashier").looks_at("/floor/")
    visit = live_house.staff("Carla", at="/cashier")
    page = visit.opens(f"/floor/visits/{phone.visit_id}")
    found = re.search(r'data-room="(visit:[^"]+)"\s+data-watch="([^"]+)"', page)
    assert found
    visit.connects()
    assert visit.watches(found[2]) == [found[1]]
    visit.hears()
    ken.says("drawn", ken.room, [f"{order}:{live_house.place.stations['bar']}"])
    (patch,) = visit.hears()
    assert "On the kitchen screen" in patch["html"]
    assert floor.hears() == []
    with live_house.app.app_context():
        scope = VisitScope(live_house.place.id, phone.visit_id)
        assert list(VISIT.versions(scope)) == [("visit", patch["version"])]
