"""The menu by category: what is on it, what is missing in it, and in which order it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import Response, g, render_template, request
from flask_babel import gettext as _
from msgspec import field

from restaurant_order.core.forms import Form, read_form
from restaurant_order.core.languages import in_words
from restaurant_order.menu import queries, service
from restaurant_order.menu.availability import Availability, availability
from restaurant_order.menu.drafts import hours_of
from restaurant_order.menu.models import Category, Dish
from restaurant_order.menu.sheet.hours_cells import write_hours
from restaurant_order.venue import queries as venue
from restaurant_order.web.manager.blueprint import blueprint, go
from restaurant_order.web.manager.menu_fields import Id, short_days, whole
from restaurant_order.web.redrawing import redraws

ALL_AT_ONCE: Final = 120
"""Dishes up to which the whole menu is one page."""


class OrderForm(Form, frozen=True):
    """`ids` and `positions` belong together."""

    ids: list[Id] = field(default_factory=list)
    positions: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    """A dish in the list. `missing`: languages it lacks words in."""

    dish: Dish
    station: str
    left: int | None
    is_sold_out: bool
    missing: tuple[str, ...]

    @property
    def words(self) -> str:
        """All that the search looks in."""
        names = [*self.dish.name.values(), *self.dish.kitchen_name.values()]
        return " ".join([*names, self.dish.reference])


@dataclass(frozen=True)
class Section:
    category: Category
    station: str
    hours: str
    rows: list[Row]


@blueprint.get("/menu")
def menu() -> str:
    categories = queries.categories_of(g.restaurant.id)
    dishes = queries.dishes_of(g.restaurant.id)
    shown = _shown(categories, len(dishes))
    return render_template(
        "manager/menu/index.html",
        categories=categories,
        dish_count=len(dishes),
        counts={c.id: sum(dish.category_id == c.id for dish in dishes) for c in categories},
        sections=_sections(shown, dishes),
        only=shown[0] if len(shown) == 1 and len(categories) > 1 else None,
        completeness=_completeness(dishes),
    )


@blueprint.get("/menu/order")
def order_of_categories() -> str:
    categories = queries.categories_of(g.restaurant.id)
    return _order_page(
        title=_("Order of the categories"),
        rows=[(one.id, in_words(one.name), None) for one in categories],
        action="/manage/menu/order",
        back="/manage/menu",
    )


@blueprint.post("/menu/order")
@redraws(order_of_categories)
def sort_categories() -> Response:
    service.sort_categories(_sorted_ids(), by=g.staff)
    return go("/manage/menu", _("Saved."))


@blueprint.get("/menu/categories/<int:category_id>/order")
def order_of_dishes(category_id: int) -> str:
    category = queries.category_or_refuse(g.restaurant.id, category_id)
    dishes = [d for d in queries.dishes_of(g.restaurant.id) if d.category_id == category_id]
    return _order_page(
        title=_("Order in %(category)s", category=in_words(category.name)),
        rows=[(dish.id, in_words(dish.name), dish.photo) for dish in dishes],
        action=f"/manage/menu/categories/{category_id}/order",
        back=f"/manage/menu?category={category_id}",
    )


@blueprint.post("/menu/categories/<int:category_id>/order")
@redraws(order_of_dishes)
def sort_dishes(category_id: int) -> Response:
    service.sort_dishes(category_id, _sorted_ids(), by=g.staff)
    return go(f"/manage/menu?category={category_id}", _("Saved."))


def missing_languages(dish: Dish, languages: Sequence[str]) -> tuple[str, ...]:
    """Languages a guest would have to do without: no name, or no description where there is one."""
    is_described = any(dish.description.values())
    return tuple(
        tag
        for tag in languages
        if not dish.name.get(tag) or (is_described and not dish.description.get(tag))
    )


def _shown(categories: Sequence[Category], dish_count: int) -> Sequence[Category]:
    wanted = request.args.get("category", type=int)
    one = [category for category in categories if category.id == wanted]
    if one or dish_count <= ALL_AT_ONCE:
        return one or categories
    return categories[:1]


def _sections(categories: Sequence[Category], dishes: Sequence[Dish]) -> list[Section]:
    stations = {one.id: in_words(one.name) for one in venue.stations(g.restaurant.id)}
    now = availability(g.restaurant.id)
    return [
        Section(
            category=category,
            station=stations.get(category.station_id or 0, ""),
            hours=write_hours(hours_of(category.windows), days=short_days(), daily=_("daily")),
            rows=[
                _row(dish, stations.get(dish.station_id or 0, ""), now)
                for dish in dishes
                if dish.category_id == category.id
            ],
        )
        for category in categories
    ]


def _row(dish: Dish, station: str, now: Availability) -> Row:
    return Row(
        dish=dish,
        station=station,
        left=now.left(dish.id),
        is_sold_out=now.is_sold_out(dish.id),
        missing=missing_languages(dish, g.restaurant.languages),
    )


def _completeness(dishes: Sequence[Dish]) -> list[tuple[str, int]]:
    """By language, how many dishes are complete in it."""
    languages = g.restaurant.languages
    missing = [missing_languages(dish, languages) for dish in dishes]
    return [(tag, sum(tag not in each for each in missing)) for tag in languages]


def _order_page(
    *, title: str, rows: list[tuple[int, str, str | None]], action: str, back: str
) -> str:
    return render_template(
        "manager/menu/order.html", title=title, rows=rows, action=action, back_to=back
    )


def _sorted_ids() -> list[int]:
    form = read_form(OrderForm)
    places = [whole(text, "positions") for text in form.positions]
    placed = sorted(zip(places, range(len(places)), form.ids, strict=False))
    return [row_id for _place, _row_number, row_id in placed]
