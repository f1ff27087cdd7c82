"""Medians and their like, beside what Python's own library and spreadsheets say."""

import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as some

from restaurant_order.ordering.percentiles import percentile

durations = some.lists(some.floats(min_value=0, max_value=86_400), min_size=2, max_size=60)


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([7], 50, 7),
        ([7], 90, 7),
        ([1, 2], 50, 1.5),
        ([1, 2, 3], 50, 2),
        ([1, 2, 3, 4], 90, 3.7),
        ([15, 20, 35, 40, 50], 40, 29),
        ([0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100], 90, 90),
        ([1, 2, 3], 0, 1),
        ([1, 2, 3], 100, 3),
    ],
)
def test_known_cases(values: list[float], share: int, expected: float) -> None:
    assert percentile(values, share) == pytest.approx(expected)


@given(durations)
def test_half_is_the_median(values: list[float]) -> None:
    assert percentile(sorted(values), 50) == pytest.approx(statistics.median(values))


@given(durations)
def test_nine_tenths_are_the_ninth_decile(values: list[float]) -> None:
    ninth = statistics.quantiles(values, n=10, method="inclusive")[8]
    assert percentile(sorted(values), 90) == pytest.approx(ninth)


@given(durations, some.integers(0, 100), some.integers(0, 100))
def test_more_is_never_less_and_all_lie_within(values: list[float], one: int, two: int) -> None:
    ascending = sorted(values)
    low, high = (percentile(ascending, share) for share in sorted((one, two)))
    assert ascending[0] <= low <= high + 1e-6
    assert high <= ascending[-1] + 1e-6


@pytest.mark.parametrize(("values", "share"), [([], 50), ([1.0], -1), ([1.0], 101)])
def test_there_is_no_percentile_of_nothing(values: list[float], share: int) -> None:
    with pytest.raises(ValueError, match="no percentile"):
        percentile(values, share)
