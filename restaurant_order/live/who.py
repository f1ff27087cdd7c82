"""Who is at a screen, as far as live screens care: a guest of a visit, a sign-in of staff, or a
kitchen screen that acts by itself.
"""

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
from restaurant_order.people.models import Screen, StaffSession
from restaurant_order.people.queries import is_running
from restaurant_order.people.recognise import SEEN_EVERY, current_screen, current_session
from restaurant_order.people.screens import note_connected
from restaurant_order.visits.models import Guest, Visit
from restaurant_order.visits.recognise import current_guest


@dataclass(frozen=True)
class Who:
    """A guest (then with their visit), a sign-in, or a screen (then with what it opens)."""

    id: int
    visit_id: int | None = None
    place: str = ""

    @property
    def name(self) -> str:
        return self.rooms[0]

    @property
    def rooms(self) -> tuple[str, ...]:
        """The rooms that are closed when they have to go."""
        if self.place:
            return rooms.of_screen_at(self.id, self.place), rooms.of_screen(self.id)
        if self.visit_id is None:
            return (rooms.of_session(self.id),)
        return rooms.of_guest(self.id), rooms.of_visit(self.visit_id)


def who_is_here(audience: Audience) -> Who:
    """Whose request this is, to one audience's screens. Raises NotSignedIn."""
    who = _guest() if audience is Audience.DINER else _staff()
    if who is None and audience is Audience.KITCHEN:
        who = _screen()
    if who is None:
        raise NotSignedIn
    return who


def everybody_here() -> list[Who]:
    """All that the request's cookies stand for: a cashier may try a table's code, too."""
    return [who for who in (_guest(), _staff(), _screen()) if who is not None]


def actor_of(who: Who) -> Actor:
    """Who the journal names for what this screen reports."""
    if who.place:
        screen = current_screen()
        return SYSTEM if screen is None else screen.actor
    session = None if who.visit_id is not None else current_session()
    return SYSTEM if session is None else session.staff.actor


def gone(people: Iterable[Who]) -> set[Who]:
    """Of these, who has to go: the visit has ended, the sign-in, or the screen's place."""
    asked = set(people)
    screens = {who for who in asked if who.place}
    guests = {who for who in asked if who.visit_id is not None}
    staff = asked - screens - guests
    here = _running_visits({who.visit_id for who in guests if who.visit_id is not None})
    signed_in = _running_sessions({who.id for who in staff})
    paired = _paired_screens({who.id for who in screens})
    return (
        {who for who in guests if who.visit_id not in here}
        | {who for who in staff if who.id not in signed_in}
        | (screens - paired)
    )


def note_seen(people: Iterable[Who]) -> None:
    """Kitchen screens ask for nothing while nothing happens; that they listen is noted here."""
    listening = {who.id for who in people if who.place}
    note_connected(listening, since=clock.now() - SEEN_EVERY)


def _guest() -> Who | None:
    guest: Guest | None = g.get("guest") or current_guest()
    return None if guest is None else Who(guest.id, guest.visit_id)


def _staff() -> Who | None:
    session = current_session()
    return None if session is None else Who(session.id)


def _screen() -> Who | None:
    screen = current_screen()
    return None if screen is None else _standing(screen)


def _standing(screen: Screen) -> Who:
    return Who(screen.id, place=f"{screen.shows.value}:{screen.station_id or 0}")


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


def _paired_screens(ids: set[int]) -> set[Who]:
    if not ids:
        return set()
    paired = select(Screen).where(Screen.id.in_(ids), Screen.revoked_at.is_(None))
    return {_standing(screen) for screen in db.session.scalars(paired)}
