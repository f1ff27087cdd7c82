"""Adding up a bill. Pure; minor units."""

from collections.abc import Iterable
from dataclasses import dataclass

from restaurant_order.ordering.models import LineStatus
from restaurant_order.ordering.pricing import Sum, add_up
from restaurant_order.ordering.views import LineView, OrderView


@dataclass(frozen=True)
class TaxPart:
    """Of one tax rate (basis points): the taxable `net`, its `tax`."""

    rate: int
    net: int
    tax: int


@dataclass(frozen=True)
class BillView:
    """What a visit owes and has paid. `due` below 0 is owed to the guests."""

    visit_id: int
    orders: tuple[OrderView, ...]
    taxes: tuple[TaxPart, ...]
    sum: Sum
    paid: int
    refunded: int

    @property
    def total(self) -> int:
        return self.sum.total

    @property
    def due(self) -> int:
        return self.total - self.paid + self.refunded


def billed(orders: Iterable[OrderView]) -> list[LineView]:
    """The lines that cost something: everything not cancelled."""
    return [
        line for order in orders for line in order.lines if line.status is not LineStatus.CANCELLED
    ]


def add_up_bill(
    visit_id: int,
    orders: Iterable[OrderView],
    *,
    service_tax_rate: int,
    is_inclusive: bool,
    paid: int,
    refunded: int,
) -> BillView:
    """Sums of line amounts that were each rounded once; nothing is rounded here."""
    orders = tuple(orders)
    lines = billed(orders)
    return BillView(
        visit_id=visit_id,
        orders=orders,
        taxes=_by_rate(lines, service_tax_rate, is_inclusive),
        sum=add_up([line.sum for line in lines]),
        paid=paid,
        refunded=refunded,
    )


def _by_rate(
    lines: Iterable[LineView], service_tax_rate: int, is_inclusive: bool
) -> tuple[TaxPart, ...]:
    parts: dict[int, list[int]] = {}
    for line in lines:
        for rate, amount, tax in (
            (line.tax_rate, line.sum.price, line.sum.tax),
            (service_tax_rate, line.sum.service, line.sum.service_tax),
        ):
            part = parts.setdefault(rate, [0, 0])
            part[0] += amount - tax if is_inclusive else amount
            part[1] += tax
    return tuple(
        TaxPart(rate, net, tax) for rate, (net, tax) in sorted(parts.items()) if net or tax
    )
