"""A Redis of the tests' own: on loopback, nothing kept."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers.missing import missing
from tests.servers.ports import free_port
from tests.servers.process import Process


@contextmanager
def redis_server(folder: Path) -> Iterator[str]:
    """The URL of a running server."""
    program = shutil.which("redis-server")
    if not program:
        missing("Redis", package="redis-server")
    port = free_port()
    nothing_kept = ["--save", "", "--appendonly", "no", "--dir", str(folder)]
    where = ["--bind", "127.0.0.1", "--port", str(port)]
    server = Process([program, *where, *nothing_kept])
    try:
        server.wait_for_line("Ready to accept connections")
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.stop()
