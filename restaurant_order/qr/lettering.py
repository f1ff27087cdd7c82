"""Words as outlines: shaped by HarfBuzz in openly licensed fonts, in reading order.

Print shops ask for text as outlines; PDF, SVG and picture then look the same everywhere. A
character that no font has is named, never left blank.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Final

import uharfbuzz as hb

from restaurant_order.qr.drawing import Command, Path
from restaurant_order.qr.problems import SheetProblem
from restaurant_order.qr.reading_order import runs_of

REGULAR: Final = 400
BOLD: Final = 700

LONGEST: Final = 200
"""Characters in one piece of text."""

CHINESE: Final = 2
"""The face for simplified Chinese in the collection; others differ in the shapes of some signs."""

FACES: Final = (
    ("manimgx_fonts", "NotoSans[wght].ttf", 0),
    ("manimgx_fonts", "NotoSansArabic[wght].ttf", 0),
    ("manimgx_fonts", "NotoSansThai[wght].ttf", 0),
    ("manimgx_fonts", "NotoSansHebrew[wght].ttf", 0),
    ("manimgx_fonts", "NotoSansDevanagari[wght].ttf", 0),
    ("manimgx_fonts_cjk", "NotoSansCJK-VF.otf.ttc", CHINESE),
)
"""Package, file, face; the first that has a character draws it."""


@dataclass(frozen=True, slots=True)
class Line:
    """Outlines in units of the letters' size, from the left end of the base line, downwards."""

    text: str
    width: float
    path: Path


@lru_cache(maxsize=4096)
def set_line(text: str, weight: int = REGULAR) -> Line:
    """One line. Raises SheetProblem for too much text and for characters that no font has."""
    if len(text) > LONGEST:
        raise SheetProblem("text_too_long", text=text[:20] + "…", count=LONGEST)
    normal = unicodedata.normalize("NFC", text)
    drawn: list[Command] = []
    pen = 0.0
    for piece, is_rtl in runs_of(normal):
        parts = _by_face(piece)
        for face, part in reversed(parts) if is_rtl else parts:
            pen += _draw(part, face, weight, is_rtl, pen, drawn)
    return Line(text, pen, tuple(drawn))


def missing_characters(text: str) -> str:
    """What no font has, each once."""
    return "".join(dict.fromkeys(char for char in text if not _is_drawable(char)))


def _is_drawable(char: str) -> bool:
    return char in _JOINERS or any(ord(char) in _characters(face) for face in range(len(FACES)))


_JOINERS: Final = frozenset("\u200c\u200d")


def _by_face(text: str) -> list[tuple[int, str]]:
    """Pieces that one font can draw. A mark stays with the letter it stands on."""
    pieces: list[tuple[int, str]] = []
    for char in text:
        face = _face_for(char, pieces[-1][0] if pieces else 0)
        if pieces and pieces[-1][0] == face:
            pieces[-1] = (face, pieces[-1][1] + char)
        else:
            pieces.append((face, char))
    return pieces


def _face_for(char: str, before: int) -> int:
    if char in _JOINERS or (
        ord(char) in _characters(before) and (unicodedata.category(char)[0] in "MZP")
    ):
        return before
    for face in range(len(FACES)):
        if ord(char) in _characters(face):
            return face
    raise SheetProblem(
        "no_glyph", character=char, name=unicodedata.name(char, f"U+{ord(char):04X}")
    )


def _draw(
    text: str, face: int, weight: int, is_rtl: bool, pen: float, drawn: list[Command]
) -> float:
    """Append a piece's outlines; how far it moves the pen."""
    font = _font(face, weight)
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if is_rtl else "ltr"
    hb.shape(font, buffer)
    unit, x = 1 / float(_face(face).upem), 0.0
    for glyph, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        if glyph.codepoint == 0:
            char = text[glyph.cluster]
            raise SheetProblem("no_glyph", character=char, name=unicodedata.name(char, "?"))
        outline = _outline(face, weight, glyph.codepoint)
        dx, dy = pen + (x + place.x_offset) * unit, -place.y_offset * unit
        drawn += [(kind, _shifted(points, unit, dx, dy)) for kind, points in outline]
        x += place.x_advance
    return x * unit


def _shifted(points: tuple[float, ...], unit: float, dx: float, dy: float) -> tuple[float, ...]:
    return tuple(
        points[i] * unit + dx if i % 2 == 0 else dy - points[i] * unit for i in range(len(points))
    )


@lru_cache(maxsize=4096)
def _outline(face: int, weight: int, glyph: int) -> tuple[Command, ...]:
    """A glyph in the font's own units; quadratic curves become cubic ones."""
    pen = _Pen()
    _font(face, weight).draw_glyph(glyph, _draw_funcs(), pen)
    return tuple(pen.commands)


class _Pen:
    def __init__(self) -> None:
        self.commands: list[Command] = []
        self.at = (0.0, 0.0)


@cache
def _draw_funcs() -> hb.DrawFuncs:
    funcs = hb.DrawFuncs()
    funcs.set_move_to_func(_move)
    funcs.set_line_to_func(_line)
    funcs.set_quadratic_to_func(_quadratic)
    funcs.set_cubic_to_func(_cubic)
    funcs.set_close_path_func(lambda pen: pen.commands.append(("Z", ())))
    return funcs


def _move(x: float, y: float, pen: _Pen) -> None:
    pen.commands.append(("M", (x, y)))
    pen.at = (x, y)


def _line(x: float, y: float, pen: _Pen) -> None:
    pen.commands.append(("L", (x, y)))
    pen.at = (x, y)


def _quadratic(cx: float, cy: float, x: float, y: float, pen: _Pen) -> None:
    fx, fy = pen.at
    first = (fx + 2 / 3 * (cx - fx), fy + 2 / 3 * (cy - fy))
    second = (x + 2 / 3 * (cx - x), y + 2 / 3 * (cy - y))
    pen.commands.append(("C", (*first, *second, x, y)))
    pen.at = (x, y)


def _cubic(ax: float, ay: float, bx: float, by: float, x: float, y: float, pen: _Pen) -> None:
    pen.commands.append(("C", (ax, ay, bx, by, x, y)))
    pen.at = (x, y)


@cache
def _face(face: int) -> hb.Face:
    package, file, index = FACES[face]
    with resources.as_file(resources.files(package) / file) as path:
        return hb.Face(hb.Blob.from_file_path(str(path)), index)


@cache
def _font(face: int, weight: int) -> hb.Font:
    font = hb.Font(_face(face))
    font.set_variations({"wght": weight})
    return font


@cache
def _characters(face: int) -> frozenset[int]:
    return frozenset(_face(face).unicodes)
