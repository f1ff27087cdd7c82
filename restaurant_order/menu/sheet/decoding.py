"""From bytes to text: which encoding a spreadsheet program has written.

Excel writes UTF-8 with a mark, UTF-16 ("Unicode text"), or what its country used before Unicode:
Windows-1252 in the West, GBK (a part of GB18030) in China.
"""

import codecs
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from flask_babel import lazy_gettext as _l

from restaurant_order.menu.sheet.refusals import BadFile

LARGEST_FILE: Final = 2 * 1024 * 1024
"""Bytes."""

ENOUGH: Final = 0.6
"""Share of likely characters among the non-ASCII ones for bytes to be taken for Chinese."""

WESTERN_SIGNS: Final = frozenset("’‘“”„–—…€£°½¼¾·«»®™×±•\u00a0")


class Encoding(StrEnum):
    UTF8 = "utf-8"
    UTF16 = "utf-16"
    WESTERN = "windows-1252"
    CHINESE = "gb18030"


@dataclass(frozen=True)
class Decoded:
    text: str
    encoding: Encoding


MARKS: Final = (
    (codecs.BOM_UTF8, Encoding.UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, Encoding.UTF16, "utf-16-le"),
    (codecs.BOM_UTF16_BE, Encoding.UTF16, "utf-16-be"),
    (b"\x84\x31\x95\x33", Encoding.CHINESE, "gb18030"),
)


def decode(content: bytes, *, encoding: Encoding | None = None) -> Decoded:
    """The text, by `encoding` if somebody said which, else by the best guess.

    Raises BadFile for more than `LARGEST_FILE` bytes, and for what is no text.
    """
    if len(content) > LARGEST_FILE:
        raise BadFile(_l("This file is too large. At most 2 MB, please."))
    found = _marked(content) or _decoded(content, encoding or _guess(content))
    if "\0" in found.text:
        raise BadFile(_l("This is not a text file. Save the sheet as CSV, please."))
    return found


def is_everyday_chinese(char: str) -> bool:
    """One of the 3,755 most used characters (GB 2312, level 1), or Chinese punctuation."""
    try:
        pair = char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return len(pair) == 2 and (0xB0 <= pair[0] <= 0xD7 or pair[0] in {0xA1, 0xA3})


def _marked(content: bytes) -> Decoded | None:
    for mark, encoding, codec in MARKS:
        if content.startswith(mark):
            return Decoded(_strictly(content[len(mark) :], codec), encoding)
    return None


def _guess(content: bytes) -> Encoding:
    if b"\0" in content:
        return Encoding.UTF16
    if _readable(content, Encoding.UTF8) is not None:
        return Encoding.UTF8
    chinese, western = (_likeness(content, e) for e in (Encoding.CHINESE, Encoding.WESTERN))
    return Encoding.CHINESE if chinese >= max(ENOUGH, western) else Encoding.WESTERN


def _likeness(content: bytes, encoding: Encoding) -> float:
    """Share of the non-ASCII characters that one meets on menus.

    Western text read as Chinese gives rare characters or none at all; Chinese text read as
    Western gives letters and odd signs in turn.
    """
    text = _readable(content, encoding)
    foreign = [char for char in text or "" if not char.isascii()]
    return sum(map(_is_likely, foreign)) / len(foreign) if foreign else -1.0


def _is_likely(char: str) -> bool:
    is_latin = unicodedata.name(char, "").startswith("LATIN")
    return is_latin or char in WESTERN_SIGNS or is_everyday_chinese(char)


def _readable(content: bytes, encoding: Encoding) -> str | None:
    try:
        return content.decode(encoding.value)
    except UnicodeDecodeError:
        return None


def _decoded(content: bytes, encoding: Encoding) -> Decoded:
    if encoding is not Encoding.UTF16:
        return Decoded(_strictly(content, encoding.value), encoding)
    evens, odds = content[0::2].count(0), content[1::2].count(0)
    return Decoded(_strictly(content, "utf-16-be" if evens > odds else "utf-16-le"), encoding)


def _strictly(content: bytes, codec: str) -> str:
    try:
        return content.decode(codec)
    except UnicodeDecodeError:
        raise BadFile(
            _l("This file is not in one encoding. Save it as “CSV UTF-8”, please.")
        ) from None
