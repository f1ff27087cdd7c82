"""A program that a test starts, listens to, and ends."""

import os
import shutil
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

PATIENCE: Final = 60.0
"""Seconds to wait for a line or an exit. Only a failing test waits that long."""


class Process:
    """A running program. Its output is read as it comes, so that a test can wait for a line."""

    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        pass_fds: Sequence[int] = (),
    ) -> None:
        self._lines: list[str] = []
        self._news = threading.Condition()
        self._ended = False
        self._popen = subprocess.Popen(
            [*_tied_to_us(), *map(str, command)],
            env=dict(os.environ if env is None else env),
            cwd=cwd,
            pass_fds=pass_fds,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        return self._popen.pid

    @property
    def output(self) -> str:
        with self._news:
            return "".join(self._lines)

    def wait_for_line(self, text: str) -> str:
        """The first line that holds `text`. Raises AssertionError when none comes."""
        with self._news:
            self._news.wait_for(lambda: self._ended or self._line(text), PATIENCE)
            line = self._line(text)
        assert line, f"no line with {text!r} in:\n{self.output}"
        return line

    def send(self, number: signal.Signals) -> None:
        self._popen.send_signal(number)

    def wait(self) -> int:
        """The exit code, once it ends by itself. Raises subprocess.TimeoutExpired."""
        code = self._popen.wait(PATIENCE)
        self._reader.join(PATIENCE)
        return code

    def stop(self, number: signal.Signals = signal.SIGTERM) -> None:
        """End it, gently at first."""
        if self._popen.poll() is None:
            self.send(number)
        try:
            self._popen.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._popen.kill()
            self._popen.wait()
        self._reader.join(PATIENCE)

    def _line(self, text: str) -> str:
        return next((line for line in self._lines if text in line), "")

    def _read(self) -> None:
        assert self._popen.stdout
        with self._popen.stdout as output:
            for line in output:
                with self._news:
                    self._lines.append(line)
                    self._news.notify_all()
        with self._news:
            self._ended = True
            self._news.notify_all()


def _tied_to_us() -> list[str]:
    """A prefix that ends the program when the tests are killed, where the system has one."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM"] if setpriv else []
