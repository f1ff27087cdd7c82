"""What a table asks of the staff: a waiter, water, the bill."""

from datetime import timedelta
from typing import Final

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select, update

from restaurant_order.core import clock
from restaurant_order.core.database import db
from restaurant_order.core.once import checked_key, fingerprint, same_or_refuse
from restaurant_order.core.refusals import Conflict, NotFound, TooMany
from restaurant_order.core.transaction import record, transaction
from restaurant_order.people.models import StaffMember
from restaurant_order.visits.facts import RequestAnswered, RequestClaimed, RequestMade
from restaurant_order.visits.models import Guest, Request, RequestKind, Visit
from restaurant_order.visits.service import running_or_refuse

MOST: Final = 6
"""Requests of one visit within `WITHIN`."""

WITHIN: Final = timedelta(minutes=10)


class AskedOften(TooMany):
    sentence = _l("We have heard you. Somebody is on the way.")


class AlreadyAnswered(Conflict):
    sentence = _l("Somebody has taken care of this already.")


def ask(visit: Visit, *, kind: RequestKind, key: str, by: Guest) -> Request:
    """A guest asks. While the same is waiting already, that is the answer.

    Raises AskedOften beyond six within ten minutes per visit, KeyReused, VisitOver.
    """
    checked_key(key)
    print_now = fingerprint(kind)
    with transaction():
        running = running_or_refuse(visit.id)
        if earlier := _with_key(visit.id, key):
            same_or_refuse(earlier, print_now)
            return earlier
        if waiting := _waiting(visit.id, kind):
            return waiting
        _refuse_too_many(visit.id)
        request = Request(
            restaurant_id=running.restaurant_id,
            visit_id=running.id,
            guest_id=by.id,
            kind=kind,
            made_at=clock.now(),
            key=key,
            fingerprint=print_now,
        )
        db.session.add(request)
        db.session.flush()
        record(RequestMade(request_id=request.id, **_where(running)), by=by.actor)
        return request


def claim(restaurant_id: int, request_id: int, *, by: StaffMember) -> None:
    """ "I am on it." Raises AlreadyAnswered, also when a colleague has claimed it."""
    with transaction():
        request = _request(restaurant_id, request_id)
        free = (Request.id == request_id) & Request.claimed_at.is_(None)
        _move(free & Request.answered_at.is_(None), claimed_at=clock.now(), claimed_by_id=by.id)
        record(RequestClaimed(request_id=request_id, **_of(request)), by=by.actor)


def answer(restaurant_id: int, request_id: int, *, by: StaffMember) -> None:
    """Done. Raises AlreadyAnswered when it was."""
    with transaction():
        request = _request(restaurant_id, request_id)
        waiting = (Request.id == request_id) & Request.answered_at.is_(None)
        _move(waiting, answered_at=clock.now(), answered_by_id=by.id)
        record(RequestAnswered(request_id=request_id, **_of(request)), by=by.actor)


def _move(condition: object, **values: object) -> None:
    moved = db.session.execute(
        update(Request)
        .where(condition)  # type: ignore[arg-type]  # built from columns above
        .values(**values)
        .returning(Request.id)
        .execution_options(synchronize_session=False)
    )
    if moved.first() is None:
        raise AlreadyAnswered


def _request(restaurant_id: int, request_id: int) -> Request:
    request = db.session.get(Request, request_id)
    if request is None or request.restaurant_id != restaurant_id:
        raise NotFound
    return request


def _with_key(visit_id: int, key: str) -> Request | None:
    return db.session.scalar(
        select(Request).where(Request.visit_id == visit_id, Request.key == key)
    )


def _waiting(visit_id: int, kind: RequestKind) -> Request | None:
    return db.session.scalars(
        select(Request).where(
            Request.visit_id == visit_id, Request.kind == kind, Request.answered_at.is_(None)
        )
    ).first()


def _refuse_too_many(visit_id: int) -> None:
    recent = db.session.scalar(
        select(func.count())
        .select_from(Request)
        .where(Request.visit_id == visit_id, Request.made_at > clock.now() - WITHIN)
    )
    if (recent or 0) >= MOST:
        raise AskedOften


def _where(visit: Visit) -> dict[str, int]:
    return {
        "restaurant_id": visit.restaurant_id,
        "visit_id": visit.id,
        "table_id": visit.table_id,
    }


def _of(request: Request) -> dict[str, int]:
    visit = db.session.get_one(Visit, request.visit_id)
    return _where(visit)
