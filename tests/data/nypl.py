"""A menu of 1,000 dishes from names on real menus, damage included. Credit: see README.md."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Final

FILE: Final = Path(__file__).with_name("nypl_menu_items.json")

DAMAGED: Final = {
    "WestphalÃ\u00adan Ham": "Westphalían Ham",
    "Schweizer KÃ¤se": "Schweizer Käse",
}
"""Names that are UTF-8 read as Latin-1 once, and what they were. The rest is ASCII."""

HEADER: Final = (
    "reference", "category", "category_name_en", "name_en", "price", "tax_rate", "spice", "on_menu",
)  # fmt: skip

DRINKS: Final = re.compile(
    r"\b(coffee|tea|milk|cocoa|water|juice|cocktail|sherry|port|rum|gin|brandy|punch|lemonade|soda"
    r"|kaffee|thee|chablis|claret|sauternes?|medoc|champagne|cognac|martini)\b",
    re.IGNORECASE,
)
SWEETS: Final = re.compile(
    r"\b(ice|cream|pie|cakes?|pudding|sherbet|parfait|eclairs?|fruits?|apples?|pears?|peach(es)?"
    r"|custard|jelly|jam|melba|macaroons|chocolate|pastry|strawberr(y|ies))\b",
    re.IGNORECASE,
)
CATEGORIES: Final = {"drinks": "Drinks", "sweets": "Sweets", "kitchen": "From the kitchen"}


def names() -> list[str]:
    """The 1,000 names as they came."""
    found: list[str] = json.loads(FILE.read_text("utf-8"))["menuItems"]
    return found


def right_name(name: str) -> str:
    """What an import should keep of a name: undamaged, without spaces at the edges."""
    return DAMAGED.get(name, name).strip()


def category_of(name: str) -> str:
    if DRINKS.search(name):
        return "drinks"
    return "sweets" if SWEETS.search(name) else "kitchen"


def price_of(number: int) -> int:
    """Minor units: between 1.50 and 24.40, the same at every run."""
    return 150 + number * 7919 % 230 * 10


def menu_csv(dishes: list[str]) -> str:
    """The menu as docs/menu-csv.md wants it, one row per name, in the order of the names."""
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet)
    writer.writerow(HEADER)
    for number, name in enumerate(dishes):
        category, minor = category_of(name), price_of(number)
        price = f"{minor // 100}.{minor % 100:02}"
        tax = "19" if category == "drinks" else "7"
        row = (f"nypl-{number:04}", category, CATEGORIES[category], name, price, tax, "0", "yes")
        writer.writerow(row)
    return sheet.getvalue()
