"""Which tickets a screen may be asked to show: by kind, by lateness, by what is on them."""

from dataclasses import dataclass

from flask import g
from flask_babel import gettext as _

from kitchen_display.board import Board
from restaurant_order.core.languages import in_words
from restaurant_order.menu.catalogue import catalogue
from restaurant_order.venue.models import TableKind
from restaurant_order.venue.queries import tables


@dataclass(frozen=True)
class Filter:
    """`value` as a screen remembers it. `dishes`: the ids of which a ticket needs one."""

    value: str
    name: str
    dishes: tuple[int, ...] = ()


@dataclass(frozen=True)
class FilterGroup:
    title: str
    filters: tuple[Filter, ...]


def filters_of(board: Board) -> list[FilterGroup]:
    """What makes a difference on this board; the first of all shows everything."""
    groups = [
        FilterGroup(_("Tickets"), tuple(_kinds())),
        FilterGroup(_("Courses"), _courses(board)),
        FilterGroup(_("Dishes"), _of_menu(board)),
    ]
    return [group for group in groups if group.filters]


def has_counter() -> bool:
    """Whether this restaurant sells takeaway."""
    return any(table.kind is TableKind.COUNTER for table in tables(g.restaurant.id))


def _kinds() -> list[Filter]:
    kinds = [
        Filter("all", _("All tickets")),
        Filter("late", _("Late")),
        Filter("rushed", _("Rush")),
    ]
    if has_counter():
        kinds += [Filter("dine_in", _("Dine-in")), Filter("takeaway", _("Takeaway"))]
    return kinds


def _courses(board: Board) -> tuple[Filter, ...]:
    """Courses that this board's dishes belong to, where the restaurant serves in courses."""
    if not g.restaurant.courses:
        return ()
    made = (dish for dish in catalogue(g.restaurant).dishes if board.makes(dish.station_id))
    found = sorted({dish.course for dish in made if dish.course is not None})
    return tuple(Filter(f"course-{n}", _("Course %(number)s", number=n)) for n in found)


def _of_menu(board: Board) -> tuple[Filter, ...]:
    """Categories of which this board makes something; one alone needs no filter."""
    found = []
    for category in catalogue(g.restaurant).categories:
        made = tuple(dish.id for dish in category.dishes if board.makes(dish.station_id))
        if made:
            found.append(Filter(f"category-{category.id}", in_words(category.name), made))
    return tuple(found) if len(found) > 1 else ()
