"""Every format in every style: read back here, and by a second, independent reader."""

from pathlib import Path

import cv2
import numpy as np
import pypdfium2 as pdfium
import pytest

from restaurant_order.qr.design import (
    STICKERS,
    Corners,
    Design,
    Format,
    Frame,
    LogoPlace,
    Modules,
    Paper,
)
from restaurant_order.qr.reading import render
from restaurant_order.qr.sheet import Placed, Sheets
from tests.qr.printing import CALLS, HOUSE, card, printed

DPI = 300

STYLES = [
    (modules, corners, logo)
    for modules in Modules
    for corners in Corners
    for logo in (LogoPlace.NONE, LogoPlace.ABOVE)
]


def design_of(
    form: Format, modules: Modules, corners: Corners, logo: LogoPlace, frame: Frame = Frame.LINE
) -> Design:
    return Design(
        format=form, modules=modules, corners=corners, logo=logo, frame=frame, calls=CALLS,
        distance=180 if form in STICKERS else 250,
    )  # fmt: skip


def second_opinion(picture: np.ndarray, placed: Placed) -> str:
    """What OpenCV reads where a code lies."""
    unit, box = DPI / 25.4, placed.box
    x, y, side = (round(v * unit) for v in (box.x, box.y, box.width))
    cut = picture[y : y + side, x : x + side]
    for pixels in (3, 6, 10):
        small = cv2.resize(cut, (pixels * placed.modules,) * 2, interpolation=cv2.INTER_AREA)
        for each in (small, cv2.GaussianBlur(small, (0, 0), 0.3 * pixels)):
            for reader in (cv2.QRCodeDetector(), cv2.QRCodeDetectorAruco()):
                text, *_ = reader.detectAndDecode(each)
                if text:
                    return str(text)
    return ""


@pytest.mark.parametrize("form", Format)
@pytest.mark.parametrize(("modules", "corners", "logo"), STYLES)
def test_two_readers_read_it(
    tmp_path: Path, form: Format, modules: Modules, corners: Corners, logo: LogoPlace
) -> None:
    design = design_of(form, modules, corners, logo)
    cards = [card(3, "T3"), card(14, "露台 4")]
    said = printed(tmp_path, design, cards)
    assert (said.state, said.findings) == ("done", [])
    document = pdfium.PdfDocument(tmp_path / "result.pdf")
    picture = np.array(render(document, 0, dpi=DPI, grey=True))
    placed = Sheets(design, HOUSE, cards).page(0).placed
    document.close()
    assert [second_opinion(picture, each) for each in placed] == [each.text for each in placed]


@pytest.mark.parametrize(("columns", "rows"), [(2, 3), (3, 4), (4, 6), (1, 1), (5, 2)])
@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("bleed", [0.0, 2.0])
def test_grids_of_any_size_are_read(
    tmp_path: Path, columns: int, rows: int, paper: Paper, bleed: float
) -> None:
    calls = {"en": "Scan to order"}
    design = Design(
        columns=columns, rows=rows, paper=paper, bleed=bleed, calls=calls, distance=120,
        shows_typed=False, frame=Frame.BAND,
    )  # fmt: skip
    said = printed(tmp_path, design, [card(n) for n in range(1, columns * rows + 2)])
    assert (said.state, said.pages) == ("done", 2)


def test_the_wifi_code_beside_it_is_read_too(tmp_path: Path) -> None:
    design = Design(format=Format.TENT_A5, wifi_network="Lupo; Guests", wifi_password='a"b:c,d\\e')
    assert printed(tmp_path, design, [card(1)]).state == "done"
    placed = Sheets(design, HOUSE, [card(1)]).page(0).placed
    assert placed[1].text == 'WIFI:T:WPA;S:Lupo\\; Guests;P:a\\"b\\:c\\,d\\\\e;;'


def test_a_logo_in_the_middle_is_paid_for_with_correction(tmp_path: Path) -> None:
    design = design_of(Format.TENT_A6, Modules.SQUARE, Corners.SQUARE, LogoPlace.MIDDLE)
    said = printed(tmp_path, design, [card(1), card(2)])
    assert (said.state, said.findings[0]["code"]) == ("done", "logo_costs")
