"""The code itself: its modules, without the quiet zone, and what draws them."""

from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Any, Final

import qrcode
from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_L, ERROR_CORRECT_M, ERROR_CORRECT_Q
from qrcode.exceptions import DataOverflowError

from restaurant_order.qr.problems import SheetProblem

QUIET_ZONE: Final = 4
"""Empty modules around a code (ISO/IEC 18004)."""

FINDER: Final = 7
"""Modules of a finder pattern's side."""

REMEMBERED: Final = 64
"""Codes: a page is laid out, measured and drawn, and each time asks for its own, which take long to
make; and the Wi-Fi's is on every card.
"""


class Correction(IntEnum):
    """How many percent of a code may be lost."""

    L = 7
    M = 15
    Q = 25
    H = 30


_LEVELS: Final = {
    Correction.L: ERROR_CORRECT_L,
    Correction.M: ERROR_CORRECT_M,
    Correction.Q: ERROR_CORRECT_Q,
    Correction.H: ERROR_CORRECT_H,
}


@dataclass(frozen=True, slots=True)
class Code:
    """`rows` of dark modules; `hole` modules of the middle's side are left out for a logo."""

    text: str
    rows: tuple[tuple[bool, ...], ...]
    hole: int = 0

    @property
    def size(self) -> int:
        return len(self.rows)

    @property
    def full_size(self) -> int:
        """Modules of a side with the quiet zone."""
        return self.size + 2 * QUIET_ZONE

    def is_dark(self, x: int, y: int) -> bool:
        """Whether the module is drawn as one: finders and what the logo covers are not."""
        return self.rows[y][x] and not self._in_finder(x, y) and not self._in_hole(x, y)

    @property
    def finders(self) -> tuple[tuple[int, int], ...]:
        far = self.size - FINDER
        return ((0, 0), (far, 0), (0, far))

    def _in_finder(self, x: int, y: int) -> bool:
        return any(fx <= x < fx + FINDER and fy <= y < fy + FINDER for fx, fy in self.finders)

    def _in_hole(self, x: int, y: int) -> bool:
        start = (self.size - self.hole) // 2
        return start <= x < start + self.hole and start <= y < start + self.hole


@lru_cache(maxsize=REMEMBERED)
def make_code(text: str, *, correction: Correction, hole_share: float = 0.0) -> Code:
    """`correction` is the least; where a higher level costs no room it is taken.

    `hole_share`: part of the side that the logo in the middle takes.
    """
    made = _begun(text, correction)
    for level in Correction:
        if level > correction and (stronger := _begun(text, level)).version == made.version:
            made = stronger
    made.make(fit=False)
    rows = tuple(tuple(bool(module) for module in row) for row in made.modules)
    return Code(text, rows, _odd(len(rows) * hole_share))


def short_form(base_url: str, code: str) -> str:
    """The address in capitals, which QR's alphanumeric mode packs into fewer modules.

    Scheme and host do not mind, and `/T/` takes either case. A host with other characters than
    that mode knows is left as it is.
    """
    address = f"{base_url}/t/{code}".upper()
    is_compact = set(address) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
    return address if is_compact else f"{base_url}/t/{code}"


def wifi_text(network: str, password: str) -> str:
    """What phones read as a Wi-Fi network; without a password an open one."""
    if not password:
        return f"WIFI:T:nopass;S:{_escaped(network)};;"
    return f"WIFI:T:WPA;S:{_escaped(network)};P:{_escaped(password)};;"


def _begun(text: str, level: Correction) -> qrcode.QRCode[Any]:
    """Its version is found, its modules are not. Raises SheetProblem when it is too much."""
    code: qrcode.QRCode[Any] = qrcode.QRCode(error_correction=_LEVELS[level], border=0)
    code.add_data(text, optimize=0)
    try:
        code.best_fit()
    except (DataOverflowError, ValueError):
        raise SheetProblem("address_too_long") from None
    return code


def _escaped(text: str) -> str:
    return "".join(f"\\{char}" if char in '\\;,":' else char for char in text)


def _odd(modules: float) -> int:
    """The next odd number, as codes have odd sides and the hole sits in the middle."""
    whole = int(modules)
    return 0 if whole <= 0 else whole + 1 - whole % 2
