"""What a bill comes to."""

from flask import Flask

from restaurant_order.billing.rules import BillView, TaxPart, add_up_bill
from restaurant_order.ordering.models import LineStatus
from restaurant_order.ordering.pricing import Terms, price_line
from restaurant_order.ordering.service import cancel_line
from restaurant_order.ordering.views import OrderView
from restaurant_order.venue.models import TaxMode
from tests.billing.meals import bill, party
from tests.cast import casa_lupo
from tests.kitchen.orders import line, order

SERVICE = 1000
SERVICE_TAX = 1900


def eaten(
    mode: TaxMode, *dishes: tuple[int, int], status: LineStatus = LineStatus.SERVED
) -> OrderView:
    """One order of (price, tax rate) dishes in a house that charges 10 % service."""
    terms = Terms(mode, SERVICE, SERVICE_TAX)
    return order(
        *(
            line(
                number,
                unit_price=price,
                tax_rate=rate,
                status=status,
                sum=price_line(price, 1, rate, terms),
            )
            for number, (price, rate) in enumerate(dishes, start=1)
        )
    )


def added_up(
    *orders: OrderView, mode: TaxMode = TaxMode.INCLUSIVE, paid: int = 0, refunded: int = 0
) -> BillView:
    return add_up_bill(
        1,
        orders,
        service_tax_rate=SERVICE_TAX,
        is_inclusive=mode is TaxMode.INCLUSIVE,
        paid=paid,
        refunded=refunded,
    )


def test_tax_is_shown_by_rate_with_what_it_was_raised_on() -> None:
    stands = added_up(eaten(TaxMode.INCLUSIVE, (1070, 700), (1190, 1900)))
    assert stands.total == 1070 + 107 + 1190 + 119
    assert stands.taxes == (TaxPart(700, 1000, 70), TaxPart(1900, 1000 + 190, 190 + 36))


def test_tax_on_top_is_part_of_the_total() -> None:
    stands = added_up(eaten(TaxMode.EXCLUSIVE, (1000, 825)), mode=TaxMode.EXCLUSIVE)
    assert stands.total == 1000 + 83 + 100 + 19
    assert stands.taxes == (TaxPart(825, 1000, 83), TaxPart(1900, 100, 19))


def test_net_and_tax_of_all_rates_make_the_total() -> None:
    for mode in TaxMode:
        stands = added_up(eaten(mode, (333, 825), (777, 700), (1, 1900)), mode=mode)
        assert sum(part.net + part.tax for part in stands.taxes) == stands.total


def test_what_was_cancelled_costs_nothing() -> None:
    cancelled = eaten(TaxMode.INCLUSIVE, (1000, 700), status=LineStatus.CANCELLED)
    stands = added_up(eaten(TaxMode.INCLUSIVE, (500, 700)), cancelled)
    assert stands.total == 550


def test_what_was_given_back_is_due_again() -> None:
    stands = added_up(eaten(TaxMode.INCLUSIVE, (1000, 700)), paid=1100, refunded=300)
    assert stands.due == 300


def test_the_bill_is_what_the_guests_agreed_to(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo(service_charge=333, service_tax_rate=1900)
        guest = party(house, lemonades=7)
        stands = bill(guest.visit_id)
        assert stands.total == sum(placed.total for placed in stands.orders)


def test_a_cancelled_dish_leaves_the_bill(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo()
        guest = party(house, lemonades=2)
        (placed,) = bill(guest.visit_id).orders
        cancel_line(house.id, placed.lines[0].id, reason="Spilt", by=house.person("Carla"))
        assert bill(guest.visit_id).due == 0
