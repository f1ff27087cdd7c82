"""Long work that lets others go first now and then."""

import time
from collections.abc import Iterable, Iterator
from typing import Final, TypeVar

T = TypeVar("T")

AT_A_TIME: Final = 25
"""Rows, a few milliseconds' work."""


def breathing(rows: Iterable[T]) -> Iterator[T]:
    """The rows; in the green mode everybody else gets a turn after every few."""
    for count, row in enumerate(rows, start=1):
        yield row
        if count % AT_A_TIME == 0:
            time.sleep(0)
