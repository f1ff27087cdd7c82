"""Starting and ending the process that holds the screens."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from bench.house import Cart, House
from bench.screens import Screen, as_json


def boards(house: House, count: int) -> list[Screen]:
    return [Screen("/kitchen/all", f"staff={house.staff_cookie}")] * count


def floor(house: House) -> Screen:
    return Screen("/floor/", f"staff={house.staff_cookie}")


def phones(carts: list[Cart]) -> list[Screen]:
    return [Screen("/orders", f"guest={cart.cookie}") for cart in carts]


@contextmanager
def watching(base: str, screens: list[Screen]) -> Iterator[None]:
    """All screens are connected inside the block."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.screens"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin
    assert process.stdout
    try:
        process.stdin.write(as_json(base, screens) + "\n")
        process.stdin.flush()
        if process.stdout.readline() != "ready\n":
            raise RuntimeError("the screens did not connect")
        yield
        if process.poll() is not None:
            raise RuntimeError("the server hung up on a screen")
    finally:
        process.kill()
        process.wait()
