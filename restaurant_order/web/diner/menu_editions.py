"""The menu page, drawn once for everybody who reads it in the same language.

An edition is the menu at one version of itself, of the restaurant, and of what is sold out; it
ends by itself when the clock opens or closes something.
"""

import gzip
import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import brotli
from flask import current_app, request

from restaurant_order.core import clock
from restaurant_order.core.database import db
from restaurant_order.core.languages import COOKIE, best_language
from restaurant_order.venue.models import Restaurant
from restaurant_order.web.diner.menu_drawing import DrawnCards, draw_menu
from restaurant_order.web.diner.menu_readers import EditionKey, Reader

BROTLI_QUALITY: Final = 5
GZIP_LEVEL: Final = 6

MOST_WISHES: Final = 500
"""Kept answers to "which language does this browser want"."""

_NAME: Final = "menu editions"


@dataclass(frozen=True)
class Packed:
    """Bytes ready to be sent, as one kind of browser reads them."""

    body: bytes
    headers: tuple[tuple[str, str], ...]
    etag: str


@dataclass
class Page:
    """One language of an edition, compressed when first asked for; may be wrong after `until`."""

    html: bytes
    until: datetime
    packed: dict[str, Packed] = field(default_factory=dict)

    def for_browser(self, accepted: str) -> Packed:
        """The page for a browser that sends this `Accept-Encoding`."""
        encoding = "br" if "br" in accepted else "gzip" if "gzip" in accepted else ""
        found = self.packed.get(encoding)
        if found is None:
            found = self.packed[encoding] = _packed(self.html, encoding)
        return found


@dataclass
class Edition:
    key: EditionKey
    languages: list[str]
    pages: dict[str, Page] = field(default_factory=dict)
    wishes: dict[tuple[str | None, str | None], str] = field(default_factory=dict)

    def language(self) -> str:
        """As `best_language`, which takes longer than all the rest of this page."""
        wish = (request.cookies.get(COOKIE), request.headers.get("Accept-Language"))
        found = self.wishes.get(wish)
        if found is None:
            found = best_language(self.languages)
            if len(self.wishes) < MOST_WISHES:
                self.wishes[wish] = found
        return found


@dataclass
class Shelf:
    """The newest edition of one restaurant's menu, and the cards it is put together from."""

    edition: Edition
    cards: dict[str, DrawnCards] = field(default_factory=dict)


def edition_for(reader: Reader) -> Edition:
    """The edition at the versions that the reader's query found."""
    shelf = _shelves().get(reader.restaurant_id)
    if shelf is not None and shelf.edition.key == reader.edition:
        return shelf.edition
    languages = db.session.get_one(Restaurant, reader.restaurant_id).languages
    edition = Edition(reader.edition, languages)
    if shelf is None:
        _shelves()[reader.restaurant_id] = Shelf(edition)
    else:
        shelf.edition = edition
    return edition


def menu_page(restaurant_id: int, edition: Edition, language: str) -> Page:
    found = edition.pages.get(language)
    if found is None or found.until <= clock.now():
        cards = _shelves()[restaurant_id].cards.setdefault(language, {})
        drawing = draw_menu(restaurant_id, language, cards=cards)
        found = edition.pages[language] = Page(drawing.html.encode(), drawing.changes_at)
    return found


def _shelves() -> dict[int, Shelf]:
    shelves: dict[int, Shelf] = current_app.extensions.setdefault(_NAME, {})
    return shelves


def _packed(html: bytes, encoding: str) -> Packed:
    etag = f'"{hashlib.sha256(html).hexdigest()[:20]}{encoding}"'
    headers = [
        ("ETag", etag),
        ("Cache-Control", "private, no-cache"),
        ("Vary", "Cookie, Accept-Encoding, Accept-Language"),
        ("Content-Type", "text/html; charset=utf-8"),
    ]
    if encoding:
        headers.append(("Content-Encoding", encoding))
    return Packed(_compressed(html, encoding), tuple(headers), etag)


def _compressed(html: bytes, encoding: str) -> bytes:
    if encoding == "br":
        return bytes(brotli.compress(html, quality=BROTLI_QUALITY))
    return gzip.compress(html, GZIP_LEVEL, mtime=0) if encoding else html
