"""Browsers the restaurant trusts with PINs: enrolled by hand or by a short-lived link."""

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import update

from restaurant_order.core import clock
from restaurant_order.core.actor import SYSTEM, Actor
from restaurant_order.core.database import db
from restaurant_order.core.refusals import Gone
from restaurant_order.core.text import required_line
from restaurant_order.core.tokens import new_token, token_hash
from restaurant_order.core.transaction import record, transaction
from restaurant_order.people import facts, queries
from restaurant_order.people.models import Device, Enrolment
from restaurant_order.people.rules import LINK_LASTS
from restaurant_order.people.sessions import end_sessions_of_device

NAME_LENGTH = 40


class LinkExpired(Gone):
    code = "link_expired"
    sentence = _l("This link has expired or was used already. Please ask a manager for a new one.")


@dataclass(frozen=True)
class Enrolled:
    """`token` goes into the device's cookie and is not kept."""

    device: Device
    token: str


@dataclass(frozen=True)
class EnrolmentLink:
    """`code` goes into `/enrol/<code>` and is not kept."""

    code: str
    expires_at: datetime


def enrol_device(restaurant_id: int, *, name: str, by: Actor) -> Enrolled:
    """Trust the browser that gets the token. Raises Invalid for an empty or unreadable name."""
    given = required_line(name, longest=NAME_LENGTH, field="name")
    with transaction():
        return _enrol(restaurant_id, given, by=by)


def make_enrolment_link(
    restaurant_id: int, *, name: str, by: Actor, uses: int = 1, lasts: timedelta = LINK_LASTS
) -> EnrolmentLink:
    """A link that turns the next `uses` browsers into devices called `name`."""
    given = required_line(name, longest=NAME_LENGTH, field="name")
    code, expires_at = new_token(), clock.now() + lasts
    with transaction():
        enrolment = Enrolment(
            restaurant_id=restaurant_id,
            device_name=given,
            token_hash=token_hash(code),
            expires_at=expires_at,
            uses_left=uses,
        )
        db.session.add(enrolment)
        db.session.flush()
        fact = facts.EnrolmentLinkMade(restaurant_id=restaurant_id, enrolment_id=enrolment.id)
        record(fact, by=by)
    return EnrolmentLink(code, expires_at)


def open_link(code: str) -> Enrolment:
    """What a link would do. Raises LinkExpired, for unknown ones too."""
    enrolment = queries.enrolment_by_code(code)
    if enrolment is None or not enrolment.is_open(clock.now()):
        raise LinkExpired
    return enrolment


def enrol_by_link(code: str) -> Enrolled:
    """Use a link up. Raises LinkExpired; of two at once, one."""
    with transaction():
        enrolment = open_link(code)
        used = db.session.execute(
            update(Enrolment)
            .where(Enrolment.id == enrolment.id, Enrolment.uses_left > 0)
            .values(uses_left=Enrolment.uses_left - 1)
            .returning(Enrolment.id)
            .execution_options(synchronize_session=False)
        )
        if used.first() is None:
            raise LinkExpired
        return _enrol(enrolment.restaurant_id, enrolment.device_name, by=SYSTEM)


def revoke_device(device: Device, *, by: Actor) -> None:
    """Its PINs and sign-ins end at once. A second time changes nothing."""
    with transaction():
        end_device(device, by=by)


def end_device(device: Device, *, by: Actor) -> None:
    """Within the caller's transaction: as `revoke_device`."""
    db.session.refresh(device, with_for_update={"of": Device})
    if device.revoked_at is not None:
        return
    device.revoked_at = clock.now()
    end_sessions_of_device(device.id, by=by)
    fact = facts.DeviceRevoked(restaurant_id=device.restaurant_id, device_id=device.id)
    record(fact, by=by)


def device_behind(token: str) -> Device | None:
    """The device that a browser's cookie stands for. A renewed token that comes back for the first
    time ends the one before it, and every copy of that.
    """
    device = queries.device_by_token(token)
    known = token_hash(token)
    if device is not None and device.next_hash == known:
        with transaction():
            db.session.refresh(device, with_for_update={"of": Device})
            if device.next_hash == known:  # or it has come back meanwhile, and was renewed again
                device.token_hash, device.next_hash = known, None
    return device


def renew_token(device: Device, token: str, *, secret: str) -> str:
    """Another token for the browser that holds `token`, which goes on working until the new one
    has come back: an answer may get lost. Two answers at once carry the same one.
    """
    digest = hmac.digest(secret.encode(), f"device {token}".encode(), "sha256")
    renewed = urlsafe_b64encode(digest).decode().rstrip("=")
    with transaction():
        device.next_hash = token_hash(renewed)
    return renewed


def _enrol(restaurant_id: int, name: str, *, by: Actor) -> Enrolled:
    token = new_token()
    device = Device(
        restaurant_id=restaurant_id,
        name=name,
        token_hash=token_hash(token),
        enrolled_at=clock.now(),
    )
    db.session.add(device)
    db.session.flush()
    record(facts.DeviceEnrolled(restaurant_id=restaurant_id, device_id=device.id), by=by)
    return Enrolled(device, token)
