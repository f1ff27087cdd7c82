"""A PostgreSQL of the tests' own: on loopback, in a folder of its own, nothing kept."""

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

import psycopg

from tests.servers.missing import missing
from tests.servers.ports import free_port
from tests.servers.process import Process

TEMPLATE: Final = "restaurant_template"
HURRY: Final = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
MEMORY: Final = Path("/dev/shm")
ROOM: Final = 2**30
"""Bytes that must be free in memory for the data to lie there: copies are made in no time."""


class Postgres:
    """A running server. Databases are copied from one that is migrated once."""

    def __init__(self, port: int, user: str) -> None:
        self._server = f"postgresql://{user}@127.0.0.1:{port}"
        self._numbers = itertools.count(1)
        self._keeper = psycopg.connect(self.url("postgres"), autocommit=True)

    def close(self) -> None:
        self._keeper.close()

    def url(self, database: str) -> str:
        return f"{self._server}/{database}"

    @contextmanager
    def database(self, *, like: str = "template1") -> Iterator[str]:
        """The URL of a new database, dropped afterwards whoever still holds it."""
        name = f"test_{next(self._numbers)}"
        self.create(name, like=like)
        try:
            yield self.url(name)
        finally:
            self.drop(name)

    def create(self, name: str, *, like: str = "template1") -> None:
        # Since PostgreSQL 15 a copy goes through the log by default, which is slower.
        plainly = " STRATEGY FILE_COPY" if self._keeper.info.server_version >= 150000 else ""
        self._keeper.execute(f"CREATE DATABASE {name} TEMPLATE {like}{plainly}".encode())

    def drop(self, name: str) -> None:
        self._keeper.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@contextmanager
def postgres_server() -> Iterator[Postgres]:
    programs = _programs()
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM
    folder = Path(tempfile.mkdtemp(prefix="restaurant-postgres-", dir=MEMORY if roomy else None))
    user = _hand_over(folder)
    try:
        yield from _run_in(folder, programs, user)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run_in(folder: Path, programs: Path, user: str) -> Iterator[Postgres]:
    data, port = folder / "data", free_port()
    initdb = [
        str(programs / "initdb"),
        "-D",
        str(data),
        "-U",
        user,
        "-A",
        "trust",
        "-E",
        "UTF8",
        "-N",
    ]
    subprocess.run([*_as(user), *initdb, "--locale=C"], check=True, capture_output=True)
    settings = [f"--{name}={value}" for name, value in HURRY.items()]
    where = ["-D", str(data), "-k", str(folder), "-h", "127.0.0.1", "-p", str(port)]
    server = Process([*_as(user), programs / "postgres", *where, *settings])
    try:
        server.wait_for_line("ready to accept connections")
        with closing(Postgres(port, user)) as postgres:
            yield postgres
    finally:
        server.stop()


def _programs() -> Path:
    """Where PostgreSQL's programs are: Debian keeps them off the PATH."""
    on_path = shutil.which("initdb")
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if on_path:
        places.append(Path(on_path))
    if not places:
        missing("PostgreSQL", package="postgresql")
    return places[-1].parent


def _hand_over(folder: Path) -> str:
    """PostgreSQL refuses to run as root; then the folder is somebody else's."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid()).pw_name
    user = "postgres" if any(entry.pw_name == "postgres" for entry in pwd.getpwall()) else "nobody"
    shutil.chown(folder, user)
    return user


def _as(user: str) -> list[str]:
    if os.geteuid() != 0:
        return []
    entry = pwd.getpwnam(user)
    who = [f"--reuid={entry.pw_uid}", f"--regid={entry.pw_gid}", "--clear-groups"]
    return ["setpriv", *who, "--pdeathsig", "TERM"]
