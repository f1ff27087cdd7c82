"""The menu page, drawn once for everybody who reads it in the same language.

An edition is the menu at one version of itself, of the restaurant, and of what is sold out; it
ends by itself when the clock opens or closes something.
"""

import gzip
import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Final

import brotli
from flask import current_app

from restaurant_order.core import clock
from restaurant_order.web.diner.menu_drawing import DrawnCards, draw_menu

BROTLI_QUALITY: Final = 5
GZIP_LEVEL: Final = 6

_NAME: Final = "menu editions"

Key = tuple[int, int, int]
"""Versions of the restaurant, of its menu, and of the dish that changed last."""


@dataclass(frozen=True)
class Page:
    """Bytes ready to be sent, compressed when first asked for. `until`: when they may be wrong."""

    body: bytes
    until: datetime

    @cached_property
    def etag(self) -> str:
        return hashlib.sha256(self.body).hexdigest()[:20]

    def encoded(self, accepted: str) -> tuple[bytes, str]:
        """The body as a browser that sends this `Accept-Encoding` reads it, and its encoding."""
        if "br" in accepted:
            return self._brotli, "br"
        if "gzip" in accepted:
            return self._gzip, "gzip"
        return self.body, ""

    @cached_property
    def _brotli(self) -> bytes:
        return bytes(brotli.compress(self.body, quality=BROTLI_QUALITY))

    @cached_property
    def _gzip(self) -> bytes:
        return gzip.compress(self.body, GZIP_LEVEL, mtime=0)


@dataclass
class Edition:
    key: Key
    pages: dict[str, Page] = field(default_factory=dict)


@dataclass
class Shelf:
    """The newest edition of one restaurant's menu, and the cards it is put together from."""

    edition: Edition
    cards: dict[str, DrawnCards] = field(default_factory=dict)


def menu_page(restaurant_id: int, key: Key, language: str) -> Page:
    """The page as it is at these versions."""
    shelves: dict[int, Shelf] = current_app.extensions.setdefault(_NAME, {})
    shelf = shelves.get(restaurant_id)
    if shelf is None:
        shelf = shelves[restaurant_id] = Shelf(Edition(key))
    if shelf.edition.key != key:
        shelf.edition = Edition(key)
    edition = shelf.edition
    found = edition.pages.get(language)
    if found is None or found.until <= clock.now():
        drawing = draw_menu(restaurant_id, language, cards=shelf.cards.setdefault(language, {}))
        found = edition.pages[language] = Page(drawing.html.encode(), drawing.changes_at)
    return found
