"""What a page is drawn of, in millimetres from its upper left corner, whatever file it becomes."""

from dataclasses import dataclass
from typing import Final

Command = tuple[str, tuple[float, ...]]
"""M x y, L x y, C x1 y1 x2 y2 x y, Z; R x y width height."""

Path = tuple[Command, ...]
Matrix = tuple[float, float, float, float, float, float]

AS_IT_IS: Final[Matrix] = (1, 0, 0, 1, 0, 0)
ROUND: Final = 0.5523
"""How far a Bézier's handles reach to draw a quarter of a circle of radius 1."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Filled, or a line of a `width`; `dash` in mm; lines end round where `is_round`."""

    path: Path
    fill: str = ""
    stroke: str = ""
    width: float = 0.0
    dash: tuple[float, ...] = ()
    is_round: bool = False
    matrix: Matrix = AS_IT_IS
    even_odd: bool = False


@dataclass(frozen=True, slots=True)
class Logo:
    """Where the restaurant's logo is drawn."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Marks moved together. Those left where they are stand on every card, and are written once."""

    marks: "tuple[Mark, ...]"
    matrix: Matrix = AS_IT_IS


Mark = Shape | Logo | Group


def moved(marks: "tuple[Mark, ...]", x: float, y: float) -> Group:
    return Group(marks, (1, 0, 0, 1, x, y))


def rectangle(x: float, y: float, width: float, height: float) -> Path:
    return (("R", (x, y, width, height)),)


def line(x1: float, y1: float, x2: float, y2: float) -> Path:
    return (("M", (x1, y1)), ("L", (x2, y2)))


def rounded(x: float, y: float, width: float, height: float, radius: float) -> Path:
    """A rectangle with round corners."""
    r = min(radius, width / 2, height / 2)
    k = r * (1 - ROUND)
    right, bottom = x + width, y + height
    return (
        ("M", (x + r, y)),
        ("L", (right - r, y)),
        ("C", (right - k, y, right, y + k, right, y + r)),
        ("L", (right, bottom - r)),
        ("C", (right, bottom - k, right - k, bottom, right - r, bottom)),
        ("L", (x + r, bottom)),
        ("C", (x + k, bottom, x, bottom - k, x, bottom - r)),
        ("L", (x, y + r)),
        ("C", (x, y + k, x + k, y, x + r, y)),
        ("Z", ()),
    )


def circle(x: float, y: float, radius: float) -> Path:
    return rounded(x - radius, y - radius, 2 * radius, 2 * radius, radius)
