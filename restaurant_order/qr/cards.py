"""One face: where code, words, logo and Wi-Fi stand in a box of a given size."""

from dataclasses import dataclass, field
from typing import Final

from restaurant_order.qr.art import draw_code
from restaurant_order.qr.codes import Code, Correction, make_code, wifi_text
from restaurant_order.qr.colours import contrast, readable_on
from restaurant_order.qr.design import Design, Frame, LogoPlace
from restaurant_order.qr.drawing import (
    Group,
    Logo,
    Mark,
    Path,
    Shape,
    circle,
    line,
    rectangle,
    rounded,
)
from restaurant_order.qr.lettering import BOLD, REGULAR
from restaurant_order.qr.problems import SheetProblem
from restaurant_order.qr.setting import START, set_words

LOGO_SHARE: Final = 0.19
"""Of the code's side that a logo in the middle takes: 4 % of its area, of 30 that may be lost."""

SEMIBOLD: Final = 600
LOW_LABEL: Final = 32.0
"""Millimetres of height below which a label has no room for the house's name."""

SMALLEST_ROW: Final = 2.4
"""Millimetres that a line of words takes at the least."""

SMALL_STICKER: Final = 60.0
"""Millimetres below which a card has room for one call and no Wi-Fi."""


@dataclass(frozen=True, slots=True)
class House:
    """What all cards of a restaurant share. `logo_ratio`: width by height, 0 without one."""

    name: str
    web_address: str
    logo_ratio: float = 0.0


@dataclass(frozen=True, slots=True)
class Card:
    """What one table's card says. `typed`: the code for people without a camera."""

    table_id: int
    name: str
    area: str
    address: str
    typed: str = ""

    @property
    def label(self) -> str:
        return self.name or self.typed


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Face:
    """A box of one size, laid out once for all tables; boxes of no height hold nothing."""

    still: tuple[Mark, ...]
    code: Box
    name: Box
    typed: Box
    name_align: str = "middle"
    wifi: Box | None = None


@dataclass(slots=True)
class _Rows:
    """Boxes one below the other."""

    box: Box
    y: float = 0.0
    marks: list[Mark] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.y = self.box.y

    def take(self, height: float) -> Box:
        taken = Box(self.box.x, self.y, self.box.width, height)
        self.y += height
        return taken


def correction_for(design: Design) -> Correction:
    """The least: with a logo in the middle nearly a third may be lost, else a quarter."""
    return Correction.H if design.logo is LogoPlace.MIDDLE else Correction.Q


def code_for(address: str, design: Design) -> Code:
    share = LOGO_SHARE if design.logo is LogoPlace.MIDDLE else 0.0
    return make_code(address, correction=correction_for(design), hole_share=share)


def lay_out(width: float, height: float, design: Design, house: House) -> Face:
    """Raises SheetProblem for words that do not fit and Wi-Fi that has no room."""
    if design.wifi_network and (design.is_round or min(width, height) < SMALL_STICKER):
        raise SheetProblem("no_room_for_wifi")
    if design.is_round:
        return _round(width, design, house)
    if width > 1.22 * height:
        return _landscape(width, height, design, house)
    return _portrait(width, height, design, house)


def draw_face(face: Face, card: Card, code: Code, design: Design) -> tuple[Mark, ...]:
    name = set_words(
        card.name if design.shows_name else "",
        x=face.name.x, y=face.name.y, width=face.name.width, height=face.name.height,
        colour=design.ink, weight=BOLD, align=face.name_align, most_lines=1,
    )  # fmt: skip
    typed = set_words(
        spaced(card.typed) if design.shows_typed else "",
        x=face.typed.x, y=face.typed.y, width=face.typed.width, height=face.typed.height,
        colour=design.ink, weight=SEMIBOLD, align=face.name_align, most_lines=1,
    )  # fmt: skip
    box = face.code
    drawn = draw_code(code, design, x=box.x, y=box.y, size=box.width)
    return (Group(face.still), drawn, *name, *typed)


def spaced(typed: str) -> str:
    """`K7M2PQ4X` -> `K7M2 PQ4X`, easier to type."""
    half = (len(typed) + 1) // 2
    return f"{typed[:half]} {typed[half:]}".strip().upper()


def _portrait(width: float, height: float, design: Design, house: House) -> Face:
    """Logo or name, calls, code, the table's name, the typed code: from top to bottom."""
    marks, inner = _grounded(width, height, design)
    calls = _calls(design, width, height)
    if design.frame is Frame.BAND and calls:
        band = 0.15 * height
        marks += _band(0, -design.bleed, width, band + design.bleed, calls.pop(0), design)
        top = band + 0.02 * height
        inner = Box(inner.x, top, inner.width, inner.y + inner.height - top)
    rows, unit = _Rows(inner), height / 100
    _head(rows, design, house, 6.6 * unit)
    for number, call in enumerate(calls):
        box = rows.take((5.8 if number == 0 else 4.8) * unit)
        marks += _say(call, box, design, SEMIBOLD if number == 0 else REGULAR)
    foot = (13 * unit if design.shows_name else 0) + (9 * unit if design.shows_typed else 0)
    code_row = rows.take(inner.y + inner.height - rows.y - foot)
    code, wifi, drawn = _codes_in(code_row, design)
    name = rows.take(13 * unit if design.shows_name else 0)
    typed = rows.take(5.1 * unit if design.shows_typed else 0)
    where = rows.take(3.9 * unit if design.shows_typed else 0)
    marks += [*rows.marks, *drawn, *_fine(house.web_address, where, design)]
    return Face(tuple(marks), code, name, typed, wifi=wifi)


def _landscape(width: float, height: float, design: Design, house: House) -> Face:
    """The code on one side, on the other the words: read at a glance across a table."""
    marks, inner = _grounded(width, height, design)
    calls = _calls(design, width, height)
    if design.frame is Frame.BAND and calls:
        band = 0.16 * height
        marks += _band(0, height - band, width, band + design.bleed, calls.pop(0), design)
        inner = Box(inner.x, inner.y, inner.width, height - band - inner.y - 0.02 * height)
    side = min(inner.height, 0.53 * inner.width)
    code = Box(inner.x, inner.y + (inner.height - side) / 2, side, side)
    gap = 0.03 * width
    column = Box(inner.x + side + gap, inner.y, inner.width - side - gap, inner.height)
    unit = inner.height / 100
    typed_height = max(9 * unit, SMALLEST_ROW) if design.shows_typed else 0
    where_height = 6 * unit if design.shows_typed else 0
    foot = typed_height + where_height + unit + (31 * unit if design.wifi_network else 0)
    rows = _Rows(Box(column.x, column.y + 3 * unit, column.width, column.height - 6 * unit))
    if height >= LOW_LABEL:
        _head(rows, design, house, (8 if design.wifi_network else 11) * unit, START)
    room = column.y + column.height - 3 * unit - rows.y - foot
    heights = [max(9.5 * unit, SMALLEST_ROW)] + [7.5 * unit] * 5
    spoken = min(sum(heights[: len(calls)]), 0.5 * room)
    scale = spoken / (sum(heights[: len(calls)]) or 1)
    name = rows.take(min(room - spoken, 44 * unit) if design.shows_name else 0)
    for number, call in enumerate(calls):
        box = rows.take(heights[number] * scale)
        marks += _say(call, box, design, SEMIBOLD if number == 0 else REGULAR, START)
    wifi, drawn = _wifi_beside(column, rows, design, unit)
    low = column.y + column.height - 3 * unit
    typed = Box(column.x, low - where_height - typed_height, column.width, typed_height)
    where = Box(column.x, low - where_height, column.width, where_height)
    marks += [*rows.marks, *drawn, *_fine(house.web_address, where, design, START)]
    return Face(tuple(marks), code, name, typed, START, wifi)


def _round(size: float, design: Design, house: House) -> Face:
    """Name above, code in the middle, call and typed code below, within the circle."""
    marks: list[Mark] = []
    middle = size / 2
    if design.ground != "#ffffff":
        marks.append(Shape(circle(middle, middle, middle + design.bleed), design.ground))
    if design.frame is not Frame.NONE:
        thick = 0.6 if design.frame is Frame.LINE else 0.03 * size
        ring = circle(middle, middle, middle - 0.025 * size - thick / 2)
        marks.append(Shape(ring, stroke=design.accent, width=thick))
    side = 0.56 * size
    top = middle - side / 2 + 0.005 * size
    code = Box(middle - side / 2, top, side, side)
    has_logo = design.logo is LogoPlace.ABOVE and house.logo_ratio
    name = _within(size, 0.085 * size, top + 0.02 * size if design.shows_name else 0)
    if has_logo:
        logo = _within(size, 0.075 * size, 0.165 * size)
        marks.append(_logo_in(logo, house.logo_ratio, "middle"))
        name = _within(size, 0.155 * size, top + 0.025 * size if design.shows_name else 0)
    below = top + side - 0.015 * size
    for call in _calls(design, size, size)[:1]:
        marks += _say(call, _within(size, below, below + 0.085 * size), design, SEMIBOLD)
        below += 0.08 * size
    typed = _within(size, below, below + 0.075 * size if design.shows_typed else 0)
    return Face(tuple(marks), code, name, typed)


def _within(size: float, top: float, bottom: float) -> Box:
    """The widest box between two heights of a circle, clear of its edge."""
    if bottom <= top:
        return Box(0, top, 0, 0)
    radius = 0.455 * size
    farthest = max(abs(top - size / 2), abs(bottom - size / 2))
    half = max(radius**2 - farthest**2, 0) ** 0.5
    return Box(size / 2 - half, top, 2 * half, bottom - top)


def _grounded(width: float, height: float, design: Design) -> tuple[list[Mark], Box]:
    """The card's ground and frame, and the room inside."""
    marks: list[Mark] = []
    over = design.bleed
    if design.ground != "#ffffff":
        ground = rectangle(-over, -over, width + 2 * over, height + 2 * over)
        marks.append(Shape(ground, design.ground))
    short = min(width, height)
    if design.frame is Frame.LINE:
        inset = max(0.028 * short, 1.6)
        path: Path = rounded(inset, inset, width - 2 * inset, height - 2 * inset, 0.05 * short)
        marks.append(Shape(path, stroke=design.accent, width=max(0.008 * short, 0.4)))
    pad = max(0.062 * short, 2.6)
    return marks, Box(pad, pad, width - 2 * pad, height - 2 * pad)


def _band(
    x: float, y: float, width: float, height: float, call: str, design: Design
) -> tuple[Mark, ...]:
    over = design.bleed
    ground = Shape(rectangle(x - over, y, width + 2 * over, height), design.accent)
    words_y = y + (over if y < 0 else 0)
    words = set_words(
        call,
        x=x + 0.06 * width, y=words_y + 0.2 * (height - over), width=0.88 * width,
        height=0.6 * (height - over), colour=readable_on(design.accent), weight=SEMIBOLD,
    )  # fmt: skip
    return (ground, *words)


def _calls(design: Design, width: float, height: float) -> list[str]:
    """A sticker has room for one language."""
    said = list(dict.fromkeys(call for call in design.calls.values() if call))
    return said[:1] if min(width, height) < SMALL_STICKER or design.is_round else said


def _head(rows: _Rows, design: Design, house: House, height: float, align: str = "middle") -> None:
    if design.logo is LogoPlace.ABOVE and house.logo_ratio:
        box = rows.take(1.7 * height)
        rows.marks.append(_logo_in(box, house.logo_ratio, align))
        rows.take(0.2 * height)
    elif house.name:
        rows.marks += set_words(
            house.name, x=rows.box.x, y=rows.y, width=rows.box.width, height=height,
            colour=_speaking(design), weight=BOLD, align=align,
        )  # fmt: skip
        rows.take(1.05 * height)


def _logo_in(box: Box, ratio: float, align: str) -> Logo:
    width = min(box.width, box.height * ratio)
    height = width / ratio
    x = box.x if align == START else box.x + (box.width - width) / 2
    return Logo(x, box.y + (box.height - height) / 2, width, height)


def _say(
    call: str, box: Box, design: Design, weight: int, align: str = "middle"
) -> tuple[Mark, ...]:
    return set_words(
        call, x=box.x, y=box.y, width=box.width, height=box.height,
        colour=design.ink, weight=weight, align=align,
    )  # fmt: skip


def _fine(text: str, box: Box, design: Design, align: str = "middle") -> tuple[Mark, ...]:
    """The address for the typed code. A small card does without: who types sees it elsewhere."""
    try:
        return set_words(
            text, x=box.x, y=box.y, width=box.width, height=box.height,
            colour=design.ink, align=align, most_lines=1,
        )  # fmt: skip
    except SheetProblem as problem:
        if problem.finding.code == "text_does_not_fit":
            return ()
        raise


def _codes_in(row: Box, design: Design) -> tuple[Box, Box | None, tuple[Mark, ...]]:
    """The table's code in the middle; with Wi-Fi both side by side."""
    if not design.wifi_network:
        side = min(row.height, row.width)
        x = row.x + (row.width - side) / 2
        return Box(x, row.y + (row.height - side) / 2, side, side), None, ()
    gap = 0.03 * row.width
    side = min(row.height, 0.6 * row.width)
    small = min(0.62 * side, row.width - side - gap)
    x = row.x + (row.width - side - gap - small) / 2
    y = row.y + (row.height - side) / 2
    box = Box(x + side + gap, y + (side - small) / 2 - 0.06 * side, small, small)
    return Box(x, y, side, side), box, _wifi(box, design, side)


def _wifi_beside(
    column: Box, rows: _Rows, design: Design, unit: float
) -> tuple[Box | None, tuple[Mark, ...]]:
    if not design.wifi_network:
        return None, ()
    small = 30 * unit
    top = column.y + column.height - small - (19 if design.shows_typed else 3) * unit
    box = Box(column.x, max(top, rows.y), small, small)
    beside = Box(box.x + small + 2 * unit, box.y, column.width - small - 2 * unit, small)
    words = set_words(
        "Wi-Fi", x=beside.x, y=beside.y + 6 * unit, width=beside.width, height=11 * unit,
        colour=design.ink, weight=BOLD, align=START, most_lines=1,
    ) + set_words(
        design.wifi_network, x=beside.x, y=beside.y + 17 * unit, width=beside.width,
        height=9 * unit, colour=design.ink, align=START, most_lines=1,
    )  # fmt: skip
    return box, (*_wifi_code(box, design), *words)


def _wifi(box: Box, design: Design, side: float) -> tuple[Mark, ...]:
    below = box.y + box.height
    words = set_words(
        "Wi-Fi", x=box.x, y=below, width=box.width, height=0.11 * side,
        colour=design.ink, weight=BOLD, most_lines=1,
    ) + set_words(
        design.wifi_network, x=box.x, y=below + 0.11 * side, width=box.width,
        height=0.09 * side, colour=design.ink, most_lines=1,
    )  # fmt: skip
    rule = Shape(
        line(box.x - 0.02 * side, box.y, box.x - 0.02 * side, below + 0.18 * side),
        stroke=design.accent, width=0.25,
    )  # fmt: skip
    return (*_wifi_code(box, design), rule, *words)


def wifi_code(design: Design) -> Code:
    text = wifi_text(design.wifi_network, design.wifi_password)
    return make_code(text, correction=Correction.Q)


def _wifi_code(box: Box, design: Design) -> tuple[Mark, ...]:
    return (draw_code(wifi_code(design), design, x=box.x, y=box.y, size=box.width),)


def _speaking(design: Design) -> str:
    """The accent, where it can be read on the ground."""
    return design.accent if contrast(design.accent, design.ground) >= 3 else design.ink
