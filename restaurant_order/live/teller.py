"""Telling the screens, after the one who changed something has the answer."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import Final, cast

from flask import Flask

from restaurant_order.core.journal import Told
from restaurant_order.live.push import push
from restaurant_order.live.sockets import Sockets

REST: Final = 0.015
"""Seconds between two pushes: what is committed meanwhile is read and drawn in one go."""

_NAME: Final = "live teller"

log = logging.getLogger(__name__)


class Teller:
    """One background task at most, for as long as there is news.

    The first news is told at once; in a rush several orders share one reading of the house.
    `begin` starts the task; whoever must hear before going on (a test) calls the work itself.
    """

    def __init__(self, sockets: Sockets) -> None:
        self.begin: Callable[[Callable[[], None]], object] = sockets.io.start_background_task
        self.rest = REST
        self._sockets = sockets
        self._news: list[Sequence[Told]] = []
        self._lock = threading.Lock()
        self._is_telling = False
        self._rests_until = 0.0
        sockets.app.extensions[_NAME] = self

    def tell(self, told: Sequence[Told]) -> None:
        """Have a transaction's facts told to every room that shows what they touched."""
        if not self._sockets.has_listeners:
            return
        with self._lock:
            self._news.append(told)
            if self._is_telling:
                return
            self._is_telling = True
        self.begin(self._work)

    def _work(self) -> None:
        while self._has_news():
            self._sockets.io.sleep(max(0.0, self._rests_until - time.monotonic()))
            with self._lock:
                news, self._news = self._news, []
            try:
                push(self._sockets, news)
            except Exception:
                log.exception("%s transactions were not pushed", len(news))
            self._rests_until = time.monotonic() + self.rest

    def _has_news(self) -> bool:
        with self._lock:
            self._is_telling = bool(self._news)
            return self._is_telling


def teller_of(app: Flask) -> Teller | None:
    """None while the application is being put together."""
    return cast("Teller | None", app.extensions.get(_NAME))
