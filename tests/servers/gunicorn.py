"""The restaurant served as in production: gunicorn, with our workers and settings."""

import atexit
import os
import sys
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Final

from config import AsyncMode
from restaurant_order.web.assets import compress_into, digest_of_all
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
    if not (data_dir / "assets").exists():
        (data_dir / "assets").symlink_to(_ready_assets())
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


@cache
def _ready_assets() -> Path:
    """Style and script, compressed once for all servers of a run rather than by each anew."""
    folder = Path(mkdtemp(prefix="restaurant-assets-"))
    atexit.register(rmtree, folder, ignore_errors=True)
    compress_into(folder / digest_of_all())
    return folder


def _command(application: str, door: int, flags: Sequence[str]) -> list[str]:
    settings = ["-c", "python:restaurant_order.serving", "--bind", f"fd://{door}"]
    return [sys.executable, "-m", "gunicorn", *settings, *flags, application]
