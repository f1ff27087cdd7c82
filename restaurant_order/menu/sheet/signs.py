"""The signs that part and mark things within a cell, and names that hold such signs themselves."""

import re
from typing import Final

from flask_babel import lazy_gettext as _l

from restaurant_order.menu.sheet.refusals import BadCell

WIDE: Final = dict(zip("＝：｜；［］｛｝＊＠＋－", "=:|;[]{}*@+-", strict=True))
"""What a Chinese keyboard writes for them."""

_SIGNS: Final = "".join(WIDE) + "".join(WIDE.values()) + "\\\n"
_PRIVATE: Final = 0xE000
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)


def lines_of(text: str) -> list[str]:
    """The cell line by line; escaped signs are hidden until `shown`. Raises BadCell."""
    if any(_PRIVATE <= ord(char) < _PRIVATE + 0x1900 for char in text):
        raise BadCell(_l("There are characters in this text that cannot be read."))
    hidden = _ESCAPED.sub(_hide, text)
    narrow = "".join(WIDE.get(char, char) for char in hidden)
    return [line.strip() for line in re.split(r"[;\n]", narrow) if line.strip()]


def _hide(found: re.Match[str]) -> str:
    sign = found[1]
    return chr(_PRIVATE + _SIGNS.index(sign)) if sign in _SIGNS else found[0]


def shown(text: str) -> str:
    """A name with its escaped signs back in place."""
    return "".join(
        _SIGNS[ord(char) - _PRIVATE] if 0 <= ord(char) - _PRIVATE < len(_SIGNS) else char
        for char in text.strip()
    )


def escaped(name: str) -> str:
    """Ordinary signs stay as they are: a plus or minus counts only before a price."""
    plain = "".join(f"\\{c}" if c in _SIGNS and c not in "+-@" else c for c in name)
    marked = re.sub(r"(^|\s)([+-])(?=\s*\S*\d)", r"\1\\\2", plain)
    return re.sub(r"^(@)", r"\\\1", marked)
