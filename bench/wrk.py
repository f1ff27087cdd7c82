"""As many requests as eight connections get through: by wrk, else by a loader of our own."""

import json
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bench import load
from bench.house import Cart

CONNECTIONS: Final = 8
SCRIPTS: Final = Path(__file__).parent
ACCEPTS: Final = "Accept-Encoding: gzip"


@dataclass(frozen=True)
class Rate:
    """Requests per second; latencies in milliseconds; `failed` are answers of 400 and above.

    `cpu` is the worker's processor time per request in milliseconds, where it was measured.
    """

    per_second: float
    p50: float
    p99: float
    count: int
    failed: int
    cpu: float | None = None


def loader() -> str:
    """Who makes the requests on this machine."""
    return "wrk" if shutil.which("wrk") else "Python's asyncio (wrk is not installed)"


def gets(url: str, *, cookie: str = "", seconds: float = 4) -> Rate:
    """As many GETs of one page as eight connections get through."""
    headers = [ACCEPTS, *([f"Cookie: {cookie}"] if cookie else [])]
    if not shutil.which("wrk"):
        return _own(url, [load.get(url, headers)], seconds=seconds, again=True)
    flags = [flag for header in headers for flag in ("-H", header)]
    return _wrk(url, seconds, flags, "report.lua", [])


def places(url: str, carts: Iterable[Cart], *, seconds: float, folder: Path) -> Rate:
    """POST each cart's order once, until the time or the carts are used up."""
    if not shutil.which("wrk"):
        return _own(url, [_sending(url, c) for c in carts], seconds=seconds, again=False)
    todo = folder / "carts.txt"
    todo.write_text("".join(f"{c.cookie} {c.key} {c.total}\n" for c in carts))
    return _wrk(f"{url}/orders", seconds, [], "orders.lua", [str(todo)])


def _sending(url: str, cart: Cart) -> str:
    body = f"key={cart.key}&seen_total={cart.total}"
    return load.post(f"{url}/orders", [f"Cookie: guest={cart.cookie}"], body)


def _own(url: str, requests: list[str], *, seconds: float, again: bool) -> Rate:
    return _rate(load.run(url, requests, seconds=seconds, connections=CONNECTIONS, again=again))


def _wrk(url: str, seconds: float, flags: list[str], script: str, arguments: list[str]) -> Rate:
    lasts = ["-t1", f"-c{CONNECTIONS}", f"-d{round(seconds)}s", "-s", str(SCRIPTS / script)]
    done = subprocess.run(
        ["wrk", *lasts, *flags, url, "--", *arguments], capture_output=True, text=True, check=True
    )
    return _rate(json.loads(next(ln for ln in done.stdout.splitlines() if ln.startswith("{"))))


def _rate(told: dict[str, Any]) -> Rate:
    per_second = told["requests"] / told["seconds"]
    return Rate(per_second, told["p50"], told["p99"], told["requests"], told["failed"])
