"""Taking money, giving it back, settling, reopening."""

from typing import Any, Final, TypeVar

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from restaurant_order.billing.facts import BillReopened, BillSettled, PaymentTaken, RefundGiven
from restaurant_order.billing.models import Bill, BillStatus, Payment, Refund, Tender
from restaurant_order.billing.queries import bill_of, stored_bill
from restaurant_order.billing.rules import BillView
from restaurant_order.core import clock
from restaurant_order.core.database import db
from restaurant_order.core.once import checked_key, fingerprint, same_or_refuse
from restaurant_order.core.refusals import Conflict, Forbidden, Invalid, NotFound
from restaurant_order.core.text import required_line
from restaurant_order.core.transaction import record, transaction
from restaurant_order.ordering.models import LineStatus
from restaurant_order.people.models import StaffMember
from restaurant_order.visits.models import Visit
from restaurant_order.visits.service import end_visit, locked_table, reopen_visit

M = TypeVar("M", Payment, Refund)

MOST: Final = 10**9
"""Minor units in one payment: a slip of the finger, not a dinner."""

REASON_LENGTH: Final = 200


class NothingDue(Conflict):
    code = "nothing_due"
    sentence = _l("There is nothing left to pay.")


class StillDue(Conflict):
    code = "still_due"
    sentence = _l("The bill is not paid in full yet.")


class StillOwed(Conflict):
    code = "still_owed"
    sentence = _l("The guests have paid too much. Please give the difference back first.")


class OrderWaiting(Conflict):
    code = "order_waiting"
    sentence = _l("There is an order nobody has accepted or rejected yet.")


class CourseStillHeld(Conflict):
    code = "course_still_held"
    sentence = _l("A course is still held, and it is on the bill. Fire it or cancel it first.")


class AlreadySettled(Conflict):
    code = "already_settled"
    sentence = _l("This bill is settled.")


class ManagerNeeded(Forbidden):
    code = "manager_needed"
    sentence = _l("Only a manager gives back more than was paid too much.")


class NotSettled(Conflict):
    code = "not_settled"
    sentence = _l("This bill is open.")


def take_cash(
    visit: Visit, *, tendered: int, amount: int | None = None, key: str, by: StaffMember
) -> Payment:
    """Cash towards the bill. `amount` (default: as much as is due) counts, the rest is change.

    Minor units. The same key with the same contents returns the first payment again.
    Raises Invalid below 1, when less is tendered than should count or more than is due, NothingDue,
    AlreadySettled, KeyReused.
    """
    checked_key(key)
    _check_amount(tendered, "tendered")
    asked = fingerprint(tendered, amount)
    visit_id = visit.id
    with transaction():
        locked = _locked(visit_id)
        bill = _open_bill(locked)
        if earlier := _with_key(Payment, bill, key):
            same_or_refuse(earlier, asked)
            return earlier
        _refuse_settled(bill)
        due = bill_of(locked).due
        if due <= 0:
            raise NothingDue
        counts = min(due, tendered) if amount is None else amount
        _check_amount(counts, "amount")
        if counts > due or counts > tendered:
            raise Invalid(_l("That is more than is due or was given."), field="amount")
        payment = Payment(
            restaurant_id=locked.restaurant_id,
            bill_id=bill.id,
            tender=Tender.CASH,
            amount=counts,
            tendered=tendered,
            taken_at=clock.now(),
            taken_by_id=by.id,
            key=key,
            fingerprint=asked,
        )
        db.session.add(payment)
        db.session.flush()
        record(
            PaymentTaken(payment_id=payment.id, amount=counts, **_where(locked, bill)), by=by.actor
        )
        return payment


def give_back_cash(visit: Visit, *, amount: int, reason: str, key: str, by: StaffMember) -> Refund:
    """Cash back to the guests, never more than they have paid.

    Raises ManagerNeeded unless the bill is overpaid by that much, Invalid, AlreadySettled,
    KeyReused.
    """
    checked_key(key)
    _check_amount(amount, "amount")
    why = required_line(reason, longest=REASON_LENGTH, field="reason")
    asked = fingerprint(amount, why)
    visit_id = visit.id
    with transaction():
        locked = _locked(visit_id)
        bill = _open_bill(locked)
        if earlier := _with_key(Refund, bill, key):
            same_or_refuse(earlier, asked)
            return earlier
        _refuse_settled(bill)
        stands = bill_of(locked)
        if amount > stands.paid - stands.refunded:
            raise Invalid(_l("That is more than was paid."), field="amount")
        if amount > -stands.due and not by.is_manager:
            raise ManagerNeeded
        refund = Refund(
            restaurant_id=locked.restaurant_id,
            bill_id=bill.id,
            tender=Tender.CASH,
            amount=amount,
            reason=why,
            given_at=clock.now(),
            given_by_id=by.id,
            key=key,
            fingerprint=asked,
        )
        db.session.add(refund)
        db.session.flush()
        record(
            RefundGiven(refund_id=refund.id, amount=amount, reason=why, **_where(locked, bill)),
            by=by.actor,
        )
        return refund


def settle(visit: Visit, *, by: StaffMember) -> Bill:
    """Close the bill and end the visit: its phones read nothing and order nothing any more.

    Settling twice is once. Raises StillDue, StillOwed, OrderWaiting, and CourseStillHeld: nobody
    pays for what was forgotten, and no board keeps what nobody is there to fire.
    """
    visit_id, table_id = visit.id, visit.table_id
    with transaction():
        locked_table(table_id)
        locked = _locked(visit_id)
        bill = _open_bill(locked)
        if bill.status is BillStatus.SETTLED:
            return bill
        stands = bill_of(locked)
        _refuse_unfinished(stands)
        bill.status, bill.settled_at = BillStatus.SETTLED, clock.now()
        bill.settled = _photographed(stands)
        record(BillSettled(total=stands.total, **_where(locked, bill)), by=by.actor)
        end_visit(locked, by=by.actor)
        return bill


def reopen(bill: Bill, *, reason: str, by: StaffMember) -> None:
    """A manager takes a settled bill up again; its visit is back on the floor.

    Raises Forbidden, NotSettled, Invalid without a readable reason.
    """
    if not by.is_manager:
        raise Forbidden
    why = required_line(reason, longest=REASON_LENGTH, field="reason")
    visit_id, table_id = bill.visit_id, bill.visit.table_id
    with transaction():
        locked_table(table_id)
        visit = _locked(visit_id)
        if bill.status is not BillStatus.SETTLED:
            raise NotSettled
        bill.status = BillStatus.OPEN
        bill.settled_at, bill.settled = None, None
        record(BillReopened(reason=why, **_where(visit, bill)), by=by.actor)
        reopen_visit(visit, by=by.actor)


def payment_or_refuse(visit: Visit, payment_id: int) -> Payment:
    """Raises NotFound for a payment of another visit's bill."""
    bill = stored_bill(visit.id)
    payment = db.session.get(Payment, payment_id)
    if bill is None or payment is None or payment.bill_id != bill.id:
        raise NotFound
    return payment


def _locked(visit_id: int) -> Visit:
    """The visit as it is once nobody else holds it; whatever is read after that is current."""
    visit = db.session.scalar(
        select(Visit)
        .where(Visit.id == visit_id)
        .with_for_update(of=Visit)
        .execution_options(populate_existing=True)
    )
    if visit is None:
        raise NotFound
    return visit


def _open_bill(visit: Visit) -> Bill:
    bill = stored_bill(visit.id)
    if bill is None:
        bill = Bill(
            restaurant_id=visit.restaurant_id,
            visit_id=visit.id,
            status=BillStatus.OPEN,
            opened_at=clock.now(),
        )
        db.session.add(bill)
        db.session.flush()
    return bill


def _with_key(noun: type[M], bill: Bill, key: str) -> M | None:
    return db.session.scalar(select(noun).where(noun.bill_id == bill.id, noun.key == key))


def _refuse_settled(bill: Bill) -> None:
    if bill.status is BillStatus.SETTLED:
        raise AlreadySettled


def _refuse_unfinished(stands: BillView) -> None:
    if any(line.status is LineStatus.PLACED for order in stands.orders for line in order.lines):
        raise OrderWaiting
    if any(line.is_held for order in stands.orders for line in order.lines):
        raise CourseStillHeld
    if stands.due > 0:
        raise StillDue
    if stands.due < 0:
        raise StillOwed


def _check_amount(amount: int, field: str) -> None:
    if not 1 <= amount <= MOST:
        raise Invalid(_l("This amount is not possible."), field=field)


def _photographed(stands: BillView) -> dict[str, Any]:
    return {
        "total": stands.total,
        "price": stands.sum.price,
        "tax": stands.sum.tax,
        "service": stands.sum.service,
        "service_tax": stands.sum.service_tax,
        "taxes": [{"rate": t.rate, "net": t.net, "tax": t.tax} for t in stands.taxes],
    }


def _where(visit: Visit, bill: Bill) -> dict[str, int]:
    return {
        "restaurant_id": visit.restaurant_id,
        "visit_id": visit.id,
        "table_id": visit.table_id,
        "bill_id": bill.id,
    }
