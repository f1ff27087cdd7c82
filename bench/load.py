"""A loader in Python alone, for machines without wrk: `python -m bench.load` reads a job as JSON.

It costs more of the machine than wrk does, so rates are lower; ratios are of the same kind.
"""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import repeat
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Job:
    """`requests` are sent once each; with `again` the first is sent until the time is up."""

    host: str
    port: int
    seconds: float
    connections: int
    requests: list[str]
    again: bool


def get(url: str, headers: list[str]) -> str:
    """A whole request, as it goes over the wire."""
    return _request(url, "GET", headers)


def post(url: str, headers: list[str], body: str) -> str:
    form = "Content-Type: application/x-www-form-urlencoded"
    return _request(url, "POST", [*headers, form, f"Content-Length: {len(body)}"], body)


def run(
    url: str, requests: list[str], *, seconds: float, connections: int, again: bool
) -> dict[str, Any]:
    """In a process of its own: requests, seconds, p50, p99 (milliseconds), failed."""
    parts = urlsplit(url)
    job = Job(parts.hostname or "", parts.port or 80, seconds, connections, requests, again)
    done = subprocess.run(
        [sys.executable, "-m", "bench.load"],
        input=json.dumps(asdict(job)),
        capture_output=True,
        text=True,
        check=True,
    )
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _request(url: str, method: str, headers: list[str], body: str = "") -> str:
    parts = urlsplit(url)
    lines = [f"{method} {parts.path} HTTP/1.1", f"Host: {parts.netloc}", *headers, "", body]
    return "\r\n".join(lines)


async def _measure(job: Job) -> dict[str, Any]:
    waiting = iter(repeat(job.requests[0])) if job.again else iter(job.requests)
    waits: list[float] = []
    failed: list[int] = []
    start = time.monotonic()
    end = start + job.seconds
    hands = [_hand(job, waiting, end, waits, failed) for _ in range(job.connections)]
    await asyncio.gather(*hands)
    took = time.monotonic() - start
    waits.sort()
    return {
        "requests": len(waits),
        "seconds": took,
        "p50": _at(waits, 0.5),
        "p99": _at(waits, 0.99),
        "failed": len(failed),
    }


async def _hand(
    job: Job, waiting: Iterator[str], end: float, waits: list[float], failed: list[int]
) -> None:
    reader, writer = await asyncio.open_connection(job.host, job.port, limit=2**20)
    for request in waiting:
        asked = time.monotonic()
        if asked > end:
            break
        writer.write(request.encode())
        status = await _answer(reader)
        waits.append((time.monotonic() - asked) * 1000)
        if status >= 400:
            failed.append(status)
    writer.close()


async def _answer(reader: asyncio.StreamReader) -> int:
    """Reads the answer to its end; its status."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    status = int(head.split(" ", 2)[1])
    if "transfer-encoding: chunked" in head:
        while size := int(await reader.readline(), 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    elif status != 204 and "content-length: " in head:
        await reader.readexactly(int(head.split("content-length: ")[1].split("\r\n")[0]))
    return status


def _at(values: list[float], share: float) -> float:
    return values[min(len(values) - 1, int(len(values) * share))] if values else 0.0


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(_measure(Job(**json.loads(sys.stdin.read()))))))
