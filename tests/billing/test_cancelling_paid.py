"""What was paid is not cancelled by whoever took the money."""

import pytest
from flask import Flask
from sqlalchemy import select, update

from restaurant_order.billing import cancelling
from restaurant_order.billing.cancelling import PaidAlready, cancel_held, cancel_line, reject_order
from restaurant_order.billing.models import Payment
from restaurant_order.billing.service import NothingDue, give_back_cash, take_cash
from restaurant_order.core.database import db
from restaurant_order.core.transaction import transaction
from restaurant_order.ordering.models import LineStatus, OrderLine
from restaurant_order.venue.models import Acceptance
from restaurant_order.visits.models import Guest
from tests.billing.meals import bill, new_key, order, party
from tests.cast import Place, casa_lupo
from tests.together import together


def line_of(visit_id: int) -> int:
    return db.session.scalars(select(OrderLine.id).where(OrderLine.visit_id == visit_id)).one()


def cancels(house: Place, guest: Guest, who: str) -> None:
    line_id = line_of(guest.visit_id)
    cancel_line(house.id, line_id, reason="Changed", by=house.person(who))


def pays(house: Place, guest: Guest, amount: int) -> None:
    take_cash(guest.visit, tendered=amount, key=new_key(), by=house.person("Carla"))


@pytest.mark.parametrize("who", ["Carla", "Wei"])
def test_a_paid_line_is_not_cancelled_without_a_manager(app: Flask, who: str) -> None:
    with app.app_context():
        house = casa_lupo()
        guest = party(house, lemonades=2)
        pays(house, guest, 760)
        with pytest.raises(PaidAlready):
            cancels(house, guest, who)
        assert db.session.scalars(select(OrderLine.status)).all() == [LineStatus.ACCEPTED]
        assert bill(guest.visit_id).due == 0


@pytest.mark.parametrize("who", ["Max", "Olga"])
def test_a_manager_cancels_it_and_the_cashier_gives_the_money_back(app: Flask, who: str) -> None:
    with app.app_context():
        house = casa_lupo()
        guest = party(house)
        pays(house, guest, 380)
        cancels(house, guest, who)
        give_back_cash(
            guest.visit, amount=380, reason="Changed", key=new_key(), by=house.person("Carla")
        )
        assert bill(guest.visit_id).due == 0


def test_before_payment_and_while_enough_is_due_anybody_cancels(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo()
        guest = party(house)
        cancels(house, guest, "Wei")
        order(guest, house)
        order(guest, house)
        pays(house, guest, 380)
        second = db.session.scalars(select(OrderLine.id)).all()[1]
        cancel_line(house.id, second, reason="Changed", by=house.person("Wei"))
        assert bill(guest.visit_id).due == 0


def test_a_paid_order_is_not_rejected_without_a_manager(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo(acceptance=Acceptance.ALWAYS)
        guest = party(house, lemonades=0)
        order_id = order(guest, house)
        pays(house, guest, 380)
        with pytest.raises(PaidAlready):
            reject_order(house.id, order_id, reason="Closed", by=house.person("Carla"))
        reject_order(house.id, order_id, reason="Closed", by=house.person("Max"))
        assert bill(guest.visit_id).due == -380


def test_a_paid_course_that_is_held_is_not_cancelled_without_a_manager(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo()
        guest = party(house)
        pays(house, guest, 380)
        with transaction():
            db.session.execute(update(OrderLine).values(course=2, fired_at=None))
        with pytest.raises(PaidAlready):
            cancel_held(house.id, guest.visit_id, 2, reason="Left", by=house.person("Wei"))
        cancel_held(house.id, guest.visit_id, 2, reason="Left", by=house.person("Max"))


def overpaid_in_a_race(app: Flask) -> bool:
    """Whether a waiter cancels while the cashier takes the money, and both succeed."""
    with app.app_context():
        house = casa_lupo()
        guest = party(house)
        guest_id, line_id = guest.id, line_of(guest.visit_id)

    def act(hand: int) -> None:
        guest = db.session.get_one(Guest, guest_id)
        if hand:
            pays(house, guest, 380)
        else:
            cancel_line(house.id, line_id, reason="Changed", by=house.person("Wei"))

    answers = together(app, 2, act)
    assert all(isinstance(each, PaidAlready | NothingDue | None) for each in answers)
    with app.app_context():
        paid = db.session.scalars(select(Payment.amount)).all()
        return bool(paid) and bill(db.session.get_one(Guest, guest_id).visit_id).due < 0


def test_cancelling_and_paying_at_once_never_leave_it_overpaid(app: Flask) -> None:
    assert not overpaid_in_a_race(app)


def test_without_asking_whether_it_is_paid_it_would_be(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: nobody asks, and the waiter's cancellation leaves money over."""
    monkeypatch.setattr(cancelling, "_for", lambda by: lambda visit_id: None)
    with app.app_context():
        house = casa_lupo()
        guest = party(house)
        pays(house, guest, 380)
        cancels(house, guest, "Wei")
        assert bill(guest.visit_id).due < 0
