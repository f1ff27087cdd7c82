"""What only the worker on eventlet promises."""

import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Final

import pytest

from tests.servers.gunicorn import ROOT, Served, served
from tests.serving.clients import everything, get, hears, speak

Serve = Callable[..., Served]

PATIENT: Final = ["-c", "python:tests.serving.patient"]
BEAT: Final = "the worker beats"


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    with ExitStack() as servers:
        yield lambda *flags: servers.enter_context(
            served("tests.serving.tiny:app", data_dir=tmp_path, flags=flags)
        )


def test_an_upload_that_stalls_is_given_up(serve: Serve) -> None:
    server = serve(*PATIENT, "--timeout", "1")
    stalled = speak(server, "POST /upload HTTP/1.1\r\nHost: tiny\r\nContent-Length: 9\r\n\r\nhalf")

    assert b"400" in everything(stalled).splitlines()[0]


def test_a_body_without_end_keeps_nobody_waiting(serve: Serve) -> None:
    """Nobody asked for it, so it is thrown away: while others have their turns."""
    server = serve(*PATIENT)
    endless = speak(server, "GET / HTTP/1.1\r\nHost: tiny\r\nTransfer-Encoding: chunked\r\n\r\n")

    def flood() -> None:
        with suppress(OSError):
            while True:
                endless.sendall(b"1\r\nx\r\n" * 2000)

    server.get("/")
    flooding = threading.Thread(target=flood, daemon=True)
    flooding.start()
    server.get("/")
    beats = server.process.output.count(BEAT)
    while server.process.output.count(BEAT) < beats + 5:
        assert server.get("/") == "hello"
    assert flooding.is_alive()
    endless.shutdown(socket.SHUT_RDWR)
    flooding.join()


def test_a_stopping_worker_lets_go_of_an_answer_that_never_comes(serve: Serve) -> None:
    server = serve("--graceful-timeout", "2")
    waiting = speak(server, get("/wait-for/ever"))
    server.get("/wait-for/a-wait-for-ever")

    server.process.send(signal.SIGTERM)

    assert server.process.wait() == 0
    assert "Worker exiting" in server.process.output
    waiting.close()


def test_whoever_has_just_come_in_is_still_served_by_a_stopping_worker(serve: Serve) -> None:
    server = serve()
    newcomer = speak(server, "")
    idle = speak(server, get("/"))
    assert hears(idle, b"hello")

    server.process.send(signal.SIGTERM)

    assert everything(idle) == b""
    newcomer.sendall(get("/").encode())
    assert everything(newcomer).endswith(b"hello")


def test_an_impatient_stop_lets_go_at_once(serve: Serve) -> None:
    server = serve("--graceful-timeout", "600")
    waiting = speak(server, get("/wait-for/ever"))
    server.get("/wait-for/a-wait-for-ever")

    server.process.send(signal.SIGINT)

    assert server.process.wait() == 0
    waiting.close()


def test_a_worker_whose_master_is_gone_stops(serve: Serve) -> None:
    server = serve()
    server.get("/")

    server.process.send(signal.SIGKILL)

    server.process.wait_for_line("Worker exiting")


def test_a_big_file_arrives_whole(serve: Serve, tmp_path: Path) -> None:
    photo = tmp_path / "photo.txt"
    photo.write_text("x" * 3_000_000)

    assert len(serve().get(f"/file?file={photo}")) == 3_000_000


def test_it_refuses_to_speak_tls(tmp_path: Path) -> None:
    file = tmp_path / "certificate.pem"
    file.touch()
    flags = ["--certfile", str(file), "--keyfile", str(file)]
    with served("tests.serving.tiny:app", data_dir=tmp_path, flags=flags) as server:
        server.process.wait_for_line("put a proxy in front")


def test_the_master_process_never_loads_the_application() -> None:
    program = "import sys, restaurant_order.green_worker; print('flask' in sys.modules)"

    said = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)

    assert said.stdout.strip() == "False", said.stderr
