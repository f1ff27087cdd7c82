"""Money to the cent."""

import re
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restaurant_order.core.money import (
    exponent,
    format_money,
    parse_money,
    part_of,
    share_evenly,
    tax_within,
)
from restaurant_order.ordering.pricing import Terms, add_up, price_line
from restaurant_order.venue.models import TaxMode


def test_a_thousand_by_three_loses_nothing() -> None:
    assert share_evenly(1000, 3) == [334, 333, 333]
    assert share_evenly(-1000, 3) == [-334, -333, -333]


@given(st.integers(-(10**9), 10**9), st.integers(1, 60))
def test_shares_add_up_and_differ_by_a_cent_at_most(minor: int, parts: int) -> None:
    shares = share_evenly(minor, parts)
    assert sum(shares) == minor
    assert max(shares) - min(shares) <= 1


@pytest.mark.parametrize(
    ("minor", "rate", "tax"), [(1190, 1900, 190), (1070, 700, 70), (1, 1900, 0), (999, 1900, 160)]
)
def test_tax_within_a_gross_price(minor: int, rate: int, tax: int) -> None:
    assert tax_within(minor, rate) == tax


def test_half_a_cent_is_rounded_up() -> None:
    assert part_of(50, 100) == 1
    assert part_of(49, 100) == 0


@pytest.mark.parametrize(
    ("typed", "minor"), [("12.50", 1250), ("12,5", 1250), ("12", 1200), (" 0.05 ", 5), ("-1", -100)]
)
def test_typed_money_is_understood(typed: str, minor: int) -> None:
    assert parse_money(typed, "EUR") == minor


@pytest.mark.parametrize(
    "typed", ["x", "1.234", "1e3", "１２", "NaN", "1,2,3", "9999999999", "--1", "."]
)
def test_nonsense_is_not_money(typed: str) -> None:
    with pytest.raises(ValueError, match=re.escape(typed)):
        parse_money(typed, "EUR")


def test_each_currency_has_its_own_digits() -> None:
    assert (exponent("EUR"), exponent("JPY"), exponent("KWD")) == (2, 0, 3)
    assert format_money(1250, "JPY", "en") == "¥1,250"
    assert format_money(1250, "EUR", "en") == "€12.50"


TERMS = st.builds(Terms, st.sampled_from(TaxMode), st.integers(0, 3000), st.integers(0, 2500))


@given(
    TERMS,
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 99), st.integers(0, 3000))),
    st.randoms(),
)
def test_however_a_bill_is_split_the_parts_add_up(
    terms: Terms, lines: list[tuple[int, int, int]], chance: Random
) -> None:
    sums = [price_line(price, quantity, rate, terms) for price, quantity, rate in lines]
    mine = [one for one in sums if chance.random() < 0.5]
    yours = [one for one in sums if not any(one is kept for kept in mine)]
    assert add_up(mine) + add_up(yours) == add_up(sums)


def test_inclusive_tax_is_inside_and_exclusive_on_top() -> None:
    inside = price_line(1190, 1, 1900, Terms(TaxMode.INCLUSIVE, 1000, 1900))
    assert (inside.tax, inside.service, inside.service_tax, inside.total) == (190, 119, 19, 1309)
    on_top = price_line(1000, 1, 1900, Terms(TaxMode.EXCLUSIVE, 1000, 1900))
    assert (on_top.tax, on_top.service, on_top.service_tax, on_top.total) == (190, 100, 19, 1309)
