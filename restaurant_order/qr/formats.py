"""Paper, and where on it each card lies. Millimetres; a card's box is what remains when cut."""

from dataclasses import dataclass
from itertools import product
from typing import Final

from restaurant_order.qr.design import Design, Format, Paper

PAPERS: Final = {Paper.A4: (210.0, 297.0), Paper.LETTER: (215.9, 279.4)}

MARGIN: Final = 10.0
"""Of a grid: printers cannot print to the paper's edge, and the crop marks stand here."""

MARK_LENGTH: Final = 5.0
MARK_GAP: Final = 1.5
"""Between a card's corner (or its bleed) and the crop mark."""

TENTS: Final = {Format.TENT_A6: (148.0, 105.0), Format.TENT_A5: (210.0, 148.5)}
"""One face."""

COASTER_SIDE: Final = 94.0


@dataclass(frozen=True, slots=True)
class Spot:
    """Where one card's face lies. `is_head_down`: turned around, as behind a tent's fold."""

    x: float
    y: float
    width: float
    height: float
    is_head_down: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """`cards` hold one or two faces each; `trims` are cut, `folds` (x1, y1, x2, y2) folded.

    `is_single`: the page is one finished piece with bleed around it, as print shops want it.
    """

    width: float
    height: float
    cards: tuple[tuple[Spot, ...], ...]
    trims: tuple[Spot, ...]
    folds: tuple[tuple[float, float, float, float], ...] = ()
    is_single: bool = False


def layout_of(design: Design) -> Layout:
    if design.format is Format.GRID:
        return _grid(design)
    if design.format in TENTS:
        return _tents(design)
    if design.format in LABELS:
        return _labels(design)
    if design.format is Format.POSTER:
        width, height = PAPERS[design.paper]
        return _single(design, width, height)
    return _single(design, COASTER_SIDE, COASTER_SIDE)


def _grid(design: Design) -> Layout:
    """Cards side by side; with bleed each has its own, else they share their cuts."""
    width, height = PAPERS[design.paper]
    gap = 2 * design.bleed
    across = (width - 2 * MARGIN - (design.columns - 1) * gap) / design.columns
    down = (height - 2 * MARGIN - (design.rows - 1) * gap) / design.rows
    spots = tuple(
        Spot(MARGIN + column * (across + gap), MARGIN + row * (down + gap), across, down)
        for row, column in product(range(design.rows), range(design.columns))
    )
    return Layout(width, height, tuple((spot,) for spot in spots), spots)


@dataclass(frozen=True, slots=True)
class Labels:
    """A sheet of labels: how many, from where, and from one to the next."""

    columns: int
    rows: int
    size: float
    pitch_x: float
    pitch_y: float


LABELS: Final = {
    Format.STICKER_50: Labels(3, 5, 50.0, 60.0, 55.0),
    Format.STICKER_50_ROUND: Labels(3, 5, 50.0, 60.0, 55.0),
    Format.STICKER_70: Labels(2, 3, 70.0, 90.0, 85.0),
    Format.STICKER_70_ROUND: Labels(2, 3, 70.0, 90.0, 85.0),
}
"""Centred on the paper, as label sheets are; what is left over is made up for by the shift."""


def _labels(design: Design) -> Layout:
    labels = LABELS[design.format]
    width, height = PAPERS[design.paper]
    rows = min(labels.rows, int((height - labels.size - 4) // labels.pitch_y) + 1)
    left = (width - (labels.columns - 1) * labels.pitch_x - labels.size) / 2
    top = (height - (rows - 1) * labels.pitch_y - labels.size) / 2
    spots = tuple(
        Spot(left + column * labels.pitch_x, top + row * labels.pitch_y, labels.size, labels.size)
        for row, column in product(range(rows), range(labels.columns))
    )
    return Layout(width, height, tuple((spot,) for spot in spots), spots)


def _tents(design: Design) -> Layout:
    """Two faces, the upper one head down, folded between. On a printer of the house two A6 tents
    share a sheet of A4 or Letter; with bleed each is a page of its own."""
    face_width, face_height = TENTS[design.format]
    if design.bleed:
        single = _single(design, face_width, 2 * face_height)
        whole = single.trims[0]
        return Layout(
            single.width,
            single.height,
            (_faces(whole.x, whole.y, face_width, face_height),),
            single.trims,
            _fold(whole.x, whole.y, face_width, face_height),
            is_single=True,
        )
    width, height = PAPERS[design.paper]
    if design.format is Format.TENT_A5:
        return _tents_on(width, height, 1, min(face_width, width), min(face_height, height / 2))
    return _tents_on(height, width, 2, min(face_width, height / 2), min(face_height, width / 2))


def _tents_on(
    width: float, height: float, count: int, face_width: float, face_height: float
) -> Layout:
    left, top = (width - count * face_width) / 2, (height - 2 * face_height) / 2
    starts = [left + number * face_width for number in range(count)]
    return Layout(
        width,
        height,
        tuple(_faces(x, top, face_width, face_height) for x in starts),
        tuple(Spot(x, top, face_width, 2 * face_height) for x in starts),
        tuple(fold for x in starts for fold in _fold(x, top, face_width, face_height)),
    )


def _faces(x: float, y: float, width: float, height: float) -> tuple[Spot, ...]:
    upper = Spot(x, y, width, height, is_head_down=True)
    return (upper, Spot(x, y + height, width, height))


def _fold(
    x: float, y: float, width: float, height: float
) -> tuple[tuple[float, float, float, float], ...]:
    return ((x, y + height, x + width, y + height),)


def _single(design: Design, width: float, height: float) -> Layout:
    """A page as large as the finished piece, its bleed and its crop marks."""
    room = design.bleed + (MARK_GAP + MARK_LENGTH if design.bleed and design.has_marks else 0)
    spot = Spot(room, room, width, height)
    return Layout(width + 2 * room, height + 2 * room, ((spot,),), (spot,), is_single=True)
