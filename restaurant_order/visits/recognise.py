"""Whose phone this is, from its cookie."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from flask import g, request
from flask_babel import lazy_gettext as _l
from sqlalchemy import bindparam, select

from restaurant_order.core import clock
from restaurant_order.core.actor import Actor, ActorKind
from restaurant_order.core.database import glance
from restaurant_order.core.refusals import NotSignedIn
from restaurant_order.core.statements import Ready
from restaurant_order.core.tokens import token_hash
from restaurant_order.venue.models import Restaurant
from restaurant_order.visits import queries
from restaurant_order.visits.models import Guest, Visit
from restaurant_order.visits.service import VisitOver

COOKIE: Final = "guest"

LINGERS: Final = timedelta(hours=3)
"""For how long a phone still sees what its visit paid for before it was made."""


class NoTable(NotSignedIn):
    code = "no_table"
    sentence = _l("Please scan the code on your table first.")


def current_guest() -> Guest | None:
    """The guest of a running visit whose cookie came with this request."""
    guest = _guest_of_cookie()
    return guest if guest is not None and guest.visit.ended_at is None else None


def guest_or_refuse() -> Guest:
    """As `current_guest`; fills `g.guest`, `g.visit` and `g.restaurant`.

    Raises NoTable without a cookie we know, VisitOver when the visit has ended.
    """
    guest = _guest_of_cookie()
    if guest is None:
        raise NoTable
    if guest.visit.ended_at is not None:
        raise VisitOver
    g.guest, g.visit, g.restaurant = guest, guest.visit, guest.visit.restaurant
    return guest


def visit_just_over() -> Visit | None:
    """The visit that this phone sat at, for some hours after its end."""
    guest = _guest_of_cookie()
    ended_at = guest.visit.ended_at if guest is not None else None
    if guest is None or ended_at is None or ended_at < clock.now() - LINGERS:
        return None
    return guest.visit


@dataclass(frozen=True, slots=True)
class Phone:
    """A guest as far as sending an order needs to know them: read in one light query."""

    id: int
    nickname: str
    visit_id: int
    languages: list[str]

    @property
    def actor(self) -> Actor:
        return Actor(ActorKind.GUEST, self.id, self.nickname)


def phone_or_refuse() -> Phone:
    """As `guest_or_refuse`, without objects and without filling `g`. Raises NoTable, VisitOver."""
    token = request.cookies.get(COOKIE)
    rows = glance(_PHONE, {"token_hash": token_hash(token)}) if token else []
    if not rows:
        raise NoTable
    (row,) = rows
    if row.ended_at is not None:
        raise VisitOver
    return Phone(row.id, row.nickname, row.visit_id, row.languages)


_PHONE: Final = Ready(
    select(Guest.id, Guest.nickname, Guest.visit_id, Visit.ended_at, Restaurant.languages)
    .join(Visit, Visit.id == Guest.visit_id)
    .join(Restaurant, Restaurant.id == Visit.restaurant_id)
    .where(Guest.token_hash == bindparam("token_hash"))
)


def _guest_of_cookie() -> Guest | None:
    token = request.cookies.get(COOKIE)
    return queries.guest_by_token(token) if token else None
