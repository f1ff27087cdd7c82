"""Whose phone this is, from its cookie."""

from typing import Final

from flask import g, request
from flask_babel import lazy_gettext as _l

from restaurant_order.core.refusals import NotSignedIn
from restaurant_order.visits import queries
from restaurant_order.visits.models import Guest
from restaurant_order.visits.service import VisitOver

COOKIE: Final = "guest"


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


def _guest_of_cookie() -> Guest | None:
    token = request.cookies.get(COOKIE)
    return queries.guest_by_token(token) if token else None
