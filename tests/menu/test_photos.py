"""Whatever a camera made is kept as clean pictures; what is none is refused, and nothing kept."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image, ImageCms, ImageFile

from restaurant_order.menu.photos import (
    MOST_PIXELS,
    WIDTHS,
    BadPhoto,
    keep_photo,
    make_photo,
    photo_file,
    photo_folder,
)

ORIENTATION, MADE_BY = 0x0112, 0x010F


def photo(kind: str = "JPEG", size: tuple[int, int] = (1600, 1200), **how: object) -> bytes:
    """Dark on top, bright below."""
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    file = io.BytesIO()
    image.save(file, kind, **how)  # type: ignore[arg-type]  # whatever the format takes
    return file.getvalue()


def empty_png(width: int, height: int) -> bytes:
    """A one-colour PNG of any size in a few bytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    line = b"\0" * ((width + 7) // 8 + 1)
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(line) for _ in range(height)) + packer.flush()
    signature = b"\x89PNG\r\n\x1a\n"
    return signature + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def picture(made: bytes) -> Image.Image:
    return Image.open(io.BytesIO(made))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_becomes_webp_in_every_width(kind: str) -> None:
    made = make_photo(photo(kind))
    assert {width: picture(body).size for width, body in made.items()} == {
        1280: (1280, 960),
        640: (640, 480),
        320: (320, 240),
        160: (160, 120),
    }
    assert {picture(body).format for body in made.values()} == {"WEBP"}


def test_a_small_photo_is_never_blown_up() -> None:
    made = make_photo(photo(size=(400, 300)))
    assert [picture(made[width]).width for width in WIDTHS] == [400, 400, 320, 160]


def test_a_photo_is_turned_as_the_camera_was_held_and_loses_its_secrets() -> None:
    exif = Image.Exif()
    exif[ORIENTATION], exif[MADE_BY] = 6, "Olga's phone"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    content = photo(exif=exif, icc_profile=profile, comment=b"Olga was here")
    assert b"Olga" in content
    for body in make_photo(content).values():
        kept = picture(body)
        assert kept.width < kept.height
        assert b"Olga" not in body
        assert not dict(kept.getexif())
        assert "icc_profile" not in kept.info
        left, right = kept.getpixel((5, 50)), kept.getpixel((kept.width - 5, 50))
        assert isinstance(left, tuple)
        assert isinstance(right, tuple)
        assert left[0] > right[0] + 100


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK"])
def test_every_kind_of_pixel_is_read(mode: str) -> None:
    image = (
        Image.new("I;16", (300, 200), 30000)
        if mode == "I;16"
        else Image.linear_gradient("L").resize((300, 200)).convert(mode)
    )
    file = io.BytesIO()
    image.save(file, "JPEG" if mode == "CMYK" else "PNG")
    assert set(make_photo(file.getvalue())) == set(WIDTHS)


def test_what_is_seen_through_stays_so() -> None:
    file = io.BytesIO()
    Image.new("RGBA", (200, 200), (255, 0, 0, 0)).save(file, "PNG")
    assert picture(make_photo(file.getvalue())[160]).mode == "RGBA"


def test_a_bomb_is_refused_before_it_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = empty_png(20_000, 20_000)
    assert len(bomb) < 60_000
    decoded: list[tuple[int, int]] = []
    decode = ImageFile.ImageFile.load

    def load(image: ImageFile.ImageFile) -> object:
        decoded.append(image.size)
        return decode(image)

    monkeypatch.setattr(ImageFile.ImageFile, "load", load)
    with pytest.raises(BadPhoto):
        make_photo(bomb)
    assert decoded == []
    make_photo(empty_png(200, 200))
    assert set(decoded) == {(200, 200)}


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_the_pixels_allowed_are_those_of_a_good_phone() -> None:
    assert make_photo(empty_png(5000, MOST_PIXELS // 5000))
    with pytest.raises(BadPhoto):
        make_photo(empty_png(5000, MOST_PIXELS // 5000 + 1))


NO_PICTURES = [
    b"",
    b"hello",
    b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    b"<?xml version='1.0'?><svg/>",
    b"GIF89a" + b"\0" * 100,
    b"BM" + b"\0" * 100,
    b"%PDF-1.7",
    b"RIFF\x00\x00\x00\x00WAVEfmt ",
    b"\xff\xd8\xff",
    b"\x89PNG\r\n\x1a\n",
    b"\x89PNG\r\n\x1a\nname,price\nsoup,1\n",
    b"RIFF\x10\x00\x00\x00WEBPVP8 ",
    b"\xff\xd8\xff" + b"x" * (8 * 1024 * 1024),
    photo("PNG", (20, 20)),
    photo("PNG", (3000, 100)),
    photo("JPEG")[:-2000],
    photo("PNG")[:500],
    photo("WEBP")[:500],
]


def test_what_is_no_whole_picture_is_refused_and_leaves_nothing(app: Flask) -> None:
    with app.app_context():
        for content in NO_PICTURES:
            with pytest.raises(BadPhoto):
                keep_photo(content)
        assert not photo_folder().exists()


def test_the_same_picture_is_kept_once(app: Flask) -> None:
    with app.app_context():
        name = keep_photo(photo())
        assert keep_photo(photo()) == name
        kept = {file.name for file in photo_folder().iterdir()}
        assert kept == {photo_file(name, width) for width in WIDTHS}


def test_the_demos_pictures_can_be_kept(app: Flask) -> None:
    folder = Path("restaurant_order/demo/pictures")
    with app.app_context():
        assert keep_photo((folder / "coffee.webp").read_bytes())
