"""Medians and their like. Pure."""

from collections.abc import Sequence


def percentile(ascending: Sequence[float], share: int) -> float:
    """The value that `share` percent of the others do not exceed.

    Between two values it lies in proportion, as in spreadsheets (PERCENTILE.INC) and in
    `statistics.quantiles(method="inclusive")`; 50 is the median. Raises ValueError for nothing, and
    for a share that is not 0 to 100.
    """
    if not ascending or not 0 <= share <= 100:
        raise ValueError("no percentile of that")
    steps, rest = divmod((len(ascending) - 1) * share, 100)
    if not rest:
        return ascending[steps]
    low, high = ascending[steps], ascending[steps + 1]
    return low + (high - low) * rest / 100
