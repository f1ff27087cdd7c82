"""Who handed it out? At the pass as at every board, where the restaurant wants to know."""

from collections.abc import Callable

import pytest
from flask import Flask

from restaurant_order.core.database import db
from restaurant_order.core.transaction import transaction
from restaurant_order.menu.models import Category
from restaurant_order.ordering.models import Disposition, OrderLine
from restaurant_order.venue.models import WhoBumped
from tests.kitchen.house import Kitchen, Placed
from tests.kitchen.tablets import Tablet, at, last_actor
from tests.kitchen.test_hands import PIN, asks
from tests.kitchen.test_pass import PASS, finishes, handed_out_by, out_of, pin_of_max
from tests.people.journal import kinds

__all__ = ["asks"]

DEEDS = {
    "out": "OrderPassed",
    "seen": "CancellationSeenAtPass",
    "line seen": "CancellationSeenAtPass",
    "unsee": "CancellationUnseenAtPass",
    "undo": "OrderBackAtPass",
    "recall": "OrderBackAtPass",
    "done": "LineFinished",
    "take-back": "LineTakenBack",
    "fire": "LineFired",
    "hold": "LineHeld",
    "fire again": "LineFired",
    "hold again": "LineHeld",
    "rush": "OrderRushed",
}


@pytest.fixture
def tablet(app: Flask, kitchen: Kitchen, asks: None) -> Tablet:
    return at(app, kitchen, "pass")


@pytest.fixture
def prepared(kitchen: Kitchen) -> Callable[[str], tuple[str, dict[str, object]]]:
    """An order at the moment at which a deed makes sense: its address and fields."""

    def moment(deed: str) -> tuple[str, dict[str, object]]:
        if deed in ("done", "take-back"):
            _lemonade_of_nobody(kitchen)
        placed = kitchen.orders("margherita", "lemonade")
        max_ = kitchen.signed_in("Max")
        if deed in ("fire", "hold", "fire again", "hold again"):
            _course(kitchen, placed, held=deed.startswith("fire"))
        elif deed not in ("done", "rush"):
            finishes(kitchen, *placed.lines)
        if "see" in deed:
            kitchen.cancels(placed.lines[0])
        if deed == "unsee":
            max_.taps(f"{PASS}/tickets/{placed.id}/seen")
        if deed in ("undo", "recall"):
            max_.taps(out_of(placed))
        line = placed.lines[1]
        return {
            "out": (out_of(placed), {}),
            "seen": (f"{PASS}/tickets/{placed.id}/seen", {}),
            "line seen": (f"{PASS}/lines/{placed.lines[0]}/seen", {}),
            "unsee": (f"{PASS}/unsee", {"lines": placed.lines[0]}),
            "undo": (f"{PASS}/undo", {"lines": line}),
            "recall": (f"{PASS}/tickets/{placed.id}/recall", {}),
            "done": (f"{PASS}/lines/{line}/done", {}),
            "take-back": (f"{PASS}/lines/{line}/take-back", {}),
            "fire": (f"{PASS}/tickets/{placed.id}/courses/2/fire", {}),
            "hold": (f"{PASS}/tickets/{placed.id}/courses/2/hold", {}),
            "fire again": (f"{PASS}/lines/fire", {"lines": line}),
            "hold again": (f"{PASS}/lines/hold", {"lines": line}),
            "rush": (f"{PASS}/tickets/{placed.id}/rush", {"reason": "rush:hurry"}),
        }[deed]

    return moment


def _lemonade_of_nobody(kitchen: Kitchen) -> None:
    with kitchen.app.app_context(), transaction():
        drinks = db.session.scalars(db.select(Category).filter_by(reference="drinks")).one()
        drinks.station_id = None
        kitchen.place.restaurant.menu_version += 1


def _course(kitchen: Kitchen, placed: Placed, *, held: bool) -> None:
    with kitchen.app.app_context(), transaction():
        line = db.session.get_one(OrderLine, placed.lines[1])
        line.course, line.fired_at = 2, None if held else line.accepted_at


def says_who(kitchen: Kitchen, tablet: Tablet) -> None:
    ken = kitchen.place.staff["Ken"]
    assert tablet.taps(f"/kitchen/pass/hands/{ken}", pin=PIN).status_code == 200


@pytest.mark.parametrize("deed", DEEDS)
def test_nothing_is_done_at_the_pass_until_somebody_has_said_who_they_are(
    deed: str,
    kitchen: Kitchen,
    tablet: Tablet,
    prepared: Callable[[str], tuple[str, dict[str, object]]],
) -> None:
    path, fields = prepared(deed)
    with kitchen.app.app_context():
        before = kinds(kitchen.place.id)
    asked = tablet.taps(path, **fields)
    assert asked.status_code == 403
    assert "Who are you?" in asked.text
    assert asked.headers["HX-Retarget"] == "#details-body"
    with kitchen.app.app_context():
        assert kinds(kitchen.place.id) == before
    says_who(kitchen, tablet)
    assert tablet.taps(path, **fields).status_code == 200
    assert last_actor(kitchen) == ("staff", "Ken")
    with kitchen.app.app_context():
        assert kinds(kitchen.place.id)[-1] == DEEDS[deed]


def test_who_only_looks_at_what_is_missing_is_not_asked(kitchen: Kitchen, tablet: Tablet) -> None:
    placed = kitchen.orders("margherita")
    for path in (PASS, out_of(placed), f"{PASS}/recall", f"{PASS}/tickets/{placed.id}"):
        assert tablet.browser.get(path, headers={"HX-Request": "true"}).status_code == 200


def test_a_managers_word_says_who_it_is(kitchen: Kitchen, tablet: Tablet) -> None:
    placed, pin = kitchen.orders("margherita"), pin_of_max(kitchen)
    max_ = kitchen.place.staff["Max"]
    wrong = tablet.taps(out_of(placed), regardless="on", manager=max_, pin="482913")
    assert wrong.status_code == 422
    assert tablet.taps(out_of(placed), regardless="on", manager=max_, pin=pin).status_code == 200
    assert handed_out_by(kitchen) == [(max_, list(placed.lines))]
    assert tablet.taps(f"{PASS}/tickets/{placed.id}/recall").status_code == 403


def test_a_cook_who_said_so_is_no_manager(kitchen: Kitchen, tablet: Tablet) -> None:
    placed = kitchen.orders("margherita")
    says_who(kitchen, tablet)
    refused = tablet.taps(out_of(placed), regardless="on")
    assert refused.status_code == 403
    assert "Only a manager can let this order go" in refused.text
    assert handed_out_by(kitchen) == []


def test_where_the_screens_name_is_enough_the_pass_hands_out_in_it(
    kitchen: Kitchen, tablet: Tablet
) -> None:
    with kitchen.app.app_context(), transaction():
        kitchen.place.restaurant.who_bumped = WhoBumped.SCREEN
    placed = kitchen.orders("margherita")
    finishes(kitchen, *placed.lines)
    kitchen.cancels(placed.lines[0], disposition=Disposition.STOCK)
    assert tablet.taps(f"{PASS}/tickets/{placed.id}/seen").status_code == 200
    assert last_actor(kitchen) == ("screen", "Grill tablet")


def test_a_course_is_fired_at_the_pass_and_held_again_by_its_undo(kitchen: Kitchen) -> None:
    ken, placed = kitchen.signed_in("Ken"), kitchen.orders("margherita", "lemonade")
    _course(kitchen, placed, held=True)
    path = f"{PASS}/tickets/{placed.id}/courses/2/fire"
    assert path in ken.sees(f"{PASS}/tickets/{placed.id}")
    fired = ken.taps(path)
    assert "course 2 fired" in fired.text
    assert ken.taps(path).status_code == 409
    assert ken.takes_back(fired).status_code == 200
    assert path in ken.sees(f"{PASS}/tickets/{placed.id}")
