"""Reading bills."""

from sqlalchemy import func, select

from restaurant_order.billing.models import Bill, Payment, Refund
from restaurant_order.billing.rules import BillView, add_up_bill
from restaurant_order.core.database import db
from restaurant_order.core.refusals import NotFound
from restaurant_order.ordering.queries import orders_of_visit
from restaurant_order.venue.models import TaxMode
from restaurant_order.visits.models import Visit


def bill_of(visit: Visit) -> BillView:
    """What the visit owes, from its lines, payments and refunds as they stand."""
    return add_up_bill(
        visit.id,
        orders_of_visit(visit.id),
        service_tax_rate=visit.restaurant.service_tax_rate,
        is_inclusive=visit.restaurant.tax_mode is TaxMode.INCLUSIVE,
        paid=_sum_of(Payment, visit.id),
        refunded=_sum_of(Refund, visit.id),
    )


def stored_bill(visit_id: int) -> Bill | None:
    """The bill's row with its payments; None while no money has moved."""
    return db.session.scalar(select(Bill).where(Bill.visit_id == visit_id))


def bill_or_refuse(restaurant_id: int, bill_id: int) -> Bill:
    """Raises NotFound for another restaurant's bill."""
    bill = db.session.get(Bill, bill_id)
    if bill is None or bill.restaurant_id != restaurant_id:
        raise NotFound
    return bill


def settled_bills(restaurant_id: int, *, most: int = 50) -> list[Bill]:
    """The bills settled last, newest first."""
    return list(
        db.session.scalars(
            select(Bill)
            .where(Bill.restaurant_id == restaurant_id, Bill.settled_at.is_not(None))
            .order_by(Bill.settled_at.desc(), Bill.id.desc())
            .limit(most)
        )
    )


def _sum_of(noun: type[Payment] | type[Refund], visit_id: int) -> int:
    total = db.session.scalar(
        select(func.sum(noun.amount))
        .join(Bill, Bill.id == noun.bill_id)
        .where(Bill.visit_id == visit_id)
    )
    return int(total or 0)
