"""The columns of the sheet, and what a header may call them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask_babel import lazy_gettext as _l

from restaurant_order.menu.sheet.refusals import BadFile

REFERENCE, CATEGORY, OPTIONS = "reference", "category", "options"
PRICE, TAX_RATE, STATION = "price", "tax_rate", "station"
COURSE, PREP_MINUTES, INGREDIENTS = "course", "prep_minutes", "ingredients"
ALLERGENS, DIET, SPICE = "allergens", "diet", "spice"
STOCK, ON_MENU, WINDOWS = "stock", "on_menu", "windows"

NAME, CATEGORY_NAME = "name", "category_name"
DESCRIPTION, KITCHEN_NAME = "description", "kitchen_name"

OPTION_STATIONS, OPTION_INGREDIENTS = "option_stations", "option_ingredients"
OPTION_KITCHEN_NAMES = "option_kitchen_names"

WORDS: Final = (CATEGORY_NAME, NAME, DESCRIPTION, KITCHEN_NAME, OPTION_KITCHEN_NAMES)
"""Columns there is one of for each language, `name_en`; `options_<language>` follows the first."""


@dataclass(frozen=True)
class Column:
    """`language` None: there is only one such column."""

    kind: str
    language: str | None = None

    @property
    def header(self) -> str:
        return f"{self.kind}_{self.language}" if self.language else self.kind


def all_columns(languages: Sequence[str]) -> list[Column]:
    """Every column, in the order they are written."""
    return [
        Column(REFERENCE),
        Column(CATEGORY),
        *(Column(CATEGORY_NAME, tag) for tag in languages),
        *(Column(NAME, tag) for tag in languages),
        *(Column(DESCRIPTION, tag) for tag in languages),
        *(Column(KITCHEN_NAME, tag) for tag in languages),
        Column(PRICE),
        Column(TAX_RATE),
        Column(STATION),
        Column(COURSE),
        Column(PREP_MINUTES),
        Column(INGREDIENTS),
        Column(ALLERGENS),
        Column(DIET),
        Column(SPICE),
        Column(STOCK),
        Column(ON_MENU),
        Column(WINDOWS),
        Column(OPTIONS),
        *(Column(OPTIONS, tag) for tag in languages[1:]),
        Column(OPTION_STATIONS),
        *(Column(OPTION_KITCHEN_NAMES, tag) for tag in languages),
        Column(OPTION_INGREDIENTS),
    ]


def known_headers(languages: Sequence[str]) -> dict[str, Column]:
    """Columns by every header that means them; without a language it is the first one's."""
    found = {plain_header(column.header): column for column in all_columns(languages)}
    for kind in WORDS:
        found.setdefault(plain_header(kind), Column(kind, languages[0]))
    found[plain_header(f"{OPTIONS}_{languages[0]}")] = Column(OPTIONS)
    return found


@dataclass(frozen=True)
class Headers:
    """`places`: where each column is; `unused`: headers that mean nothing to us."""

    places: dict[Column, int]
    unused: tuple[str, ...]


def read_headers(cells: Sequence[str], languages: Sequence[str]) -> Headers:
    """Raises BadFile when a column comes twice, or the name and the reference are both missing."""
    known, places, unused = known_headers(languages), {}, []
    for place, cell in enumerate(cells):
        column = known.get(plain_header(cell))
        if column in places:
            raise BadFile(_l("The column %(name)s is there twice.", name=cell.strip()))
        if column is not None:
            places[column] = place
        elif cell.strip():
            unused.append(cell.strip()[:60])
    if Column(NAME, languages[0]) not in places and Column(REFERENCE) not in places:
        wanted = Column(NAME, languages[0]).header
        raise BadFile(_l("The first row must name the columns; there is no %(name)s.", name=wanted))
    return Headers(places, tuple(unused))


def plain_header(header: str) -> str:
    """`" Name_ZH-Hans"` -> `name_zh_hans`."""
    return "_".join(header.strip().casefold().replace("-", "_").split())
