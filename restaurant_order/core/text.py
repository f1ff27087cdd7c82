"""Text from people, before it may be kept: normalised, bounded, and free of what deceives."""

import unicodedata
from typing import Final

from flask_babel import lazy_gettext as _l

from restaurant_order.core.refusals import Invalid

NOTE_LENGTH: Final = 200
"""Characters in a note to the kitchen."""

_DECEIVING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the reading direction around (Unicode UAX #9)."""


def clean_line(text: str, *, longest: int, field: str | None = None) -> str:
    """One line of text in NFC with single spaces.

    Raises Invalid for more than `longest` characters, control characters, lone surrogates,
    noncharacters, private-use characters and direction overrides.
    """
    if len(text) > 4 * longest + 100:
        raise _too_long(longest, field)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise _unreadable(field) from None
    line = " ".join(unicodedata.normalize("NFC", text).split())
    if any(_is_unreadable(char) for char in line):
        raise _unreadable(field)
    if len(line) > longest:
        raise _too_long(longest, field)
    return line


def clean_note(text: str, *, field: str = "note") -> str:
    """A note to the kitchen: one line, at most 200 characters."""
    return clean_line(text, longest=NOTE_LENGTH, field=field)


def required_line(text: str, *, longest: int, field: str | None = None) -> str:
    """As `clean_line`, and not empty."""
    line = clean_line(text, longest=longest, field=field)
    if not line:
        raise Invalid(_l("Please fill this in."), field=field)
    return line


def _is_unreadable(char: str) -> bool:
    nonsense = ord(char) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(char) <= 0xFDEF
    return nonsense or char in _DECEIVING or unicodedata.category(char) in {"Cc", "Cs", "Co"}


def _too_long(longest: int, field: str | None) -> Invalid:
    return Invalid(_l("At most %(count)s characters, please.", count=longest), field=field)


def _unreadable(field: str | None) -> Invalid:
    return Invalid(_l("There are characters in this text that cannot be read."), field=field)
