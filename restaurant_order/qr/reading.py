"""Reading back: every code of a finished page is rendered as it prints and decoded by software.

Once as it is, and after what happens to codes on tables: blurred, stained, faded, seen askew, and
at the resolution a phone's camera has at the intended distance.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import pypdfium2 as pdfium
import zxingcpp
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from restaurant_order.qr.codes import QUIET_ZONE
from restaurant_order.qr.sheet import Placed

QR: Final = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
PRINT_DPI: Final = 300
MM: Final = 25.4

PHONE_PIXELS: Final = 1280
"""Across the picture a cheap phone's camera looks for codes in."""

PHONE_SEES: Final = 1.2
"""Width of what it sees, by its distance: an angle of 62 degrees."""

STAIN: Final = 0.15
"""Of the code's area."""

FAR: Final = 0.25
"""How much smaller the far edge looks than the near one."""

FLAT: Final = 1.3
"""One over the cosine of 40 degrees."""

PIXELS: Final = 6
"""Of a module, where the harm does not say."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A code that was not read, or read as something else; `harm` names what it did not survive."""

    label: str
    harm: str


def phone_pixels_per_mm(distance: float) -> float:
    return PHONE_PIXELS / (PHONE_SEES * distance)


def render(document: pdfium.PdfDocument, number: int, *, dpi: int, grey: bool) -> Image.Image:
    page = document[number]
    try:
        bitmap = page.render(scale=dpi / 72, grayscale=grey, may_draw_forms=False)
        picture: Image.Image = bitmap.to_pil().copy()
        bitmap.close()
    finally:
        page.close()
    return picture


def unread(page: Image.Image, placed: list[Placed], *, dpi: int, distance: int) -> Iterator[Unread]:
    """Which of a rendered page's codes fail, and by what."""
    for each in placed:
        picture = _cut_out(page, each, dpi)
        harm = next((name for name, harmed in harms(picture, each, dpi, distance)
                     if not says(harmed, each.text)), None)  # fmt: skip
        if harm is not None:
            yield Unread(each.label, harm)


def says(picture: Image.Image, text: str) -> bool:
    found = zxingcpp.read_barcodes(picture, formats=QR, try_invert=False)
    return [each.text for each in found] == [text]


def harms(
    picture: Image.Image, placed: Placed, dpi: int, distance: int
) -> Iterator[tuple[str, Image.Image]]:
    """The code as it is, then each harm, made one by one as they are asked for."""
    yield "print", picture
    small = _scaled(picture, placed.modules * PIXELS / picture.width)
    for name, harm in HARMS.items():
        yield name, harm(small)
    sharpness = phone_pixels_per_mm(distance) / (dpi / MM)
    if sharpness < 1:
        yield "distance", _scaled(picture, sharpness)


def blurred(picture: Image.Image) -> Image.Image:
    """By a third of a module, as a camera out of focus."""
    return picture.filter(ImageFilter.GaussianBlur(0.34 * PIXELS))


def stained(picture: Image.Image) -> Image.Image:
    """A stain beside the corners that a scanner needs to find the code."""
    quiet = QUIET_ZONE * PIXELS
    edge = (picture.width - 2 * quiet) * STAIN**0.5
    end = picture.width - quiet
    stain = picture.copy()
    ImageDraw.Draw(stain).rectangle((end - edge, end - edge, end, end), fill=128)
    return stain


def faded(picture: Image.Image) -> Image.Image:
    """A third of the contrast, in light that falls off from one side."""
    weak = picture.point(lambda value: int(90 + value / 3))
    light = Image.linear_gradient("L").resize(picture.size).point(lambda value: 190 + value // 4)
    return ImageChops.multiply(weak, light)


def askew(picture: Image.Image) -> Image.Image:
    """Turned a little and tilted by 40 degrees, as from a chair; the table goes on around it."""
    ground: Any = picture.getpixel((1, 1))
    wide = ImageOps.expand(picture, border=picture.width // 6, fill=ground)
    turned = wide.rotate(8, resample=Image.Resampling.BILINEAR, fillcolor=ground)
    return turned.transform(
        turned.size,
        Image.Transform.PERSPECTIVE,
        _tilt(turned.width),
        resample=Image.Resampling.BILINEAR,
        fillcolor=ground,
    )


def _tilt(side: int) -> tuple[float, ...]:
    """From seen to flat: with `d = 1 + FAR * (v / side - 0.5)`, the middle stays where it is,
    `x - middle = (u - middle) / d` and `y - middle = FLAT * (v - middle) / d`."""
    middle, near, slope = side / 2, 1 - FAR / 2, FAR / side
    return (
        1 / near,
        middle * slope / near,
        (middle * near - middle) / near,
        0.0,
        (FLAT + middle * slope) / near,
        (middle * near - FLAT * middle) / near,
        0.0,
        slope / near,
    )


HARMS: Final[dict[str, Callable[[Image.Image], Image.Image]]] = {
    "blur": blurred,
    "stain": stained,
    "fading": faded,
    "angle": askew,
}


def _cut_out(page: Image.Image, placed: Placed, dpi: int) -> Image.Image:
    """The code with its quiet zone, and no more: what stands beside it must not help."""
    unit, box = dpi / MM, placed.box
    edges = (box.x, box.y, box.x + box.width, box.y + box.height)
    cut = page.crop(tuple(round(edge * unit) for edge in edges)).convert("L")  # type: ignore[arg-type]  # four of them
    return cut.transpose(Image.Transpose.ROTATE_180) if placed.is_head_down else cut


def _scaled(picture: Image.Image, factor: float) -> Image.Image:
    side = max(round(picture.width * factor), 21)
    resample: Any = Image.Resampling.BOX if factor < 1 else Image.Resampling.BILINEAR
    return picture.resize((side, side), resample)
