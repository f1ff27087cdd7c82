"""Courses: which lines start at once, and which wait until somebody fires them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from sqlalchemy import bindparam, or_, select, update

from restaurant_order.core.database import run, table_of
from restaurant_order.core.refusals import Conflict
from restaurant_order.menu.models import LAST_COURSE
from restaurant_order.ordering.models import LineStatus, OrderLine
from restaurant_order.ordering.views import LineView


class CourseHeld(Conflict):
    code = "course_held"
    sentence = _l("This course is held. Fire it first.")


@dataclass(frozen=True)
class Serving:
    """A line of the visit that belongs to a course and is still wanted."""

    course: int
    is_fired: bool
    is_served: bool


def starts_now(course: int | None, *, through: int) -> bool:
    """Whether a line may be made as soon as the kitchen knows of it."""
    return course is None or course <= through


def starts_through(servings: Iterable[Serving], ordered: Collection[int]) -> int:
    """The last course that is made at once, of a visit that now orders the courses `ordered`.

    The first course that is not at the table yet, or whichever was fired already: who orders
    another main while the mains are made gets it with them, and who orders it after the starters
    were served does not wait for a word.
    """
    known = list(servings)
    fired = [one.course for one in known if one.is_fired]
    missing = [one.course for one in known if not one.is_served]
    return max(max(fired, default=0), min([*missing, *ordered], default=0))


@dataclass(frozen=True)
class Courses:
    """`held`: what waits to be fired, the next one first. `fired`: what can be held again."""

    held: tuple[int, ...]
    fired: tuple[int, ...]


def courses_of(lines: Iterable[LineView]) -> Courses:
    """What can be done about the courses of a ticket, or of a visit.

    A course is held again only after the first, and while no dish of it was begun.
    """
    of_course = [line for line in lines if line.course is not None]
    held = {line.course for line in of_course if line.is_held}
    begun = {ln.course for ln in of_course if ln.status in (LineStatus.COOKING, LineStatus.READY)}
    fired = {
        line.course
        for line in of_course
        if line.course != 1 and line.status is LineStatus.ACCEPTED and not line.is_held
    }
    return Courses(_in_order(held), _in_order(fired - begun))


def _in_order(courses: Iterable[int | None]) -> tuple[int, ...]:
    return tuple(sorted(course for course in courses if course is not None))


def starts_through_of(visit_id: int, ordered: Collection[int]) -> int:
    """`starts_through` of a running visit; within the caller's transaction, the visit locked."""
    rows = run(_SERVINGS, {"visit": visit_id})
    return starts_through(
        [Serving(row.course, row.fired_at is not None, row.served_at is not None) for row in rows],
        ordered,
    )


def fire_first(visit_id: int, order_id: int, *, courses: bool, at: datetime) -> None:
    """Within the caller's transaction: start the clock of an order's lines that are not held."""
    ordered = set(run(_ORDERED, {"order": order_id}).scalars()) if courses else set()
    through = starts_through_of(visit_id, ordered) if ordered else LAST_COURSE
    run(_FIRE_FIRST, {"of_order": order_id, "through": through, "at": at})


def refuse_held(lines: Collection[OrderLine]) -> None:
    """Raises CourseHeld when one of them waits to be fired."""
    if any(line.status is LineStatus.ACCEPTED and line.fired_at is None for line in lines):
        raise CourseHeld


_LINES: Final = table_of(OrderLine).c
_SERVINGS: Final[Any] = select(_LINES.course, _LINES.fired_at, _LINES.served_at).where(
    _LINES.visit_id == bindparam("visit"),
    _LINES.course.is_not(None),
    _LINES.status.not_in([LineStatus.PLACED, LineStatus.CANCELLED]),
)
_ORDERED: Final[Any] = (
    select(_LINES.course)
    .distinct()
    .where(_LINES.order_id == bindparam("order"), _LINES.course.is_not(None))
    .where(_LINES.status != LineStatus.CANCELLED)
)
_FIRE_FIRST: Final = (
    update(table_of(OrderLine))
    .where(_LINES.order_id == bindparam("of_order"), _LINES.status == LineStatus.ACCEPTED)
    .where(or_(_LINES.course.is_(None), _LINES.course <= bindparam("through")))
    .values(fired_at=bindparam("at", type_=_LINES.fired_at.type))
)
