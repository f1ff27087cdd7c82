"""Speed of printing: 500 tables as A4 grid PDF, each code read back, on two cores.

python -m bench.sheets [tables]
"""

import resource
import secrets
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

import msgspec

from restaurant_order.qr.cards import Card, House
from restaurant_order.qr.codes import short_form
from restaurant_order.qr.design import Design
from restaurant_order.qr.work import Job, run
from restaurant_order.venue.rules import new_code

AIM: Final = 10.0
"""Seconds for 500 tables."""


def measure(tables: int = 500) -> tuple[float, float, int]:
    """Seconds, megabytes of the largest process, bytes of the file. Raises when a code fails."""
    cards = [
        Card(
            number, f"T{number}", f"Area {number // 50}",
            short_form("https://order.example.com", new_code()), secrets.token_hex(4),
        )
        for number in range(1, tables + 1)
    ]  # fmt: skip
    calls = {"en": "Scan to see the menu and order", "zh-Hans": "扫码看菜单、点餐"}
    job = Job(
        design=Design(columns=3, rows=4, calls=calls),
        house=House("Casa Lupo", "order.example.com"),
        cards=cards,
    )
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "job.json").write_bytes(msgspec.json.encode(job))
        begun = time.perf_counter()
        end = run(Path(folder))
        took = time.perf_counter() - begun
        if end.state != "done":
            raise RuntimeError(f"not printed: {end.findings}")
        size = (Path(folder) / "result.pdf").stat().st_size
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    memory = max(resource.getrusage(kind).ru_maxrss for kind in kinds) / 1024
    return took, memory, size


def main() -> int:
    tables = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    took, memory, size = measure(tables)
    sys.stdout.write(
        f"sheets: {tables} tables, read back: {took:.1f} s (aim {AIM:.0f} s for 500),"
        f" {memory:.0f} MB, {size / 1e6:.1f} MB of PDF\n"
    )
    return int(tables <= 500 and took > AIM)


if __name__ == "__main__":
    sys.exit(main())
