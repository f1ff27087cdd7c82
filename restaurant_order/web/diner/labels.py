"""What only the phone calls things, in the reader's language."""

import re
from typing import Any, Final

from babel import Locale
from flask_babel import lazy_gettext as _l

from restaurant_order.menu.labels import ALLERGENS, DIETS
from restaurant_order.menu.models import DietMark
from restaurant_order.visits.models import RequestKind
from restaurant_order.web.diner.steps import marks_of, step_of
from restaurant_order.web.words import money

DIET_ICONS: Final = {DietMark.VEGETARIAN: "leaf", DietMark.VEGAN: "vegan"}
"""Marks that a card has room for; the dish's own page spells out all."""

HEAT: Final = {1: _l("Mildly spicy"), 2: _l("Spicy"), 3: _l("Very spicy")}

REQUESTS: Final = {
    RequestKind.WAITER: _l("A waiter, please"),
    RequestKind.WATER: _l("Water, please"),
    RequestKind.BILL_CASH: _l("The bill, in cash"),
    RequestKind.BILL_CARD: _l("The bill, by card"),
}

REQUEST_ICONS: Final = {
    RequestKind.WAITER: "concierge-bell",
    RequestKind.WATER: "droplets",
    RequestKind.BILL_CASH: "banknote",
    RequestKind.BILL_CARD: "credit-card",
}

PAINTS: Final = 8
"""Guest colours that can be told apart; later guests share the first ones'."""


def paint(colour: int | None) -> int:
    """The `data-guest` of a guest's colour: 1 to 8."""
    return (colour or 0) % PAINTS + 1


def initial(nickname: str) -> str:
    """One or two signs for a name: its first letter, or the number of a guest without a name."""
    number = re.search("[0-9]{1,2}$", nickname)
    return number[0] if number else nickname[:1]


def language_name(tag: str) -> str:
    """What a language calls itself: `zh-Hans` -> `中文`."""
    name = Locale.parse(tag, sep="-").get_language_name() or tag
    return name[:1].upper() + name[1:]


def extra(minor: int) -> str:
    """What an option adds to the price: `+€0.50`, `−€1.00`, nothing for nothing."""
    if not minor:
        return ""
    return f"{'+' if minor > 0 else '−'}{money(abs(minor))}"


def names_for_pages() -> dict[str, Any]:
    """For the templates of pages and of pushed items alike."""
    return {
        "allergen_names": ALLERGENS,
        "diet_names": DIETS,
        "diet_icons": DIET_ICONS,
        "heat_names": HEAT,
        "paint": paint,
        "initial": initial,
        "language_name": language_name,
        "extra": extra,
        "step_of": step_of,
        "marks_of": marks_of,
    }
