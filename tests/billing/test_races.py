"""Two hands on one bill, at the same moment, on both databases."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from restaurant_order.billing import service
from restaurant_order.billing.models import Bill, Payment
from restaurant_order.billing.queries import stored_bill
from restaurant_order.billing.service import NothingDue, NotSettled, reopen, settle, take_cash
from restaurant_order.core.database import db
from restaurant_order.ordering import placing
from restaurant_order.ordering.models import OrderLine
from restaurant_order.ordering.service import place
from restaurant_order.venue.models import Table
from restaurant_order.visits.models import Guest, Visit
from restaurant_order.visits.seat import seat_or_refuse
from restaurant_order.visits.service import VisitOver, join, open_for_staff
from tests.billing.meals import bill, fill, new_key, party
from tests.cast import Place, casa_lupo
from tests.together import together

HANDS = 6


def opened(app: Flask, *, lemonades: int = 1) -> tuple[Place, int]:
    """A house and the id of a guest at table 7 who has ordered."""
    with app.app_context():
        house = casa_lupo()
        return house, party(house, lemonades=lemonades).id


def takes(house: Place, guest_id: int, key: str = "") -> Payment:
    visit = db.session.get_one(Guest, guest_id).visit
    return take_cash(visit, tendered=380, key=key or new_key(), by=house.person("Carla"))


def paid_in_all() -> int:
    return db.session.scalar(select(func.sum(Payment.amount))) or 0


def test_two_cashiers_take_the_money_for_one_bill_once(app: Flask) -> None:
    house, guest = opened(app)
    answers = together(app, HANDS, lambda _: takes(house, guest).amount)
    assert sorted(str(type(answer).__name__) for answer in answers) == sorted(
        ["int", *["NothingDue"] * (HANDS - 1)]
    )
    with app.app_context():
        assert paid_in_all() == 380


def test_they_would_double_it_if_the_due_were_read_before_the_visit_is_held(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    house, guest = opened(app)
    with app.app_context():
        early = bill(db.session.get_one(Guest, guest).visit_id)
    monkeypatch.setattr(service, "bill_of", lambda visit: early)
    together(app, HANDS, lambda _: takes(house, guest).amount)
    with app.app_context():
        assert paid_in_all() > 380


def test_one_key_from_many_hands_is_one_payment(app: Flask) -> None:
    house, guest = opened(app)
    answers = together(app, HANDS, lambda _: takes(house, guest, "one-key-only").id)
    assert len(set(answers)) == 1
    with app.app_context():
        assert paid_in_all() == 380


def settled_or_not(app: Flask, house: Place, guest_id: int, seen: int) -> list[Any]:
    """One hand settles while the other sends the table's cart."""

    def act(hand: int) -> str:
        guest = db.session.get_one(Guest, guest_id)
        if hand == 0:
            settle(guest.visit, by=house.person("Carla"))
            return "settled"
        place(guest.visit, key=new_key(), seen_total=seen, note="", by=guest)
        return "placed"

    return together(app, 2, act)


@pytest.mark.parametrize("round_", range(4))
def test_an_order_at_the_moment_of_settling_is_on_the_bill_or_refused(
    app: Flask, round_: int
) -> None:
    house, guest_id = opened(app)
    with app.app_context():
        takes(house, guest_id)
        fill(db.session.get_one(Guest, guest_id), house)
    answers = settled_or_not(app, house, guest_id, 380)
    with app.app_context():
        visit = db.session.get_one(Guest, guest_id).visit
        stands, kept = bill(visit.id), stored_bill(visit.id)
        assert kept
        if "settled" in answers:
            assert isinstance(answers[1], VisitOver)
            assert kept.settled
            assert kept.settled["total"] == stands.total == 380
        else:
            assert answers[1] == "placed"
            assert (stands.due, visit.ended_at) == (380, None)


def test_it_would_be_lost_if_the_seat_were_looked_at_before_it_is_held(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    house, guest_id = opened(app)
    with app.app_context():
        takes(house, guest_id)
        guest = db.session.get_one(Guest, guest_id)
        fill(guest, house)
        early = seat_or_refuse(guest.visit_id)
        db.session.commit()
        monkeypatch.setattr(placing, "seat_or_refuse", lambda visit_id: early)
        settle(guest.visit, by=house.person("Carla"))
        place(guest.visit, key=new_key(), seen_total=380, note="", by=guest)
        kept = stored_bill(guest.visit_id)
        assert kept
        assert kept.settled
        assert bill(guest.visit_id).total != kept.settled["total"]


def test_many_hands_settle_one_bill_once(app: Flask) -> None:
    house, guest_id = opened(app, lemonades=0)

    def act(_: int) -> int:
        visit = db.session.get_one(Guest, guest_id).visit
        return settle(visit, by=house.person("Carla")).id

    answers = together(app, HANDS, act)
    assert len(set(answers)) == 1
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Bill)) == 1


def test_two_managers_reopen_a_bill_once(app: Flask) -> None:
    house, guest_id = opened(app, lemonades=0)
    with app.app_context():
        visit = db.session.get_one(Guest, guest_id).visit
        bill_id = settle(visit, by=house.person("Carla")).id

    def act(_: int) -> str:
        reopen(db.session.get_one(Bill, bill_id), reason="Again", by=house.person("Max"))
        return "reopened"

    answers = together(app, HANDS, act)
    assert answers.count("reopened") == 1
    assert sum(isinstance(answer, NotSettled) for answer in answers) == HANDS - 1


def test_two_waiters_open_one_visit_at_a_free_table(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo()

    def act(_: int) -> int:
        table = db.session.get_one(Table, house.tables["7"])
        return open_for_staff(table, by=house.person("Wei")).id

    assert len(set(together(app, HANDS, act))) == 1


def test_guests_who_scan_while_the_bill_is_settled_sit_at_the_old_visit_or_a_new_one(
    app: Flask,
) -> None:
    house, guest_id = opened(app, lemonades=0)

    def act(hand: int) -> int:
        if hand == 0:
            visit = db.session.get_one(Guest, guest_id).visit
            return settle(visit, by=house.person("Carla")).visit_id
        return join(house.codes["7"], language="en").guest.visit_id

    answers = together(app, HANDS, act)
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    with app.app_context():
        running = db.session.scalars(select(Visit.id).where(Visit.ended_at.is_(None))).all()
        assert len(running) <= 1
        assert set(answers) <= {answers[0], *running}


def test_money_and_lines_never_disagree_in_a_rush(app: Flask) -> None:
    house, guest_id = opened(app, lemonades=5)

    def act(hand: int) -> int:
        return takes(house, guest_id).amount

    answers = together(app, 8, act)
    taken = sum(answer for answer in answers if isinstance(answer, int))
    assert all(isinstance(answer, int | NothingDue) for answer in answers)
    with app.app_context():
        owed = db.session.scalar(select(func.sum(OrderLine.total)))
        assert taken == paid_in_all() == owed == 5 * 380
