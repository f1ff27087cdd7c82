"""Contrast as WCAG 2 measures it, on `#rrggbb`."""

from typing import Final

BLACK: Final = "#111111"
WHITE: Final = "#ffffff"


def parts(colour: str) -> tuple[float, float, float]:
    """Red, green, blue from 0 to 1."""
    return tuple(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))  # type: ignore[return-value]  # three of them


def luminance(colour: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """1 for the same, 21 for black on white."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def readable_on(ground: str) -> str:
    return WHITE if contrast(WHITE, ground) >= contrast(BLACK, ground) else BLACK
