"""Single cells: lists, yes and no, counts. What is written reads back the same."""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache
from typing import Final, TypeVar

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from restaurant_order.core.database import Words
from restaurant_order.core.languages import INTERFACE, interface_locale
from restaurant_order.menu.checking import LARGEST_STOCK, LONGEST_PREP
from restaurant_order.menu.labels import ALLERGENS, DIETS
from restaurant_order.menu.models import HOTTEST, LAST_COURSE, Allergen, DietMark
from restaurant_order.menu.pantry import MOST_IN_ONE
from restaurant_order.menu.recipes import Parts
from restaurant_order.menu.sheet.refusals import BadCell

YES: Final = frozenset({"yes", "y", "true", "1", "x", "on", "是", "有", "ja", "oui", "si", "sí"})
NO: Final = frozenset({"no", "n", "false", "0", "off", "否", "无", "nein", "non"})
NONE: Final = frozenset({"none", "无", "没有", "keine", "aucun", "ninguno"})
"""Stated to contain none of the 14; an empty cell means that nobody has said."""

UNLIMITED: Final = frozenset({"", "unlimited", "不限", "∞"})
LIST_SIGNS: Final = re.compile(r"[,;|、，；\n]+")

SYNONYMS: Final = {
    "eggs": Allergen.EGG,
    "wheat": Allergen.GLUTEN,
    "soya": Allergen.SOY,
    "soybeans": Allergen.SOY,
    "dairy": Allergen.MILK,
    "lactose": Allergen.MILK,
    "tree nuts": Allergen.NUTS,
    "peanut": Allergen.PEANUTS,
    "sulfites": Allergen.SULPHITES,
    "mollusks": Allergen.MOLLUSCS,
}

_COUNTED: Final = re.compile(r"(?P<count>[+−-]?[0-9]{1,3}) ?[xX×*] ?(?P<name>.+)")

Named = Mapping[int, tuple[str, Words]]
"""Stations, ingredients: the reference and the names of each, by id."""

Member = TypeVar("Member", bound=StrEnum)


def read_allergens(text: str) -> tuple[Allergen, ...] | None:
    """None for an empty cell: not stated. Raises BadCell."""
    if text.casefold() in NONE:
        return ()
    return read_allergen_list(text) if text else None


def read_allergen_list(text: str) -> tuple[Allergen, ...]:
    """Codes (`milk`) or names in any language of the interface. Raises BadCell."""
    return _members(text, _allergen_names())


def write_allergens(allergens: Iterable[Allergen] | None) -> str:
    if allergens is None:
        return ""
    return ", ".join(allergen.value for allergen in allergens) or "none"


def read_diet(text: str) -> tuple[DietMark, ...]:
    """Raises BadCell."""
    return _members(text, _diet_names())


def read_yes(text: str) -> bool:
    """Yes for an empty cell. Raises BadCell."""
    plain = text.casefold()
    if plain and plain not in YES | NO:
        raise BadCell(_l("“yes” or “no”, please."))
    return plain not in NO


def read_stock(text: str) -> int | None:
    """None, without limit, for an empty cell. Raises BadCell."""
    if text.casefold() in UNLIMITED:
        return None
    return read_count(text, most=LARGEST_STOCK)


def read_spice(text: str) -> int:
    """Raises BadCell."""
    return read_count(text, most=HOTTEST) if text else 0


def read_count(text: str, *, most: int) -> int:
    """A whole number from 0 to `most`. Raises BadCell."""
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) <= most):
        raise BadCell(_l("A whole number from 0 to %(most)s, please.", most=most))
    return int(text)


def read_course(text: str) -> int | None:
    """0: at once; None, as its category, for an empty cell. Raises BadCell."""
    return read_count(text, most=LAST_COURSE) if text else None


def read_minutes(text: str) -> int | None:
    """None, not known, for an empty cell. Raises BadCell."""
    minutes = read_count(text, most=LONGEST_PREP) if text else None
    if minutes == 0:
        raise BadCell(_l("Between %(least)s and %(most)s, please.", least=1, most=LONGEST_PREP))
    return minutes


def read_one_of(text: str, among: Named) -> int | None:
    """Whose reference or name in any language it is."""
    wanted = text.casefold()
    for one, (reference, name) in among.items():
        if wanted in {word.casefold() for word in (reference, *name.values())}:
            return one
    return None


def read_station(text: str, stations: Named) -> int | None:
    """None for an empty cell. Raises BadCell."""
    found = read_one_of(text, stations)
    if text and found is None:
        raise BadCell(_l("There is no such station."))
    return found


def read_parts(text: str, pantry: Named, *, least: int = 1) -> Parts:
    """`2x patty, mozzarella`: how many of each. Raises BadCell, for fewer than `least` too."""
    parts: dict[int, int] = {}
    references = {reference for reference, _name in pantry.values()}
    for part in filter(None, (" ".join(part.split()) for part in LIST_SIGNS.split(text))):
        found = None if part in references else _COUNTED.match(part)
        number, name = (found["count"], found["name"]) if found else ("1", part)
        ingredient, count = read_one_of(name, pantry), int(number.replace("−", "-"))
        if ingredient is None:
            raise BadCell(_l("Nobody knows “%(name)s”.", name=name[:40]))
        if ingredient in parts:
            raise BadCell(_l("“%(name)s” is there twice.", name=name[:40]))
        if not least <= count <= MOST_IN_ONE:
            raise BadCell(
                _l("Between %(least)s and %(most)s, please.", least=least, most=MOST_IN_ONE)
            )
        parts[ingredient] = count
    return {ingredient: count for ingredient, count in parts.items() if count}


def write_parts(parts: Parts, pantry: Named) -> str:
    return ", ".join(f"{count}x {pantry[one][0]}" for one, count in sorted(parts.items()))


def _members(text: str, names: Mapping[str, Member]) -> tuple[Member, ...]:
    found = []
    for part in LIST_SIGNS.split(text):
        name = " ".join(part.casefold().split())
        if name and name not in names:
            raise BadCell(_l("Nobody knows “%(name)s”.", name=part.strip()[:40]))
        if name:
            found.append(names[name])
    kind = type(next(iter(names.values())))
    return tuple(member for member in kind if member in found)


@cache
def _allergen_names() -> dict[str, Allergen]:
    return SYNONYMS | _names(ALLERGENS)


@cache
def _diet_names() -> dict[str, DietMark]:
    return _names(DIETS)


def _names(labels: Mapping[Member, object]) -> dict[str, Member]:
    """Codes and what the interface calls them, in all its languages."""
    found: dict[str, Member] = {}
    for member, label in labels.items():
        found[member.value] = found[member.value.replace("_", " ")] = member
        found[member.value.replace("_", "-")] = member
        for language in INTERFACE:
            with force_locale(interface_locale(language)):
                found[str(label).casefold()] = member
    return found
