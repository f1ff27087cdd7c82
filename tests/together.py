"""Many hands at once, for races."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from flask import Flask

R = TypeVar("R")


def together(app: Flask, hands: int, deed: Callable[[int], R]) -> list[R | Exception]:
    """Run `deed(0)` … `deed(hands - 1)` in threads that start at one moment.

    Each has an application context of its own. Returns results or what was raised, in order.
    """
    start = Barrier(hands)

    def one(hand: int) -> R | Exception:
        with app.app_context():
            start.wait()
            try:
                return deed(hand)
            except Exception as error:  # the test looks at it
                return error

    with ThreadPoolExecutor(hands) as pool:
        return list(pool.map(one, range(hands)))
