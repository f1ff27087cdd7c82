"""Sheets made and read in tests, without a server."""

import io
from pathlib import Path

import msgspec
from PIL import Image, ImageDraw

from restaurant_order.qr.cards import Card, House
from restaurant_order.qr.codes import short_form
from restaurant_order.qr.design import Design
from restaurant_order.qr.work import Job, Progress, run
from restaurant_order.venue.rules import CODE_ALPHABET

CALLS = {"en": "Scan to see the menu", "zh-Hans": "扫码点餐", "ar": "امسح الرمز", "th": "สแกนเมนู"}


def logo() -> bytes:
    picture = Image.new("RGBA", (300, 240), (0, 0, 0, 0))
    ImageDraw.Draw(picture).ellipse((30, 10, 270, 230), fill=(150, 40, 40, 255))
    body = io.BytesIO()
    picture.save(body, "PNG")
    return body.getvalue()


HOUSE = House("Casa Lupo", "order.casalupo.example", 1.25)


def card(number: int, name: str = "", *, area: str = "Terrace") -> Card:
    code = "".join(CODE_ALPHABET[(number * 7 + i * i * 5 + i) % 31] for i in range(26))
    address = short_form("http://192.168.178.40:8000", code)
    return Card(number, name or f"T{number}", area, address, "k7m2pq4x")


def printed(folder: Path, design: Design, cards: list[Card], *, kind: str = "pdf") -> Progress:
    """The job as the server starts it, here in this process."""
    folder.mkdir(exist_ok=True)
    job = Job(design=design, house=HOUSE, cards=cards, kind=kind)
    (folder / "job.json").write_bytes(msgspec.json.encode(job))
    (folder / "logo.png").write_bytes(logo())
    return run(folder)


def codes_found(said: Progress) -> list[object]:
    return [finding["code"] for finding in said.findings]
