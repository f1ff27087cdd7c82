"""Who is at a screen, as far as live screens care: a guest of a visit, or a sign-in of staff."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import g
from sqlalchemy import select

from restaurant_order.core import clock
from restaurant_order.core.actor import SYSTEM, Actor
from restaurant_order.core.database import db
from restaurant_order.core.refusals import NotSignedIn
from restaurant_order.live import rooms
from restaurant_order.live.region import Audience
from restaurant_order.people.models import StaffSession
from restaurant_order.people.queries import is_running
from restaurant_order.people.recognise import current_session
from restaurant_order.visits.models import Guest, Visit
from restaurant_order.visits.recognise import current_guest


@dataclass(frozen=True)
class Who:
    """A guest (then with their visit) or a sign-in."""

    id: int
    visit_id: int | None = None

    @property
    def name(self) -> str:
        return self.rooms[0]

    @property
    def rooms(self) -> tuple[str, ...]:
        """The rooms that are closed when they have to go."""
        if self.visit_id is None:
            return (rooms.of_session(self.id),)
        return rooms.of_guest(self.id), rooms.of_visit(self.visit_id)


def who_is_here(audience: Audience) -> Who:
    """Whose request this is, to one audience's screens. Raises NotSignedIn."""
    who = _guest() if audience is Audience.DINER else _staff()
    if who is None:
        raise NotSignedIn
    return who


def everybody_here() -> list[Who]:
    """All that the request's cookies stand for: a cashier may try a table's code, too."""
    return [who for who in (_guest(), _staff()) if who is not None]


def actor_of(who: Who) -> Actor:
    """Who the journal names for what this screen reports."""
    session = None if who.visit_id is not None else current_session()
    return SYSTEM if session is None else session.staff.actor


def gone(people: Iterable[Who]) -> set[Who]:
    """Of these, who has to go: the visit has ended, or the sign-in."""
    asked = set(people)
    visits = {who.visit_id for who in asked if who.visit_id is not None}
    sessions = {who.id for who in asked if who.visit_id is None}
    here = _running_visits(visits)
    signed_in = _running_sessions(sessions)
    return {
        who
        for who in asked
        if (who.id not in signed_in if who.visit_id is None else who.visit_id not in here)
    }


def _guest() -> Who | None:
    guest: Guest | None = g.get("guest") or current_guest()
    return None if guest is None else Who(guest.id, guest.visit_id)


def _staff() -> Who | None:
    session = current_session()
    return None if session is None else Who(session.id)


def _running_visits(ids: set[int]) -> set[int]:
    if not ids:
        return set()
    running = select(Visit.id).where(Visit.id.in_(ids), Visit.ended_at.is_(None))
    return set(db.session.scalars(running))


def _running_sessions(ids: set[int]) -> set[int]:
    if not ids:
        return set()
    found = db.session.scalars(select(StaffSession).where(StaffSession.id.in_(ids)))
    return {session.id for session in found if is_running(session, clock.now())}
