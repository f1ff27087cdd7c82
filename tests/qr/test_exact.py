"""Millimetres measured in the rendered PDF: within 0.2 mm of what was asked for."""

from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytest

from restaurant_order.qr.design import Design, Format, Frame, Paper
from restaurant_order.qr.formats import layout_of
from restaurant_order.qr.reading import render
from restaurant_order.qr.sheet import Sheets
from tests.qr.printing import HOUSE, card, printed

DPI = 600
MM = DPI / 25.4
CLOSE = 0.2


def rendered(tmp_path: Path, design: Design, count: int) -> np.ndarray:
    assert printed(tmp_path, design, [card(n) for n in range(1, count + 1)]).state == "done"
    document = pdfium.PdfDocument(tmp_path / "result.pdf")
    picture = np.array(render(document, 0, dpi=DPI, grey=True))
    document.close()
    return picture


def edges(dark: np.ndarray) -> tuple[float, float]:
    """First and last dark pixel, in millimetres."""
    found = np.flatnonzero(dark)
    return found[0] / MM, (found[-1] + 1) / MM


@pytest.mark.parametrize("form", Format)
@pytest.mark.parametrize("shift", [0.0, 1.7])
def test_every_code_lies_where_it_should(tmp_path: Path, form: Format, shift: float) -> None:
    design = Design(
        format=form, shift_x=shift, shift_y=-shift, distance=150, frame=Frame.NONE, has_marks=False
    )
    picture = rendered(tmp_path, design, 2)
    for each in Sheets(design, HOUSE, [card(1), card(2)]).page(0).placed:
        module = each.box.width / each.modules
        left, right = (round((each.box.x + d) * MM) for d in (0, each.box.width))
        top, bottom = (round((each.box.y + d) * MM) for d in (0, each.box.height))
        inside = picture[top:bottom, left:right] < 128
        assert edges(inside.any(axis=0)) == pytest.approx(
            (4 * module, each.box.width - 4 * module), abs=CLOSE
        )
        assert edges(inside.any(axis=1)) == pytest.approx(
            (4 * module, each.box.height - 4 * module), abs=CLOSE
        )


@pytest.mark.parametrize(("bleed", "columns", "rows"), [(0.0, 2, 3), (3.0, 3, 4)])
def test_crop_marks_stand_on_the_cuts(
    tmp_path: Path, bleed: float, columns: int, rows: int
) -> None:
    design = Design(bleed=bleed, columns=columns, rows=rows, distance=150)
    picture = rendered(tmp_path, design, columns * rows)
    layout = layout_of(design)
    strip = picture[: round(4 * MM)] < 160
    found = np.flatnonzero(strip.any(axis=0)) / MM
    cuts = sorted({x for trim in layout.trims for x in (trim.x, trim.x + trim.width)})
    for cut in cuts:
        assert np.abs(found - cut).min() < CLOSE
    for mark in found:
        assert min(abs(mark - cut) for cut in cuts) < CLOSE


def test_the_ground_reaches_over_the_cut_by_the_bleed(tmp_path: Path) -> None:
    design = Design(format=Format.COASTER, bleed=3, ground="#ffd9a0", has_marks=False)
    picture = rendered(tmp_path, design, 1)
    assert edges((picture < 240).any(axis=0)) == pytest.approx((0, 100), abs=CLOSE)


def test_print_shops_find_trim_and_bleed_in_the_file(tmp_path: Path) -> None:
    printed(tmp_path, Design(format=Format.COASTER, bleed=3), [card(1)])
    with pikepdf.open(tmp_path / "result.pdf") as pdf:
        page = pdf.pages[0]
        trim, bleed = ([float(v) * 25.4 / 72 for v in box] for box in (page.trimbox, page.BleedBox))
    assert [trim[2] - trim[0], trim[3] - trim[1]] == pytest.approx([94, 94], abs=CLOSE)
    assert [trim[0] - bleed[0], bleed[3] - trim[3]] == pytest.approx([3, 3], abs=CLOSE)


@pytest.mark.parametrize(
    ("form", "paper", "size"),
    [
        (Format.GRID, Paper.A4, (210, 297)),
        (Format.GRID, Paper.LETTER, (215.9, 279.4)),
        (Format.TENT_A6, Paper.A4, (297, 210)),
        (Format.STICKER_70_ROUND, Paper.LETTER, (215.9, 279.4)),
        (Format.COASTER, Paper.A4, (94, 94)),
    ],
)
def test_paper_is_as_large_as_paper(
    tmp_path: Path, form: Format, paper: Paper, size: tuple[float, float]
) -> None:
    printed(tmp_path, Design(format=form, paper=paper, distance=150), [card(1)])
    document = pdfium.PdfDocument(tmp_path / "result.pdf")
    measured = [points * 25.4 / 72 for points in document[0].get_size()]
    assert measured == pytest.approx(size, abs=CLOSE)
