"""Waiting for PostgreSQL on eventlet: whoever waits gives the others their turn.

psycopg is patched for gevent only. The way it offers instead makes a selector for every statement,
which took about a third of an order's processor time.
"""

from collections.abc import Generator
from contextlib import suppress
from time import monotonic
from typing import Any, Final

from eventlet.hubs import trampoline
from eventlet.patcher import original
from psycopg import errors, waiting

_select: Final = original("select")

_ASKED: Final = {
    waiting.WAIT_R: _select.POLLIN,
    waiting.WAIT_W: _select.POLLOUT,
    waiting.WAIT_RW: _select.POLLIN | _select.POLLOUT,
}


def install() -> None:
    """Have every psycopg connection of this process wait by `wait`."""
    waiting.wait = wait


def wait(
    gen: Generator[waiting.Wait, int, Any],
    fileno: int,
    interval: float = 0.1,
    timeout: float | None = None,
) -> Any:
    """What `gen`, a step of a connection, returns in the end.

    `gen` yields what it waits for on `fileno` and takes what is there, as in `psycopg.waiting`;
    nothing when `interval`, in seconds, has passed. Raises whatever `gen` does.
    """
    deadline = None if timeout is None else monotonic() + timeout
    try:
        asked = next(gen)
        while True:
            found = _found(fileno, asked) or _found_later(fileno, asked, interval)
            asked = gen.send(found)
            if deadline is not None and monotonic() >= deadline:
                raise errors._WaitTimeout("wait timeout expired")
    except StopIteration as done:
        return done.value


def _found(fileno: int, asked: waiting.Wait) -> int:
    """What there is already, mostly room to write; a line that broke is told by reading it."""
    poll = _select.poll()
    poll.register(fileno, _ASKED[asked])
    found = 0
    for _, event in poll.poll(0):
        found |= waiting.READY_R if event & ~_select.POLLOUT else 0
        found |= waiting.READY_W if event & ~_select.POLLIN else 0
    return found


def _found_later(fileno: int, asked: waiting.Wait, seconds: float) -> int:
    """eventlet waits for one of both; who has a lot to write reads what came every `seconds`."""
    writes = bool(asked & waiting.WAIT_W)
    with suppress(TimeoutError):
        trampoline(fileno, read=not writes, write=writes, timeout=seconds, timeout_exc=TimeoutError)
    return _found(fileno, asked)
