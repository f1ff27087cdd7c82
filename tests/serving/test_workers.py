"""Both workers of gunicorn: they serve, breathe, and stop without dropping anybody."""

import json
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Final
from urllib.parse import quote

import psycopg
import pytest

from config import AsyncMode
from tests.servers.gunicorn import Served, served
from tests.servers.postgres import Postgres
from tests.servers.process import PATIENCE
from tests.serving.clients import Phone, everything, get, hears, speak

Serve = Callable[..., Served]
BURST: Final = 300
"""Requests one greedy client sends at once; their answers fit into the sockets' buffers."""

PATIENT_MASTER: Final = ["--graceful-timeout", "600"]
"""The master would wait longer than the test for a worker that does not stop by itself."""


@pytest.fixture(params=AsyncMode, scope="module")
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    with tiny(tmp_path_factory.mktemp("tiny"), request.param) as server:
        yield server


@pytest.fixture(params=AsyncMode)
def serve(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Serve]:
    """For what a test needs a server of its own: gunicorn's flags, or an end."""
    with ExitStack() as servers:
        yield lambda *flags: servers.enter_context(tiny(tmp_path, request.param, *flags))


def tiny(data_dir: Path, mode: AsyncMode, *flags: str) -> AbstractContextManager[Served]:
    return served("tests.serving.tiny:app", data_dir=data_dir, async_mode=mode, flags=flags)


@pytest.fixture
def meanwhile() -> Iterator[Callable[..., Future[str]]]:
    with ThreadPoolExecutor() as others:
        yield others.submit


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    """What is read from it comes only once we have written and closed it."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    return path


def test_a_page_is_served(server: Served) -> None:
    assert server.get("/") == "hello"


def test_nothing_is_loaded_before_the_standard_library_is_patched(server: Served) -> None:
    assert json.loads(server.get("/early")) == []


def test_a_websocket_carries_words_both_ways(server: Served) -> None:
    with Phone(server) as phone:
        assert phone.call("echo", "two soups") == "two soups"


def test_a_stopping_worker_hangs_up_and_answers_what_is_being_asked(serve: Serve) -> None:
    server = serve(*PATIENT_MASTER)
    phones = [Phone(server) for _ in range(5)]
    waiting = speak(server, get("/wait-for/goodbye"))
    server.get("/wait-for/a-wait-for-goodbye")
    idle = speak(server, get("/"))
    assert hears(idle, b"hello")

    server.process.send(signal.SIGTERM)

    assert everything(waiting).endswith(b"goodbye happened")
    assert everything(idle) == b""
    assert server.process.wait() == 0
    assert "Worker exiting" in server.process.output
    assert "error" not in server.process.output
    for phone in phones:
        phone.disconnect()


def test_phones_that_come_and_go_are_no_errors(serve: Serve) -> None:
    server = serve(*PATIENT_MASTER)
    for _ in range(3):
        with Phone(server) as phone:
            assert phone.call("echo", "two soups") == "two soups"

    server.process.send(signal.SIGTERM)

    assert server.process.wait() == 0
    assert "error" not in server.process.output


def test_an_impatient_stop_waits_for_no_socket(serve: Serve) -> None:
    server = serve(*PATIENT_MASTER)
    phones = [Phone(server) for _ in range(5)]

    server.process.send(signal.SIGINT)

    assert server.process.wait() == 0
    assert "Worker exiting" in server.process.output
    for phone in phones:
        phone.disconnect()


def test_a_greedy_client_does_not_keep_others_waiting(server: Served, pipe: Path) -> None:
    greedy = speak(server, get(f"/still?pipe={pipe}") + get("/count") * BURST)
    with pipe.open("w"):  # the first of its requests is being served, and holds up everybody
        modest = speak(server, get("/counted", last=True))

    served_before = int(everything(modest).rpartition(b"\r\n\r\n")[2])

    assert served_before < BURST
    greedy.close()


def test_a_worker_that_has_served_its_share_is_replaced(serve: Serve) -> None:
    server = serve("--max-requests", "3")
    first = server.get("/worker")

    next_ones = (server.get("/worker") for _ in range(500))

    assert any(worker != first for worker in next_ones)


def test_a_connection_that_asks_nothing_more_is_closed(serve: Serve) -> None:
    server = serve("--keep-alive", "1")
    idle = speak(server, get("/"))

    assert everything(idle).endswith(b"hello")


def test_blocking_work_holds_up_nobody_else(
    server: Served, meanwhile: Callable[..., Future[str]], pipe: Path
) -> None:
    aside = meanwhile(server.get, f"/aside?pipe={pipe}")
    with pipe.open("w") as ours:
        assert server.get("/") == "hello"
        ours.write("done")
    assert aside.result(PATIENCE) == "done"


def test_waiting_for_postgres_holds_up_nobody_else(
    server: Served, meanwhile: Callable[..., Future[str]], postgres: Postgres
) -> None:
    url = postgres.url("postgres")
    with psycopg.connect(url) as ours:
        ours.execute("SELECT pg_advisory_lock(1)")
        blocked = meanwhile(server.get, f"/database?url={quote(url)}")
        while not ours.execute("SELECT 1 FROM pg_locks WHERE NOT granted").fetchone():
            assert server.get("/") == "hello"
        assert not blocked.done()
    assert blocked.result(PATIENCE) == "locked"
