"""One QR code as an SVG. Error correction M: a quarter of a stain may cover it."""

from collections.abc import Iterator

import qrcode
from markupsafe import Markup, escape
from qrcode.constants import ERROR_CORRECT_M

QUIET_ZONE = 4
"""Empty modules around a code (ISO/IEC 18004)."""


def svg(text: str, *, label: str) -> Markup:
    """A picture that scales to any size, black on white in every theme; `label` is read aloud."""
    rows = matrix(text)
    size = len(rows)
    return Markup(
        '<svg class="qr" viewBox="0 0 {size} {size}" role="img" aria-label="{label}"'
        ' shape-rendering="crispEdges"><rect width="{size}" height="{size}" fill="#fff"/>'
        '<path d="{path}" fill="#000"/></svg>'
    ).format(size=size, label=escape(label), path="".join(_runs(rows)))


def matrix(text: str) -> list[list[bool]]:
    """Rows of modules, dark is true, with the quiet zone."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_ZONE)
    code.add_data(text)
    code.make(fit=True)
    rows: list[list[bool]] = code.get_matrix()
    return rows


def _runs(rows: list[list[bool]]) -> Iterator[str]:
    """Dark modules that touch in a row become one rectangle of the path."""
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            width = next((i for i, dark in enumerate(row[x:]) if not dark), len(row) - x)
            if width:
                yield f"M{x} {y}h{width}v1h-{width}z"
            x += max(width, 1)
