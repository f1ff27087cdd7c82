"""Which language a reader gets, and words by language."""

from functools import cache
from typing import Final

from babel import Locale, negotiate_locale
from flask import g, has_request_context, request
from flask_babel import force_locale
from werkzeug import Request

from restaurant_order.core.database import Words

INTERFACE: Final = ("en", "zh-Hans")
"""Languages the interface speaks, as BCP 47 tags; the first is the source."""

COOKIE: Final = "language"

_ALIASES: Final = {"zh": "zh-Hans", "zh-cn": "zh-Hans", "zh-sg": "zh-Hans", "zh-hans-cn": "zh-Hans"}


def best_language(offered: list[str], asked: Request = request) -> str:
    """Among `offered`: the reader's cookie, else their browser's wish, else the first."""
    chosen = asked.cookies.get(COOKIE)
    if chosen in offered:
        return chosen
    wishes = [_ALIASES.get(wish.lower(), wish) for wish in asked.accept_languages.values()]
    found = negotiate_locale(wishes, offered, sep="-")
    return found or offered[0]


@cache
def interface_locale(language: str) -> str:
    """The Babel locale of the interface for a reader of `language`: `zh-Hans` -> `zh_Hans`."""
    found = negotiate_locale([language], INTERFACE, sep="-") or INTERFACE[0]
    return found.replace("-", "_")


def current_language() -> str:
    """The language of the page being rendered."""
    language: str | None = g.get("language")
    if language is None:
        language = best_language(list(INTERFACE)) if has_request_context() else INTERFACE[0]
        g.language = language
    return language


@cache
def is_right_to_left(language: str) -> bool:
    return Locale.parse(language, sep="-").text_direction == "rtl"


def in_words(words: Words, language: str | None = None) -> str:
    """The text in a language, else in the restaurant's first that has it, else empty."""
    wanted = language or current_language()
    return words.get(wanted) or next((text for text in words.values() if text), "")


__all__ = [
    "COOKIE",
    "INTERFACE",
    "best_language",
    "current_language",
    "force_locale",
    "in_words",
    "interface_locale",
    "is_right_to_left",
]
