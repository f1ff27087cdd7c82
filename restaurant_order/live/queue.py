"""Several processes: what one tells, the others' screens hear through Redis."""

import logging
import time
from collections.abc import Callable, Iterator
from typing import Any, Final

from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry
from socketio import PubSubManager

CHANNEL: Final = "restaurant-order"

PATIENCE: Final = 0.5
"""Seconds a guest's order waits for Redis at most. What is not heard, the proof finds."""

SILENCE: Final = 5.0
"""Seconds in which Redis is not spoken to after it did not answer."""

AGAIN: Final = 1.0
"""Seconds between two tries to listen."""

log = logging.getLogger(__name__)


class Queue(PubSubManager):  # type: ignore[misc] # socketio is untyped
    """Speaks without ever holding up an order for long, listens again as soon as it can.

    To close somebody's room means to hang up on them.
    """

    name = "redis"

    def __init__(self, url: str, hang_up_here: Callable[[str], None]) -> None:
        super().__init__(channel=CHANNEL)
        self._url = url
        self._hang_up_here = hang_up_here
        self._silent_until = 0.0
        self._mouth = Redis.from_url(
            url,
            socket_timeout=PATIENCE,
            socket_connect_timeout=PATIENCE,
            retry=Retry(NoBackoff(), 0),
        )

    def _publish(self, data: dict[str, Any]) -> None:
        if time.monotonic() < self._silent_until:
            return
        try:
            self._mouth.publish(self.channel, self.json.dumps(data))
        except RedisError as error:
            self._silent_until = time.monotonic() + SILENCE
            log.warning("Redis does not answer, other processes hear nothing: %s", error)

    def _listen(self) -> Iterator[bytes]:
        while True:
            try:
                yield from self._heard()
            except RedisError as error:
                log.warning("Redis is gone, nothing is heard of other processes: %s", error)
            time.sleep(AGAIN)

    def _heard(self) -> Iterator[bytes]:
        with Redis.from_url(self._url, socket_keepalive=True) as ear:
            line = ear.pubsub(ignore_subscribe_messages=True)
            line.subscribe(self.channel)
            for message in line.listen():
                yield message["data"]

    def _handle_close_room(self, message: dict[str, Any]) -> None:
        self._hang_up_here(message["room"])
