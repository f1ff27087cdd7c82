"""Jobs as the server sees them: started, watched, stopped, fetched, forgotten.

Everything about a job is in its folder, so that any process of the server can answer for it. The
server itself only starts processes and reads small files.
"""

import os
import secrets
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec
from flask import current_app

from restaurant_order.core.refusals import NotFound, TooMany
from restaurant_order.qr.work import KINDS, Job, Progress

KEPT: Final = 3600
"""Seconds until a result, which holds codes, is deleted."""

AT_ONCE: Final = 3
"""Jobs and previews of one restaurant at the same time."""

PREVIEW_WAIT: Final = 20.0
"""Seconds."""

_children: list["subprocess.Popen[bytes]"] = []


class Working(msgspec.Struct, kw_only=True):
    restaurant_id: int
    kind: str
    pid: int = 0


@dataclass(frozen=True)
class Started:
    """A job of a restaurant; its `id` says nothing to anybody else."""

    id: str
    folder: Path
    of: Working

    @property
    def progress(self) -> Progress:
        """What it says; one whose process has died without a word is stopped."""
        try:
            said = msgspec.json.decode((self.folder / "progress.json").read_bytes(), type=Progress)
        except FileNotFoundError:
            said = Progress()
        if said.state == "working" and not _is_alive(self.of.pid):
            return self._last_word(said)
        return said

    def _last_word(self, said: Progress) -> Progress:
        file = self.folder / "progress.json"
        if file.exists():
            now = msgspec.json.decode(file.read_bytes(), type=Progress)
            if now.state != "working":
                return now
        return Progress(state="stopped", findings=[{"code": "died", "values": {}}])

    @property
    def result(self) -> Path | None:
        file = self.folder / f"result.{KINDS.get(self.of.kind, 'pdf')}"
        return file if file.exists() else None


def start(restaurant_id: int, job: Job, logo: bytes | None) -> Started:
    """Raises TooMany while the restaurant's last ones are still at work."""
    forget_old()
    busy = [each for each in _all() if each.of.restaurant_id == restaurant_id]
    if sum(each.progress.state == "working" for each in busy) >= AT_ONCE:
        raise TooMany
    folder = _room() / secrets.token_urlsafe(18)
    folder.mkdir(mode=0o700)
    (folder / "job.json").write_bytes(msgspec.json.encode(job))
    if logo is not None:
        (folder / "logo.png").write_bytes(logo)
    child = subprocess.Popen(
        [sys.executable, "-m", "restaurant_order.qr.work", str(folder)],
        cwd=Path(__file__).parents[2],
        env={"PATH": os.environ.get("PATH", ""), "OPENBLAS_NUM_THREADS": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    _children.append(child)
    working = Working(restaurant_id=restaurant_id, kind=job.kind, pid=child.pid)
    (folder / "working.json").write_bytes(msgspec.json.encode(working))
    return Started(folder.name, folder, working)


def preview(restaurant_id: int, job: Job, logo: bytes | None) -> tuple[bytes | None, Progress]:
    """The first page as it will be printed, and what was found on it."""
    started = start(restaurant_id, job, logo)
    deadline = time.monotonic() + PREVIEW_WAIT
    try:
        while (said := started.progress).state == "working" and time.monotonic() < deadline:
            time.sleep(0.02)
        picture = started.folder / "preview.png"
        return (picture.read_bytes() if picture.exists() else None), said
    finally:
        cancel(started)
        shutil.rmtree(started.folder, ignore_errors=True)


def find(restaurant_id: int, job_id: str) -> Started:
    """Raises NotFound for another restaurant's and for one that is too old."""
    forget_old()
    for each in _all():
        if secrets.compare_digest(each.id, job_id) and each.of.restaurant_id == restaurant_id:
            return each
    raise NotFound


def cancel(started: Started) -> None:
    (started.folder / "cancel").touch()


def forget_old() -> None:
    """Delete what is older than an hour; results hold codes."""
    _children[:] = [child for child in _children if child.poll() is None]
    for folder in _room().iterdir():
        try:
            if time.time() - folder.stat().st_mtime > KEPT:
                shutil.rmtree(folder, ignore_errors=True)
        except FileNotFoundError:
            continue


def _all() -> list[Started]:
    found = []
    for folder in _room().iterdir():
        try:
            of = msgspec.json.decode((folder / "working.json").read_bytes(), type=Working)
        except (FileNotFoundError, msgspec.DecodeError):
            continue
        found.append(Started(folder.name, folder, of))
    return found


def _room() -> Path:
    room = Path(current_app.config["DATA_DIR"]) / "sheets"
    room.mkdir(mode=0o700, parents=True, exist_ok=True)
    return room


def _is_alive(pid: int) -> bool:
    """A child of ours that has ended is no longer alive, though it lingers until it is asked."""
    for child in _children:
        if child.pid == pid:
            return child.poll() is None
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
