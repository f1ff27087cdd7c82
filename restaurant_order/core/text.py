"""Text from people, before it may be kept: normalised, bounded, and free of what deceives."""

import unicodedata
from typing import Final

from flask_babel import lazy_gettext as _l

from restaurant_order.core.refusals import Invalid

NOTE_LENGTH: Final = 200
"""Characters in a note to the kitchen."""

_LOST: Final = "\ufffd"
"""What stands for bytes that were no text: nobody types it, and no cook can read it."""

_DECEIVING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the reading direction around (Unicode UAX #9)."""

MOST_MARKS: Final = 4
"""Combining marks in a row: Hebrew with cantillation and Tibetan stacks have three or four; more
is there to paint over the neighbours."""

_BLANK: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters, marks and signs that show nothing: fillers, inherent vowels, the empty Braille cell."""

_UNSEEN: Final = frozenset({"Cf", "Mn", "Me", "Zl", "Zp", "Zs"})
"""Categories that show nothing by themselves: format and tag characters, marks without a letter."""


def clean_line(text: str, *, longest: int, field: str | None = None) -> str:
    """One line of text in NFC with single spaces; empty when there is nothing to be seen in it.

    Raises Invalid for more than `longest` characters, control characters, lone surrogates, damaged
    and noncharacters, private-use characters, direction overrides, and more combining marks in a
    row than any script has.
    """
    if len(text) > 4 * longest + 100:
        raise _too_long(longest, field)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise _unreadable(field) from None
    line = " ".join(unicodedata.normalize("NFC", text).split())
    if any(_is_unreadable(char) for char in line) or _most_marks(line) > MOST_MARKS:
        raise _unreadable(field)
    if len(line) > longest:
        raise _too_long(longest, field)
    return line if any(_is_seen(char) for char in line) else ""


def clean_note(text: str, *, field: str = "note") -> str:
    """A note to the kitchen: one line, at most 200 characters."""
    return clean_line(text, longest=NOTE_LENGTH, field=field)


def required_line(text: str, *, longest: int, field: str | None = None) -> str:
    """As `clean_line`, and not empty."""
    line = clean_line(text, longest=longest, field=field)
    if not line:
        raise Invalid(_l("Please fill this in."), field=field)
    return line


def _is_seen(char: str) -> bool:
    """Whether the character shows anything by itself."""
    if char in _BLANK or "\U000e0000" <= char <= "\U000e0fff":  # tags and what is kept for such
        return False
    return unicodedata.category(char) not in _UNSEEN


def _most_marks(line: str) -> int:
    """The most combining marks in a row. Joiners and spacing vowels between do not start anew."""
    most = row = 0
    for char in line:
        category = unicodedata.category(char)
        if category in {"Mn", "Me"}:
            row += 1
            most = max(most, row)
        elif category not in {"Mc", "Cf"}:
            row = 0
    return most


def _is_unreadable(char: str) -> bool:
    nonsense = ord(char) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(char) <= 0xFDEF or char == _LOST
    return nonsense or char in _DECEIVING or unicodedata.category(char) in {"Cc", "Cs", "Co"}


def _too_long(longest: int, field: str | None) -> Invalid:
    return Invalid(_l("At most %(count)s characters, please.", count=longest), field=field)


def _unreadable(field: str | None) -> Invalid:
    return Invalid(_l("There are characters in this text that cannot be read."), field=field)
