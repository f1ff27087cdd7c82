"""The menu's dishes, live: sold out, back, three left, a new price."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import bindparam, select

from restaurant_order.core import clock
from restaurant_order.core.database import db
from restaurant_order.core.journal import Told
from restaurant_order.live import Audience, Item, Region, Scope
from restaurant_order.menu.availability import Problem, availability
from restaurant_order.menu.catalogue import Catalogue, CatalogueCategory, catalogue
from restaurant_order.menu.facts import DishFact, IngredientFact, OptionFact
from restaurant_order.menu.models import Category, Dish
from restaurant_order.venue.models import Restaurant
from restaurant_order.web.diner.cards import Card, Moment, category_look, category_note

STATES: Final = ("open", *Problem)

_VERSIONS: Final = (
    select(Dish.id, Dish.version)
    .join(Category, Category.id == Dish.category_id)
    .where(Dish.restaurant_id == bindparam("restaurant_id"), Dish.on_menu)
    .where(Dish.retired_at.is_(None), Category.retired_at.is_(None))
)


class Menu(Region[Scope]):
    """A dish each, in the sections of its categories."""

    name = "menu"
    audience = Audience.DINER
    scope = Scope
    template = "diner/_dish_card.html"
    frame = "diner/_menu_sections.html"

    def items(self, scope: Scope) -> Iterable[Item]:
        versions = _versions(scope)
        menu, moment = _menu(scope), _moment(scope)
        return [
            Item(
                key=key_of(dish.id),
                rank=rank,
                version=_seen_version(versions[dish.id], Card(dish, moment)),
                context={"card": Card(dish, moment), "dish": dish},
                group=_group(category),
            )
            for category in menu.categories
            for rank, dish in enumerate(category.dishes)
            if dish.id in versions
        ]

    def item(self, scope: Scope, key: str) -> Item | None:
        return next((item for item in self.items(scope) if item.key == key), None)

    def versions(self, scope: Scope) -> Iterable[tuple[str, int]]:
        """The clock, too, opens and closes dishes: what it did is part of the version."""
        menu, moment = _menu(scope), _moment(scope)
        return [
            (key_of(dish_id), _seen_version(version, Card(menu.dish(dish_id), moment)))
            for dish_id, version in _versions(scope).items()
            if menu.find(dish_id)
        ]

    def touched(self, told: Sequence[Told]) -> Iterator[tuple[Scope, str]]:
        for fact in (one.fact for one in told):
            if isinstance(fact, DishFact):
                yield Scope(fact.restaurant_id), key_of(fact.dish_id)
            elif isinstance(fact, OptionFact | IngredientFact):
                for dish_id in fact.dish_ids:
                    yield Scope(fact.restaurant_id), key_of(dish_id)

    def load(
        self, touches: Collection[tuple[Scope, str]]
    ) -> Mapping[tuple[Scope, str], Item | None]:
        menus = {scope: {i.key: i for i in self.items(scope)} for scope in {s for s, _ in touches}}
        return {(scope, key): menus[scope].get(key) for scope, key in touches}

    def frame_context(self, scope: Scope) -> Mapping[str, Any]:
        return {"sections": _sections(_menu(scope), _moment(scope))}


MENU: Final = Menu()


def key_of(dish_id: int) -> str:
    return f"dish-{dish_id}"


def _versions(scope: Scope) -> dict[int, int]:
    rows = db.session.execute(_VERSIONS, {"restaurant_id": scope.restaurant_id})
    return {row.id: row.version for row in rows}


def _seen_version(version: int, card: Card) -> int:
    return version * len(STATES) + STATES.index(card.state)


def _group(category: CatalogueCategory) -> str:
    return f"category-{category.id}"


def _sections(menu: Catalogue, moment: Moment) -> list[dict[str, Any]]:
    """What can be ordered now comes first; each otherwise in the menu's order."""
    sections = [
        {
            "id": _group(category),
            "name": category.name,
            "note": category_note(category, moment),
            "look": category_look(category),
        }
        for category in menu.categories
        if category.dishes
    ]
    return sorted(sections, key=lambda section: bool(section["note"]))


def _menu(scope: Scope) -> Catalogue:
    return catalogue(db.session.get_one(Restaurant, scope.restaurant_id))


def _moment(scope: Scope) -> Moment:
    restaurant = db.session.get_one(Restaurant, scope.restaurant_id)
    return Moment(availability(restaurant.id), clock.now(), restaurant.time_zone)
