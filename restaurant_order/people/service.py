"""Hiring people, changing what they may do, giving them PINs and passwords.

Signing in is in `sign_in`, devices are in `devices`.
"""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from restaurant_order.core import clock
from restaurant_order.core.actor import Actor
from restaurant_order.core.constraints import flush_or_refuse
from restaurant_order.core.database import db
from restaurant_order.core.refusals import Conflict, Invalid
from restaurant_order.core.text import clean_line, required_line
from restaurant_order.core.transaction import record, transaction
from restaurant_order.people import facts, queries, secrets
from restaurant_order.people.devices import end_device
from restaurant_order.people.models import Role, StaffMember
from restaurant_order.people.rules import checked_password, checked_pin, has_password
from restaurant_order.people.sessions import end_sessions

NAME_LENGTH = 40
LOGIN_LENGTH = 80


class LastOwner(Conflict):
    code = "last_owner"
    sentence = _l("Somebody has to own the place. Make another person owner first.")


class HasRetired(Conflict):
    code = "has_retired"
    sentence = _l("This person does not work here any more.")


def hire(
    restaurant_id: int,
    *,
    name: str,
    role: Role,
    login: str | None = None,
    language: str | None = None,
    by: Actor,
) -> StaffMember:
    """A new colleague, without PIN and password yet.

    Raises Invalid for an unreadable name, one that somebody here has, or a login that is taken.
    """
    given = required_line(name, longest=NAME_LENGTH, field="name")
    with transaction():
        staff = StaffMember(
            restaurant_id=restaurant_id,
            name=given,
            role=role,
            language=language,
        )
        db.session.add(staff)
        _name(staff, given, login=_login_of(role, login))
        fact = facts.StaffHired(restaurant_id=restaurant_id, staff_id=staff.id, role=role)
        record(fact, by=by)
    return staff


def change(
    staff: StaffMember,
    *,
    name: str,
    role: Role,
    login: str | None,
    language: str | None,
    by: Actor,
) -> None:
    """Another name, role, login or language; `retire` for the last step.

    Another role ends the person's sign-ins. Raises Invalid as `hire` does, LastOwner, HasRetired.
    """
    given = required_line(name, longest=NAME_LENGTH, field="name")
    with transaction():
        owners = _locked_owners(staff.restaurant_id)
        _lock(staff)
        before = _shown(staff)
        if role is not Role.OWNER and owners == {staff.id}:
            raise LastOwner
        _name(staff, given, login=_login_of(role, login))
        staff.role, staff.language = role, language
        if not has_password(role):
            staff.password_hash = None
        after = _shown(staff)
        changed = {key for key in before if before[key] != after[key]}
        if "role" in changed:
            end_sessions(staff_id=staff.id, by=by)
        if changed:
            record(
                facts.StaffChanged(
                    restaurant_id=staff.restaurant_id,
                    staff_id=staff.id,
                    before={key: before[key] for key in sorted(changed)},
                    after={key: after[key] for key in sorted(changed)},
                ),
                by=by,
            )


def speak(staff: StaffMember, language: str | None) -> None:
    """The person wants to read the screens in another language."""
    change(
        staff,
        name=staff.name,
        role=staff.role,
        login=staff.login,
        language=language,
        by=staff.actor,
    )


def retire(staff: StaffMember, *, by: Actor) -> None:
    """The person leaves: no PIN, password or sign-in of theirs works any more, nor a device that
    nobody else has signed in on: it may well be their own phone.

    Raises LastOwner; a second time changes nothing.
    """
    with transaction():
        owners = _locked_owners(staff.restaurant_id)
        _reread(staff)
        if staff.retired_at is not None:
            return
        if owners == {staff.id}:
            raise LastOwner
        staff.retired_at = clock.now()
        staff.login = staff.pin_hash = staff.password_hash = None
        for device in queries.devices_of_one(staff):
            end_device(device, by=by)
        end_sessions(staff_id=staff.id, by=by)
        fact = facts.StaffRetired(restaurant_id=staff.restaurant_id, staff_id=staff.id)
        record(fact, by=by)


def set_pin(staff: StaffMember, pin: str, *, by: Actor) -> None:
    """Raises Invalid for a PIN that is no 4 to 6 digits or easy to guess, HasRetired."""
    known = secrets.kept(checked_pin(pin))
    with transaction():
        _lock(staff)
        staff.pin_hash = known
        end_sessions(staff_id=staff.id, by=by, on_devices=True)
        record(facts.PinSet(restaurant_id=staff.restaurant_id, staff_id=staff.id), by=by)


def new_pin(staff: StaffMember, *, by: Actor) -> str:
    """A random PIN, to be shown once."""
    pin = secrets.random_pin(staff.role)
    set_pin(staff, pin, by=by)
    return pin


def set_password(
    staff: StaffMember, password: str, *, by: Actor, keep_session: int | None = None
) -> None:
    """Ends the sign-ins by the old one, except the session `keep_session`.

    Raises Invalid for a short, overlong or common one, and for people who sign in by PIN only.
    """
    known = secrets.kept(checked_password(password, login=staff.login or ""))
    with transaction():
        _lock(staff)
        if staff.login is None or not has_password(staff.role):
            raise Invalid(_l("Only owners and managers sign in with a password."), field="password")
        staff.password_hash = known
        end_sessions(staff_id=staff.id, by=by, on_devices=False, but=keep_session)
        record(facts.PasswordSet(restaurant_id=staff.restaurant_id, staff_id=staff.id), by=by)


def _lock(staff: StaffMember) -> None:
    _reread(staff)
    if staff.retired_at is not None:
        raise HasRetired


def _reread(staff: StaffMember) -> None:
    db.session.refresh(staff, with_for_update={"of": StaffMember})


def _shown(staff: StaffMember) -> dict[str, str | None]:
    return {
        "name": staff.name,
        "role": staff.role.value,
        "login": staff.login,
        "language": staff.language,
    }


def _locked_owners(restaurant_id: int) -> set[int]:
    """Before any other row, so that two owners who retire each other do not both go."""
    found = db.session.scalars(
        select(StaffMember.id)
        .where(
            StaffMember.restaurant_id == restaurant_id,
            StaffMember.role == Role.OWNER,
            StaffMember.retired_at.is_(None),
        )
        .order_by(StaffMember.id)
        .with_for_update()
    )
    return set(found)


def _name(staff: StaffMember, name: str, *, login: str | None) -> None:
    staff.name = name
    flush_or_refuse(Invalid(_l("Somebody here has this name already."), field="name"))
    staff.login = login
    flush_or_refuse(Invalid(_l("Somebody has this login already."), field="login"))


def _login_of(role: Role, login: str | None) -> str | None:
    """The login in lower case; None for roles that have no password."""
    if not has_password(role) or not login:
        return None
    wanted = clean_line(login, longest=LOGIN_LENGTH, field="login").casefold()
    if len(wanted) < 3 or " " in wanted:
        raise Invalid(_l("A login is 3 characters or more, without spaces."), field="login")
    return wanted
