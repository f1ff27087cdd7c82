"""All-day counts: how many of each dish are still to be made, and of what goes into them.

Counted from the very tickets the board shows, so that panel and board cannot disagree.
"""

import json
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, g
from flask_babel import gettext as _

from kitchen_display import queries
from kitchen_display.board import Board, Station, Ticket, open_tickets
from kitchen_display.here import board_here, only_cooks
from kitchen_display.pages import panel
from kitchen_display.tickets import BoardScope
from restaurant_order import live
from restaurant_order.core.database import Words
from restaurant_order.core.journal import Told
from restaurant_order.live import Audience, Item, Region
from restaurant_order.live.draw import read_once
from restaurant_order.menu.facts import IngredientFact
from restaurant_order.menu.recipes import Recipes, recipes
from restaurant_order.ordering.facts import OrderFact

KEY: Final = "all-day"

blueprint = Blueprint("kitchen_all_day", __name__, url_prefix="/kitchen")
blueprint.before_request(only_cooks)


@dataclass(frozen=True)
class Count:
    """`open` portions or pieces to be made now, `held` more of them for a later course."""

    short: Words
    full: Words
    open: int
    held: int


@dataclass(frozen=True)
class AllDay:
    """The most first."""

    dishes: tuple[Count, ...]
    options: tuple[Count, ...]
    ingredients: tuple[Count, ...]

    @property
    def version(self) -> int:
        """Another one for every other content."""
        lists = self.dishes, self.options, self.ingredients
        counts = [[[c.short, c.full, c.open, c.held] for c in each] for each in lists]
        told = json.dumps(counts, sort_keys=True)
        return zlib.crc32(told.encode())


def all_day(tickets: Iterable[Ticket], book: Recipes) -> AllDay:
    """Over all that is on the board and not done. Pure."""
    lines = [line for ticket in tickets for line in ticket.active]
    dishes: Counter[tuple[int, bool]] = Counter()
    options: Counter[tuple[int, bool]] = Counter()
    parts: Counter[tuple[int, bool]] = Counter()
    names = {line.dish_id: (line.kitchen_name, line.name) for line in lines}
    answers = {o["id"]: (o.get("kitchen_name", {}), o["name"]) for ln in lines for o in ln.options}
    for line in lines:
        dishes[line.dish_id, line.is_held] += line.quantity
        chosen = [option["id"] for option in line.options]
        for option_id in chosen:
            options[option_id, line.is_held] += line.quantity
        for part, count in book.parts_of(line.dish_id, chosen, line.quantity).items():
            parts[part, line.is_held] += count
    in_stock: dict[int, tuple[Words, Words]] = {
        part: ({}, name) for part, name in book.names.items()
    }
    return AllDay(_counted(dishes, names), _counted(options, answers), _counted(parts, in_stock))


def _counted(
    counts: Counter[tuple[int, bool]], names: dict[int, tuple[Words, Words]]
) -> tuple[Count, ...]:
    found = [
        (one, Count(*names[one], open=counts[one, False], held=counts[one, True]))
        for one in sorted({one for one, _held in counts})
    ]
    return tuple(count for _one, count in sorted(found, key=lambda f: (-f[1].open, -f[1].held)))


class AllDayCounts(Region[BoardScope]):
    """One item; read and drawn only while a screen has the panel open."""

    name = "all-day"
    audience = Audience.KITCHEN
    scope = BoardScope
    template = "kitchen/_all_day_counts.html"

    def items(self, scope: BoardScope) -> Iterable[Item]:
        counts = _counts(scope)
        yield Item(key=KEY, rank=0, version=counts.version, context={"counts": counts})

    def item(self, scope: BoardScope, key: str) -> Item | None:
        return next(iter(self.items(scope)))

    def versions(self, scope: BoardScope) -> Iterable[tuple[str, int]]:
        return [(KEY, _counts(scope).version)]

    def touched(self, told: Sequence[Told]) -> Iterable[tuple[BoardScope, str]]:
        facts = [one.fact for one in told if isinstance(one.fact, OrderFact | IngredientFact)]
        for restaurant_id in {fact.restaurant_id for fact in facts}:
            for station in (None, *(one.id for one in _stations(restaurant_id))):
                yield BoardScope(restaurant_id, station), KEY


ALL_DAY: Final = AllDayCounts()


@blueprint.get("/<slug>/all-day")
def all_day_panel(slug: str) -> str:
    here = board_here(slug)
    scope = BoardScope(g.restaurant.id, here.station_id)
    return panel(here, _("All day"), "kitchen/_all_day.html", counts=live.show(ALL_DAY, scope))


def _counts(scope: BoardScope) -> AllDay:
    stations = {one.id: one for one in _stations(scope.restaurant_id)}
    board = Board(stations[scope.station_id] if scope.station_id is not None else None)
    orders = queries.open_orders(scope.restaurant_id, board)
    book = read_once(("recipes", scope.restaurant_id), lambda: recipes(scope.restaurant_id))
    return all_day(open_tickets(orders, board), book)


def _stations(restaurant_id: int) -> list[Station]:
    return read_once(("stations", restaurant_id), lambda: queries.stations(restaurant_id))
