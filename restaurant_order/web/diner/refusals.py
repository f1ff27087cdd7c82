"""Refusals as a guest meets them: what happened, and what to do now."""

from typing import Final

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from restaurant_order.core.refusals import NotFound, Refusal
from restaurant_order.ordering.progress import OrderStatus
from restaurant_order.ordering.queries import orders_of_visit
from restaurant_order.ordering.views import OrderView
from restaurant_order.qr.refusals import StickerUnbound
from restaurant_order.venue.models import TableKind
from restaurant_order.visits.counters import CounterCrowded
from restaurant_order.visits.models import Visit
from restaurant_order.visits.recognise import NoTable, visit_just_over
from restaurant_order.visits.service import RenewedCode, TableFull, UnknownCode, VisitOver
from restaurant_order.web.diner.blueprint import blueprint
from restaurant_order.web.diner.pages import is_fragment


class LineGone(NotFound):
    code = "line_gone"
    sentence = _l("This dish is no longer in the cart. Perhaps somebody at your table took it out.")


HEADLINES: Final[dict[type[Refusal], object]] = {
    NoTable: _l("Which table is yours?"),
    UnknownCode: _l("We do not know this code"),
    RenewedCode: _l("This code has been replaced"),
    StickerUnbound: _l("This sticker is not in use yet"),
    TableFull: _l("This table is full"),
    CounterCrowded: _l("Many phones at once"),
    VisitOver: _l("Thank you for your visit"),
}

ADVICE: Final[dict[type[Refusal], object]] = {
    VisitOver: _l(
        "Your table's bill is settled, and this page with it. We hope to see you again soon."
        " To order again, scan the code on your table."
    ),
}


NOTHING_ORDERED: Final = (
    _l("This page was closed"),
    _l("Nothing was ordered here. To order, please scan the code again."),
)

IN_THE_MAKING: Final = {OrderStatus.RECEIVED, OrderStatus.COOKING}

PAID_FIRST: Final = _l("Your bill is settled. What you ordered is still on its way to you.")


@blueprint.errorhandler(NoTable)
@blueprint.errorhandler(UnknownCode)
@blueprint.errorhandler(RenewedCode)
@blueprint.errorhandler(TableFull)
@blueprint.errorhandler(CounterCrowded)
@blueprint.errorhandler(VisitOver)
@blueprint.errorhandler(StickerUnbound)
def not_at_a_table(refusal: Refusal) -> ResponseReturnValue:
    """A page of its own for whoever has no table (any more); a script is sent to that page."""
    if is_fragment():
        return "", refusal.status, {"HX-Refresh": "true"}
    visit = visit_just_over() if isinstance(refusal, VisitOver) else None
    to_come = _to_come(visit)
    headline = HEADLINES[type(refusal)]
    message = PAID_FIRST if to_come else ADVICE.get(type(refusal), refusal.sentence)
    if _left_unordered(visit):
        headline, message = NOTHING_ORDERED
    return (
        render_template(
            "diner/no_table.html",
            status=refusal.status,
            headline=headline,
            message=message,
            to_come=to_come,
            may_type=isinstance(refusal, NoTable | UnknownCode),
            picture="star" if headline is HEADLINES[VisitOver] else "qr-code",
        ),
        refusal.status,
    )


def _left_unordered(visit: Visit | None) -> bool:
    """A party that a counter's code opened, and that was never one."""
    return visit is not None and visit.table.kind is TableKind.COUNTER and visit.order_count == 0


def _to_come(visit: Visit | None) -> list[OrderView]:
    """What this phone's visit paid for and has not got yet: the last thing it may still see."""
    return [order for order in orders_of_visit(visit.id) if _is_to_come(order)] if visit else []


def _is_to_come(order: OrderView) -> bool:
    """What is ready at a table has most likely been eaten, whether or not somebody said so."""
    waits = order.is_takeaway and order.status is OrderStatus.READY
    return (waits or order.status in IN_THE_MAKING) and not order.is_cleared
