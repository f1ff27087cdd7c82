"""What is sold out, seen from the board, and what could be."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from flask import g
from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy import select

from kitchen_display.board import Board, Ticket
from kitchen_display.words import first_words
from restaurant_order.core import clock
from restaurant_order.core.database import db
from restaurant_order.menu.availability import availability
from restaurant_order.menu.catalogue import CatalogueDish, catalogue
from restaurant_order.menu.models import FOR_GOOD, Dish
from restaurant_order.menu.selling_out import TODAY, UNTIL_SAID

NO_STOCK = "no_stock"
"""Sold out because its last portion went, rather than by hand."""


@dataclass(frozen=True)
class BoardDish:
    """A dish as it is sold out or brought back. `until` is a sentence, empty while available."""

    id: int
    name: str
    search: str
    is_out: bool
    until: object


def all_dishes(board: Board) -> list[BoardDish]:
    """The whole menu, what this station makes first."""
    dishes = catalogue(g.restaurant).dishes
    own_first = sorted(dishes, key=lambda dish: dish.station_id != board.station_id)
    return _as_on_board(own_first if board.station else list(dishes))


def dishes_of(ticket: Ticket) -> list[BoardDish]:
    """What the ticket's lines are of, each once, without what has left the menu."""
    menu = catalogue(g.restaurant)
    ids = dict.fromkeys(line.dish_id for line in ticket.lines)
    return _as_on_board([dish for one in ids if (dish := menu.find(one)) is not None])


def board_dish(dish_id: int) -> BoardDish:
    """Raises NotFound for a dish that is not on this restaurant's menu."""
    return _as_on_board([catalogue(g.restaurant).dish(dish_id)])[0]


def in_an_hour() -> str:
    """The local time an hour from now, `19:45`."""
    return _local(clock.now() + timedelta(hours=1)).strftime("%H:%M")


def how_it_was(dish_id: int) -> str:
    """What to say to sell the dish out again as it is now: "today", "18:00", "for_good", or
    "no_stock" where its last portion went.
    """
    row = db.session.execute(
        select(Dish.sold_out_until, Dish.stock).where(
            Dish.id == dish_id, Dish.restaurant_id == g.restaurant.id
        )
    ).one()
    until: datetime | None = row.sold_out_until
    if until is None or until <= clock.now():
        return NO_STOCK
    return UNTIL_SAID if until == FOR_GOOD else _local(until).strftime("%H:%M")


def _as_on_board(dishes: list[CatalogueDish]) -> list[BoardDish]:
    out = availability(g.restaurant.id).sold_out_dishes
    until = _until() if out else {}
    return [
        BoardDish(
            id=dish.id,
            name=first_words(dish.kitchen_name, dish.name),
            search=" ".join([*dish.name.values(), *dish.kitchen_name.values()]).casefold(),
            is_out=dish.id in out,
            until=_sentence(until.get(dish.id)) if dish.id in out else "",
        )
        for dish in dishes
    ]


def _until() -> dict[int, datetime]:
    rows = db.session.execute(
        select(Dish.id, Dish.sold_out_until).where(
            Dish.restaurant_id == g.restaurant.id, Dish.sold_out_until > clock.now()
        )
    )
    return {row.id: row.sold_out_until for row in rows}


def _sentence(until: datetime | None) -> object:
    if until is None:
        return _("none left")
    if until == FOR_GOOD:
        return _("until somebody brings it back")
    local = _local(until)
    soon = local - _local(clock.now()) < timedelta(hours=20)
    shown = (
        local.strftime("%H:%M")
        if soon
        else format_datetime(local, "EEE HH:mm", locale=get_locale())
    )
    return _("until %(time)s", time=shown)


def _local(moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(g.restaurant.time_zone))


__all__ = [
    "NO_STOCK",
    "TODAY",
    "UNTIL_SAID",
    "BoardDish",
    "all_dishes",
    "board_dish",
    "dishes_of",
    "how_it_was",
    "in_an_hour",
]
