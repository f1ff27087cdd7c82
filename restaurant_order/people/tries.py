"""Wrong tries, counted where they are made: one person's PIN on one device, one login from one
browser. Guesses in one place never lock the person out of another.
"""

from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import bindparam, delete, select, text, update

from restaurant_order.core import clock
from restaurant_order.core.database import UtcDateTime, db
from restaurant_order.core.refusals import TooMany
from restaurant_order.core.transaction import transaction
from restaurant_order.people.models import FailedSignIn
from restaurant_order.people.rules import FORGET_TRIES_AFTER, wait_after

_COUNT = text(
    "INSERT INTO failed_sign_ins (place, count, last_at) VALUES (:place, 1, :now)"
    " ON CONFLICT (place) DO UPDATE SET count = failed_sign_ins.count + 1, last_at = :now"
    " WHERE failed_sign_ins.blocked_until IS NULL OR failed_sign_ins.blocked_until <= :now"
    " RETURNING count"
).bindparams(bindparam("now", type_=UtcDateTime()))

_COUNT_WITHIN = text(
    "INSERT INTO failed_sign_ins (place, count, last_at) VALUES (:place, 1, :now)"
    " ON CONFLICT (place) DO UPDATE SET count = failed_sign_ins.count + 1, last_at = :now"
    " WHERE failed_sign_ins.count < :most RETURNING count"
).bindparams(bindparam("now", type_=UtcDateTime()))


class Blocked(TooMany):
    """Too many wrong tries here."""

    code = "sign_in_blocked"

    def __init__(self, wait: timedelta) -> None:
        super().__init__(wait_sentence(wait))
        self.wait = wait


def wait_sentence(wait: timedelta) -> object:
    seconds = max(1, round(wait.total_seconds()))
    if seconds < 60:
        return _l("Too many wrong tries. Please wait %(count)s seconds.", count=seconds)
    return _l("Too many wrong tries. Please wait %(count)s minutes.", count=-(-seconds // 60))


def count_try(place: str) -> timedelta:
    """One more try in this place; how long the place must wait if it is wrong.

    Counted before the secret is compared, so that guesses made at once cannot outrun the count;
    a right one is forgiven by `forgive`. Raises Blocked while the place waits.
    """
    moment = clock.now()
    with transaction():
        _forget_old(moment)
        count = db.session.execute(_COUNT, {"place": place, "now": moment}).scalar()
        if count is None:
            raise Blocked(_waits_until(place) - moment)
        if wait := wait_after(count):
            _block(place, moment + wait)
    return wait


def count_within(network: str, *, most: int, within: timedelta) -> str:
    """One more try from a network, where many people may be behind one address.

    The count starts anew with each span of the clock, and waiting never becomes longer by trying:
    nobody can keep the others out for good. Returns what `uncount` takes; a try is counted before
    it is compared. Raises Blocked beyond `most`.
    """
    with transaction():
        return count_here(network, most=most, within=within)


def count_here(network: str, *, most: int, within: timedelta) -> str:
    """As `count_within`, within the caller's transaction."""
    moment = clock.now()
    span = int(moment.timestamp() // within.total_seconds())
    place = f"{network}@{span}"
    _forget_old(moment)
    given = {"place": place, "now": moment, "most": most}
    if db.session.execute(_COUNT_WITHIN, given).scalar() is None:
        ends = (span + 1) * within.total_seconds()
        raise Blocked(timedelta(seconds=ends - moment.timestamp()))
    return place


def uncount(place: str) -> None:
    """Within the caller's transaction: the try was right. The others' wrong ones stay counted."""
    db.session.execute(
        update(FailedSignIn)
        .where(FailedSignIn.place == place, FailedSignIn.count > 0)
        .values(count=FailedSignIn.count - 1)
        .execution_options(synchronize_session=False)
    )


def forgive(place: str) -> None:
    """Within the caller's transaction: the try was right."""
    db.session.execute(delete(FailedSignIn).where(FailedSignIn.place == place))


def forgive_now(place: str) -> None:
    """The try was right, and there is nothing else to do about it."""
    with transaction():
        forgive(place)


def _waits_until(place: str) -> datetime:
    until = db.session.scalar(select(FailedSignIn.blocked_until).where(FailedSignIn.place == place))
    return until or clock.now()


def _block(place: str, until: datetime) -> None:
    db.session.execute(
        update(FailedSignIn).where(FailedSignIn.place == place).values(blocked_until=until)
    )


def _forget_old(moment: datetime) -> None:
    old = (
        select(FailedSignIn.place)
        .where(FailedSignIn.last_at < moment - FORGET_TRIES_AFTER)
        .with_for_update(skip_locked=True)
    )
    db.session.execute(
        delete(FailedSignIn)
        .where(FailedSignIn.place.in_(old))
        .execution_options(synchronize_session=False)
    )
