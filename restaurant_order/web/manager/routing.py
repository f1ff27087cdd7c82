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
from restaurant_order.venue.models import Restaurant, Station
from restaurant_order.web.manager.blueprint import blueprint


@dataclass(frozen=True)
class Route:
    """`because_of` None: the dish itself says so, or nobody does.

    `instead_of`: the station it is for, which is off.
    """

    dish: Dish
    category: Category
    station: Station | None
    because_of: Category | None
    instead_of: Station | None = None


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
        nowhere=[route for route in routes if not route.station and not route.instead_of],
        stranded=[route for route in routes if not route.station and route.instead_of],
        stranded_options=stranded_options(g.restaurant),
        idle=idle_stations(stations, dishes),
        trial_choices=[(dish.id, in_words(dish.name)) for dish in dishes],
    )


def routes_of(restaurant_id: int) -> list[Route]:
    """Where every dish goes, and what sends it there; off-menu dishes too."""
    stations = {station.id: station for station in queries.stations(restaurant_id)}
    off = queries.stand_ins_of(restaurant_id)
    categories = {category.id: category for category in menu.categories_of(restaurant_id)}
    return [
        _route(dish, categories[dish.category_id], stations, off)
        for dish in menu.dishes_of(restaurant_id)
        if dish.category_id in categories
    ]


def stranded_options(restaurant: Restaurant) -> list[tuple[CatalogueOption, int]]:
    """Options, each once, whose own station is off with nobody to stand in; with that station."""
    menu = catalogue(restaurant)
    found = {o.id: o for dish in menu.dishes for o in options_of(dish)}
    nobody = {station_id for station_id, to in menu.stand_ins.items() if to is None}
    return [(o, o.station_id) for o in found.values() if o.station_id in nobody and o.station_id]


def dishes_of_station(restaurant: Restaurant, station_id: int) -> list[CatalogueDish]:
    """What is on the menu and made there, by the word of dish, category or option, or instead."""
    menu = catalogue(restaurant)
    return [
        dish
        for dish in menu.dishes
        if station_id in {w.station_id for w in ways_of(dish, options_of(dish), menu.stand_ins)}
    ]


def some_names(dishes: Sequence[CatalogueDish]) -> str:
    names = [in_words(dish.name) for dish in dishes[:5]]
    return ", ".join(names) + (" …" if len(dishes) > len(names) else "")


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
    ways = ways_of(dish, options, catalogue(g.restaurant).stand_ins)
    return Trial(dish, frozenset(option.id for option in options), ways)


def _id(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _route(
    dish: Dish, category: Category, stations: dict[int, Station], off: dict[int, int | None]
) -> Route:
    named = dish.station_id or category.station_id
    because_of = category if dish.station_id is None and named else None
    if named is None:
        return Route(dish, category, None, None)
    if named not in off:
        return Route(dish, category, stations[named], because_of)
    to = off[named]
    instead = stations[to] if to is not None else None
    return Route(dish, category, instead, because_of, instead_of=stations[named])
