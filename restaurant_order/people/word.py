"""A manager's word at a screen that somebody else works at: one deed, no sign-in."""

from collections.abc import Sequence

from restaurant_order.core.refusals import NotFound
from restaurant_order.people import queries, secrets
from restaurant_order.people.models import StaffMember
from restaurant_order.people.rules import PIN_LENGTHS, Right, may
from restaurant_order.people.sign_in import WrongPin
from restaurant_order.people.tries import count_try, forgive_now, wait_sentence


def who_may_say(restaurant_id: int) -> Sequence[StaffMember]:
    """Who runs the place and has a PIN, by name."""
    people = queries.colleagues(restaurant_id)
    return [p for p in people if p.pin_hash and may(p.role, Right.RUN_THE_PLACE)]


def word_of(restaurant_id: int, staff_id: int, pin: str, *, asked_at: str) -> StaffMember:
    """The manager whose PIN this is. `asked_at`: where, and who stands there; wrong tries count
    there alone, so that nobody locks a manager out of every other screen.

    Raises NotFound for whoever does not run this place, WrongPin, Blocked (too many wrong tries).
    """
    staff = queries.colleague_or_refuse(restaurant_id, staff_id)
    if not may(staff.role, Right.RUN_THE_PLACE):
        raise NotFound
    place = f"pin:{staff.id}:word:{asked_at}"
    wait = count_try(place)
    if len(pin) not in PIN_LENGTHS or not secrets.is_right(pin, staff.pin_hash):
        raise WrongPin(wait_sentence(wait) if wait else None, field="pin")
    forgive_now(place)
    return staff
