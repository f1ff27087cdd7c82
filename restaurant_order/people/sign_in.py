"""Signing in: by PIN on a device the restaurant trusts, by password in any browser.

Comparing a PIN or password takes long on purpose, so it never happens inside a transaction: the
try is counted in one, compared between, and the sign-in made (or the try left counted) in another.
"""

import unicodedata
from dataclasses import dataclass
from datetime import timedelta

from flask_babel import lazy_gettext as _l

from restaurant_order.core import clock
from restaurant_order.core.actor import SYSTEM
from restaurant_order.core.database import db
from restaurant_order.core.refusals import Invalid
from restaurant_order.core.tokens import new_token, token_hash
from restaurant_order.core.transaction import record, transaction
from restaurant_order.people import facts, queries, secrets
from restaurant_order.people.models import Device, StaffMember, StaffSession
from restaurant_order.people.rules import (
    LONGEST_PASSWORD,
    NETWORK_SPAN,
    PIN_LENGTHS,
    STRANGE_PASSWORDS,
)
from restaurant_order.people.sessions import end_own
from restaurant_order.people.tries import count_try, count_within, forgive, uncount, wait_sentence


class WrongPin(Invalid):
    code = "wrong_pin"
    sentence = _l("This PIN is not right.")


class WrongPassword(Invalid):
    """Unknown login or wrong password: it does not say which."""

    code = "wrong_password"
    sentence = _l("Login and password do not belong together.")


@dataclass(frozen=True)
class Opened:
    """A sign-in. `token` goes into the cookie and is not kept."""

    session: StaffSession
    token: str

    @property
    def staff(self) -> StaffMember:
        return self.session.staff


def sign_in_with_pin(
    device: Device, staff_id: int, pin: str, *, replacing: StaffSession | None = None
) -> Opened:
    """A colleague of the device's restaurant takes it over from `replacing`.

    Raises NotFound, WrongPin, Blocked (too many wrong tries of this person on this device).
    """
    staff = queries.colleague_or_refuse(device.restaurant_id, staff_id)
    place = f"pin:{staff.id}:device:{device.id}"
    wait = count_try(place)
    known = staff.pin_hash
    if len(pin) not in PIN_LENGTHS or not secrets.is_right(pin, known):
        _note_block(staff, device.id, wait)
        raise WrongPin(wait_sentence(wait) if wait else None, field="pin")
    with transaction():
        db.session.refresh(staff, with_for_update={"of": StaffMember})
        db.session.refresh(device)
        if staff.pin_hash != known or device.revoked_at is not None:
            raise WrongPin(field="pin")
        forgive(place)
        return _open(staff, device, replacing)


def sign_in_with_password(
    login: str, password: str, place: str, *, replacing: StaffSession | None = None
) -> Opened:
    """An owner or manager, in any browser. `place` says where from; see `recognise.where_from`.

    Raises WrongPassword, Blocked (too many wrong tries for this login in this place, or for any
    logins from a stranger's network). An unknown login takes as long and is counted the same.
    """
    folded = login.strip().casefold()
    staff = queries.staff_by_login(folded)
    strange = _count_stranger(place)
    place = f"login:{token_hash(folded)[:32]}:{place}"
    wait = count_try(place)
    known = staff.password_hash if staff else None
    tried = unicodedata.normalize("NFC", password)
    if len(tried) > LONGEST_PASSWORD or not secrets.is_right(tried, known) or staff is None:
        _note_block(staff, None, wait)
        raise WrongPassword(wait_sentence(wait) if wait else None, field="password")
    with transaction():
        db.session.refresh(staff, with_for_update={"of": StaffMember})
        if staff.password_hash != known:
            raise WrongPassword(field="password")
        forgive(place)
        if strange:
            uncount(strange)
        return _open(staff, None, replacing)


def _count_stranger(place: str) -> str | None:
    """What `uncount` takes; None for a browser or device of the house. Raises Blocked."""
    if not place.startswith("address:"):
        return None
    return count_within(f"passwords {place}", most=STRANGE_PASSWORDS, within=NETWORK_SPAN)


def _open(staff: StaffMember, device: Device | None, replacing: StaffSession | None) -> Opened:
    token, moment = new_token(), clock.now()
    if replacing is not None:
        end_own(replacing)
    session = StaffSession(
        restaurant_id=staff.restaurant_id,
        staff=staff,
        device=device,
        token_hash=token_hash(token),
        started_at=moment,
        last_seen_at=moment,
    )
    db.session.add(session)
    db.session.flush()
    fact = facts.SignedIn(
        restaurant_id=staff.restaurant_id,
        staff_id=staff.id,
        session_id=session.id,
        device_id=session.device_id,
    )
    record(fact, by=staff.actor)
    return Opened(session, token)


def _note_block(staff: StaffMember | None, device_id: int | None, wait: timedelta) -> None:
    if staff is None or not wait:
        return
    fact = facts.SignInBlocked(
        restaurant_id=staff.restaurant_id, staff_id=staff.id, device_id=device_id
    )
    with transaction():
        record(fact, by=SYSTEM)
