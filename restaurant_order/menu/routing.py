"""Which stations make a dish with these options, and by which rule. Pure.

A dish goes to the station it names, else to its category's; besides, to the station of every
option that was chosen and names one. Where a station is off, another stands in for it, or nobody:
then that part goes with the rest of the dish, and if there is no rest, nowhere.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from restaurant_order.menu.entries import CatalogueDish, CatalogueOption

StandIns = Mapping[int, int | None]
"""By station that is off, who makes its dishes; None: nobody."""

ALL_ON: Final[StandIns] = {}


class Rule(StrEnum):
    """What sends a dish to a station."""

    DISH = "dish"
    CATEGORY = "category"
    OPTION = "option"
    NONE = "none"


@dataclass(frozen=True)
class Way:
    """One way a dish goes. `station_id` None: nowhere. `option`: what sends it, if one does.

    `instead_of`: the station that is named, which is off.
    """

    station_id: int | None
    rule: Rule
    option: CatalogueOption | None = None
    instead_of: int | None = None


def ways_of(
    dish: CatalogueDish, options: Iterable[CatalogueOption], stand_ins: StandIns = ALL_ON
) -> list[Way]:
    """Every station once, by the first rule that names it; one way to nowhere if none does."""
    found: dict[int | None, Way] = {}
    for way in _named(dish, options):
        named = way.station_id
        if named is not None and named in stand_ins:
            way = Way(stand_ins[named], way.rule, way.option, instead_of=named)
        found.setdefault(way.station_id, way)
    nowhere = found.pop(None, Way(None, Rule.NONE))
    return list(found.values()) or [nowhere]


def stations_of(
    dish: CatalogueDish, options: Iterable[CatalogueOption], stand_ins: StandIns = ALL_ON
) -> list[int | None]:
    """Where it goes, its own station first; `[None]` where nobody says."""
    if stand_ins:
        return [way.station_id for way in ways_of(dish, options, stand_ins)]
    named = [option.station_id for option in options if option.station_id is not None]
    if not named:
        return [dish.station_id]
    own = [dish.station_id] if dish.station_id is not None else []
    return list(dict.fromkeys([*own, *named]))


def _named(dish: CatalogueDish, options: Iterable[CatalogueOption]) -> Iterable[Way]:
    if dish.station_id is not None:
        yield Way(dish.station_id, Rule.DISH if dish.names_station else Rule.CATEGORY)
    for option in options:
        if option.station_id is not None:
            yield Way(option.station_id, Rule.OPTION, option)
