"""Nobody leaves, and no bill is settled, with a course that everybody forgot."""

import pytest
from flask import Flask

from restaurant_order.billing.service import CourseStillHeld, settle
from restaurant_order.core.database import db
from restaurant_order.core.refusals import Busy
from restaurant_order.core.transaction import transaction
from restaurant_order.ordering import firing
from restaurant_order.ordering.models import LineStatus, OrderLine
from restaurant_order.ordering.service import hold_course, hold_lines
from restaurant_order.ordering.steps import LineMoved
from restaurant_order.visits.models import Visit
from tests.cashier.screens import House
from tests.cast import casa_lupo
from tests.together import together


@pytest.fixture
def visit_id(house: House) -> int:
    """A party that has paid; its lemonade is held as the second course."""
    found = house.party()
    holds(house, found)
    house.screen().pays(found, "3.80")
    return found


def holds(house: House, visit_id: int, *, fired: bool = False) -> None:
    with house.inside(), transaction():
        line = db.session.get_one(OrderLine, house.line(visit_id))
        line.course, line.fired_at = 2, line.accepted_at if fired else None


def over(house: House, visit_id: int) -> bool:
    with house.inside():
        return db.session.get_one(Visit, visit_id).ended_at is not None


def test_the_till_says_so_and_settles_once_it_is_fired(house: House, visit_id: int) -> None:
    till, panel = house.screen(), f"/floor/visits/{visit_id}"
    assert "A course is still held" in till.reads(panel)
    assert "A course is still held" in till.reads(f"{panel}/payment")
    assert f"{panel}/settlement" not in till.get(panel).text
    refused = till.post(f"{panel}/settlement")
    assert (refused.status_code, "Fire it or cancel it" in refused.text) == (409, True)
    assert not over(house, visit_id)
    till.post(f"{panel}/courses/2/fire")
    assert "A course is still held" not in till.reads(panel)
    assert till.post(f"{panel}/settlement").status_code == 303
    assert over(house, visit_id)


def test_a_course_is_cancelled_off_the_bill_and_the_money_goes_back(
    house: House, visit_id: int
) -> None:
    till, panel = house.screen(), f"/floor/visits/{visit_id}"
    path = f"{panel}/courses/2/cancellation"
    assert path in till.get(panel).text
    assert "Lemonade" in till.reads(path)
    assert till.post(path, {}).status_code == 422
    refused = till.post(path, {"reason": "cancelled:not_wanted"})
    assert (refused.status_code, "Please ask a manager" in refused.text) == (409, True)
    assert house.status(house.line(visit_id)) is LineStatus.ACCEPTED
    manager = house.screen("Max")
    assert manager.post(path, {"reason": "cancelled:not_wanted"}).status_code == 303
    assert house.status(house.line(visit_id)) is LineStatus.CANCELLED
    assert house.bill(visit_id).due == -380
    assert "They do not want it any more" in till.reads(panel)
    assert till.post(f"{panel}/settlement").status_code == 409
    assert till.post(path, {"reason": "cancelled:not_wanted"}).status_code == 409


def test_only_what_is_held_is_cancelled_with_its_course(house: House, visit_id: int) -> None:
    waiter, path = house.screen("Wei"), f"/floor/visits/{visit_id}/courses/2/cancellation"
    holds(house, visit_id, fired=True)
    assert "Nothing of this course is held" in waiter.reads(path)
    assert waiter.post(path, {"reason": "cancelled:mistake"}).status_code == 409
    assert (
        waiter.post(path.replace("/2/", "/3/"), {"reason": "cancelled:mistake"}).status_code == 409
    )
    assert house.status(house.line(visit_id)) is LineStatus.ACCEPTED


def test_strangers_and_cooks_cancel_no_course(house: House, visit_id: int) -> None:
    with house.inside():
        other = casa_lupo(name="Casa Orso")
    path = f"/floor/visits/{visit_id}/courses/2/cancellation"
    for screen, status in ((house.screen("Carla", place=other), 404), (house.screen("Ken"), 403)):
        assert screen.get(path).status_code == status
        assert screen.post(path, {"reason": "cancelled:mistake"}).status_code == status
    assert house.status(house.line(visit_id)) is LineStatus.ACCEPTED


def test_nothing_is_held_again_once_the_bill_is_settled(house: House, visit_id: int) -> None:
    holds(house, visit_id, fired=True)
    house.screen().post(f"/floor/visits/{visit_id}/settlement")
    line = house.line(visit_id)
    with house.inside() as place:
        ken = place.person("Ken")
        for hold in (
            lambda: hold_course(place.id, visit_id, 2, by=ken),
            lambda: hold_lines(place.id, [line], by=ken),
        ):
            with pytest.raises(LineMoved):
                hold()
        assert db.session.get_one(OrderLine, line).fired_at is not None


def _settled_while_held(app: Flask) -> list[tuple[bool, bool]]:
    """Settling and holding at one moment, again and again: (visit over, course held)."""
    house, found = House(app, acceptance="never"), []
    for _ in range(8):
        visit_id = house.party()
        holds(house, visit_id, fired=True)
        house.screen().pays(visit_id, "3.80")

        def hand(which: int, visit_id: int = visit_id) -> None:
            if which:
                hold_course(house.place.id, visit_id, 2, by=house.place.person("Ken"))
            else:
                settle(db.session.get_one(Visit, visit_id), by=house.place.person("Carla"))

        answers = together(app, 2, hand)
        allowed = (LineMoved, CourseStillHeld, Busy, type(None))
        assert all(isinstance(answer, allowed) for answer in answers), answers
        with house.inside():
            line = db.session.get_one(OrderLine, house.line(visit_id))
            visit = db.session.get_one(Visit, visit_id)
            found.append((visit.ended_at is not None, line.fired_at is None))
            if visit.ended_at is None:
                with transaction():
                    visit.ended_at, visit.table.visit_id = line.accepted_at, None
    return found


def test_settling_and_holding_at_once_never_leaves_a_held_course_behind(each_app: Flask) -> None:
    assert (True, True) not in _settled_while_held(each_app)


def test_without_asking_whether_the_visit_runs_it_is_left_behind(
    each_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin."""
    monkeypatch.setattr(firing, "_refuse_over", lambda _visit_ids: None)
    assert (True, True) in _settled_while_held(each_app)
