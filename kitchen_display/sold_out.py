"""What is sold out as a cook reads it, and what could be: dishes, options, ingredients."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from flask import g
from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy import select

from kitchen_display.board import Board, Ticket
from kitchen_display.hits import Hits, House, house
from kitchen_display.words import first_words
from restaurant_order.core import clock
from restaurant_order.core.database import Words, db
from restaurant_order.core.languages import in_words
from restaurant_order.core.refusals import NotFound
from restaurant_order.core.times import wall_time
from restaurant_order.menu.catalogue import CatalogueDish
from restaurant_order.menu.models import FOR_GOOD, Dish, Option, OptionGroup
from restaurant_order.menu.pantry import Ingredient
from restaurant_order.menu.selling_out import UNTIL_SAID

NO_STOCK: Final = "no_stock"
"""Sold out because its last portion went, rather than by hand."""


class Kind(StrEnum):
    """What can be sold out; the value is its part of an address."""

    DISH = "dishes"
    OPTION = "options"
    INGREDIENT = "ingredients"


@dataclass(frozen=True)
class Article:
    """One of them. `until` is a sentence, empty while available; `besides` says what it is of.

    `hits`: what goes with it. `waits_for`: sold-out ingredients in it. `by_hand`: somebody sold
    out just this.
    """

    kind: Kind
    id: int
    name: str
    search: str
    hits: Hits
    besides: str = ""
    is_out: bool = False
    until: object = ""
    waits_for: tuple[str, ...] = ()

    by_hand: bool = True

    @property
    def path(self) -> str:
        return f"{self.kind}/{self.id}"

    @property
    def can_come_back(self) -> bool:
        """Not while a sold-out ingredient alone keeps it away."""
        return self.by_hand or not self.waits_for


def all_articles(board: Board) -> list[Article]:
    """Ingredients, dishes, options; of each kind what this station makes first."""
    here = house(g.restaurant)
    dishes = sorted(here.dishes, key=lambda dish: not board.makes(dish.station_id))
    return _as_they_are(
        here, [*_ingredients(here), *_dishes(here, dishes), *_options(here, dishes)]
    )


def articles_of(ticket: Ticket) -> list[Article]:
    """What the ticket's lines are of, each once: dishes, chosen options, what is in them."""
    here = house(g.restaurant)
    wanted = dict.fromkeys(line.dish_id for line in ticket.lines)
    dishes = [dish for one in wanted if (dish := here.menu.find(one)) is not None]
    chosen = {option["id"] for line in ticket.lines for option in line.options}
    parts = {
        part
        for line in ticket.lines
        for part in here.recipes.parts_of(line.dish_id, [o["id"] for o in line.options], 1)
    }
    options = [one for one in _options(here, dishes) if one.id in chosen]
    ingredients = [one for one in _ingredients(here) if one.id in parts]
    return _as_they_are(here, [*_dishes(here, dishes), *options, *ingredients])


def article(kind: Kind, article_id: int) -> Article:
    """Raises NotFound for one that is not on this restaurant's menu."""
    here = house(g.restaurant)
    among: dict[Kind, list[Article]] = {
        Kind.DISH: _dishes(here, [d for d in here.dishes if d.id == article_id]),
        Kind.OPTION: [one for one in _options(here, here.dishes) if one.id == article_id],
        Kind.INGREDIENT: [one for one in _ingredients(here) if one.id == article_id],
    }
    if not among[kind]:
        raise NotFound
    return _as_they_are(here, among[kind])[0]


def in_an_hour() -> str:
    """The local time an hour from now, `19:45`."""
    return wall_time(clock.now() + timedelta(hours=1), g.restaurant.time_zone)


def how_it_was(kind: Kind, article_id: int) -> str:
    """What to say to sell it out again as it is now: "today", "18:00", "for_good", or
    "no_stock" where a dish's last portion went.
    """
    until = _until(kind).get(article_id)
    if until is None:
        return NO_STOCK
    return UNTIL_SAID if until == FOR_GOOD else wall_time(until, g.restaurant.time_zone)


def _dishes(here: House, dishes: Iterable[CatalogueDish]) -> list[Article]:
    return [
        Article(
            kind=Kind.DISH,
            id=dish.id,
            name=first_words(dish.kitchen_name, dish.name),
            search=_search(dish.name, dish.kitchen_name),
            hits=here.hits_of_dish(dish.id),
            waits_for=_names(here, here.missing_in_dish(dish.id)),
        )
        for dish in dishes
    ]


def _options(here: House, dishes: Iterable[CatalogueDish]) -> list[Article]:
    offered = {o.id: (group, o) for dish in dishes for group in dish.groups for o in group.options}
    return [
        Article(
            kind=Kind.OPTION,
            id=option.id,
            name=first_words(option.kitchen_name, option.name),
            besides=in_words(group.name),
            search=_search(option.name, option.kitchen_name, group.name),
            hits=here.hits_of_option(option.id),
            waits_for=_names(here, here.missing_in_option(option.id)),
        )
        for group, option in offered.values()
    ]


def _ingredients(here: House) -> list[Article]:
    return [
        Article(
            kind=Kind.INGREDIENT,
            id=part,
            name=in_words(name),
            search=_search(name),
            hits=here.hits_of_ingredient(part),
        )
        for part, name in here.recipes.names.items()
    ]


def _as_they_are(here: House, articles: list[Article]) -> list[Article]:
    """With whether they are out, and until when."""
    gone = {
        Kind.DISH: here.now.sold_out_dishes,
        Kind.OPTION: here.now.sold_out_options,
        Kind.INGREDIENT: here.missing,
    }
    if not any(gone.values()):
        return articles
    until = {kind: _until(kind) for kind in Kind}
    return [
        _out(one, until[one.kind].get(one.id)) if one.id in gone[one.kind] else one
        for one in articles
    ]


def _out(one: Article, until: datetime | None) -> Article:
    sentence = _sentence(one, until)
    return replace(one, is_out=True, until=sentence, by_hand=until is not None)


_UNTIL: Final[dict[Kind, Any]] = {
    Kind.DISH: select(Dish.id, Dish.sold_out_until.label("until")).where(
        Dish.sold_out_until.is_not(None)
    ),
    Kind.OPTION: select(Option.id, Option.sold_out_until.label("until"))
    .join(OptionGroup, OptionGroup.id == Option.group_id)
    .where(Option.sold_out_until.is_not(None)),
    Kind.INGREDIENT: select(Ingredient.id, Ingredient.sold_out_until.label("until")).where(
        Ingredient.sold_out_until.is_not(None)
    ),
}
_HOUSE_OF: Final[dict[Kind, Any]] = {
    Kind.DISH: Dish.restaurant_id,
    Kind.OPTION: OptionGroup.restaurant_id,
    Kind.INGREDIENT: Ingredient.restaurant_id,
}


def _until(kind: Kind) -> dict[int, datetime]:
    """By id, of what is sold out by hand now."""
    rows = db.session.execute(_UNTIL[kind].where(_HOUSE_OF[kind] == g.restaurant.id))
    return {row.id: row.until for row in rows if row.until > clock.now()}


def _sentence(one: Article, until: datetime | None) -> object:
    if until is None and one.waits_for:
        return _("until %(ingredient)s is back", ingredient=", ".join(one.waits_for))
    if until is None:
        return _("none left")
    if until == FOR_GOOD:
        return _("until somebody brings it back")
    local = _local(until)
    soon = local - _local(clock.now()) < timedelta(hours=20)
    shown = (
        wall_time(until, g.restaurant.time_zone)
        if soon
        else format_datetime(local, "EEE HH:mm", locale=get_locale())
    )
    return _("until %(time)s", time=shown)


def _local(moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(g.restaurant.time_zone))


def _names(here: House, parts: Collection[int]) -> tuple[str, ...]:
    return tuple(in_words(here.recipes.names[part]) for part in sorted(parts))


def _search(*words: Words) -> str:
    return " ".join(text for each in words for text in each.values()).casefold()
