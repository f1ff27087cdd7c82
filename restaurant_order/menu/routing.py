"""Which stations make a dish with these options, and by which rule. Pure.

A dish goes to the station it names, else to its category's; besides, to the station of every
option that was chosen and names one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from restaurant_order.menu.entries import CatalogueDish, CatalogueOption


class Rule(StrEnum):
    """What sends a dish to a station."""

    DISH = "dish"
    CATEGORY = "category"
    OPTION = "option"
    NONE = "none"


@dataclass(frozen=True)
class Way:
    """One way a dish goes. `station_id` None: nowhere. `option`: what sends it, if one does."""

    station_id: int | None
    rule: Rule
    option: CatalogueOption | None = None


def ways_of(dish: CatalogueDish, options: Iterable[CatalogueOption]) -> list[Way]:
    """Every station once, by the first rule that names it; one way to nowhere if none does."""
    ways: dict[int, Way] = {}
    if dish.station_id is not None:
        rule = Rule.DISH if dish.names_station else Rule.CATEGORY
        ways[dish.station_id] = Way(dish.station_id, rule)
    for option in options:
        if option.station_id is not None:
            ways.setdefault(option.station_id, Way(option.station_id, Rule.OPTION, option))
    return list(ways.values()) or [Way(None, Rule.NONE)]


def stations_of(dish: CatalogueDish, options: Iterable[CatalogueOption]) -> list[int | None]:
    """Where it goes, its own station first; `[None]` where nobody says."""
    named = [option.station_id for option in options if option.station_id is not None]
    if not named:
        return [dish.station_id]
    own = [dish.station_id] if dish.station_id is not None else []
    return list(dict.fromkeys([*own, *named]))
