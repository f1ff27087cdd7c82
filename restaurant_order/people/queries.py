"""Reading people, their sign-ins and devices."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, Select, bindparam, case, exists, or_, select
from sqlalchemy.orm import joinedload

from restaurant_order.core import clock
from restaurant_order.core.database import db
from restaurant_order.core.refusals import NotFound
from restaurant_order.core.tokens import token_hash
from restaurant_order.people.models import (
    Device,
    Enrolment,
    Pairing,
    Role,
    Screen,
    StaffMember,
    StaffSession,
)
from restaurant_order.people.rules import Right, expires_at, may

_BY_RANK = case({role.value: rank for rank, role in enumerate(Role)}, value=StaffMember.role)


def colleagues(restaurant_id: int) -> Sequence[StaffMember]:
    """Everybody who works here, owners first."""
    return db.session.scalars(
        select(StaffMember)
        .where(StaffMember.restaurant_id == restaurant_id, StaffMember.retired_at.is_(None))
        .order_by(_BY_RANK, StaffMember.name)
    ).all()


def colleague_or_refuse(restaurant_id: int, staff_id: int) -> StaffMember:
    """Raises NotFound for another restaurant's people and for those who have left."""
    staff = db.session.get(StaffMember, staff_id)
    if staff is None or staff.restaurant_id != restaurant_id or staff.retired_at is not None:
        raise NotFound
    return staff


def staff_by_login(login: str) -> StaffMember | None:
    if "\0" in login:  # PostgreSQL cannot even look for it
        return None
    return db.session.scalar(select(StaffMember).where(StaffMember.login == login))


def session_by_token(token: str) -> StaffSession | None:
    """The sign-in a cookie stands for, while it lasts."""
    session = db.session.scalar(_by_token(), {"token_hash": token_hash(token)})
    return session if session is not None and is_running(session, clock.now()) else None


@cache
def _by_token() -> Select[StaffSession]:
    """Built once, and not at import: the restaurant is a noun that comes later."""
    return (
        select(StaffSession)
        .where(StaffSession.token_hash == bindparam("token_hash"))
        .options(joinedload(StaffSession.staff).joinedload(StaffMember.restaurant))
    )


def is_running(session: StaffSession, moment: datetime) -> bool:
    on_device = session.device_id is not None
    ends = expires_at(session.started_at, session.last_seen_at, on_device=on_device)
    return session.ended_at is None and session.staff.retired_at is None and moment < ends


def running_sessions(restaurant_id: int) -> list[StaffSession]:
    """Sign-ins under way, last seen first."""
    found = db.session.scalars(
        select(StaffSession)
        .where(StaffSession.restaurant_id == restaurant_id, StaffSession.ended_at.is_(None))
        .order_by(StaffSession.last_seen_at.desc(), StaffSession.id)
    )
    return [session for session in found if is_running(session, clock.now())]


def session_or_refuse(restaurant_id: int, session_id: int) -> StaffSession:
    """Raises NotFound for another restaurant's."""
    session = db.session.get(StaffSession, session_id)
    if session is None or session.restaurant_id != restaurant_id:
        raise NotFound
    return session


def devices(restaurant_id: int) -> Sequence[Device]:
    """Devices that may be used, newest first."""
    return db.session.scalars(
        select(Device)
        .where(Device.restaurant_id == restaurant_id, Device.revoked_at.is_(None))
        .order_by(Device.id.desc())
    ).all()


def device_or_refuse(restaurant_id: int, device_id: int) -> Device:
    """Raises NotFound for another restaurant's."""
    device = db.session.get(Device, device_id)
    if device is None or device.restaurant_id != restaurant_id:
        raise NotFound
    return device


def device_by_token(token: str) -> Device | None:
    """The device a cookie stands for, unless it was revoked."""
    known = token_hash(token)
    return db.session.scalar(
        select(Device).where(
            or_(Device.token_hash == known, Device.next_hash == known), Device.revoked_at.is_(None)
        )
    )


def devices_of_one(staff: StaffMember) -> Sequence[Device]:
    """Devices in use on which this person has signed in, and nobody else ever."""

    def signed_in(who: ColumnElement[bool]) -> ColumnElement[bool]:
        return exists().where(StaffSession.device_id == Device.id, who)

    return db.session.scalars(
        select(Device)
        .where(Device.restaurant_id == staff.restaurant_id, Device.revoked_at.is_(None))
        .where(signed_in(StaffSession.staff_id == staff.id))
        .where(~signed_in(StaffSession.staff_id != staff.id))
        .order_by(Device.id)
    ).all()


def enrolment_by_code(code: str) -> Enrolment | None:
    return db.session.scalar(select(Enrolment).where(Enrolment.token_hash == token_hash(code)))


def screens(restaurant_id: int) -> Sequence[Screen]:
    """Screens that may be used, by name."""
    return db.session.scalars(
        select(Screen)
        .where(Screen.restaurant_id == restaurant_id, Screen.revoked_at.is_(None))
        .options(joinedload(Screen.station), joinedload(Screen.paired_by))
        .order_by(Screen.name, Screen.id)
    ).all()


def screen_or_refuse(restaurant_id: int, screen_id: int) -> Screen:
    """Raises NotFound for another restaurant's and for those that were revoked."""
    screen = db.session.get(Screen, screen_id)
    if screen is None or screen.restaurant_id != restaurant_id or screen.revoked_at is not None:
        raise NotFound
    return screen


def screen_by_token(token: str) -> Screen | None:
    """The screen a cookie stands for, unless it was revoked."""
    return db.session.scalar(_screen_by_token(), {"token_hash": token_hash(token)})


@cache
def _screen_by_token() -> Select[Screen]:
    """Built once, and not at import: restaurant and station are nouns that come later."""
    return (
        select(Screen)
        .where(Screen.token_hash == bindparam("token_hash"), Screen.revoked_at.is_(None))
        .options(joinedload(Screen.restaurant), joinedload(Screen.station), joinedload(Screen.cook))
    )


def pairing_by_token(token: str) -> Pairing | None:
    """What a browser that waits for a manager was given, while it is good."""
    return db.session.scalar(
        select(Pairing).where(
            Pairing.token_hash == token_hash(token), Pairing.expires_at > clock.now()
        )
    )


def cooks(restaurant_id: int) -> list[StaffMember]:
    """Who can say by PIN that they are at a kitchen screen."""
    return [
        person
        for person in colleagues(restaurant_id)
        if person.pin_hash is not None and may(person.role, Right.COOK)
    ]
