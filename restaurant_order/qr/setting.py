"""Words set into a box: as large as they fit, in one line or two."""

from typing import Final

from restaurant_order.qr.drawing import Mark, Shape
from restaurant_order.qr.lettering import REGULAR, Line, set_line
from restaurant_order.qr.problems import SheetProblem

SMALLEST: Final = 1.55
"""Millimetres of the letters' size, 4.4 points: print that can just be read."""

LEADING: Final = 1.28
CAPITALS: Final = 0.357
"""Half the height of a capital, so that letters stand in the middle of their row."""

START, MIDDLE = "start", "middle"


def set_words(
    text: str,
    *,
    x: float,
    y: float,
    width: float,
    height: float,
    colour: str,
    weight: int = REGULAR,
    align: str = MIDDLE,
    most_lines: int = 2,
) -> tuple[Mark, ...]:
    """Raises SheetProblem when the text cannot be read at a size that fits."""
    if not text or height <= 0 or width <= 0:
        return ()
    lines, size = max(
        ((lines, _size(lines, width, height)) for lines in _broken(text, weight, most_lines)),
        key=lambda pair: pair[1],
    )
    if size < SMALLEST:
        raise SheetProblem("text_does_not_fit", text=text)
    top = y + height / 2 - (len(lines) - 1) * size * LEADING / 2
    return tuple(
        Shape(
            line.path,
            fill=colour,
            matrix=(
                size, 0, 0, size,
                x + ((width - line.width * size) / 2 if align == MIDDLE else 0),
                top + number * size * LEADING + CAPITALS * size,
            ),
        )
        for number, line in enumerate(lines)
    )  # fmt: skip


def _size(lines: list[Line], width: float, height: float) -> float:
    widest = max(line.width for line in lines) or 1.0
    return min(width / widest, height / (LEADING * len(lines)))


def _broken(text: str, weight: int, most_lines: int) -> list[list[Line]]:
    """The text as it is, and cut in two where that may be done, nearest to the middle."""
    ways = [[set_line(text, weight)]]
    places = [i for i in range(1, len(text)) if _may_break(text, i)]
    if most_lines > 1 and places:
        cut = min(places, key=lambda place: abs(place - len(text) / 2))
        ways.append([set_line(part.strip(), weight) for part in (text[:cut], text[cut:])])
    return ways


def _may_break(text: str, place: int) -> bool:
    """At a space, and between Chinese signs, but before no closing mark."""
    if text[place] == " ":
        return True
    return all("\u3400" <= char <= "\u9fff" for char in text[place - 1 : place + 1])
