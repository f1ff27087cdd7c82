"""The restaurant's own colour, made safe to read before any screen wears it.

Contrast is WCAG 2.2's: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

Colour = tuple[int, int, int]

READABLE: Final = 4.5
"""Text on its ground."""
VISIBLE: Final = 3.0
"""A solid on its ground, in the dark."""
FAINT: Final = 1.6
"""A solid on white paper: what is written on it carries it, and a yellow may stay yellow."""

BLACK: Final = (0, 0, 0)
WHITE: Final = (255, 255, 255)
STEPS: Final = 50


@dataclass(frozen=True)
class Scheme:
    """The grounds of tokens.css, paper first, and how much a solid has to stand out there."""

    name: str
    grounds: tuple[Colour, ...]
    away: Colour
    least: float
    softness: float

    @property
    def paper(self) -> Colour:
        return self.grounds[0]


LIGHT: Final = Scheme(
    "light", ((255, 255, 255), (245, 242, 236)), away=BLACK, least=FAINT, softness=0.12
)
DARK: Final = Scheme(
    "dark",
    ((28, 26, 23), (19, 18, 16), (37, 34, 30), (47, 43, 38)),
    away=WHITE,
    least=VISIBLE,
    softness=0.16,
)


def theme_css(accent: str) -> str:
    """The stylesheet that dresses all screens in `accent` (`#rrggbb`); empty keeps the house's own.

    Raises ValueError for anything else.
    """
    if not accent:
        return ""
    colour = parse(accent)
    rules = [f"--brand-{name}: {text(value)};" for name, value in brand(colour).items()]
    return "@layer tokens { :root { " + " ".join(rules) + " } }\n"


def brand(accent: Colour) -> dict[str, Colour]:
    """Solid, what is written on it, its hover, its ink, its soft ground: for light and dark."""
    return _dress(accent, LIGHT) | _dress(accent, DARK)


def contrast(one: Colour, other: Colour) -> float:
    """WCAG contrast ratio: 1 (the same) to 21 (black on white)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def parse(written: str) -> Colour:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", written):
        raise ValueError(written)
    return int(written[1:3], 16), int(written[3:5], 16), int(written[5:7], 16)


def text(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def _dress(accent: Colour, scheme: Scheme) -> dict[str, Colour]:
    solid = _until(accent, scheme.away, lambda c: contrast(c, scheme.paper) >= scheme.least)
    on = max((BLACK, WHITE), key=lambda c: contrast(c, solid))
    soft = mix(scheme.paper, accent, scheme.softness)
    return {
        scheme.name: solid,
        f"{scheme.name}-on": on,
        f"{scheme.name}-hover": mix(solid, WHITE if on == BLACK else BLACK, 0.14),
        f"{scheme.name}-ink": _until(
            accent, scheme.away, lambda c: _reads_on(c, (*scheme.grounds, soft))
        ),
        f"{scheme.name}-soft": soft,
    }


def _reads_on(ink: Colour, grounds: Iterable[Colour]) -> bool:
    return all(contrast(ink, ground) >= READABLE for ground in grounds)


def _until(colour: Colour, away: Colour, is_enough: Callable[[Colour], bool]) -> Colour:
    """The colour as it is, or moved only as far towards `away` as it takes."""
    steps = (mix(colour, away, step / STEPS) for step in range(STEPS + 1))
    return next((step for step in steps if is_enough(step)), away)


def _luminance(colour: Colour) -> float:
    """Relative luminance of sRGB: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance"""
    red, green, blue = (_linear(channel / 255) for channel in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
