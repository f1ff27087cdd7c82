"""The restaurant served as in production: gunicorn, with our workers and settings."""

import os
import sys
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from config import AsyncMode
from tests.servers.ports import listening_socket
from tests.servers.process import PATIENCE, Process

ROOT: Final = Path(__file__).parents[2]
SECRET: Final = "not a secret, but long enough to be one"


@dataclass(frozen=True)
class Served:
    """A running server: its address, its process, and the folder its data lies in."""

    url: str
    process: Process
    data_dir: Path

    def get(self, path: str) -> str:
        """The body of a page. Raises urllib.error.HTTPError unless all is well."""
        with urllib.request.urlopen(f"{self.url}{path}", timeout=PATIENCE) as answer:
            body: bytes = answer.read()
            return body.decode()


@contextmanager
def served(
    application: str = "wsgi:app",
    *,
    data_dir: Path,
    async_mode: AsyncMode = AsyncMode.EVENTLET,
    env: Mapping[str, str] | None = None,
    flags: Sequence[str] = (),
    port: int = 0,
) -> Iterator[Served]:
    """Serve `application` until the block ends. `flags` go to gunicorn; `port` 0: any."""
    with listening_socket(port) as door:
        port = door.getsockname()[1]
        url = f"http://127.0.0.1:{port}"
        own = {"PORT": str(port), "BASE_URL": url, "ASYNC_MODE": async_mode.value}
        rest = {"DATA_DIR": str(data_dir), "SECRET_KEY": SECRET, "THREADS": "100"}
        process = Process(
            _command(application, door.fileno(), flags),
            env={**os.environ, **own, **rest, **(env or {})},
            cwd=ROOT,
            pass_fds=[door.fileno()],
        )
    try:
        yield Served(url, process, data_dir)
    finally:
        process.stop()


def _command(application: str, door: int, flags: Sequence[str]) -> list[str]:
    settings = ["-c", "python:restaurant_order.serving", "--bind", f"fd://{door}"]
    return [sys.executable, "-m", "gunicorn", *settings, *flags, application]
