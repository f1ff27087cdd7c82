"""References: short stable names for dishes, categories, groups and options, made from words."""

import unicodedata
from collections.abc import Collection

from restaurant_order.menu.drafts import LONGEST_REFERENCE


def reference_from(name: str) -> str:
    """`"Crème brûlée (2 pers.)"` -> `creme-brulee-2-pers`; other scripts stay as they are."""
    plain = "".join(
        char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char)
    )
    spaced = "".join(char if char.isalnum() else " " for char in plain.casefold())
    composed = unicodedata.normalize("NFC", "-".join(spaced.split()))
    return composed[: LONGEST_REFERENCE - 5].strip("-") or "x"


def free_reference(name: str, taken: Collection[str]) -> str:
    """As `reference_from`, with a number at the end where that one is taken."""
    wanted = reference_from(name)
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"
