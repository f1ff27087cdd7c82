"""A dish as its card on the menu shows it, this moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from restaurant_order.core.times import minute_of_day
from restaurant_order.menu.availability import Availability, Problem, problem_of
from restaurant_order.menu.catalogue import CatalogueCategory, CatalogueDish, Hours
from restaurant_order.menu.rules import is_served_at
from restaurant_order.web.diner.finding import searched

FEW: Final = 5
"""From this many portions on the card says how many are left."""


@dataclass(frozen=True)
class Moment:
    """What decides, beside the menu itself, how a card looks."""

    availability: Availability
    at: datetime
    zone: str

    def is_open(self, windows: tuple[Hours, ...]) -> bool:
        return is_served_at(windows, self.at, self.zone)

    def hours(self, windows: Iterable[Hours]) -> str:
        """Today's hours in the reader's language, else that there are none today."""
        today = 1 << self.at.astimezone(ZoneInfo(self.zone)).weekday()
        hours = [_span(window) for window in windows if window.weekdays & today]
        if not hours:
            return str(_("Not served today"))
        return str(_("Served %(hours)s", hours=", ".join(hours)))


@dataclass(frozen=True)
class Card:
    """A dish at a moment; what it says is said in the language it is read in."""

    dish: CatalogueDish
    moment: Moment

    @property
    def problem(self) -> Problem | None:
        now = self.moment
        return problem_of(self.dish, now.availability, now.at, now.zone)

    @property
    def state(self) -> str:
        return self.problem or "open"

    @property
    def left(self) -> int | None:
        """Portions left, when they are few."""
        left = self.moment.availability.left(self.dish.id)
        return left if left is not None and left <= FEW and self.problem is None else None

    @property
    def reason(self) -> str:
        """Why it cannot be ordered; empty when it can."""
        if self.problem is Problem.SOLD_OUT:
            return str(_("Sold out"))
        if self.problem is Problem.NOT_SERVED:
            own = not self.moment.is_open(self.dish.windows)
            return self.moment.hours(self.dish.windows if own else self.dish.category_windows)
        return ""

    @property
    def sign(self) -> str:
        """As `reason`, where it is not said above a whole closed category already."""
        said = self.problem is Problem.NOT_SERVED and self.moment.is_open(self.dish.windows)
        return "" if said else self.reason

    @property
    def find(self) -> str:
        return searched(self.dish.name, self.dish.description)

    @property
    def look(self) -> tuple[object, ...]:
        """Two cards of one version of a dish that agree in this are drawn alike."""
        return (self.problem, self.left, self.reason)


def category_note(category: CatalogueCategory, moment: Moment) -> str:
    """When a category that is closed now is served; empty while it is open."""
    return "" if moment.is_open(category.windows) else moment.hours(category.windows)


def category_look(category: CatalogueCategory) -> str:
    """Drawn with pictures, or, when it has none, like a printed menu."""
    return "pictures" if any(dish.photo for dish in category.dishes) else "words"


def _span(window: Hours) -> str:
    return f"{minute_of_day(window.opens)}–{minute_of_day(window.closes)}"
