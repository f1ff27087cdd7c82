"""Pages into a PDF: vectors all through, written by qpdf."""

import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any, Final

import pikepdf
from PIL import Image

from restaurant_order.qr.colours import parts
from restaurant_order.qr.drawing import AS_IT_IS, Logo, Mark, Path, Shape
from restaurant_order.qr.sheet import Page

POINTS: Final = 72 / 25.4
"""In a millimetre."""

_OPERATORS: Final = {"M": "m", "L": "l", "C": "c", "Z": "h", "R": "re"}


@dataclass
class Written:
    """A page's content, before it is in any file."""

    width: float
    height: float
    content: bytes
    trim: tuple[float, float, float, float] | None
    bleed: float


@dataclass
class Pen:
    """Writes marks as PDF operators; what is drawn on every card it writes once, as a form."""

    forms: dict[int, tuple[str, tuple[Mark, ...]]] = field(default_factory=dict)
    bodies: dict[str, bytes] = field(default_factory=dict)

    def write(self, page: Page) -> Written:
        flipped = f"{_n(POINTS)} 0 0 {_n(-POINTS)} 0 {_n(page.height * POINTS)} cm\n"
        content = flipped + "".join(self._mark(mark) for mark in page.marks)
        spot = page.trim
        trim = None if spot is None else (spot.x, spot.y, spot.width, spot.height)
        return Written(page.width, page.height, content.encode(), trim, page.bleed)

    def _mark(self, mark: Mark) -> str:
        if isinstance(mark, Shape):
            return _shape(mark)
        if isinstance(mark, Logo):
            return _logo(mark)
        if mark.matrix == AS_IT_IS:
            return f"/{self.form(mark.marks)} Do\n"
        inside = "".join(self._mark(each) for each in mark.marks)
        return f"q {_matrix(mark.matrix)}{inside}Q\n"

    def form(self, marks: tuple[Mark, ...]) -> str:
        """The name under which these marks are written once; they are kept, and so their id."""
        if id(marks) not in self.forms:
            name = f"F{len(self.forms)}"
            self.forms[id(marks)] = (name, marks)
            self.bodies[name] = "".join(self._mark(mark) for mark in marks).encode()
        return self.forms[id(marks)][0]


def save_pdf(
    pages: Iterable[Written], bodies: dict[str, bytes], logo: bytes | None, target: FilePath
) -> None:
    """One file of all pages. `bodies` may still grow while `pages` are being made."""
    with pikepdf.new() as pdf:
        images = pikepdf.Dictionary()
        if logo is not None:
            images["/Logo"] = _image(pdf, logo)
        forms = pikepdf.Dictionary()
        resources = pdf.make_indirect(pikepdf.Dictionary(XObject=forms))
        for page in pages:
            _add(pdf, page, resources)
        for name, body in bodies.items():
            forms[f"/{name}"] = _form_of(pdf, body, images)
        for name in images.keys():  # noqa: SIM118 - pikepdf's dictionaries iterate otherwise
            forms[name] = images[name]
        pdf.docinfo["/Producer"] = "restaurant-order"
        pdf.save(
            target, compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.generate
        )


def _add(pdf: pikepdf.Pdf, written: Written, resources: pikepdf.Object) -> None:
    size = (written.width * POINTS, written.height * POINTS)
    pdf.add_blank_page(page_size=size)
    page = pdf.pages[-1]
    page.obj.Contents = pdf.make_stream(written.content)
    page.obj.Resources = resources
    if written.trim is not None:
        x, y, width, height = written.trim
        page.obj.TrimBox = _box(x, y, width, height, written)
        over = written.bleed
        page.obj.BleedBox = _box(x - over, y - over, width + 2 * over, height + 2 * over, written)


def _box(x: float, y: float, width: float, height: float, page: Written) -> pikepdf.Array:
    """PDF counts upwards."""
    low = page.height - y - height
    return pikepdf.Array([round(v * POINTS, 4) for v in (x, low, x + width, low + height)])


def _form_of(pdf: pikepdf.Pdf, body: bytes, images: pikepdf.Dictionary) -> pikepdf.Stream:
    stream = pdf.make_stream(body)
    stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    stream.BBox = pikepdf.Array([-100, -100, 1000, 1000])
    stream.Resources = pikepdf.Dictionary(XObject=images)
    return stream


def _image(pdf: pikepdf.Pdf, logo: bytes) -> pikepdf.Object:
    """A PNG of ours; what shines through it is kept as a mask."""
    with Image.open(io.BytesIO(logo), formats=["PNG"]) as opened:
        picture = opened.convert("RGBA")
    stream = _pixels(pdf, picture.convert("RGB"), pikepdf.Name.DeviceRGB)
    stream.SMask = pdf.make_indirect(_pixels(pdf, picture.getchannel("A"), pikepdf.Name.DeviceGray))
    return pdf.make_indirect(stream)


def _pixels(pdf: pikepdf.Pdf, picture: Image.Image, space: Any) -> pikepdf.Stream:
    stream = pdf.make_stream(picture.tobytes())
    stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    stream.Width, stream.Height = picture.size
    stream.ColorSpace, stream.BitsPerComponent = space, 8
    return stream


def _shape(shape: Shape) -> str:
    paint = ""
    if shape.fill:
        paint += f"{_colour(shape.fill)} rg "
    if shape.stroke:
        dash = " ".join(_n(part) for part in shape.dash)
        cap = "1 J " if shape.is_round else "0 J "
        paint += f"{_colour(shape.stroke)} RG {_n(shape.width)} w {cap}[{dash}] 0 d "
    drawn = _path(shape.path)
    end = "S" if not shape.fill else ("f*" if shape.even_odd else "f")
    if shape.matrix == AS_IT_IS:
        return f"{paint}{drawn}{end}\n"
    return f"q {_matrix(shape.matrix)}{paint}{drawn}{end} Q\n"


def _logo(logo: Logo) -> str:
    """Images are drawn upwards from their lower edge."""
    x, y = _n(logo.x), _n(logo.y + logo.height)
    return f"q {_n(logo.width)} 0 0 {_n(-logo.height)} {x} {y} cm /Logo Do Q\n"


def _path(path: Path) -> str:
    return "".join(
        f"{' '.join([_n(number) for number in numbers])} {_OPERATORS[kind]} "
        for kind, numbers in path
    )


def _matrix(matrix: tuple[float, ...]) -> str:
    return "" if matrix == AS_IT_IS else f"{' '.join(_n(part) for part in matrix)} cm "


def _colour(colour: str) -> str:
    return " ".join(_n(part) for part in parts(colour))


def _n(number: float) -> str:
    """A number with as many digits as a printer can tell apart."""
    if number == int(number):
        return str(int(number))
    return f"{number:.4f}".rstrip("0")
