"""Both workers of gunicorn: they serve, breathe, and stop without dropping anybody."""

import json
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Final
from urllib.error import HTTPError

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


def tiny(
    data_dir: Path, mode: AsyncMode, *flags: str, **env: str
) -> AbstractContextManager[Served]:
    app = "tests.serving.tiny:app"
    return served(app, data_dir=data_dir, async_mode=mode, flags=flags, env=env)


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


@pytest.fixture(params=AsyncMode, scope="module")
def beside_postgres(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    postgres: Postgres,
) -> Iterator[Served]:
    folder, url = tmp_path_factory.mktemp("tiny"), postgres.url("postgres")
    with tiny(folder, request.param, DATABASE_URL=url) as server:
        yield server


def test_waiting_for_postgres_holds_up_nobody_else(
    beside_postgres: Served, meanwhile: Callable[..., Future[str]], postgres: Postgres
) -> None:
    with psycopg.connect(postgres.url("postgres")) as ours:
        ours.execute("SELECT pg_advisory_lock(1)")
        blocked = meanwhile(beside_postgres.get, "/lock")
        while not ours.execute("SELECT 1 FROM pg_locks WHERE NOT granted").fetchone():
            pass
        assert beside_postgres.get("/") == "hello"
        assert not blocked.done()
    assert blocked.result(PATIENCE) == "locked"


@pytest.mark.parametrize("size", [0, 1, 20_000_000])
def test_what_goes_to_postgres_comes_back_whole(beside_postgres: Served, size: int) -> None:
    assert beside_postgres.get(f"/parcel/{size}") == "whole"


def test_a_postgres_that_breaks_off_is_noticed(
    beside_postgres: Served, meanwhile: Callable[..., Future[str]], postgres: Postgres
) -> None:
    ending = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE NOT granted"
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as ours:
        ours.execute("SELECT pg_advisory_lock(1)")
        blocked = meanwhile(beside_postgres.get, "/lock")
        while not ours.execute(ending).fetchone():
            pass
    with pytest.raises(HTTPError, match="500"):
        blocked.result(PATIENCE)
    assert beside_postgres.get("/parcel/1") == "whole"
