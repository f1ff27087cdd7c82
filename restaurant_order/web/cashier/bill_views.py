"""Money: taking cash, giving back, settling, and taking a settled bill up again."""

from uuid import uuid4

from flask import flash, g, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from restaurant_order.billing import service
from restaurant_order.billing.queries import bill_of, bill_or_refuse, settled_bills
from restaurant_order.core.forms import Form, read_form
from restaurant_order.core.money import exponent, parse_money
from restaurant_order.core.refusals import Invalid
from restaurant_order.people.recognise import right_or_refuse
from restaurant_order.people.rules import Right
from restaurant_order.visits.models import Visit
from restaurant_order.visits.queries import visit_or_refuse
from restaurant_order.web.cashier.blueprint import blueprint, visit_address
from restaurant_order.web.cashier.notes_and_coins import likely_cash
from restaurant_order.web.cashier.screen import screen
from restaurant_order.web.cashier.tiles import strays
from restaurant_order.web.redrawing import redraws
from restaurant_order.web.words import table_words


class Cash(Form, frozen=True):
    """Amounts as typed. `amount` empty: as much as is due counts."""

    key: str
    tendered: str
    amount: str = ""


class Back(Form, frozen=True):
    key: str
    amount: str
    reason: str


class Reopening(Form, frozen=True):
    reason: str


@blueprint.get("/visits/<int:visit_id>/payment")
def ask_payment(visit_id: int) -> str:
    right_or_refuse(Right.TAKE_MONEY)
    visit = visit_or_refuse(g.restaurant.id, visit_id)
    bill = bill_of(visit)
    return screen(
        "cashier/pay.html",
        visit=visit,
        bill=bill,
        holds=any(line.is_held for order in bill.orders for line in order.lines),
        likely=likely_cash(bill.due, exponent(g.restaurant.currency)),
        decimals=exponent(g.restaurant.currency),
        key=str(uuid4()),
    )


@blueprint.post("/visits/<int:visit_id>/payments")
def take_cash(visit_id: int) -> ResponseReturnValue:
    right_or_refuse(Right.TAKE_MONEY)
    return _take_cash(visit_id=visit_id)


@redraws(ask_payment)
def _take_cash(visit_id: int) -> ResponseReturnValue:
    form = read_form(Cash)
    payment = service.take_cash(
        visit_or_refuse(g.restaurant.id, visit_id),
        tendered=_minor(form.tendered, "tendered"),
        amount=_minor(form.amount, "amount") if form.amount else None,
        key=form.key,
        by=g.staff,
    )
    return redirect(f"/floor/visits/{visit_id}/payments/{payment.id}", 303)


@blueprint.get("/visits/<int:visit_id>/payments/<int:payment_id>")
def paid(visit_id: int, payment_id: int) -> str:
    """The change, large, and what is next."""
    right_or_refuse(Right.TAKE_MONEY)
    visit = visit_or_refuse(g.restaurant.id, visit_id)
    payment = service.payment_or_refuse(visit, payment_id)
    return screen("cashier/paid.html", visit=visit, payment=payment, bill=bill_of(visit))


@blueprint.post("/visits/<int:visit_id>/settlement")
def settle(visit_id: int) -> ResponseReturnValue:
    right_or_refuse(Right.TAKE_MONEY)
    read_form(Form)
    visit = visit_or_refuse(g.restaurant.id, visit_id)
    service.settle(visit, by=g.staff)
    return _to_floor(visit)


@blueprint.get("/visits/<int:visit_id>/refund")
def ask_refund(visit_id: int) -> str:
    right_or_refuse(Right.TAKE_MONEY)
    visit = visit_or_refuse(g.restaurant.id, visit_id)
    return screen(
        "cashier/refund.html",
        visit=visit,
        bill=bill_of(visit),
        decimals=exponent(g.restaurant.currency),
        key=str(uuid4()),
    )


@blueprint.post("/visits/<int:visit_id>/refund")
@redraws(ask_refund)
def give_back(visit_id: int) -> ResponseReturnValue:
    right_or_refuse(Right.TAKE_MONEY)
    form = read_form(Back)
    service.give_back_cash(
        visit_or_refuse(g.restaurant.id, visit_id),
        amount=_minor(form.amount, "amount"),
        reason=form.reason,
        key=form.key,
        by=g.staff,
    )
    return redirect(visit_address(visit_id), 303)


@blueprint.get("/bills")
def bills() -> str:
    return screen(
        "cashier/bills.html",
        bills=settled_bills(g.restaurant.id),
        strays=strays(g.restaurant.id),
    )


@blueprint.get("/bills/<int:bill_id>/reopening")
def ask_reopening(bill_id: int) -> str:
    right_or_refuse(Right.REOPEN_BILLS)
    bill = bill_or_refuse(g.restaurant.id, bill_id)
    visit = visit_or_refuse(g.restaurant.id, bill.visit_id)
    return screen("cashier/reopen.html", bill=bill, visit=visit)


@blueprint.post("/bills/<int:bill_id>/reopening")
@redraws(ask_reopening)
def reopen(bill_id: int) -> ResponseReturnValue:
    right_or_refuse(Right.REOPEN_BILLS)
    form = read_form(Reopening)
    bill = bill_or_refuse(g.restaurant.id, bill_id)
    service.reopen(bill, reason=form.reason, by=g.staff)
    return redirect(visit_address(bill.visit_id), 303)


def _minor(typed: str, field: str) -> int:
    try:
        return parse_money(typed, g.restaurant.currency)
    except ValueError:
        raise Invalid(_l("Please type an amount, like 12.50."), field=field) from None


def _to_floor(visit: Visit) -> ResponseReturnValue:
    flash(_("%(table)s is settled. Goodbye!", table=table_words(visit.table)))
    return redirect("/floor/", 303)
