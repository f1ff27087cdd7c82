"""Drawing the whole menu page, for nobody in particular."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from flask import current_app, g, render_template
from markupsafe import Markup
from sqlalchemy import BindParameter, bindparam, func, select

from restaurant_order.core import clock, journal
from restaurant_order.core.database import db
from restaurant_order.live import Item, Scope
from restaurant_order.live.draw import draw, nobody, reading
from restaurant_order.menu.catalogue import Catalogue, catalogue
from restaurant_order.menu.models import Dish, Option, OptionGroup
from restaurant_order.menu.pantry import Ingredient
from restaurant_order.venue.models import Restaurant
from restaurant_order.web.diner.finding import is_found
from restaurant_order.web.diner.menu_region import MENU
from restaurant_order.web.diner.pages import frame

DrawnCards = dict[str, tuple[object, Markup]]
"""Cards by key, each with what it was drawn from."""

_HERE: Final[BindParameter[int]] = bindparam("restaurant_id")
_DISH_BACK: Final = select(func.min(Dish.sold_out_until)).where(
    Dish.restaurant_id == _HERE, Dish.sold_out_until > bindparam("now")
)
_OPTION_BACK: Final = (
    select(func.min(Option.sold_out_until))
    .join(OptionGroup, OptionGroup.id == Option.group_id)
    .where(OptionGroup.restaurant_id == _HERE, Option.sold_out_until > bindparam("now"))
)
_INGREDIENT_BACK: Final = select(func.min(Ingredient.sold_out_until)).where(
    Ingredient.restaurant_id == _HERE, Ingredient.sold_out_until > bindparam("now")
)
_ALL_BACK: Final = (_DISH_BACK, _OPTION_BACK, _INGREDIENT_BACK)


@dataclass(frozen=True)
class Drawing:
    """A page, and when the clock will change it."""

    html: str
    changes_at: datetime


def draw_menu(restaurant_id: int, language: str, *, cards: DrawnCards, wanted: str = "") -> Drawing:
    """The page in a language; with `wanted` only the dishes that are found by it.

    It is drawn in contexts of its own, so that nothing of the guest who happened to ask first
    can be on the page that others are shown. `cards` holds what need not be drawn again.
    """
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # werkzeug's proxy
    with nobody(app), reading(db.session.get_one(Restaurant, restaurant_id), language):
        head = journal.head(restaurant_id)
        changes_at = _next_change(catalogue(g.restaurant))
        scope = Scope(restaurant_id)
        items = [item for item in MENU.items(scope) if is_found(item.context["dish"], wanted)]
        html = render_template(
            "diner/menu.html",
            **frame("/menu"),
            **_inside(scope, items, cards),
            head=head,
            wanted=wanted,
            found=len(items),
        )
        return Drawing(html, changes_at)


def _inside(scope: Scope, items: list[Item], cards: DrawnCards) -> dict[str, object]:
    groups: dict[str, Markup] = defaultdict(Markup)
    for item in sorted(items, key=lambda item: item.rank):
        groups[item.group] += _drawn(item, cards)
    context = MENU.frame_context(scope)
    shown = [section for section in context["sections"] if section["id"] in groups]
    drawn = render_template(MENU.frame or "", sections=shown, groups=groups)
    return {"sections": shown, "drawn": Markup(drawn)}


def _drawn(item: Item, cards: DrawnCards) -> Markup:
    made_of = (item.version, item.rank, g.restaurant.menu_version, item.context["card"].look)
    known = cards.get(item.key)
    if known is None or known[0] != made_of:
        known = cards[item.key] = (made_of, draw(MENU, item))
    return known[1]


def _next_change(menu: Catalogue) -> datetime:
    """When something opens, closes or comes back by itself, at the latest at midnight."""
    now = clock.now()
    values = {"restaurant_id": menu.restaurant_id, "now": now}
    back = [db.session.scalar(query, values) for query in _ALL_BACK]
    local = now.astimezone(ZoneInfo(g.restaurant.time_zone))
    minute = local.hour * 60 + local.minute
    ahead = min((boundary - minute - 1) % 1440 + 1 for boundary in _boundaries(menu))
    turn = local.replace(second=0, microsecond=0) + timedelta(minutes=ahead)
    return min([turn, *(moment for moment in back if moment is not None)])


def _boundaries(menu: Catalogue) -> Iterable[int]:
    """Minutes of the day at which any window opens or closes; midnight, when weekdays turn."""
    windows = {
        hours
        for category in menu.categories
        for hours in (*category.windows, *(h for dish in category.dishes for h in dish.windows))
    }
    return {0, *(hours.opens for hours in windows), *(hours.closes % 1440 for hours in windows)}
