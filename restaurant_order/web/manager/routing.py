"""Where does it go? Every dish with its station and the rule that sent it, and what looks wrong."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import g, render_template, request

from restaurant_order.core.languages import in_words
from restaurant_order.menu import queries as menu
from restaurant_order.menu.catalogue import CatalogueDish, CatalogueOption, catalogue
from restaurant_order.menu.models import Category, Dish
from restaurant_order.menu.routing import Rule, Way, ways_of
from restaurant_order.venue import queries
from restaurant_order.venue.models import Station
from restaurant_order.web.manager.blueprint import blueprint


@dataclass(frozen=True)
class Route:
    """`because_of` None: the dish itself says so, or nobody does."""

    dish: Dish
    category: Category
    station: Station | None
    because_of: Category | None


@dataclass(frozen=True)
class Trial:
    """A dish as a guest might order it, with `chosen` options, and where it would go."""

    dish: CatalogueDish
    chosen: frozenset[int]
    ways: list[Way]


@blueprint.get("/stations/routing")
def routing() -> str:
    stations = queries.stations(g.restaurant.id)
    routes = routes_of(g.restaurant.id)
    dishes = catalogue(g.restaurant).dishes
    return render_template(
        "manager/routing.html",
        stations={station.id: station for station in stations},
        categories={category.id: category for category in menu.categories_of(g.restaurant.id)},
        dishes=dishes,
        trial=_trial(),
        rules=Rule,
        routes=[route for route in routes if route.station],
        nowhere=[route for route in routes if not route.station],
        idle=idle_stations(stations, dishes),
        trial_choices=[(dish.id, in_words(dish.name)) for dish in dishes],
    )


def routes_of(restaurant_id: int) -> list[Route]:
    """Where every dish goes, and what sends it there; off-menu dishes too."""
    stations = {station.id: station for station in queries.stations(restaurant_id)}
    categories = {category.id: category for category in menu.categories_of(restaurant_id)}
    return [
        _route(dish, categories[dish.category_id], stations)
        for dish in menu.dishes_of(restaurant_id)
        if dish.category_id in categories
    ]


def idle_stations(stations: Sequence[Station], dishes: Sequence[CatalogueDish]) -> list[Station]:
    """Stations that nothing on the menu goes to, with any options."""
    used = {way.station_id for dish in dishes for way in ways_of(dish, options_of(dish))}
    return [station for station in stations if station.id not in used]


def options_of(dish: CatalogueDish) -> list[CatalogueOption]:
    return [option for group in dish.groups for option in group.options]


def _trial() -> Trial | None:
    """What the address asks for; what is not on the menu is nothing to try."""
    text = request.args.get("dish", "")
    dish = catalogue(g.restaurant).find(_id(text)) if text else None
    if dish is None:
        return None
    asked = {_id(text) for text in request.args.getlist("option")}
    options = [option for option in options_of(dish) if option.id in asked]
    return Trial(dish, frozenset(option.id for option in options), ways_of(dish, options))


def _id(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _route(dish: Dish, category: Category, stations: dict[int, Station]) -> Route:
    if dish.station_id is not None:
        return Route(dish, category, stations[dish.station_id], None)
    if category.station_id is not None:
        return Route(dish, category, stations[category.station_id], category)
    return Route(dish, category, None, None)
