"""Text that was once read in the wrong encoding: put right when that is certain.

`KÃ¤se` was UTF-8 read as Windows-1252 and can only have been `Käse`. What cannot be put right for
certain is an error: it is never stored as it came.
"""

import re
from typing import Final

import ftfy
from flask_babel import lazy_gettext as _l
from ftfy.badness import is_bad

from restaurant_order.menu.sheet.decoding import is_everyday_chinese
from restaurant_order.menu.sheet.refusals import BadCell

LOST: Final = ("\ufffd", "锟斤拷", "ï¿½")
"""The sign for a lost character, and what becomes of it when it is read wrongly once more."""

_ONLY_ENCODING: Final = ftfy.TextFixerConfig(
    unescape_html=False,
    remove_terminal_escapes=False,
    fix_latin_ligatures=False,
    fix_character_width=False,
    uncurl_quotes=False,
    fix_line_breaks=False,
    fix_surrogates=False,
    remove_control_chars=False,
    fix_c1_controls=False,
    normalization=None,
    explain=False,
)
_HIGH_RUN: Final = re.compile(r"[\x80-\U0010ffff]+")


def repaired(text: str) -> str:
    """The text, put right where it is damaged. Raises BadCell when that is not certain."""
    if text.isascii():
        return text
    if any(sign in text for sign in LOST):
        raise _damaged()
    fixed = _utf8_read_as_western(text) or _gbk_read_as_western(text) or _utf8_read_as_gbk(text)
    if is_bad(fixed or text):
        raise _damaged()
    return fixed or text


def _utf8_read_as_western(text: str) -> str | None:
    """`KÃ¤se` -> `Käse`: two letters become one, and what they become makes sense."""
    fixed = ftfy.fix_text(text, _ONLY_ENCODING) if is_bad(text) else text
    return fixed if len(fixed) < len(text) and "\ufffd" not in fixed else None


def _gbk_read_as_western(text: str) -> str | None:
    """`ÄãºÃ` -> `你好`: runs of accented letters, in pairs, that are all everyday Chinese."""
    runs = [run.group() for run in _HIGH_RUN.finditer(text)]
    if any(len(run) % 2 for run in runs) or max(map(len, runs)) < 4:
        return None
    return _reread(text, written="windows-1252", meant="gb18030")


def _utf8_read_as_gbk(text: str) -> str | None:
    """`浣犲ソ` -> `你好`: rare characters whose bytes are those of everyday ones in UTF-8."""
    if all(is_everyday_chinese(char) for char in text if not char.isascii()):
        return None
    again = _reread(text, written="gb18030", meant="utf-8")
    if again is None and _is_torn_utf8(text):
        raise _damaged()
    return again


def _reread(text: str, *, written: str, meant: str) -> str | None:
    try:
        again = text.encode(written).decode(meant)
    except UnicodeError:
        return None
    foreign = [char for char in again if not char.isascii()]
    return again if foreign and all(map(is_everyday_chinese, foreign)) else None


def _is_torn_utf8(text: str) -> bool:
    """Chinese in UTF-8, read as GBK, with a byte lost at its end: `鐗涜倝闈?`, once `牛肉面`."""
    again = text.encode("gb18030", "replace").decode("utf-8", "replace")
    return sum(map(is_everyday_chinese, again)) >= 2 and again.count("\ufffd") <= 1


def _damaged() -> BadCell:
    return BadCell(_l("This text is damaged: it was saved in the wrong encoding once."))
