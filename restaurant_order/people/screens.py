"""Screens on the kitchen's wall: paired by a code that a manager types, changed, revoked."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, or_, select, update

from restaurant_order.core import clock
from restaurant_order.core.actor import Actor
from restaurant_order.core.constraints import flush_or_refuse
from restaurant_order.core.database import db
from restaurant_order.core.refusals import Busy, Invalid, NotFound, TooMany
from restaurant_order.core.text import required_line
from restaurant_order.core.tokens import new_token, token_hash
from restaurant_order.core.transaction import record, transaction
from restaurant_order.people import facts, queries
from restaurant_order.people.models import Pairing, Screen, Shows, StaffMember
from restaurant_order.people.rules import (
    CODE_DIGITS,
    CODE_LASTS,
    CODES_PER_PLACE,
    CODES_WAITING,
    typed_digits,
)
from restaurant_order.people.tries import count_try, forgive, wait_sentence

NAME_LENGTH: Final = 40

_CODES: Final = 10**CODE_DIGITS


class WrongCode(Invalid):
    """Never given out, run out, used up, or typed wrong: it does not say which."""

    code = "wrong_code"
    sentence = _l("No screen shows this code now. Please read it again.")


class TooManyWaiting(TooMany):
    code = "too_many_waiting"
    sentence = _l("Too many screens are waiting for a code. Please try again in ten minutes.")


@dataclass(frozen=True)
class Waiting:
    """A browser that shows `code`. `token` goes into its cookie and is not kept."""

    code: str
    expires_at: datetime
    token: str


@dataclass(frozen=True)
class Place:
    """What a screen opens; a station with `station_id`, which must be of its restaurant."""

    shows: Shows
    station_id: int | None = None


def ask_for_code(token: str | None, *, address: str) -> Waiting:
    """The code that the browser with this token shows; without one a new code, with a new token.

    A network address that has too many loses its oldest for the new one. Raises TooManyWaiting when
    everybody together has too many.
    """
    pairing = queries.pairing_by_token(token) if token else None
    if token and pairing is not None:
        return Waiting(pairing.code, pairing.expires_at, token)
    fresh, moment = new_token(), clock.now()
    with transaction():
        db.session.execute(delete(Pairing).where(Pairing.expires_at <= moment))
        code = _free_code(address)
        expires_at = moment + CODE_LASTS
        db.session.add(
            Pairing(token_hash=token_hash(fresh), code=code, address=address, expires_at=expires_at)
        )
        flush_or_refuse(Busy())
    return Waiting(code, expires_at, fresh)


def pair(typed: str, *, name: str, place: Place, by: StaffMember) -> Screen:
    """The browser that shows these digits becomes a screen of the manager's restaurant.

    Raises Invalid for an unreadable name, WrongCode, Blocked after too many wrong codes of one
    manager. Of two who type the same digits, one.
    """
    given = required_line(name, longest=NAME_LENGTH, field="name")
    code = typed_digits(typed)
    counted = f"pairing:{by.id}"
    wait = count_try(counted)
    with transaction():
        token = _taken(code)
        if token is None:
            raise WrongCode(wait_sentence(wait) if wait else None, field="code")
        forgive(counted)
        screen = Screen(
            restaurant_id=by.restaurant_id,
            name=given,
            shows=place.shows,
            station_id=place.station_id,
            token_hash=token,
            paired_at=clock.now(),
            paired_by_id=by.id,
        )
        db.session.add(screen)
        flush_or_refuse(NotFound())
        fact = facts.ScreenPaired(restaurant_id=by.restaurant_id, screen_id=screen.id)
        record(fact, by=by.actor)
    return screen


def change_screen(screen: Screen, *, name: str, place: Place, by: Actor) -> None:
    """Another name or another place. Raises Invalid, NotFound when it was revoked meanwhile."""
    given = required_line(name, longest=NAME_LENGTH, field="name")
    with transaction():
        _lock(screen)
        if screen.revoked_at is not None:
            raise NotFound
        here = {"restaurant_id": screen.restaurant_id, "screen_id": screen.id}
        if screen.name != given:
            record(facts.ScreenRenamed(**here, before=screen.name, after=given), by=by)
        before = _shown(screen)
        screen.name, screen.shows, screen.station_id = given, place.shows, place.station_id
        flush_or_refuse(NotFound())
        if before != _shown(screen):
            record(facts.ScreenMoved(**here, before=before, after=_shown(screen)), by=by)


def revoke_screen(screen: Screen, *, by: Actor) -> None:
    """It shows and does nothing any more, at once. A second time changes nothing."""
    with transaction():
        _lock(screen)
        if screen.revoked_at is not None:
            return
        screen.revoked_at = clock.now()
        screen.station_id = screen.cook_id = screen.cook_seen_at = None
        fact = facts.ScreenRevoked(restaurant_id=screen.restaurant_id, screen_id=screen.id)
        record(fact, by=by)


def note_connected(screen_ids: set[int], *, since: datetime) -> None:
    """These are connected now; without a fact, and only where nobody has noted it after `since`."""
    unnoted = Screen.id.in_(screen_ids) & or_(
        Screen.last_seen_at.is_(None), Screen.last_seen_at < since
    )
    if not screen_ids or not db.session.scalars(select(Screen.id).where(unnoted)).first():
        return
    with transaction():
        db.session.execute(
            update(Screen)
            .where(unnoted)
            .values(last_seen_at=clock.now())
            .execution_options(synchronize_session=False)
        )


def _free_code(address: str) -> str:
    """Within the caller's transaction, after what has run out was deleted."""
    _drop_oldest(address)
    waiting = set(db.session.scalars(select(Pairing.code)))
    if len(waiting) >= CODES_WAITING:
        raise TooManyWaiting
    while True:
        code = f"{secrets.randbelow(_CODES):0{CODE_DIGITS}}"
        if code not in waiting:
            return code


def _drop_oldest(address: str) -> None:
    """Within the caller's transaction: room for one more code of this address."""
    here = select(Pairing.id).where(Pairing.address == address)
    newest = here.order_by(Pairing.id.desc()).limit(CODES_PER_PLACE - 1).subquery()
    db.session.execute(
        delete(Pairing)
        .where(Pairing.address == address, Pairing.id.not_in(select(newest.c.id)))
        .execution_options(synchronize_session=False)
    )


def _taken(code: str) -> str | None:
    """Use a code up; the digest of the token of the browser that showed it, if one does."""
    taken: str | None = db.session.execute(
        delete(Pairing)
        .where(Pairing.code == code, Pairing.expires_at > clock.now())
        .returning(Pairing.token_hash)
        .execution_options(synchronize_session=False)
    ).scalar()
    return taken


def _lock(screen: Screen) -> None:
    db.session.refresh(screen, with_for_update={"of": Screen})


def _shown(screen: Screen) -> dict[str, str | int | None]:
    return {"shows": screen.shows.value, "station_id": screen.station_id}
