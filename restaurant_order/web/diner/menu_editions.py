"""The menu page, drawn once for everybody who reads it in the same language.

An edition is the menu at one version of itself, of the restaurant, and of what is sold out; it
ends by itself when the clock opens or closes something.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from flask import Flask, current_app
from werkzeug import Request

from restaurant_order.core import clock
from restaurant_order.core.database import db
from restaurant_order.core.languages import COOKIE, best_language
from restaurant_order.venue.models import Restaurant
from restaurant_order.web.diner.menu_drawing import DrawnCards, draw_menu
from restaurant_order.web.diner.menu_packing import Packed, packed
from restaurant_order.web.diner.menu_readers import EditionKey, Reader

MOST_WISHES: Final = 500
"""Kept answers to "which language does this browser want"."""

_NAME: Final = "menu editions"


@dataclass
class Page:
    """One language of an edition, packed when first asked for; may be wrong after `until`."""

    html: bytes
    until: datetime
    packed: dict[str, Packed] = field(default_factory=dict)

    def for_browser(self, asked: Request) -> Packed:
        """The page as the browser that asks can read it."""
        accepted = asked.headers.get("Accept-Encoding", "")
        encoding = "br" if "br" in accepted else "gzip" if "gzip" in accepted else ""
        found = self.packed.get(encoding)
        if found is None:
            found = self.packed[encoding] = packed(self.html, encoding)
        return found


@dataclass
class Edition:
    key: EditionKey
    languages: list[str]
    pages: dict[str, Page] = field(default_factory=dict)
    wishes: dict[tuple[str | None, str | None], str] = field(default_factory=dict)

    def language(self, asked: Request) -> str:
        """As `best_language`, which takes longer than all the rest of this page."""
        wish = (asked.cookies.get(COOKIE), asked.headers.get("Accept-Language"))
        found = self.wishes.get(wish)
        if found is None:
            found = best_language(self.languages, asked)
            if len(self.wishes) < MOST_WISHES:
                self.wishes[wish] = found
        return found

    def page(self, language: str) -> Page | None:
        """As it was drawn, unless the clock has changed it since."""
        found = self.pages.get(language)
        return found if found is not None and clock.now() < found.until else None


@dataclass
class Shelf:
    """The newest edition of one restaurant's menu, and the cards it is put together from."""

    edition: Edition
    cards: dict[str, DrawnCards] = field(default_factory=dict)


Shelves = dict[int, Shelf]
"""By restaurant."""


def shelves_of(app: Flask) -> Shelves:
    shelves: Shelves = app.extensions.setdefault(_NAME, {})
    return shelves


def edition_for(reader: Reader) -> Edition:
    """The edition at the versions that the reader's query found."""
    shelves = shelves_of(current_app)
    shelf = shelves.get(reader.restaurant_id)
    if shelf is not None and shelf.edition.key == reader.edition:
        return shelf.edition
    languages = db.session.get_one(Restaurant, reader.restaurant_id).languages
    edition = Edition(reader.edition, languages)
    if shelf is None:
        shelves[reader.restaurant_id] = Shelf(edition)
    else:
        shelf.edition = edition
    return edition


def menu_page(restaurant_id: int, edition: Edition, language: str) -> Page:
    found = edition.page(language)
    if found is None:
        cards = shelves_of(current_app)[restaurant_id].cards.setdefault(language, {})
        drawing = draw_menu(restaurant_id, language, cards=cards)
        found = edition.pages[language] = Page(drawing.html.encode(), drawing.changes_at)
    return found
