"""Whatever happens at a table, in whatever order: the money adds up."""

from typing import Any, Final

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from restaurant_order.billing.models import BillStatus
from restaurant_order.billing.queries import stored_bill
from restaurant_order.billing.service import give_back_cash, reopen, settle, take_cash
from restaurant_order.core.database import db
from restaurant_order.core.refusals import Refusal
from restaurant_order.ordering.models import LineStatus
from restaurant_order.ordering.service import cancel_line
from restaurant_order.visits.models import Guest
from tests.billing.meals import bill, new_key, order, party
from tests.cast import Place, casa_lupo

AMOUNTS: Final = st.one_of(st.integers(-1, 3000), st.sampled_from([0, 1, 10**9, 10**9 + 1]))

DEEDS: Final = st.lists(
    st.one_of(
        st.tuples(st.just("orders"), st.integers(1, 4)),
        st.tuples(st.just("cancels"), st.integers(0, 5)),
        st.tuples(st.just("pays"), AMOUNTS, st.one_of(st.none(), AMOUNTS)),
        st.tuples(st.just("pays the rest")),
        st.tuples(st.just("gets back"), AMOUNTS, st.sampled_from(["Carla", "Max"])),
        st.tuples(st.just("gets the surplus")),
        st.tuples(st.just("settles")),
        st.tuples(st.just("reopens"), st.sampled_from(["Carla", "Max"])),
    ),
    max_size=12,
)


class Evening:
    """A party, and by hand what it has paid and got back."""

    def __init__(self, house: Place) -> None:
        self.house = house
        self.guest_id = party(house, lemonades=2).id
        self.paid = self.refunded = 0

    @property
    def guest(self) -> Guest:
        return db.session.get_one(Guest, self.guest_id)

    def does(self, deed: str, *how: Any) -> None:
        """Do it, or be refused; whatever is refused changes nothing."""
        before = bill(self.guest.visit_id)
        try:
            getattr(self, f"_{deed.replace(' ', '_')}")(*how)
        except Refusal:
            assert bill(self.guest.visit_id) == before

    def adds_up(self) -> None:
        stands = bill(self.guest.visit_id)
        lines = [line for placed in stands.orders for line in placed.lines]
        owed = sum(line.sum.total for line in lines if line.status is not LineStatus.CANCELLED)
        assert (stands.total, stands.paid, stands.refunded) == (owed, self.paid, self.refunded)
        assert stands.due == owed - self.paid + self.refunded
        assert 0 <= self.refunded <= self.paid
        kept = stored_bill(self.guest.visit_id)
        is_settled = kept is not None and kept.status is BillStatus.SETTLED
        assert is_settled == (self.guest.visit.ended_at is not None)
        if kept is not None and is_settled:
            assert kept.settled is not None
            assert (stands.due, kept.settled["total"]) == (0, stands.total)

    def _orders(self, count: int) -> None:
        order(self.guest, self.house, count)

    def _cancels(self, which: int) -> None:
        lines = [one for placed in bill(self.guest.visit_id).orders for one in placed.lines]
        person = self.house.person("Wei")
        cancel_line(self.house.id, lines[which % len(lines)].id, reason="No", by=person)

    def _pays(self, tendered: int, amount: int | None) -> None:
        payment = take_cash(
            self.guest.visit,
            tendered=tendered,
            amount=amount,
            key=new_key(),
            by=self.house.person("Carla"),
        )
        assert payment.tendered - payment.amount >= 0
        self.paid += payment.amount

    def _pays_the_rest(self) -> None:
        self._pays(max(1, bill(self.guest.visit_id).due), None)

    def _gets_back(self, amount: int, name: str) -> None:
        given = give_back_cash(
            self.guest.visit,
            amount=amount,
            reason="Sorry",
            key=new_key(),
            by=self.house.person(name),
        )
        self.refunded += given.amount

    def _gets_the_surplus(self) -> None:
        self._gets_back(-bill(self.guest.visit_id).due, "Carla")

    def _settles(self) -> None:
        stands = bill(self.guest.visit_id)
        settle(self.guest.visit, by=self.house.person("Carla"))
        assert stands.due == 0

    def _reopens(self, name: str) -> None:
        kept = stored_bill(self.guest.visit_id)
        if kept is not None:
            reopen(kept, reason="Again", by=self.house.person(name))


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(deeds=DEEDS)
def test_due_is_always_total_less_paid_plus_given_back(
    app: Flask, deeds: list[tuple[Any, ...]]
) -> None:
    with app.app_context():
        evening = Evening(casa_lupo())
        for deed in deeds:
            evening.does(*deed)
            evening.adds_up()
