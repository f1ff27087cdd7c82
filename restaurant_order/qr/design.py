"""A sheet's design: what a manager chooses, kept in a template and shared as a file."""

from enum import StrEnum
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from restaurant_order.qr.problems import SheetProblem


class Format(StrEnum):
    GRID = "grid"
    TENT_A6 = "tent_a6"
    TENT_A5 = "tent_a5"
    STICKER_50 = "sticker_50"
    STICKER_50_ROUND = "sticker_50_round"
    STICKER_70 = "sticker_70"
    STICKER_70_ROUND = "sticker_70_round"
    LABELS = "labels"
    COASTER = "coaster"
    COASTER_ROUND = "coaster_round"
    POSTER = "poster"


class Paper(StrEnum):
    A4 = "a4"
    LETTER = "letter"


class LabelSheet(StrEnum):
    """A sheet of labels as it is sold; `formats.py` knows its measures."""

    AVERY_L7160 = "avery_l7160"
    AVERY_L7163 = "avery_l7163"
    AVERY_L7165 = "avery_l7165"
    AVERY_5160 = "avery_5160"
    AVERY_5163 = "avery_5163"
    AVERY_22806 = "avery_22806"
    HERMA_4614 = "herma_4614"
    HERMA_5028 = "herma_5028"
    OWN = "own"


class Modules(StrEnum):
    SQUARE = "square"
    BARS = "bars"
    DOTS = "dots"


class Corners(StrEnum):
    SQUARE = "square"
    ROUNDED = "rounded"
    ROUND = "round"


class LogoPlace(StrEnum):
    NONE = "none"
    ABOVE = "above"
    MIDDLE = "middle"


class Frame(StrEnum):
    NONE = "none"
    LINE = "line"
    BAND = "band"


STICKERS: Final = {
    Format.STICKER_50, Format.STICKER_50_ROUND, Format.STICKER_70, Format.STICKER_70_ROUND,
    Format.LABELS,
}  # fmt: skip
"""On sheets that are cut already."""

ROUND_ONES: Final = {Format.STICKER_50_ROUND, Format.STICKER_70_ROUND, Format.COASTER_ROUND}

Colour = Annotated[str, Meta(pattern=r"^#[0-9a-f]{6}\Z")]
Call = Annotated[str, Meta(max_length=80)]
Side = Annotated[float, Meta(ge=15, le=300)]
Edge = Annotated[float, Meta(ge=0, le=150)]
Millimetres = Annotated[float, Meta(ge=-20, le=20)]


class Design(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Lengths in millimetres. `calls` by language, in the order they are printed.

    `columns` and `rows` count for grids and for labels of one's own, whose measures are `label_…`
    (size, and where the first one lies) and `pitch_…` (from one to the next). `distance`: from
    phone to code. `shift_x`, `shift_y` move everything on the sheet, for a printer that pulls the
    paper in askew.
    """

    format: Format = Format.GRID
    paper: Paper = Paper.A4
    columns: Annotated[int, Meta(ge=1, le=8)] = 2
    rows: Annotated[int, Meta(ge=1, le=12)] = 3
    labels: LabelSheet = LabelSheet.AVERY_L7163
    label_width: Side = 60.0
    label_height: Side = 60.0
    label_left: Edge = 10.0
    label_top: Edge = 10.0
    pitch_x: Side = 65.0
    pitch_y: Side = 65.0
    label_round: bool = False
    bleed: Annotated[float, Meta(ge=0, le=5)] = 0.0
    has_marks: bool = True
    shift_x: Millimetres = 0.0
    shift_y: Millimetres = 0.0
    ink: Colour = "#111111"
    ground: Colour = "#ffffff"
    accent: Colour = "#a8322d"
    modules: Modules = Modules.SQUARE
    corners: Corners = Corners.SQUARE
    logo: LogoPlace = LogoPlace.NONE
    frame: Frame = Frame.LINE
    calls: Annotated[dict[Annotated[str, Meta(max_length=16)], Call], Meta(max_length=6)] = {}
    shows_name: bool = True
    shows_typed: bool = True
    wifi_network: Annotated[str, Meta(max_length=32)] = ""
    wifi_password: Annotated[str, Meta(max_length=63)] = ""
    distance: Annotated[int, Meta(ge=100, le=3000)] = 250

    @property
    def is_round(self) -> bool:
        is_own = self.format is Format.LABELS and self.labels is LabelSheet.OWN
        return self.format in ROUND_ONES or (is_own and self.label_round)


LARGEST_FILE: Final = 16 * 1024
"""Bytes of a template."""


class _File(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A template as it is shared; the restaurant's logo and Wi-Fi password stay at home."""

    kind: Annotated[str, Meta(pattern=r"^table-sheet\Z")] = "table-sheet"
    name: Annotated[str, Meta(max_length=60)]
    design: Design


def to_file(name: str, design: Design) -> bytes:
    shared = msgspec.structs.replace(design, wifi_password="")
    return msgspec.json.format(msgspec.json.encode(_File(name=name, design=shared)), indent=2)


def from_file(content: bytes) -> tuple[str, Design]:
    """Raises SheetProblem for anything that is not a template of ours."""
    if len(content) > LARGEST_FILE:
        raise SheetProblem("no_template")
    try:
        found = msgspec.json.decode(content, type=_File)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise SheetProblem("no_template") from None
    return found.name, found.design
