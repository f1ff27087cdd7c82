"""The demo restaurant as written down in this folder, checked; no database.

Every mistake in the files is an error with the place it was found.
"""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Annotated, Final, TypeVar

import msgspec
from msgspec import Meta, Struct

from restaurant_order.menu.models import HOTTEST, Allergen, DietMark
from restaurant_order.people.models import Role
from restaurant_order.venue.models import Acceptance, TableKind, TaxMode

FOLDER: Final = Path(__file__).parent
PICTURES: Final = FOLDER / "pictures"

T = TypeVar("T")
Text = Annotated[str, Meta(min_length=1)]
Words = dict[str, Text]
Key = Annotated[str, Meta(pattern="^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Minor = Annotated[int, Meta(ge=0)]
BasisPoints = Annotated[int, Meta(ge=0, le=10_000)]
Clock = Annotated[str, Meta(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Weekday = Annotated[str, Meta(pattern="^(mon|tue|wed|thu|fri|sat|sun)$")]


class Entry(Struct, frozen=True, forbid_unknown_fields=True):
    """A thing in the book."""


class Station(Entry, frozen=True):
    slug: Key
    name: Words
    warn_after: int
    late_after: int


class Table(Entry, frozen=True):
    name: Text
    seats: Annotated[int, Meta(ge=1)]
    kind: TableKind = TableKind.TABLE


class Area(Entry, frozen=True):
    name: Text
    tables: list[Table]


class Restaurant(Entry, frozen=True):
    name: Words
    currency: str
    time_zone: str
    languages: list[str]
    cutoff_hour: int
    tax_mode: TaxMode
    service_charge: BasisPoints
    acceptance: Acceptance
    accent: str
    stations: list[Station]
    areas: list[Area]


class Member(Entry, frozen=True):
    name: Text
    role: Role
    login: str | None = None
    language: str | None = None


class Cast(Entry, frozen=True):
    """Who works here, and what the invented guests call themselves and write to the kitchen."""

    staff: list[Member]
    guests: list[Text]
    notes: list[Text]


class Option(Entry, frozen=True):
    key: Key
    name: Words
    price: int = 0
    default: bool = False
    allergens_added: list[Allergen] = []
    allergens_removed: list[Allergen] = []


class OptionGroup(Entry, frozen=True):
    key: Key
    name: Words
    minimum: Annotated[int, Meta(ge=0)]
    maximum: Annotated[int, Meta(ge=1)]
    options: list[Option]


class Window(Entry, frozen=True):
    """Served on `days` from `opens`; a `closes` no later than that is on the next day."""

    days: list[Weekday]
    opens: Clock
    closes: Clock


class Dish(Entry, frozen=True):
    """`allergens` None: not stated. `prices` are this dish's own, by group and option."""

    key: Key
    name: Words
    kitchen_name: Words
    description: Words
    price: Minor
    tax_rate: BasisPoints
    station: Key
    spice: Annotated[int, Meta(ge=0, le=HOTTEST)]
    allergens: list[Allergen] | None
    diet_marks: list[DietMark]
    stock: Annotated[int, Meta(ge=1)] | None = None
    option_groups: list[Key] = []
    prices: dict[Key, dict[Key, int]] = {}
    served: list[Window] = []

    @property
    def picture(self) -> Path:
        return PICTURES / f"{self.key}.webp"


class Category(Entry, frozen=True):
    key: Key
    name: Words
    dishes: list[Dish]
    served: list[Window] = []


class Ingredient(Entry, frozen=True):
    """How many are in a portion, by dish, and by group and option."""

    key: Key
    name: Words
    dishes: dict[Key, int] = {}
    options: dict[Key, dict[Key, int]] = {}


class Book(Entry, frozen=True):
    restaurant: Restaurant
    cast: Cast
    option_groups: list[OptionGroup]
    categories: list[Category]
    ingredients: list[Ingredient]

    @property
    def dishes(self) -> list[Dish]:
        return [dish for category in self.categories for dish in category.dishes]


@cache
def read() -> Book:
    """The whole book. Raises msgspec.ValidationError or ValueError for a mistake in it."""
    book = Book(
        restaurant=_page("restaurant.json", Restaurant),
        cast=_page("cast.json", Cast),
        option_groups=_page("options.json", list[OptionGroup]),
        categories=_page("menu.json", list[Category]),
        ingredients=_page("ingredients.json", list[Ingredient]),
    )
    mistakes = list(_mistakes(book))
    if mistakes:
        raise ValueError("; ".join(mistakes))
    return book


def _page(name: str, kind: type[T]) -> T:
    try:
        return msgspec.json.decode((FOLDER / name).read_bytes(), type=kind)
    except msgspec.ValidationError as error:
        raise msgspec.ValidationError(f"{name}: {error}") from error


def _mistakes(book: Book) -> Iterator[str]:
    """What no type can tell: keys that lead nowhere or twice somewhere, and missing languages."""
    yield from _repeated("option group", [group.key for group in book.option_groups])
    yield from _repeated("dish", [dish.key for dish in book.dishes])
    for group in book.option_groups:
        yield from _group_mistakes(group, book.restaurant.languages)
    for dish in book.dishes:
        yield from _dish_mistakes(dish, book)
    yield from _repeated("ingredient", [one.key for one in book.ingredients])
    for ingredient in book.ingredients:
        yield from _ingredient_mistakes(ingredient, book)


def _group_mistakes(group: OptionGroup, languages: list[str]) -> Iterator[str]:
    yield from _repeated(f"option in {group.key}", [option.key for option in group.options])
    defaults = sum(option.default for option in group.options)
    if not group.minimum <= group.maximum <= len(group.options) or defaults > group.maximum:
        yield f"{group.key}: impossible numbers"
    for words in (group.name, *(option.name for option in group.options)):
        if list(words) != languages:
            yield f"{group.key}: languages {list(words)}"


def _dish_mistakes(dish: Dish, book: Book) -> Iterator[str]:
    options = {group.key: {option.key for option in group.options} for group in book.option_groups}
    if dish.station not in {station.slug for station in book.restaurant.stations}:
        yield f"{dish.key}: no station {dish.station}"
    yield from (f"{dish.key}: no group {key}" for key in dish.option_groups if key not in options)
    for group, prices in dish.prices.items():
        if group not in dish.option_groups or not prices.keys() <= options[group]:
            yield f"{dish.key}: prices for nothing in {group}"
    for words in (dish.name, dish.kitchen_name, dish.description):
        if list(words) != book.restaurant.languages:
            yield f"{dish.key}: languages {list(words)}"
    if not dish.picture.is_file():
        yield f"{dish.key}: no picture"


def _ingredient_mistakes(ingredient: Ingredient, book: Book) -> Iterator[str]:
    options = {group.key: {option.key for option in group.options} for group in book.option_groups}
    dishes = {dish.key for dish in book.dishes}
    yield from (f"{ingredient.key}: no dish {key}" for key in ingredient.dishes.keys() - dishes)
    for group, counts in ingredient.options.items():
        if not counts.keys() <= options.get(group, set()):
            yield f"{ingredient.key}: nothing like that in {group}"
    if list(ingredient.name) != book.restaurant.languages:
        yield f"{ingredient.key}: languages {list(ingredient.name)}"


def _repeated(what: str, keys: list[str]) -> list[str]:
    return [f"{what} {key} twice" for key, count in Counter(keys).items() if count > 1]
