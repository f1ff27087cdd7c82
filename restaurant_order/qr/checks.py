"""What is wrong with a design before anything is printed."""

from collections.abc import Iterator
from typing import Final

from restaurant_order.qr.cards import code_for, correction_for, wifi_code
from restaurant_order.qr.colours import contrast, luminance
from restaurant_order.qr.design import Design, Format, LogoPlace
from restaurant_order.qr.lettering import missing_characters
from restaurant_order.qr.problems import Finding, SheetProblem
from restaurant_order.qr.reading import phone_pixels_per_mm
from restaurant_order.qr.sheet import WIFI, Sheets

LEAST_CONTRAST: Final = 4.0
"""Code against ground. A cheap camera in bad light loses half of it."""

PIXELS_OF_MODULE: Final = 2.0
"""That a phone needs to tell modules apart."""

SMALLEST_MODULE: Final = 0.33
"""Millimetres that a shop's printer prints cleanly."""

MOST_CARDS: Final = 5000


def check(sheets: Sheets) -> list[Finding]:
    """Everything that stops the sheet, and what somebody should know. Empty: print."""
    found = [*_colours(sheets.design), *_words(sheets), *_logo(sheets)]
    if stops(found):
        return found
    try:
        return [*found, *_sizes(sheets)]
    except SheetProblem as problem:
        return [problem.finding]


def stops(findings: list[Finding]) -> bool:
    return any(not finding.is_warning for finding in findings)


def _colours(design: Design) -> Iterator[Finding]:
    if luminance(design.ink) >= luminance(design.ground):
        yield Finding("light_on_dark")
    elif (there := contrast(design.ink, design.ground)) < LEAST_CONTRAST:
        yield Finding("contrast", {"there": round(there, 1), "needed": LEAST_CONTRAST})


def _words(sheets: Sheets) -> Iterator[Finding]:
    """Every text that is printed, against the fonts; each table is named."""
    if not sheets.cards:
        yield Finding("no_cards")
    if len(sheets.cards) > MOST_CARDS:
        yield Finding("too_many", {"count": MOST_CARDS})
    design = sheets.design
    shared = [sheets.house.name, design.wifi_network, *design.calls.values()]
    tables = [text for card in sheets.cards for text in (card.name, card.area)]
    for text in dict.fromkeys([*shared, *tables]):
        if missing := missing_characters(text):
            yield Finding("no_glyph_in", {"text": text, "characters": " ".join(missing[:8])})


def _sizes(sheets: Sheets) -> Iterator[Finding]:
    """Modules large enough for the distance and for the printer, on the largest code there is."""
    if not sheets.cards:
        return
    design = sheets.design
    page = sheets.page(0)
    longest = max((card.address for card in sheets.cards), key=len)
    modules = code_for(longest, design).full_size
    sides = [each.box.width for each in page.placed if each.label != WIFI]
    yield from _large_enough(min(sides) / modules, design, "module_size")
    wifi = [each.box.width for each in page.placed if each.label == WIFI]
    if wifi:
        yield from _large_enough(min(wifi) / wifi_code(design).full_size, design, "wifi_size")
    _fitting(sheets)


def _large_enough(module: float, design: Design, code: str) -> Iterator[Finding]:
    needed = max(PIXELS_OF_MODULE / phone_pixels_per_mm(design.distance), SMALLEST_MODULE)
    if module < needed:
        reach = int(module * phone_pixels_per_mm(1) / PIXELS_OF_MODULE / 10)
        yield Finding(
            code,
            {
                "there": round(module, 2),
                "needed": round(needed, 2),
                "distance": round(design.distance / 10),
                "reach": reach,
            },
        )


def _fitting(sheets: Sheets) -> None:
    """The widest names are set once, so that none turns up too long in the middle of a job."""
    longest = sorted(sheets.cards, key=lambda card: len(card.name), reverse=True)[:20]
    Sheets(sheets.design, sheets.house, longest).page(0)


def _logo(sheets: Sheets) -> Iterator[Finding]:
    design = sheets.design
    if design.logo is LogoPlace.NONE:
        return
    if not sheets.house.logo_ratio:
        yield Finding("no_logo")
    elif design.logo is LogoPlace.MIDDLE:
        yield Finding("logo_costs", {"level": correction_for(design).value}, is_warning=True)


__all__ = ["LEAST_CONTRAST", "MOST_CARDS", "Format", "check", "stops"]
