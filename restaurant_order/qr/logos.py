"""Logos: whatever somebody has, kept as a PNG made here."""

import io
from typing import Final

from flask_babel import lazy_gettext as _l
from PIL import Image

from restaurant_order.core.refusals import Invalid
from restaurant_order.menu.photos import LARGEST_FILE, MOST_PIXELS, SIGNATURES

LONGEST_SIDE: Final = 800
"""Pixels: 34 mm at 600 dpi."""

LONGEST_RATIO: Final = 5


class BadLogo(Invalid):
    code = "bad_logo"

    def __init__(self, sentence: object) -> None:
        super().__init__(sentence, field="logo")


def make_logo(content: bytes) -> bytes:
    """Raises BadLogo. Format and size are read from the header, before anything is decoded."""
    if len(content) > LARGEST_FILE:
        raise BadLogo(_l("This picture is too large. At most 8 MB, please."))
    kind = next((k for k, start in SIGNATURES.items() if content.startswith(start)), None)
    if kind is None or (kind == "WEBP" and content[8:12] != b"WEBP"):
        raise BadLogo(_l("This is not a picture we can read. JPEG, PNG or WebP, please."))
    try:
        with Image.open(io.BytesIO(content), formats=[kind]) as image:
            _check_size(*image.size)
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            return _encoded(image.convert("RGBA"))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise BadLogo(_l("This picture has too many pixels. At most 25 million, please.")) from None
    except (OSError, SyntaxError, ValueError, EOFError, ArithmeticError, LookupError):
        raise BadLogo(_l("This picture is damaged and cannot be read.")) from None


def logo_ratio(content: bytes | None) -> float:
    """Width by height; 0 without a logo."""
    if content is None:
        return 0.0
    with Image.open(io.BytesIO(content), formats=["PNG"]) as image:
        return image.width / image.height


def _check_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise BadLogo(_l("This picture has too many pixels. At most 25 million, please."))
    if min(width, height) < 16 or max(width, height) > LONGEST_RATIO * min(width, height):
        raise BadLogo(_l("This picture is too small or too narrow for a logo."))


def _encoded(image: Image.Image) -> bytes:
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    clean = Image.new("RGBA", image.size)
    clean.paste(image)
    body = io.BytesIO()
    clean.save(body, "PNG", optimize=True)
    return body.getvalue()
