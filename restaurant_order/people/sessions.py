"""Sign-ins under way: ending one's own, revoking somebody's."""

from sqlalchemy import ColumnElement, select, update

from restaurant_order.core import clock
from restaurant_order.core.actor import Actor
from restaurant_order.core.database import db
from restaurant_order.core.transaction import record, transaction
from restaurant_order.people import facts
from restaurant_order.people.models import Screen, StaffSession


def sign_out(session: StaffSession) -> None:
    """The person is done here. A second time changes nothing."""
    with transaction():
        end_own(session)


def revoke_session(session: StaffSession, *, by: Actor) -> None:
    """Somebody else ends it. A second time changes nothing."""
    with transaction():
        _end(_running(StaffSession.id == session.id), by=by)


def end_own(session: StaffSession) -> None:
    """Within the caller's transaction: as `sign_out`."""
    for running in _running(StaffSession.id == session.id):
        running.ended_at = clock.now()
        fact = facts.SignedOut(
            restaurant_id=running.restaurant_id, staff_id=running.staff_id, session_id=running.id
        )
        record(fact, by=running.staff.actor)


def end_sessions(
    *, by: Actor, staff_id: int, on_devices: bool | None = None, but: int | None = None
) -> None:
    """Within the caller's transaction: revoke a person's sign-ins, except `but`.

    `on_devices` True: only those by PIN, at kitchen screens too; False: only those by password.
    """
    if on_devices is not False:
        db.session.execute(
            update(Screen).where(Screen.cook_id == staff_id).values(cook_id=None, cook_seen_at=None)
        )
    found = _running(StaffSession.staff_id == staff_id)
    _end(
        [
            session
            for session in found
            if session.id != but and on_devices in (None, session.device_id is not None)
        ],
        by=by,
    )


def end_sessions_of_device(device_id: int, *, by: Actor) -> None:
    """Within the caller's transaction: revoke every sign-in on a device."""
    _end(_running(StaffSession.device_id == device_id), by=by)


def _running(condition: ColumnElement[bool]) -> list[StaffSession]:
    return list(
        db.session.scalars(
            select(StaffSession)
            .where(condition, StaffSession.ended_at.is_(None))
            .order_by(StaffSession.id)
            .with_for_update(of=StaffSession)
        )
    )


def _end(sessions: list[StaffSession], *, by: Actor) -> None:
    for session in sessions:
        session.ended_at = clock.now()
        fact = facts.SessionRevoked(
            restaurant_id=session.restaurant_id, staff_id=session.staff_id, session_id=session.id
        )
        record(fact, by=by)
