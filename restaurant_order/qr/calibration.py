"""A sheet that tells how far a printer is off: outlines of the labels, and a scale to read."""

from typing import Final

from restaurant_order.qr.design import Design
from restaurant_order.qr.drawing import Mark, Shape, circle, line, moved, rectangle
from restaurant_order.qr.formats import Spot, layout_of
from restaurant_order.qr.setting import set_words
from restaurant_order.qr.sheet import Page

REACH: Final = 5
"""Millimetres that the scale reads in each direction."""

INK: Final = "#111111"
OUTLINE: Final = 0.2
TICK: Final = 0.15


def calibration_page(design: Design) -> Page:
    """Where a label's real edge crosses the scale stands what to type as the shift.

    Raises SheetProblem as the layout does.
    """
    layout = layout_of(design)
    marks: list[Mark] = [_outline(spot, design) for spot in layout.trims]
    first = layout.trims[0]
    marks += _across(first)
    marks += _down(first)
    page = moved(tuple(marks), design.shift_x, design.shift_y)
    return Page(layout.width, layout.height, (page,), (), None, 0, ())


def _outline(spot: Spot, design: Design) -> Shape:
    if design.is_round:
        radius = spot.width / 2
        return Shape(
            circle(spot.x + radius, spot.y + spot.height / 2, radius), stroke=INK, width=OUTLINE
        )
    return Shape(rectangle(spot.x, spot.y, spot.width, spot.height), stroke=INK, width=OUTLINE)


def _across(spot: Spot) -> list[Mark]:
    """Around the left edge, at half the label's height."""
    y = spot.y + spot.height / 2
    marks: list[Mark] = []
    for number in range(-REACH, REACH + 1):
        x, length = spot.x + number, _length(number)
        marks.append(Shape(line(x, y - length, x, y), stroke=INK, width=TICK))
        if number % REACH == 0 and x > 1:
            marks += _number(number, x - 2, y + 0.3)
    return marks


def _down(spot: Spot) -> list[Mark]:
    """Around the upper edge, in the middle of the label."""
    x = spot.x + spot.width / 2
    marks: list[Mark] = []
    for number in range(-REACH, REACH + 1):
        y, length = spot.y + number, _length(number)
        marks.append(Shape(line(x - length, y, x, y), stroke=INK, width=TICK))
        if number % REACH == 0:
            marks += _number(number, x + 0.5, y - 1.5)
    return marks


def _length(number: int) -> float:
    return 4.0 if number % REACH == 0 else 2.0


def _number(number: int, x: float, y: float) -> tuple[Mark, ...]:
    return set_words(str(number), x=x, y=y, width=4, height=3, colour=INK, most_lines=1)
