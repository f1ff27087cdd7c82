"""Which way each piece of a line reads, and in which order the pieces stand.

The Unicode bidirectional algorithm (UAX #9) for one line of clean text: direction overrides and
isolates are refused before they get here, so only letters, numbers and what is between remain.
"""

import unicodedata
from itertools import groupby
from typing import Final

_LETTERS: Final = {"L": "L", "R": "R", "AL": "R"}
_NUMBERS: Final = {"EN", "AN"}


def runs_of(text: str) -> list[tuple[str, bool]]:
    """Pieces from left to right as they stand on paper, each with whether it reads leftwards.

    A piece keeps the order in which it is spoken: whoever draws it knows the way.
    """
    if text.isascii() or not any(_kind(char) in {"R", "AL", "AN"} for char in text):
        return [(text, False)] if text else []
    levels = _levels(text)
    pieces = [
        ("".join(char for char, _ in group), level)
        for level, group in groupby(zip(text, levels, strict=True), key=lambda pair: pair[1])
    ]
    return [(piece, level % 2 == 1) for piece, level in _reordered(pieces)]


def _levels(text: str) -> list[int]:
    """0 reads rightwards, 1 leftwards, 2 rightwards inside leftwards (rules I1, I2)."""
    base = _base(text)
    kinds = _resolved([_kind(char) for char in text], base)
    deeper = {"L": 2 if base else 0, "R": 1, "EN": 2, "AN": 2}
    return [deeper[kind] for kind in kinds]


def _base(text: str) -> int:
    """The line's own direction: that of its first letter (P2, P3)."""
    first = next((_LETTERS[_kind(c)] for c in text if _kind(c) in _LETTERS), "L")
    return 1 if first == "R" else 0


def _resolved(kinds: list[str], base: int) -> list[str]:
    """Every character as L, R, EN or AN (rules W1 to W7, N1, N2)."""
    edge = "R" if base else "L"
    found: list[str] = []
    letter, letter_kind = edge, edge
    for place, kind in enumerate(kinds):
        now = kind
        if now == "NSM":
            now = found[-1] if found else edge
        elif now in _LETTERS:
            letter_kind, letter = now, _LETTERS[now]
            now = letter
        elif now == "EN":
            now = "AN" if letter_kind == "AL" else ("L" if letter == "L" else "EN")
        elif now in {"CS", "ES"} and 0 < place < len(kinds) - 1:
            between = found[-1] in {*_NUMBERS, "L"} and kinds[place + 1] in _NUMBERS
            now = found[-1] if between and kinds[place - 1] in _NUMBERS else "ON"
        found.append(now if now in {"L", "R", "EN", "AN"} else "ON")
    return _neutrals_settled(found, edge)


def _neutrals_settled(kinds: list[str], edge: str) -> list[str]:
    """What stands between two of one direction goes their way, else the line's (N1, N2)."""
    settled = list(kinds)
    place = 0
    while place < len(kinds):
        if kinds[place] != "ON":
            place += 1
            continue
        end = next((i for i in range(place, len(kinds)) if kinds[i] != "ON"), len(kinds))
        before = _side(kinds[place - 1]) if place else edge
        after = _side(kinds[end]) if end < len(kinds) else edge
        settled[place:end] = [before if before == after else edge] * (end - place)
        place = end
    return settled


def _side(kind: str) -> str:
    return "L" if kind == "L" else "R"


def _reordered(pieces: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """From the deepest level up, turn every stretch of that level and above around (L2)."""
    for level in range(max(level for _, level in pieces), 0, -1):
        turned: list[tuple[str, int]] = []
        for is_deep, stretch in groupby(pieces, key=lambda piece: piece[1] >= level):
            together = list(stretch)
            turned += reversed(together) if is_deep else together
        pieces = turned
    return pieces


def _kind(char: str) -> str:
    return unicodedata.bidirectional(char)
