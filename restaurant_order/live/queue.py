"""Several processes: what one tells, the others' screens hear through Redis."""

from collections.abc import Callable
from typing import Any, Final

from socketio import RedisManager

PATIENCE: Final = 0.5
"""Seconds that an order waits for Redis at most; the proof finds what was not heard."""


class Queue(RedisManager):  # type: ignore[misc] # socketio is untyped
    """The Redis client manager, taught that closing somebody's room means hanging up on them."""

    def __init__(self, url: str, hang_up_here: Callable[[str], None]) -> None:
        super().__init__(url, channel="restaurant-order")
        self._hang_up_here = hang_up_here

    def _handle_close_room(self, message: dict[str, Any]) -> None:
        self._hang_up_here(message["room"])
