"""The websockets a worker holds open, so that it can hang up on them when it stops."""

import errno
import logging
import socket
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from restaurant_order.core.wsgi import Wsgi

log = logging.getLogger(__name__)


class OpenSockets:
    """A WSGI application that remembers which of its requests became websockets.

    A websocket request lasts as long as the socket; without a word from us a stopping worker
    would wait for every phone in the room until its patience is over.
    """

    def __init__(self, application: Wsgi) -> None:
        self._application = application
        self._open: set[socket.socket] = set()
        self._closing = False

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        if environ.get("HTTP_UPGRADE", "").lower() != "websocket":
            return self._application(environ, start_response)
        held: socket.socket = environ["gunicorn.socket"]
        self._open.add(held)
        try:
            if self._closing:
                _hang_up(held)
            return self._application(environ, start_response)
        except StopIteration:  # Engine.IO's word for a websocket that has ended
            raise
        except Exception as error:
            log.warning("a screen spoke nonsense: %s", type(error).__name__)
            with suppress(OSError):
                held.shutdown(socket.SHUT_RDWR)
            raise ConnectionResetError(errno.ECONNRESET, "nonsense") from None
        finally:
            self._open.discard(held)

    def hang_up(self) -> None:
        """End every websocket, now and from now on; screens reconnect to whoever serves next."""
        self._closing = True
        for held in list(self._open):
            _hang_up(held)


def _hang_up(held: socket.socket) -> None:
    """Close the reading half only: the reader sees the end and still says goodbye."""
    with suppress(OSError):
        held.shutdown(socket.SHUT_RD)
