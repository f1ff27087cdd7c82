"""Sheets of labels as they are sold, measured in the rendered PDF against what makers state."""

import re
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest

from restaurant_order.qr.design import Design, Format, LabelSheet, Paper
from restaurant_order.qr.formats import SHEETS, layout_of
from restaurant_order.qr.reading import render
from restaurant_order.qr.sheet import Sheets
from tests.qr.printing import HOUSE, card, codes_found, printed

DPI = 600
MM = DPI / 25.4
CLOSE = 0.2

INCH = 25.4
MEASURES = {
    "avery_l7160": (Paper.A4, 3, 7, (63.5, 38.1), (7.2, 15.1), (66.0, 38.1)),
    "avery_l7163": (Paper.A4, 2, 7, (99.1, 38.1), (4.7, 15.1), (101.6, 38.1)),
    "avery_l7165": (Paper.A4, 2, 4, (99.1, 67.7), (4.7, 13.1), (101.6, 67.7)),
    "avery_5160": (Paper.LETTER, 3, 10, (2.625 * INCH, INCH), (0.1875 * INCH, 0.5 * INCH),
                   (2.75 * INCH, INCH)),
    "avery_5163": (Paper.LETTER, 2, 5, (4 * INCH, 2 * INCH), (0.15625 * INCH, 0.5 * INCH),
                   (4.1875 * INCH, 2 * INCH)),
    "avery_22806": (Paper.LETTER, 3, 4, (2 * INCH, 2 * INCH), (0.625 * INCH, 0.625 * INCH),
                    (2.625 * INCH, 2.5833 * INCH)),
    "herma_4614": (Paper.A4, 3, 8, (66.0, 33.8), (5.7, 13.0), (66.0, 33.8)),
    "herma_5028": (Paper.A4, 2, 5, (83.8, 50.8), (18.6, 22.0), (89.2, 50.8)),
}  # fmt: skip
"""Columns, rows, a label's size, where the first one lies, from one to the next: millimetres."""

SOLD = [sheet for sheet in LabelSheet if sheet is not LabelSheet.OWN]


def first_page(folder: Path, design: Design, count: int, kind: str = "pdf") -> np.ndarray:
    said = printed(folder, design, [card(n) for n in range(1, count + 1)], kind=kind)
    assert (said.state, said.findings) == ("done", [])
    document = pdfium.PdfDocument(folder / "result.pdf")
    picture = np.array(render(document, 0, dpi=DPI, grey=True))
    document.close()
    return picture


def lines(dark: np.ndarray) -> np.ndarray:
    """Where along an axis ink covers most of it, in millimetres."""
    return np.flatnonzero(dark) / MM


def expected(first: float, size: float, pitch: float, count: int) -> list[float]:
    return [first + number * pitch + side for number in range(count) for side in (0, size)]


def test_every_sheet_that_is_offered_is_measured_here() -> None:
    assert set(SHEETS) == set(SOLD) == {LabelSheet(name) for name in MEASURES}


@pytest.mark.parametrize("sheet", SOLD)
@pytest.mark.parametrize("shift", [0.0, 1.3])
def test_a_test_sheet_outlines_the_labels_to_a_fifth_of_a_millimetre(
    tmp_path: Path, sheet: LabelSheet, shift: float
) -> None:
    _, columns, rows, (width, height), (left, top), pitch = MEASURES[sheet]
    design = Design(format=Format.LABELS, labels=sheet, shift_x=shift, shift_y=-shift)
    dark = first_page(tmp_path, design, 0, "calibration") < 128
    upright = lines(dark.mean(axis=0) > 0.6 * rows * height / (dark.shape[0] / MM))
    level = lines(dark.mean(axis=1) > 0.6 * columns * width / (dark.shape[1] / MM))
    for found, wanted in (
        (upright, [x + shift for x in expected(left, width, pitch[0], columns)]),
        (level, [y - shift for y in expected(top, height, pitch[1], rows)]),
    ):
        assert max(np.abs(found - each).min() for each in wanted) < CLOSE
        assert max(min(abs(line - each) for each in wanted) for line in found) < CLOSE


@pytest.mark.parametrize("sheet", SOLD)
def test_every_label_of_a_sheet_carries_its_code_inside(tmp_path: Path, sheet: LabelSheet) -> None:
    paper, columns, rows, (width, height), (left, top), pitch = MEASURES[sheet]
    design = Design(format=Format.LABELS, labels=sheet, calls={"en": "Scan to order"}, distance=180)
    cards = [card(n) for n in range(1, columns * rows + 1)]
    picture = first_page(tmp_path, design, len(cards))
    size = (210, 297) if paper is Paper.A4 else (215.9, 279.4)
    assert [side / MM for side in picture.shape[::-1]] == pytest.approx(size, abs=CLOSE)
    for number, placed in enumerate(Sheets(design, HOUSE, cards).page(0).placed):
        row, column = divmod(number, columns)
        x, y = left + column * pitch[0], top + row * pitch[1]
        box = placed.box
        assert x - CLOSE < box.x < box.x + box.width < x + width + CLOSE
        assert y - CLOSE < box.y < box.y + box.height < y + height + CLOSE


def test_labels_of_ones_own_lie_where_they_were_measured(tmp_path: Path) -> None:
    design = Design(
        format=Format.LABELS, labels=LabelSheet.OWN, columns=3, rows=4, label_width=50,
        label_height=48.5, label_left=12.5, label_top=20, pitch_x=65, pitch_y=60,
        label_round=False,
    )  # fmt: skip
    dark = first_page(tmp_path, design, 0, "calibration") < 128
    upright = lines(dark.mean(axis=0) > 0.4)
    wanted = expected(12.5, 50, 65, 3)
    assert max(np.abs(upright - each).min() for each in wanted) < CLOSE
    assert layout_of(design).trims[-1].y == pytest.approx(200)


def test_round_labels_of_ones_own_are_read(tmp_path: Path) -> None:
    design = Design(
        format=Format.LABELS, labels=LabelSheet.OWN, columns=2, rows=3, label_width=63.5,
        label_height=63.5, pitch_x=69.85, pitch_y=70, label_round=True,
    )  # fmt: skip
    assert printed(tmp_path, design, [card(n) for n in range(1, 8)]).pages == 2


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"columns": 8}, "labels_off_paper"),
        ({"rows": 12}, "labels_off_paper"),
        ({"label_left": 150.0, "columns": 1, "label_width": 80.0}, "labels_off_paper"),
        ({"pitch_x": 40.0}, "labels_overlap"),
        ({"pitch_y": 40.0}, "labels_overlap"),
    ],
)
@pytest.mark.parametrize("kind", ["pdf", "calibration"])
def test_labels_that_cannot_be_stop_the_sheet(
    tmp_path: Path, changes: dict[str, float], code: str, kind: str
) -> None:
    values = {"columns": 2, "rows": 2, **changes}
    design = Design(format=Format.LABELS, labels=LabelSheet.OWN, **values)  # type: ignore[arg-type]
    said = printed(tmp_path, design, [card(1)], kind=kind)
    assert (said.state, codes_found(said)) == ("stopped", [code])
    assert not list(tmp_path.glob("result*"))


def test_a_test_sheet_shows_no_code(tmp_path: Path) -> None:
    design = Design(format=Format.LABELS)
    printed(tmp_path, design, [], kind="calibration")
    content = (tmp_path / "result.pdf").read_bytes()
    assert not re.search(rb"/T/", content)
