"""The two commands a stranger types first, and what they say when something is missing."""

import os
import re
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from tests.servers.gunicorn import ROOT
from tests.servers.ports import free_port, listening_socket
from tests.servers.process import PATIENCE, Process

TINY: Final = [
    *(sys.executable, "-m", "gunicorn", "-c", "python:restaurant_order.serving"),
    "tests.serving.tiny:app",
]
OLD_PYTHON: Final = "exit 1"
PYTHON_WITHOUT_VENV: Final = "case $2 in *ensurepip*) exit 1;; esac"


def test_make_run_opens_the_demo_restaurant_and_a_second_run_keeps_it(tmp_path: Path) -> None:
    with make_run(tmp_path) as first:
        link = re.search(r"http://\S+/t/\S+", first.wait_for_line("/t/"))
        assert link
        assert "Lantern" in page(link[0])
        first.wait_for_line("PIN ")
        key = (tmp_path / "secret_key").read_text()
    with make_run(tmp_path) as second:
        again = re.search(r"/t/\S+", second.wait_for_line("/t/"))
        second.wait_for_line("/manage")
    assert again
    assert link[0].endswith(again[0])
    assert (tmp_path / "secret_key").read_text() == key
    assert "PIN 1" not in second.output
    assert "Traceback" not in first.output + second.output


def test_only_its_owner_reads_the_data(tmp_path: Path) -> None:
    data = tmp_path / "data"
    make("secret", DATA_DIR=str(data)).check_returncode()
    assert [oct(path.stat().st_mode & 0o777) for path in (data, data / "secret_key")] == [
        "0o700",
        "0o600",
    ]


def test_a_given_secret_key_is_not_written_down(tmp_path: Path) -> None:
    make("secret", DATA_DIR=str(tmp_path), SECRET_KEY="s" * 40).check_returncode()
    assert not (tmp_path / "secret_key").exists()


def test_nonsense_is_refused_before_anything_happens(tmp_path: Path) -> None:
    said = make("run", DATA_DIR=str(tmp_path), PORT="eighty")
    assert "PORT: 'eighty' is not a whole number" in said.stderr
    assert "Traceback" not in said.stderr
    assert not (tmp_path / "restaurant.db").exists()


def test_a_folder_where_nothing_can_be_kept_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    folder = tmp_path / "file" / "data"
    for key in ("", "s" * 40):
        said = make("secret", DATA_DIR=str(folder), SECRET_KEY=key)
        assert said.returncode != 0
        assert f"DATA_DIR: nothing can be kept in {folder}" in said.stdout


@pytest.mark.parametrize(
    "url", ["postgresql://anna:not-to-be-told@127.0.0.1:1/none", "sqlite:////dev/null/house.db"]
)
def test_a_database_that_cannot_be_opened_is_named(tmp_path: Path, url: str) -> None:
    command = [sys.executable, "-m", "flask", "--app", "restaurant_order", "db", "upgrade"]
    env = {"ASYNC_MODE": "threading", "DATA_DIR": str(tmp_path), "SECRET_KEY": "s" * 40}

    said = run(command, cwd=ROOT, DATABASE_URL=url, **env)

    assert said.returncode != 0
    assert "DATABASE_URL: " in said.stderr
    assert "cannot be opened" in said.stderr
    assert "Traceback" not in said.stderr
    assert "not-to-be-told" not in said.stdout + said.stderr


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with listening_socket() as door:
        port = door.getsockname()[1]
        said = serve_tiny(tmp_path, HOST="127.0.0.1", PORT=str(port))
    assert said.returncode == 1
    assert f"PORT: {port} is taken by another program" in said.stderr
    assert f"PORT={port + 1} make run" in said.stderr


def test_a_port_that_is_let_go_of_is_waited_for(tmp_path: Path) -> None:
    with listening_socket() as door:
        port = str(door.getsockname()[1])
        process = Process(TINY, env=own(**at(tmp_path), HOST="127.0.0.1", PORT=port), cwd=ROOT)
        process.wait_for_line("Starting gunicorn")
    try:
        process.wait_for_line("Listening at")
    finally:
        process.stop()


def test_an_address_of_another_machine_is_named(tmp_path: Path) -> None:
    said = serve_tiny(tmp_path, HOST="192.0.2.1", PORT=str(free_port()))
    assert said.returncode == 1
    assert "HOST, PORT: nothing can listen at 192.0.2.1" in said.stderr


@pytest.mark.parametrize(
    ("python3", "advice"),
    [
        (None, "Python 3.11 or newer is missing"),
        (OLD_PYTHON, "Python 3.11 or newer is missing"),
        (PYTHON_WITHOUT_VENV, "apt-get install python3-venv"),
    ],
)
def test_a_machine_without_the_right_python_is_told_so(
    tmp_path: Path, python3: str | None, advice: str
) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    if python3:
        program(tmp_path / "python3", python3)

    said = make(".venv/bin/python", cwd=tmp_path, PATH=str(tmp_path))

    assert said.returncode != 0
    assert advice in said.stdout


@pytest.mark.parametrize(("ci", "code"), [("true", 1), ("", 0)])
def test_missing_programs_are_named_and_end_the_run_under_ci(
    tmp_path: Path, ci: str, code: int
) -> None:
    for name in ("bash", "id", "mktemp"):
        (tmp_path / name).symlink_to(shutil.which(name) or "")

    said = run([str(ROOT / ".ci" / "programs")], PATH=str(tmp_path), CI=ci)

    assert said.returncode == code
    assert "apt-get install" in said.stdout
    assert "redis-server chromium nodejs" in said.stdout.replace("\n", " ")


@contextmanager
def make_run(data_dir: Path) -> Iterator[Process]:
    port = str(free_port())
    process = Process([make_program(), "run"], env=own(DATA_DIR=str(data_dir), PORT=port), cwd=ROOT)
    try:
        process.wait_for_line("Booting worker")
        assert "ok" in page(f"http://127.0.0.1:{port}/healthz")
        yield process
    finally:
        process.stop()


def serve_tiny(data_dir: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return run(TINY, cwd=ROOT, **at(data_dir), **env)


def at(data_dir: Path) -> dict[str, str]:
    return {"DATA_DIR": str(data_dir), "SECRET_KEY": "s" * 40}


def make(goal: str, *, cwd: Path = ROOT, **env: str) -> subprocess.CompletedProcess[str]:
    return run([make_program(), goal], cwd=cwd, **env)


def run(command: list[str], *, cwd: Path = ROOT, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, env=own(**env), capture_output=True, text=True)


def make_program() -> str:
    return shutil.which("make") or "make"


def own(**env: str) -> Mapping[str, str]:
    """The environment without what the `make test` around us has set."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return {**inherited, **env}


def program(path: Path, script: str) -> None:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def page(url: str) -> str:
    """What a browser that knows nothing yet is shown."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    with browser.open(url, timeout=PATIENCE) as answer:
        body: bytes = answer.read()
        return body.decode()
