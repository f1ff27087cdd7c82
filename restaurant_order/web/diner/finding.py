"""Words as they are searched: without case and accents, in every language of the menu."""

import unicodedata

from restaurant_order.core.database import Words
from restaurant_order.menu.catalogue import CatalogueDish


def plain(text: str) -> str:
    """`"Crème  BRÛLÉE"` -> `"creme brulee"`; the phone's script folds the same way."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in parts if not unicodedata.combining(c)).split())


def searched(*texts: Words) -> str:
    """All that a dish can be found by, in all languages, each word once."""
    every = plain(" ".join(text for words in texts for text in words.values()))
    return " ".join(dict.fromkeys(every.split()))


def is_found(dish: CatalogueDish, wanted: str) -> bool:
    """Whether every word of `wanted` begins or lies within the dish's words."""
    words = searched(dish.name, dish.description)
    return all(word in words for word in plain(wanted).split())
