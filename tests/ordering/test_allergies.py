"""Declared at the table, photographed on its orders, read by every station."""

from itertools import count

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from restaurant_order.core.database import db
from restaurant_order.core.refusals import Gone, Invalid, NotFound
from restaurant_order.core.transaction import transaction
from restaurant_order.menu.models import Allergen
from restaurant_order.ordering import declaring
from restaurant_order.ordering.declaring import SeenAlready
from restaurant_order.ordering.queries import order_view
from restaurant_order.ordering.service import (
    declare_allergy,
    finish_ticket,
    see_allergies,
    unsee_allergies,
)
from restaurant_order.visits.allergies import read
from restaurant_order.visits.models import Guest, Visit
from restaurant_order.visits.names import unnamed
from restaurant_order.visits.service import end_visit
from tests.cast import Place, casa_lupo, phone_at
from tests.ordering.test_placing import order_for as one_more
from tests.together import together

NUTS = Allergen.NUTS


_keys = (f"round-{number:05}" for number in count())


def order_for(guest: Guest, house: Place) -> int:
    """Another round of one oyster."""
    return one_more(guest, house, "oyster", key=next(_keys))


def declares(guest: Guest, *allergens: Allergen, text: str = "") -> None:
    guest = db.session.get_one(Guest, guest.id)
    declare_allergy(guest.visit_id, guest_id=guest.id, allergens=allergens, text=text, by=guest)


def said(house: Place, order_id: int) -> list[tuple[str, tuple[str, ...], str]]:
    order = order_view(house.id, order_id)
    return [(one.name, one.allergens, one.text) for one in order.allergies]


@pytest.mark.usefixtures("app_context")
class TestAtOneTable:
    def test_an_order_carries_what_the_table_declared(self) -> None:
        house = casa_lupo()
        anna = phone_at(house, "7")
        declares(anna, Allergen.NUTS, Allergen.MILK, text=" kiwi ")
        order = order_for(anna, house)
        assert said(house, order) == [(unnamed(1), (Allergen.MILK, Allergen.NUTS), "kiwi")]
        elsewhere = order_for(phone_at(house, "8"), house)
        assert said(house, elsewhere) == []

    def test_who_says_it_anew_replaces_it_and_who_says_nothing_takes_it_back(self) -> None:
        house = casa_lupo()
        anna, ben = phone_at(house, "7"), phone_at(house, "7")
        declares(anna, NUTS)
        declares(ben, Allergen.EGG)
        declares(anna, Allergen.SOY)
        visit = db.session.get_one(Visit, anna.visit_id)
        assert {one.guest_id: one.allergens for one in read(visit.allergies)} == {
            anna.id: (Allergen.SOY,),
            ben.id: (Allergen.EGG,),
        }
        declares(anna)
        db.session.expire_all()
        assert [one.guest_id for one in read(visit.allergies)] == [ben.id]

    def test_a_waiter_writes_it_down_for_the_table(self) -> None:
        house = casa_lupo()
        visit_id = phone_at(house, "7").visit_id
        declare_allergy(visit_id, guest_id=None, allergens=[NUTS], text="", by=house.person("Wei"))
        order = order_for(phone_at(house, "7"), house)
        assert said(house, order) == [("", (NUTS,), "")]

    def test_what_was_ordered_before_says_it_too_for_it_may_be_made_again(self) -> None:
        house = casa_lupo()
        anna = phone_at(house, "7")
        done = order_for(anna, house)
        finish_ticket(house.id, done, None, by=house.person("Ken"))
        open_ = order_for(anna, house)
        declares(anna, NUTS)
        assert said(house, done) == said(house, open_) != []

    def test_a_station_reads_it_once_until_there_is_news(self) -> None:
        house = casa_lupo()
        anna, grill = phone_at(house, "7"), house.stations["grill"]
        declares(anna, NUTS)
        first = order_for(anna, house)
        assert order_view(house.id, first).unseen_allergies(grill)
        see_allergies(house.id, first, [grill], by=house.person("Ken"))
        seen = order_view(house.id, first).allergies_seen[grill]
        assert (seen.name, order_view(house.id, first).unseen_allergies(grill)) == ("Ken", ())
        second = order_view(house.id, order_for(anna, house))
        assert second.unseen_allergies(grill) == ()
        assert second.allergies_seen[grill].name == "Ken"
        assert second.unseen_allergies(house.stations["bar"])
        declares(anna, NUTS, Allergen.EGG)
        third = order_view(house.id, order_for(anna, house))
        assert third.unseen_allergies(grill)
        assert order_view(house.id, second.id).unseen_allergies(grill)

    def test_a_new_nickname_is_not_news(self) -> None:
        house = casa_lupo()
        anna, grill = phone_at(house, "7"), house.stations["grill"]
        declares(anna, NUTS)
        first = order_for(anna, house)
        see_allergies(house.id, first, [grill], by=house.person("Ken"))
        with transaction():
            db.session.get_one(Guest, anna.id).nickname = "Anna"
        second = order_view(house.id, order_for(anna, house))
        assert second.allergies[0].name == "Anna"
        assert second.unseen_allergies(grill) == ()

    def test_a_slip_of_the_finger_is_taken_back_once(self) -> None:
        house = casa_lupo()
        anna, grill = phone_at(house, "7"), house.stations["grill"]
        declares(anna, NUTS)
        order = order_for(anna, house)
        see_allergies(house.id, order, [grill], by=house.person("Ken"))
        unsee_allergies(house.id, order, [grill], by=house.person("Ken"))
        assert order_view(house.id, order).unseen_allergies(grill)
        with pytest.raises(SeenAlready):
            unsee_allergies(house.id, order, [grill], by=house.person("Ken"))

    def test_nonsense_is_refused_and_nothing_is_kept(self) -> None:
        house = casa_lupo()
        anna, stranger = phone_at(house, "7"), phone_at(house, "8")
        for text in ("x" * 61, "a\u202eb", "a\x00b"):
            with pytest.raises(Invalid):
                declares(anna, text=text)
        with pytest.raises(NotFound):
            declare_allergy(
                anna.visit_id,
                guest_id=stranger.id,
                allergens=[NUTS],
                text="",
                by=house.person("Wei"),
            )
        assert db.session.get_one(Visit, anna.visit_id).allergies == []

    def test_nobody_declares_anything_after_the_bill(self) -> None:
        house = casa_lupo()
        anna = phone_at(house, "7")
        with transaction():
            end_visit(db.session.get_one(Visit, anna.visit_id), by=house.person("Max").actor)
        with pytest.raises(Gone):
            declares(anna, NUTS)

    def test_another_restaurants_order_is_not_found(self) -> None:
        house, other = casa_lupo(), casa_lupo(name="Other")
        anna = phone_at(house, "7")
        declares(anna, NUTS)
        order = order_for(anna, house)
        for deed in (see_allergies, unsee_allergies):
            with pytest.raises(NotFound):
                deed(other.id, order, [None], by=other.person("Ken"))


def read_by_two(each_app: Flask) -> list[Exception | None]:
    """Two cooks read an order's allergy at one moment: what each heard."""
    with each_app.app_context():
        house = casa_lupo()
        anna, grill = phone_at(house, "7"), house.stations["grill"]
        declares(anna, NUTS)
        order = order_for(anna, house)

    def hand(which: int) -> None:
        cook = house.person(("Ken", "Lena")[which])
        see_allergies(house.id, order, [grill], by=cook)

    return together(each_app, 2, hand)


def test_two_cooks_who_read_it_at_once_are_one_reading(each_app: Flask) -> None:
    outcomes = read_by_two(each_app)
    assert outcomes.count(None) == 1
    assert sum(isinstance(outcome, SeenAlready) for outcome in outcomes) == 1


def test_who_looks_before_holding_the_order_is_not_told_that_it_was_read(
    each_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: both have seen that nobody had read it, and the second meets an accident."""
    monkeypatch.setattr(declaring, "_seen_of", lambda _order_id: [])
    outcomes = read_by_two(each_app)
    assert not any(isinstance(outcome, SeenAlready) for outcome in outcomes)
    assert any(isinstance(outcome, IntegrityError) for outcome in outcomes)
