"""Who is at a kitchen screen, where the restaurant wants to know: a name, a PIN, for a while."""

from datetime import timedelta
from typing import Final

from restaurant_order.core import clock
from restaurant_order.core.actor import SYSTEM
from restaurant_order.core.database import db
from restaurant_order.core.refusals import NotFound
from restaurant_order.core.transaction import record, transaction
from restaurant_order.people import facts, queries, secrets
from restaurant_order.people.models import Screen, StaffMember
from restaurant_order.people.rules import PIN_LENGTHS, Right, is_still_there, may
from restaurant_order.people.sign_in import WrongPin
from restaurant_order.people.tries import count_try, forgive, wait_sentence

NOTE_EVERY: Final = timedelta(seconds=30)
"""How exact the time of a cook's last touch is."""


def cook_at(screen: Screen, *, stays: int) -> StaffMember | None:
    """Who is taken to be there: `stays` minutes since their last touch, while they may cook."""
    cook, seen_at = screen.cook, screen.cook_seen_at
    if cook is None or seen_at is None or not is_still_there(seen_at, clock.now(), stays=stays):
        return None
    return cook if cook.retired_at is None and may(cook.role, Right.COOK) else None


def identify(screen: Screen, staff_id: int, pin: str) -> StaffMember:
    """A cook of the screen's restaurant says that the hands there are theirs.

    Raises NotFound, WrongPin, Blocked (too many wrong tries of this person on this screen).
    """
    staff = queries.colleague_or_refuse(screen.restaurant_id, staff_id)
    if not may(staff.role, Right.COOK):
        raise NotFound
    counted = f"pin:{staff.id}:screen:{screen.id}"
    wait = count_try(counted)
    known = staff.pin_hash
    if len(pin) not in PIN_LENGTHS or not secrets.is_right(pin, known):
        if wait:
            _note_block(screen, staff)
        raise WrongPin(wait_sentence(wait) if wait else None, field="pin")
    with transaction():
        db.session.refresh(staff, with_for_update={"of": StaffMember})
        db.session.refresh(screen, with_for_update={"of": Screen})
        if staff.pin_hash != known or screen.revoked_at is not None:
            raise WrongPin(field="pin")
        forgive(counted)
        screen.cook, screen.cook_seen_at = staff, clock.now()
        fact = facts.CookIdentified(
            restaurant_id=screen.restaurant_id, screen_id=screen.id, staff_id=staff.id
        )
        record(fact, by=staff.actor)
    return staff


def note_touch(screen: Screen) -> None:
    """The cook is still there; without a fact."""
    moment = clock.now()
    if screen.cook_seen_at is not None and moment - screen.cook_seen_at > NOTE_EVERY:
        with transaction():
            db.session.refresh(screen, with_for_update={"of": Screen})
            if screen.cook_id is not None:
                screen.cook_seen_at = moment


def leave(screen: Screen) -> None:
    """Whoever is named there is not there. A second time changes nothing."""
    with transaction():
        db.session.refresh(screen, with_for_update={"of": Screen})
        if screen.cook_id is None:
            return
        fact = facts.CookLeft(
            restaurant_id=screen.restaurant_id, screen_id=screen.id, staff_id=screen.cook_id
        )
        screen.cook_id = screen.cook_seen_at = None
        record(fact, by=screen.actor)


def _note_block(screen: Screen, staff: StaffMember) -> None:
    fact = facts.SignInBlocked(
        restaurant_id=screen.restaurant_id,
        staff_id=staff.id,
        device_id=None,
        screen_id=screen.id,
    )
    with transaction():
        record(fact, by=SYSTEM)
