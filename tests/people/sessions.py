"""Signing in without typing a PIN."""

from restaurant_order.core import clock
from restaurant_order.core.database import db
from restaurant_order.core.tokens import new_token, token_hash
from restaurant_order.core.transaction import transaction
from restaurant_order.people.models import StaffMember, StaffSession


def signed_in(person: StaffMember) -> tuple[StaffSession, str]:
    """A session and its cookie's token."""
    token, now = new_token(), clock.now()
    with transaction():
        session = StaffSession(
            restaurant_id=person.restaurant_id,
            staff_id=person.id,
            token_hash=token_hash(token),
            started_at=now,
            last_seen_at=now,
        )
        db.session.add(session)
    return session, token
