"""What the studio calls its choices."""

from typing import Any, Final

from flask_babel import lazy_gettext as _l

from restaurant_order.qr.design import Corners, Format, Frame, LabelSheet, LogoPlace, Modules, Paper

FORMATS: Final = (
    (Format.GRID, _l("Cards on a sheet")),
    (Format.TENT_A6, _l("Tent card A6, folded")),
    (Format.TENT_A5, _l("Tent card A5, folded")),
    (Format.STICKER_50, _l("Sticker 50 mm, square")),
    (Format.STICKER_50_ROUND, _l("Sticker 50 mm, round")),
    (Format.STICKER_70, _l("Sticker 70 mm, square")),
    (Format.STICKER_70_ROUND, _l("Sticker 70 mm, round")),
    (Format.LABELS, _l("Labels as they are sold")),
    (Format.COASTER, _l("Coaster 94 mm, square")),
    (Format.COASTER_ROUND, _l("Coaster 94 mm, round")),
    (Format.POSTER, _l("Poster, one per area")),
)
LABEL_SHEETS: Final = (
    (LabelSheet.AVERY_L7160, _l("Avery L7160: 21 of 63.5 × 38.1 mm, A4")),
    (LabelSheet.AVERY_L7163, _l("Avery L7163: 14 of 99.1 × 38.1 mm, A4")),
    (LabelSheet.AVERY_L7165, _l("Avery L7165: 8 of 99.1 × 67.7 mm, A4")),
    (LabelSheet.AVERY_5160, _l("Avery 5160: 30 of 66.7 × 25.4 mm, Letter")),
    (LabelSheet.AVERY_5163, _l("Avery 5163: 10 of 101.6 × 50.8 mm, Letter")),
    (LabelSheet.AVERY_22806, _l("Avery 22806: 12 of 50.8 × 50.8 mm, Letter")),
    (LabelSheet.HERMA_4614, _l("Herma 4614: 24 of 66 × 33.8 mm, A4")),
    (LabelSheet.HERMA_5028, _l("Herma 5028: 10 of 83.8 × 50.8 mm, A4")),
    (LabelSheet.OWN, _l("Another sheet, by its measures")),
)
PAPERS: Final = ((Paper.A4, _l("A4")), (Paper.LETTER, _l("Letter")))
MODULES: Final = (
    (Modules.SQUARE, _l("Squares")), (Modules.BARS, _l("Bars")), (Modules.DOTS, _l("Dots")),
)  # fmt: skip
CORNERS: Final = (
    (Corners.SQUARE, _l("Square")), (Corners.ROUNDED, _l("Rounded")), (Corners.ROUND, _l("Round")),
)  # fmt: skip
LOGOS: Final = (
    (LogoPlace.NONE, _l("No logo")), (LogoPlace.ABOVE, _l("Above")),
    (LogoPlace.MIDDLE, _l("In the middle of the code")),
)  # fmt: skip
FRAMES: Final = (
    (Frame.NONE, _l("None")), (Frame.LINE, _l("A line")), (Frame.BAND, _l("A coloured band")),
)  # fmt: skip
KINDS: Final = (
    ("pdf", _l("PDF, to print here")),
    ("zip", _l("ZIP for a print shop: PDF, SVG, list")),
    ("svg", _l("SVG")),
    ("png300", _l("PNG, 300 dpi")),
    ("png600", _l("PNG, 600 dpi")),
)


def choices_for_pages() -> dict[str, Any]:
    return {
        "formats": FORMATS, "label_sheets": LABEL_SHEETS, "papers": PAPERS,
        "module_shapes": MODULES, "corner_shapes": CORNERS,
        "logo_places": LOGOS, "frames": FRAMES, "kinds": KINDS,
    }  # fmt: skip
