"""Every address of the floor: who may not come in, and what is not theirs."""

import re

import pytest
from flask import Flask

from restaurant_order.venue.models import Acceptance
from tests.cashier.screens import House, Screen, new_key
from tests.cast import casa_lupo

PAGES = (
    "/floor/",
    "/floor/bills",
    "/floor/alarms",
    "/floor/tables/{table}",
    "/floor/visits/{visit}",
    "/floor/visits/{visit}/menu",
    "/floor/visits/{visit}/allergies",
    "/floor/visits/{visit}/dishes/{dish}",
    "/floor/orders/{order}/rejection",
    "/floor/orders/{order}/promise",
    "/floor/lines/{line}/cancellation",
)
MONEY_PAGES = (
    "/floor/visits/{visit}/payment",
    "/floor/visits/{visit}/refund",
)
DEEDS = (
    "/floor/tables/{table}/visit",
    "/floor/requests/{request}/claim",
    "/floor/requests/{request}/answer",
    "/floor/orders/{order}/acceptance",
    "/floor/orders/{order}/promise",
    "/floor/orders/{order}/rejection",
    "/floor/orders/{order}/service",
    "/floor/lines/{line}/service",
    "/floor/lines/{line}/return",
    "/floor/lines/{line}/cancellation",
    "/floor/visits/{visit}/dishes/{dish}",
    "/floor/visits/{visit}/cart/{cart}",
    "/floor/visits/{visit}/cart/{cart}/removal",
    "/floor/visits/{visit}/orders",
    "/floor/visits/{visit}/allergies",
)
QUIET_DEEDS = (
    "/floor/orders/{order}/unrush",
    "/floor/orders/{order}/taking",
    "/floor/orders/{order}/pass",
    "/floor/lines/{line}/taking",
    "/floor/lines/{line}/pass",
    "/floor/visits/{visit}/courses/1/fire",
    "/floor/visits/{visit}/courses/1/hold",
)
MONEY_DEEDS = (
    "/floor/visits/{visit}/payments",
    "/floor/visits/{visit}/settlement",
    "/floor/visits/{visit}/refund",
)
REOPENING = "/floor/bills/{bill}/reopening"
PAID = "/floor/visits/{visit}/payments/{payment}"

FIELDS: dict[str, dict[str, object]] = {
    "/floor/visits/{visit}/allergies": {"allergens": "nuts"},
    "/floor/orders/{order}/promise": {"minutes": 15},
    "/floor/orders/{order}/rejection": {"reason": "rejected:closing"},
    "/floor/lines/{line}/cancellation": {"reason": "cancelled:mistake"},
    "/floor/visits/{visit}/dishes/{dish}": {"key": "key-of-a-line"},
    "/floor/visits/{visit}/cart/{cart}": {"quantity": 2},
    "/floor/visits/{visit}/orders": {"key": "key-of-an-order", "seen_total": 380},
    "/floor/visits/{visit}/payments": {"key": "key-of-a-payment", "tendered": "3.80"},
    "/floor/visits/{visit}/refund": {"key": "key-of-a-refund", "amount": "1", "reason": "Sorry"},
    REOPENING: {"reason": "Again"},
}


class Scene:
    """One of everything, and what its numbers are."""

    def __init__(self, app: Flask) -> None:
        self.house = House(app, acceptance=Acceptance.ALWAYS)
        paid = self.house.party("8")
        order = self.house.bill(paid).orders[0].id
        till = self.house.screen()
        assert till.post(f"/floor/orders/{order}/acceptance").status_code == 303
        answer = till.pays(paid, "3.80")
        assert till.post(f"/floor/visits/{paid}/settlement").status_code == 303
        phone = self.house.phone("7")
        phone.orders()
        phone.adds()
        phone.post("/requests", {"kind": "waiter", "key": new_key()})
        visit = phone.guest.visit_id
        self.paid = {"visit": paid, "payment": answer.location.rsplit("/", 1)[1]}
        self.ids = {
            "table": self.house.place.tables["7"],
            "visit": visit,
            "dish": self.house.place.dishes["lemonade"],
            "order": self.house.bill(visit).orders[0].id,
            "line": self.house.line(visit),
            "cart": self.house.cart("7").lines[0].id,
            "request": 1,
            "bill": self.house.bill_id(paid),
        }

    def address(self, path: str) -> str:
        return path.format(**self.ids)


@pytest.fixture
def scene(app: Flask) -> Scene:
    return Scene(app)


def refused(
    scene: Scene, screen: Screen, pages: tuple[str, ...], deeds: tuple[str, ...], status: int
) -> None:
    before = scene.house.rows()
    answers = {path: screen.get(scene.address(path)) for path in pages}
    answers |= {path: screen.post(scene.address(path), FIELDS.get(path)) for path in deeds}
    assert {path: answer.status_code for path, answer in answers.items()} == dict.fromkeys(
        answers, status
    )
    assert scene.house.rows() == before


def test_a_stranger_is_asked_to_sign_in(scene: Scene) -> None:
    nobody = Screen(scene.house, "")
    pages, deeds = (*PAGES, *MONEY_PAGES, REOPENING), (*DEEDS, *MONEY_DEEDS, REOPENING)
    before = scene.house.rows()
    for answer in (
        *(nobody.get(scene.address(path)) for path in pages),
        *(nobody.post(scene.address(path), FIELDS.get(path)) for path in deeds),
    ):
        assert answer.status_code in (303, 401)
    assert scene.house.rows() == before


def test_a_guests_cookie_opens_nothing(scene: Scene) -> None:
    phone = scene.house.phone("7")
    cookie = phone.browser.get_cookie("guest")
    assert cookie is not None
    for name in ("guest", "staff"):
        screen = Screen(scene.house, "")
        screen.browser.set_cookie(name, cookie.value)
        before = scene.house.rows()
        assert screen.get("/floor/").status_code in (303, 401)
        assert screen.post(scene.address(DEEDS[3])).status_code in (303, 401)
        assert scene.house.rows() == before


def test_a_cook_has_no_business_here(scene: Scene) -> None:
    pages, deeds = (*PAGES, *MONEY_PAGES, REOPENING), (*DEEDS, *MONEY_DEEDS, REOPENING)
    refused(scene, scene.house.screen("Ken"), pages, deeds, 403)


def test_a_waiter_sees_the_bill_but_takes_no_money(scene: Scene) -> None:
    waiter = scene.house.screen("Wei")
    refused(scene, waiter, (*MONEY_PAGES, REOPENING), (*MONEY_DEEDS, REOPENING), 403)
    assert waiter.get(PAID.format(**scene.paid)).status_code == 403
    assert "€3.80" in waiter.reads(scene.address("/floor/visits/{visit}"))


def test_a_cashier_does_not_reopen(scene: Scene) -> None:
    refused(scene, scene.house.screen("Carla"), (REOPENING,), (REOPENING,), 403)


@pytest.mark.parametrize("name", ["Olga", "Max", "Carla", "Wei"])
def test_who_serves_reads_every_page(scene: Scene, name: str) -> None:
    screen = scene.house.screen(name)
    pages = PAGES if name == "Wei" else (*PAGES, *MONEY_PAGES)
    pages = (*pages, REOPENING) if name in ("Olga", "Max") else pages
    for path in pages:
        answer = screen.get(scene.address(path))
        assert answer.status_code == 200 or answer.location == scene.address(
            "/floor/visits/{visit}"
        ), path


def test_another_restaurants_numbers_are_not_there(scene: Scene, app: Flask) -> None:
    with app.app_context():
        other = casa_lupo(name="Osteria Volpe")
    stranger = scene.house.screen("Max", place=other)
    own = {"/floor/", "/floor/bills", "/floor/alarms"}
    pages = tuple(path for path in (*PAGES, *MONEY_PAGES, REOPENING) if path not in own)
    refused(scene, stranger, pages, (*DEEDS, *MONEY_DEEDS, REOPENING), 404)
    assert stranger.get(PAID.format(**scene.paid)).status_code == 404
    assert "7" not in re.findall(r'slip__table">([^<]+)', stranger.get("/floor/").text)


def test_numbers_nobody_has_are_not_there(scene: Scene) -> None:
    boss = scene.house.screen("Max")
    nowhere = dict.fromkeys([*scene.ids, "payment"], "2147483647")
    for path in (*DEEDS, *MONEY_DEEDS, REOPENING):
        assert boss.post(path.format(**nowhere), FIELDS.get(path)).status_code == 404, path
    for odd in ("0", "-1", "007", "９", "9" * 40, "1.5", "x"):
        assert boss.get(f"/floor/visits/{odd}").status_code == 404


def test_a_field_that_nobody_asked_for_changes_nothing(scene: Scene) -> None:
    boss = scene.house.screen("Max")
    before = scene.house.rows()
    for path in (*DEEDS, *QUIET_DEEDS, *MONEY_DEEDS, REOPENING):
        forged = {**FIELDS.get(path, {}), "total": "1", "restaurant_id": "1", "status": "served"}
        assert boss.post(scene.address(path), forged).status_code == 422, path
    assert scene.house.rows() == before


def test_no_other_site_posts_here(scene: Scene) -> None:
    boss, before = scene.house.screen("Max"), scene.house.rows()
    for path in (*DEEDS, *MONEY_DEEDS):
        answer = boss.post(
            scene.address(path), FIELDS.get(path), **{"Sec-Fetch-Site": "cross-site"}
        )
        assert answer.status_code == 403
    assert scene.house.rows() == before


def test_a_body_in_json_is_not_read(scene: Scene) -> None:
    boss = scene.house.screen("Max")
    for path in MONEY_DEEDS:
        answer = boss.browser.post(scene.address(path), json={"tendered": "1"})
        assert answer.status_code == 415
