"""What a line costs. Pure; minor units and basis points."""

from dataclasses import dataclass
from functools import reduce

from restaurant_order.core.money import part_of, tax_within
from restaurant_order.venue.models import TaxMode


@dataclass(frozen=True)
class Terms:
    """The restaurant's rules about what is added to a price."""

    tax_mode: TaxMode
    service_charge: int
    service_tax_rate: int


@dataclass(frozen=True)
class Sum:
    """Money of one line or of many: adding lines gives exactly the bill.

    `price` is quantity x unit price, `total` what the guest pays. Inclusive: `tax` and
    `service_tax` are contained in `price` and `service`. Exclusive: they come on top.
    """

    price: int = 0
    tax: int = 0
    service: int = 0
    service_tax: int = 0
    total: int = 0

    def __add__(self, other: "Sum") -> "Sum":
        return Sum(
            self.price + other.price,
            self.tax + other.tax,
            self.service + other.service,
            self.service_tax + other.service_tax,
            self.total + other.total,
        )


def price_line(unit_price: int, quantity: int, tax_rate: int, terms: Terms) -> Sum:
    """Each part is rounded once, here and nowhere else, so that every split adds up.

    Source of the per-line rule: pretix, doc/development/algorithms/pricing ("line-based rounding").
    """
    price = unit_price * quantity
    service = part_of(price, terms.service_charge)
    if terms.tax_mode is TaxMode.INCLUSIVE:
        tax, service_tax = tax_within(price, tax_rate), tax_within(service, terms.service_tax_rate)
        return Sum(price, tax, service, service_tax, price + service)
    tax, service_tax = part_of(price, tax_rate), part_of(service, terms.service_tax_rate)
    return Sum(price, tax, service, service_tax, price + tax + service + service_tax)


def add_up(sums: list[Sum]) -> Sum:
    return reduce(Sum.__add__, sums, Sum())
