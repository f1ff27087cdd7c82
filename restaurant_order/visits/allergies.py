"""What somebody at a table must not eat, as they said it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from restaurant_order.menu.labels import ALLERGENS
from restaurant_order.menu.models import Allergen

LONGEST_TEXT: Final = 60

Kept = list[dict[str, Any]]
"""As the database keeps them: `[{"guest_id": 5, "name": "Anna", "allergens": [], "text": "kiwi"}]`.
"""


@dataclass(frozen=True)
class Allergy:
    """One person's. `guest_id` None: staff wrote it down for somebody at the table.

    `allergens` in the order of the law; `text` is what no word of the law says.
    """

    guest_id: int | None
    allergens: tuple[Allergen, ...]
    text: str
    name: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.allergens or self.text)

    @property
    def says(self) -> tuple[object, ...]:
        """What must have been seen; a new nickname is not news."""
        return (self.guest_id, self.allergens, self.text)


def read(kept: Iterable[dict[str, Any]]) -> tuple[Allergy, ...]:
    return tuple(
        Allergy(
            guest_id=one["guest_id"],
            allergens=tuple(map(Allergen, one["allergens"])),
            text=one["text"],
            name=one["name"],
        )
        for one in kept
    )


def written(allergies: Iterable[Allergy]) -> Kept:
    return [
        {
            "guest_id": one.guest_id,
            "name": one.name,
            "allergens": list(one.allergens),
            "text": one.text,
        }
        for one in allergies
    ]


def with_one(allergies: Iterable[Allergy], new: Allergy) -> tuple[Allergy, ...]:
    """All of a table's with this person's said anew; an empty one takes it back."""
    others = tuple(one for one in allergies if one.guest_id != new.guest_id)
    return others if new.is_empty else (*others, new)


def unseen(allergies: Iterable[Allergy], seen: Iterable[Allergy]) -> tuple[Allergy, ...]:
    """Those that are news to somebody who has seen `seen`."""
    known = {one.says for one in seen}
    return tuple(one for one in allergies if one.says not in known)


def allergy_words(allergies: Iterable[Allergy]) -> list[str]:
    """Each thing once, in the reader's language: `["Nuts", "Milk", "kiwi"]`."""
    said = list(allergies)
    found = [str(ALLERGENS[each]) for one in said for each in one.allergens]
    return list(dict.fromkeys([*found, *(one.text for one in said if one.text)]))
