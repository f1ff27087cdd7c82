"""Dish photos: whatever a camera made, kept as clean WebP in a few widths.

A picture of 167 bytes can cost seconds to decode, so format and size are read from the header
first; and everything is encoded anew, so that what we serve was made here: no hidden place, date
or camera, nothing but pixels.
"""

import hashlib
import io
from pathlib import Path
from typing import Final

from flask import current_app
from flask_babel import lazy_gettext as _l
from PIL import Image, ImageCms, ImageOps

from restaurant_order.core.blocking import elsewhere
from restaurant_order.core.refusals import Invalid

WIDTHS: Final = (1280, 640, 320, 160)
"""Pixels, largest first. A photo that is smaller keeps its own width under the larger names."""

LARGEST_FILE: Final = 8 * 1024 * 1024
"""Bytes."""

MOST_PIXELS: Final = 25_000_000
SHORTEST_SIDE: Final = 64
LONGEST_RATIO: Final = 4
QUALITY: Final = 80
"""Of WebP: no difference to be seen on a phone."""

PROFILED: Final = {"RGB", "RGBA", "CMYK"}
"""Modes whose colour profile is worked in."""

SIGNATURES: Final = {"JPEG": b"\xff\xd8\xff", "PNG": b"\x89PNG\r\n\x1a\n", "WEBP": b"RIFF"}

Image.MAX_IMAGE_PIXELS = MOST_PIXELS


class BadPhoto(Invalid):
    code = "bad_photo"

    def __init__(self, sentence: object) -> None:
        super().__init__(sentence, field="photo")


def photo_folder() -> Path:
    return Path(current_app.config["DATA_DIR"]) / "photos"


def photo_file(photo: str, width: int) -> str:
    """The file name of a kept photo in one of the `WIDTHS`."""
    return f"{photo}-{width}.webp"


def keep_photo(content: bytes) -> str:
    """Keep a JPEG, PNG or WebP file in all widths; returns the name for `service.set_photo`.

    The same picture has the same name. Raises BadPhoto, and then nothing was kept.
    """
    made = elsewhere(make_photo, content)
    name = hashlib.sha256(made[WIDTHS[0]]).hexdigest()[:32]
    folder = photo_folder()
    folder.mkdir(parents=True, exist_ok=True)
    for width, body in made.items():
        making = folder / f".{photo_file(name, width)}"
        making.write_bytes(body)
        making.replace(folder / photo_file(name, width))
    return name


def make_photo(content: bytes) -> dict[int, bytes]:
    """WebP by width. Raises BadPhoto."""
    if len(content) > LARGEST_FILE:
        raise BadPhoto(_l("This picture is too large. At most 8 MB, please."))
    try:
        with _opened(content) as image:
            return _encoded(_upright(image))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels() from None
    except (OSError, SyntaxError, ValueError, EOFError, ArithmeticError, LookupError):
        raise BadPhoto(_l("This picture is damaged and cannot be read.")) from None


def _opened(content: bytes) -> Image.Image:
    """The picture with its header read and nothing else."""
    kind = next((k for k, start in SIGNATURES.items() if content.startswith(start)), None)
    if kind is None or (kind == "WEBP" and content[8:12] != b"WEBP"):
        raise BadPhoto(_l("This is not a picture we can read. JPEG, PNG or WebP, please."))
    image = Image.open(io.BytesIO(content), formats=[kind])
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise _too_many_pixels()
    if min(width, height) < SHORTEST_SIDE:
        raise BadPhoto(_l("This picture is too small to be seen on a phone."))
    if max(width, height) > LONGEST_RATIO * min(width, height):
        raise BadPhoto(_l("This picture is too long and narrow for a dish."))
    return image


def _upright(image: Image.Image) -> Image.Image:
    """Decoded no larger than needed, turned as the camera was held, in sRGB."""
    largest = WIDTHS[0]
    image.draft("RGB", (largest, largest))
    turned = ImageOps.exif_transpose(image)
    mode = "RGBA" if turned.has_transparency_data else "RGB"
    profile = turned.info.get("icc_profile") if turned.mode in PROFILED else None
    plain = turned.convert(mode) if profile is None else turned
    if plain.width > largest:
        plain = _narrowed(plain, largest)
    return plain if profile is None else _in_srgb(plain, profile, mode)


def _in_srgb(image: Image.Image, profile: bytes, mode: str) -> Image.Image:
    """Colours as the camera meant them; as they are, where its profile cannot be used."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        found = ImageCms.profileToProfile(image, source, target, outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        found = None
    return image.convert(mode) if found is None else found


def _encoded(image: Image.Image) -> dict[int, bytes]:
    made = {}
    for width in WIDTHS:
        if image.width > width:
            image = _narrowed(image, width)
        body = io.BytesIO()
        clean = Image.new(image.mode, image.size)
        clean.paste(image)
        clean.save(body, "WEBP", quality=QUALITY, method=4)
        made[width] = body.getvalue()
    return made


def _narrowed(image: Image.Image, width: int) -> Image.Image:
    height = max(1, round(image.height * width / image.width))
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _too_many_pixels() -> BadPhoto:
    return BadPhoto(_l("This picture has too many pixels. At most 25 million, please."))
