"""Paper, and where on it each card lies. Millimetres; a card's box is what remains when cut."""

from dataclasses import dataclass
from itertools import product
from typing import Final

from restaurant_order.qr.design import STICKERS, Design, Format, LabelSheet, Paper
from restaurant_order.qr.problems import SheetProblem

PAPERS: Final = {Paper.A4: (210.0, 297.0), Paper.LETTER: (215.9, 279.4)}

MARGIN: Final = 10.0
"""Of a grid: printers cannot print to the paper's edge, and the crop marks stand here."""

MARK_LENGTH: Final = 5.0
MARK_GAP: Final = 1.5
"""Between a card's corner (or its bleed) and the crop mark."""

TENTS: Final = {Format.TENT_A6: (148.0, 105.0), Format.TENT_A5: (210.0, 148.5)}
"""One face."""

COASTER_SIDE: Final = 94.0

TOLERANCE: Final = 0.5
"""Millimetres that makers round their labels' measures by."""


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
    if design.format in STICKERS:
        return _labels(labels_of(design))
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
    """A sheet of labels: how many, how large, where the first lies, from one to the next."""

    paper: Paper
    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    pitch_x: float
    pitch_y: float


SHEETS: Final = {
    LabelSheet.AVERY_L7160: Labels(Paper.A4, 3, 7, 63.5, 38.1, 7.21, 15.15, 66.04, 38.1),
    LabelSheet.AVERY_L7163: Labels(Paper.A4, 2, 7, 99.1, 38.1, 4.65, 15.15, 101.6, 38.1),
    LabelSheet.AVERY_L7165: Labels(Paper.A4, 2, 4, 99.1, 67.7, 4.65, 13.1, 101.6, 67.7),
    LabelSheet.AVERY_5160: Labels(Paper.LETTER, 3, 10, 66.675, 25.4, 4.7625, 12.7, 69.85, 25.4),
    LabelSheet.AVERY_5163: Labels(Paper.LETTER, 2, 5, 101.6, 50.8, 3.969, 12.7, 106.363, 50.8),
    LabelSheet.AVERY_22806: Labels(Paper.LETTER, 3, 4, 50.8, 50.8, 15.875, 15.875, 66.675, 65.617),
    LabelSheet.HERMA_4614: Labels(Paper.A4, 3, 8, 66.0, 33.8, 5.7, 13.0, 66.0, 33.8),
    LabelSheet.HERMA_5028: Labels(Paper.A4, 2, 5, 83.8, 50.8, 18.6, 22.0, 89.2, 50.8),
}
"""Measures as their makers state them; for the tenths that sheets differ by there is the shift."""

STICKER_SIDES: Final = {
    Format.STICKER_50: (3, 5, 50.0, 60.0, 55.0),
    Format.STICKER_50_ROUND: (3, 5, 50.0, 60.0, 55.0),
    Format.STICKER_70: (2, 3, 70.0, 90.0, 85.0),
    Format.STICKER_70_ROUND: (2, 3, 70.0, 90.0, 85.0),
}
"""Columns, rows, side, pitch; centred on the paper."""


def labels_of(design: Design) -> Labels:
    """Raises SheetProblem for labels of one's own that lie on each other or beside the paper."""
    if design.format in STICKER_SIDES:
        return _centred(design)
    if design.labels is not LabelSheet.OWN:
        return SHEETS[design.labels]
    own = Labels(
        design.paper, design.columns, design.rows, design.label_width, design.label_height,
        design.label_left, design.label_top, design.pitch_x, design.pitch_y,
    )  # fmt: skip
    width, height = PAPERS[own.paper]
    right = own.left + (own.columns - 1) * own.pitch_x + own.width
    bottom = own.top + (own.rows - 1) * own.pitch_y + own.height
    if right > width + TOLERANCE or bottom > height + TOLERANCE:
        raise SheetProblem("labels_off_paper", right=round(right, 1), bottom=round(bottom, 1))
    is_crowded = (own.columns > 1 and own.pitch_x < own.width) or (
        own.rows > 1 and own.pitch_y < own.height
    )
    if is_crowded:
        raise SheetProblem("labels_overlap")
    return own


def _centred(design: Design) -> Labels:
    columns, rows, side, pitch_x, pitch_y = STICKER_SIDES[design.format]
    width, height = PAPERS[design.paper]
    rows = min(rows, int((height - side - 4) // pitch_y) + 1)
    left = (width - (columns - 1) * pitch_x - side) / 2
    top = (height - (rows - 1) * pitch_y - side) / 2
    return Labels(design.paper, columns, rows, side, side, left, top, pitch_x, pitch_y)


def _labels(labels: Labels) -> Layout:
    width, height = PAPERS[labels.paper]
    spots = tuple(
        Spot(
            labels.left + column * labels.pitch_x, labels.top + row * labels.pitch_y,
            labels.width, labels.height,
        )
        for row, column in product(range(labels.rows), range(labels.columns))
    )  # fmt: skip
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
