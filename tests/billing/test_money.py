"""Taking cash, giving it back, settling, reopening."""

import pytest
from sqlalchemy import func, select

from restaurant_order.billing.models import Bill, BillStatus, Payment
from restaurant_order.billing.queries import stored_bill
from restaurant_order.billing.service import (
    AlreadySettled,
    ManagerNeeded,
    NothingDue,
    NotSettled,
    OrderWaiting,
    StillDue,
    StillOwed,
    give_back_cash,
    reopen,
    settle,
    take_cash,
)
from restaurant_order.core.database import db
from restaurant_order.core.journal import JournalEntry
from restaurant_order.core.once import KeyReused
from restaurant_order.core.refusals import Forbidden, Invalid
from restaurant_order.ordering.service import cancel_line
from restaurant_order.venue.models import Acceptance
from restaurant_order.visits.models import Visit
from restaurant_order.visits.service import VisitOver
from tests.billing.meals import bill, fill, new_key, order, party
from tests.cast import Place, casa_lupo, phone_at

pytestmark = pytest.mark.usefixtures("app_context")


@pytest.fixture
def house(app_context: None) -> Place:
    return casa_lupo()


def pay(visit: Visit, house: Place, tendered: int, amount: int | None = None) -> Payment:
    return take_cash(
        visit, tendered=tendered, amount=amount, key=new_key(), by=house.person("Carla")
    )


def stored(visit: Visit) -> Bill:
    found = stored_bill(visit.id)
    assert found
    return found


def payments() -> int:
    return db.session.scalar(select(func.count()).select_from(Payment)) or 0


def test_the_change_is_what_was_given_beyond_the_due(house: Place) -> None:
    visit = party(house, lemonades=2).visit
    payment = pay(visit, house, 1000)
    assert (payment.amount, payment.tendered - payment.amount) == (760, 240)
    assert bill(visit.id).due == 0


def test_a_part_may_be_paid_and_the_rest_stays_due(house: Place) -> None:
    visit = party(house, lemonades=2).visit
    pay(visit, house, 500)
    assert bill(visit.id).due == 260
    part = pay(visit, house, 2000, amount=100)
    assert part.tendered - part.amount == 1900
    assert bill(visit.id).due == 160


def test_the_same_payment_sent_twice_is_taken_once(house: Place) -> None:
    visit, key = party(house, lemonades=2).visit, new_key()
    first = take_cash(visit, tendered=1000, key=key, by=house.person("Carla"))
    again = take_cash(visit, tendered=1000, key=key, by=house.person("Carla"))
    assert (again.id, payments(), bill(visit.id).paid) == (first.id, 1, 760)


def test_a_key_that_comes_back_with_another_amount_is_refused(house: Place) -> None:
    visit, key = party(house, lemonades=2).visit, new_key()
    take_cash(visit, tendered=500, key=key, by=house.person("Carla"))
    with pytest.raises(KeyReused):
        take_cash(visit, tendered=501, key=key, by=house.person("Carla"))
    assert bill(visit.id).paid == 500


def test_the_first_answer_comes_again_even_after_settling(house: Place) -> None:
    visit, key = party(house).visit, new_key()
    first = take_cash(visit, tendered=380, key=key, by=house.person("Carla"))
    settle(visit, by=house.person("Carla"))
    assert take_cash(visit, tendered=380, key=key, by=house.person("Carla")).id == first.id


@pytest.mark.parametrize(
    ("tendered", "amount"), [(0, None), (-5, None), (10**9 + 1, None), (500, 0), (500, -1)]
)
def test_an_impossible_amount_is_refused(house: Place, tendered: int, amount: int | None) -> None:
    visit = party(house).visit
    with pytest.raises(Invalid):
        pay(visit, house, tendered, amount)
    assert payments() == 0


@pytest.mark.parametrize(("tendered", "amount"), [(500, 381), (100, 200)])
def test_no_more_counts_than_is_due_or_was_given(house: Place, tendered: int, amount: int) -> None:
    visit = party(house).visit
    with pytest.raises(Invalid):
        pay(visit, house, tendered, amount)
    assert bill(visit.id).paid == 0


def test_nothing_is_taken_where_nothing_is_due(house: Place) -> None:
    visit = party(house, lemonades=0).visit
    with pytest.raises(NothingDue):
        pay(visit, house, 500)


def test_settling_ends_the_visit_and_frees_the_table(house: Place) -> None:
    guest = party(house)
    pay(guest.visit, house, 380)
    settled = settle(guest.visit, by=house.person("Carla"))
    assert (settled.status, settled.settled and settled.settled["total"]) == ("settled", 380)
    with pytest.raises(VisitOver):
        fill(guest, house)
    assert phone_at(house, "7").visit_id != guest.visit_id


def test_settling_twice_is_once(house: Place) -> None:
    visit = party(house, lemonades=0).visit
    first = settle(visit, by=house.person("Carla"))
    assert settle(visit, by=house.person("Carla")).id == first.id
    kinds = db.session.scalars(select(JournalEntry.kind)).all()
    assert kinds.count("BillSettled") == kinds.count("VisitEnded") == 1


def test_an_unpaid_bill_is_not_settled(house: Place) -> None:
    visit = party(house).visit
    with pytest.raises(StillDue):
        settle(visit, by=house.person("Carla"))
    assert bill(visit.id).due == 380


def test_a_bill_paid_too_much_is_not_settled(house: Place) -> None:
    visit = party(house, lemonades=2).visit
    pay(visit, house, 760)
    (placed,) = bill(visit.id).orders
    cancel_line(house.id, placed.lines[0].id, reason="Spilt", by=house.person("Carla"))
    with pytest.raises(StillOwed):
        settle(visit, by=house.person("Carla"))


def test_an_order_nobody_answered_keeps_the_bill_open(app_context: None) -> None:
    house = casa_lupo(acceptance=Acceptance.ALWAYS)
    visit = party(house).visit
    pay(visit, house, 380)
    with pytest.raises(OrderWaiting):
        settle(visit, by=house.person("Carla"))


def test_a_cashier_gives_back_what_was_paid_too_much(house: Place) -> None:
    visit = party(house, lemonades=2).visit
    pay(visit, house, 760)
    (placed,) = bill(visit.id).orders
    cancel_line(house.id, placed.lines[0].id, reason="Spilt", by=house.person("Carla"))
    give_back_cash(visit, amount=760, reason="Spilt", key=new_key(), by=house.person("Carla"))
    assert bill(visit.id).due == 0
    settle(visit, by=house.person("Carla"))


def test_more_than_that_is_a_managers_to_give(house: Place) -> None:
    visit = party(house).visit
    pay(visit, house, 380)
    with pytest.raises(ManagerNeeded):
        give_back_cash(visit, amount=100, reason="Sorry", key=new_key(), by=house.person("Carla"))
    give_back_cash(visit, amount=100, reason="Sorry", key=new_key(), by=house.person("Max"))
    assert bill(visit.id).due == 100


def test_nobody_gives_back_more_than_was_paid(house: Place) -> None:
    visit = party(house).visit
    pay(visit, house, 380)
    with pytest.raises(Invalid):
        give_back_cash(visit, amount=381, reason="Sorry", key=new_key(), by=house.person("Olga"))


def test_giving_back_twice_with_one_key_is_once(house: Place) -> None:
    visit, key = party(house).visit, new_key()
    pay(visit, house, 380)
    for _ in range(3):
        give_back_cash(visit, amount=100, reason="Sorry", key=key, by=house.person("Max"))
    assert bill(visit.id).refunded == 100


def test_money_does_not_move_on_a_settled_bill(house: Place) -> None:
    visit = party(house).visit
    pay(visit, house, 380)
    settle(visit, by=house.person("Carla"))
    with pytest.raises(AlreadySettled):
        pay(visit, house, 100)
    with pytest.raises(AlreadySettled):
        give_back_cash(visit, amount=1, reason="Sorry", key=new_key(), by=house.person("Max"))


def test_a_manager_takes_a_settled_bill_up_again(house: Place) -> None:
    visit = party(house).visit
    pay(visit, house, 380)
    settle(visit, by=house.person("Carla"))
    reopen(stored(visit), reason="Wrong table", by=house.person("Max"))
    assert (stored(visit).status, visit.ended_at, visit.table.visit_id) == (
        BillStatus.OPEN,
        None,
        visit.id,
    )
    entry = db.session.scalars(select(JournalEntry).filter_by(kind="BillReopened")).one()
    assert (entry.actor_name, entry.body["reason"]) == ("Max", "Wrong table")


def test_a_reopened_bill_does_not_chase_the_new_party_away(house: Place) -> None:
    visit = party(house, lemonades=0).visit
    settle(visit, by=house.person("Carla"))
    newcomer = phone_at(house, "7")
    reopen(stored(visit), reason="Wrong table", by=house.person("Max"))
    assert visit.table.visit_id == newcomer.visit_id
    settle(visit, by=house.person("Carla"))
    assert visit.table.visit_id == newcomer.visit_id
    order(newcomer, house)


def test_only_a_manager_reopens_and_says_why(house: Place) -> None:
    visit = party(house, lemonades=0).visit
    settle(visit, by=house.person("Carla"))
    with pytest.raises(Forbidden):
        reopen(stored(visit), reason="Because", by=house.person("Carla"))
    for silence in ("", "   ", "\u202enothing", "x" * 201):
        with pytest.raises(Invalid):
            reopen(stored(visit), reason=silence, by=house.person("Max"))
    assert stored(visit).status is BillStatus.SETTLED


def test_an_open_bill_cannot_be_reopened(house: Place) -> None:
    visit = party(house).visit
    pay(visit, house, 100)
    with pytest.raises(NotSettled):
        reopen(stored(visit), reason="Because", by=house.person("Max"))


def test_a_dish_that_was_paid_for_stays_on_the_settled_bill(house: Place) -> None:
    visit = party(house).visit
    pay(visit, house, 380)
    (placed,) = bill(visit.id).orders
    settle(visit, by=house.person("Carla"))
    with pytest.raises(VisitOver):
        cancel_line(house.id, placed.lines[0].id, reason="Late", by=house.person("Wei"))
    assert bill(visit.id).total == 380
