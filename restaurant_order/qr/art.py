"""A code as marks: module and corner shapes that scanners still read."""

from typing import Final

from restaurant_order.qr.codes import QUIET_ZONE, Code
from restaurant_order.qr.design import Corners, Design, Modules
from restaurant_order.qr.drawing import (
    Command,
    Group,
    Logo,
    Mark,
    Path,
    Shape,
    circle,
    rectangle,
    rounded,
)

DOT: Final = 0.92
"""A dot's diameter in modules; smaller ones grey out on a cheap printer."""

BAR: Final = 0.92
"""A bar's thickness in modules."""


def draw_code(code: Code, design: Design, *, x: float, y: float, size: float) -> Group:
    """`size` includes the quiet zone, which is painted in the ground's colour."""
    module = size / code.full_size
    marks: list[Mark] = [
        Shape(rectangle(-QUIET_ZONE, -QUIET_ZONE, code.full_size, code.full_size), design.ground),
        _modules(code, design),
        *(_finder(fx, fy, design) for fx, fy in code.finders),
    ]
    if code.hole:
        start = (code.size - code.hole) / 2
        marks.append(Logo(start + 0.5, start + 0.5, code.hole - 1, code.hole - 1))
    start_x, start_y = x + QUIET_ZONE * module, y + QUIET_ZONE * module
    return Group(tuple(marks), (module, 0, 0, module, start_x, start_y))


def _modules(code: Code, design: Design) -> Shape:
    if design.modules is Modules.SQUARE:
        return Shape(
            tuple(("R", (x, y, length, 1)) for x, y, length in _runs(code)), fill=design.ink
        )
    if design.modules is Modules.DOTS:
        dots = tuple(_stroke(x, y, 1) for x, y, length in _runs(code) for x in range(x, x + length))
        return Shape(_joined(dots), stroke=design.ink, width=DOT, is_round=True)
    bars = tuple(_stroke(x, y, length) for x, y, length in _runs(code))
    return Shape(_joined(bars), stroke=design.ink, width=BAR, is_round=True)


def _stroke(x: int, y: int, length: int) -> Path:
    """From the middle of the first module to that of the last."""
    return (("M", (x + 0.5, y + 0.5)), ("L", (x + length - 0.5, y + 0.5)))


def _joined(paths: tuple[Path, ...]) -> Path:
    return tuple(command for path in paths for command in path)


def _runs(code: Code) -> list[tuple[int, int, int]]:
    """Dark modules that touch in a row: x, y, how many."""
    found = []
    for y in range(code.size):
        x = 0
        while x < code.size:
            start = x
            while x < code.size and code.is_dark(x, y):
                x += 1
            if x > start:
                found.append((start, y, x - start))
            x += 1
    return found


def _finder(x: float, y: float, design: Design) -> Shape:
    """The ring and the square in it, in the proportions 1:1:3:1:1 that scanners look for.

    A ring that is a circle is missed from the side, and some readers want it nearly square; so
    the round style rounds what is inside.
    """
    path: tuple[Command, ...]
    if design.corners is Corners.ROUND:
        path = (
            *rounded(x, y, 7, 7, 0.8),
            *rounded(x + 1, y + 1, 5, 5, 0.4),
            *circle(x + 3.5, y + 3.5, 1.6),
        )
    elif design.corners is Corners.ROUNDED:
        path = (
            *rounded(x, y, 7, 7, 0.9),
            *rounded(x + 1, y + 1, 5, 5, 0.5),
            *rounded(x + 2, y + 2, 3, 3, 0.5),
        )
    else:
        path = (
            *rectangle(x, y, 7, 7),
            *rectangle(x + 1, y + 1, 5, 5),
            *rectangle(x + 2, y + 2, 3, 3),
        )
    return Shape(path, fill=design.ink, even_odd=True)
