"""Many hands at once, for races."""

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Final, TypeVar

from flask import Flask

from restaurant_order.core.database import db

R = TypeVar("R")

TURN: Final = 0.0001
"""Seconds a thread runs before another has its turn; in Python's own 5 ms a deed is done."""


def together(app: Flask, hands: int, deed: Callable[[int], R]) -> list[R | Exception]:
    """Run `deed(0)` … `deed(hands - 1)` in threads that start at one moment.

    Each has an application context of its own, and a connection if the pool has that many: who
    has to connect first comes late. Returns results or what was raised, in order.
    """
    start = Barrier(hands)

    def one(hand: int) -> R | Exception:
        with app.app_context():
            if hands <= db.engine.pool.size():  # type: ignore[attr-defined]  # a QueuePool
                db.session.connection()
            start.wait()
            db.session.rollback()
            try:
                return deed(hand)
            except Exception as error:  # the test looks at it
                return error

    with _short_turns(), ThreadPoolExecutor(hands) as pool:
        return list(pool.map(one, range(hands)))


@contextmanager
def _short_turns() -> Iterator[None]:
    usual = sys.getswitchinterval()
    sys.setswitchinterval(TURN)
    yield
    sys.setswitchinterval(usual)
