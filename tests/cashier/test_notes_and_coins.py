"""What guests hand over."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restaurant_order.web.cashier.notes_and_coins import likely_cash


@pytest.mark.parametrize(
    ("due", "decimals", "likely"),
    [
        (3740, 2, [3740, 4000, 5000, 10000]),
        (4000, 2, [4000, 5000, 10000, 20000]),
        (3760, 0, [3760, 3800, 4000, 5000]),
        (37_400, 3, [37_400, 40_000, 50_000, 100_000]),
        (0, 2, []),
        (-500, 2, []),
    ],
)
def test_the_exact_amount_comes_first_then_what_notes_make(
    due: int, decimals: int, likely: list[int]
) -> None:
    assert likely_cash(due, decimals) == likely


@given(due=st.integers(1, 10**9), decimals=st.sampled_from([0, 2, 3]))
def test_nobody_is_offered_less_than_is_due(due: int, decimals: int) -> None:
    likely = likely_cash(due, decimals)
    assert likely[0] == due
    assert 1 <= len(likely) <= 4
    assert likely == sorted(set(likely))
