"""The menu as it is ordered from: frozen, whole, shared by every request until it is edited."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from restaurant_order.core.database import Words
from restaurant_order.core.refusals import NotFound
from restaurant_order.menu.models import Allergen, DietMark


@dataclass(frozen=True, slots=True)
class Hours:
    """When something is served; the fields mean what they mean in `menu.models.Window`."""

    opens: int
    closes: int
    weekdays: int = 127

    def order(self) -> tuple[int, int, int]:
        return self.opens, self.closes, self.weekdays


@dataclass(frozen=True, slots=True)
class CatalogueOption:
    """One answer; `price` is this dish's, in minor units, and may be negative.

    `station_id`: who makes it, where that is somebody else than who makes the dish.
    """

    id: int
    reference: str
    name: Words
    price: int
    is_default: bool
    allergens_added: tuple[Allergen, ...]
    allergens_removed: tuple[Allergen, ...]
    station_id: int | None = None
    kitchen_name: Words = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CatalogueGroup:
    """A question as one dish asks it: the dish's own bounds and prices are worked in."""

    id: int
    reference: str
    name: Words
    minimum: int
    maximum: int
    free_count: int
    options: tuple[CatalogueOption, ...]

    @property
    def is_single(self) -> bool:
        """Exactly one answer: radio buttons rather than boxes to tick."""
        return self.minimum == self.maximum == 1


@dataclass(frozen=True, slots=True)
class CatalogueDish:
    """A dish on the menu.

    `station_id` is the dish's own (`names_station`), else its category's, else None; so is
    `course`, None: at once. `allergens` None: not stated. `photo` names the picture's files. A dish
    is served when both its own `windows` and its category's allow it.
    """

    id: int
    reference: str
    category_id: int
    name: Words
    description: Words
    kitchen_name: Words
    price: int
    tax_rate: int
    photo: str | None
    allergens: tuple[Allergen, ...] | None
    diet_marks: tuple[DietMark, ...]
    spice: int
    station_id: int | None
    windows: tuple[Hours, ...]
    category_windows: tuple[Hours, ...]
    groups: tuple[CatalogueGroup, ...]
    names_station: bool = False
    course: int | None = None
    prep_minutes: int | None = None

    @property
    def default_option_ids(self) -> list[int]:
        return [o.id for group in self.groups for o in group.options if o.is_default]


@dataclass(frozen=True, slots=True)
class CatalogueCategory:
    id: int
    reference: str
    name: Words
    windows: tuple[Hours, ...]
    dishes: tuple[CatalogueDish, ...]


@dataclass(frozen=True)
class Catalogue:
    """All that is on the menu of one restaurant at one version of it, in the menu's order.

    `stand_ins`: by station that is off who makes its dishes meanwhile; None: nobody.
    """

    restaurant_id: int
    version: int
    categories: tuple[CatalogueCategory, ...]
    _by_id: Mapping[int, CatalogueDish] = field(repr=False, compare=False)
    stand_ins: Mapping[int, int | None] = field(default_factory=dict)

    def dish(self, dish_id: int) -> CatalogueDish:
        """Raises NotFound for a dish that is not on this menu."""
        found = self._by_id.get(dish_id)
        if found is None:
            raise NotFound
        return found

    def find(self, dish_id: int) -> CatalogueDish | None:
        return self._by_id.get(dish_id)

    @cached_property
    def dishes(self) -> tuple[CatalogueDish, ...]:
        return tuple(self._by_id.values())
