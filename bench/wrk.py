"""Driving wrk and reading what it measured."""

import json
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.house import Cart

CONNECTIONS: Final = 8
SCRIPTS: Final = Path(__file__).parent


class WrkMissing(SystemExit):
    def __init__(self) -> None:
        super().__init__("wrk is missing. On Debian and Ubuntu: apt-get install wrk")


@dataclass(frozen=True)
class Rate:
    """Requests per second; latencies in milliseconds; `failed` are answers of 400 and above."""

    per_second: float
    p50: float
    p99: float
    count: int
    failed: int


def gets(url: str, *, cookie: str = "", seconds: float = 4) -> Rate:
    """As many GETs of one page as eight connections get through."""
    headers = ["-H", f"Cookie: {cookie}"] if cookie else []
    return _run(url, seconds, ["-H", "Accept-Encoding: gzip", *headers], "report.lua", [])


def places(url: str, carts: Iterable[Cart], *, seconds: float, folder: Path) -> Rate:
    """POST each cart's order once, until the time or the carts are used up."""
    todo = folder / "carts.txt"
    todo.write_text("".join(f"{c.cookie} {c.key} {c.total}\n" for c in carts))
    return _run(f"{url}/orders", seconds, [], "orders.lua", [str(todo)])


def _run(url: str, seconds: float, flags: list[str], script: str, arguments: list[str]) -> Rate:
    program = shutil.which("wrk")
    if program is None:
        raise WrkMissing
    lasts = ["-t1", f"-c{CONNECTIONS}", f"-d{round(seconds)}s", "-s", str(SCRIPTS / script)]
    done = subprocess.run(
        [program, *lasts, *flags, url, "--", *arguments], capture_output=True, text=True, check=True
    )
    told = json.loads(next(line for line in done.stdout.splitlines() if line.startswith("{")))
    return Rate(
        told["requests"] / told["seconds"],
        told["p50"],
        told["p99"],
        told["requests"],
        told["failed"],
    )
