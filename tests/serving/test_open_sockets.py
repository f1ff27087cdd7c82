"""What the log says when a websocket ends."""

import socket
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from restaurant_order.open_sockets import OpenSockets


def open_one(ending: type[Exception]) -> None:
    """A websocket that is served until `ending`."""

    def application(environ: dict[str, Any], _start: Callable[..., Any]) -> Iterable[bytes]:
        raise ending

    ours, theirs = socket.socketpair()
    with ours, theirs:
        environ = {"HTTP_UPGRADE": "websocket", "gunicorn.socket": ours}
        OpenSockets(application)(environ, lambda *_: None)


def test_whoever_says_goodbye_spoke_no_nonsense(caplog: pytest.LogCaptureFixture) -> None:
    """Engine.IO ends every websocket with StopIteration, which tells gunicorn to let go."""
    with pytest.raises(StopIteration):
        open_one(StopIteration)
    assert not caplog.records


def test_nonsense_takes_one_line_and_the_line_is_cut(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(ConnectionResetError):
        open_one(ValueError)
    assert [one.getMessage() for one in caplog.records] == ["a screen spoke nonsense: ValueError"]
