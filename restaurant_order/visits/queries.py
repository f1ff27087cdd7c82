"""Reading visits, their guests and requests."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from restaurant_order.core.database import db
from restaurant_order.core.refusals import NotFound
from restaurant_order.core.tokens import token_hash
from restaurant_order.venue.models import Table
from restaurant_order.visits.models import Guest, Request, Visit

_BY_TOKEN: Final = (
    select(Guest)
    .options(
        joinedload(Guest.visit).joinedload(Visit.restaurant),
        joinedload(Guest.visit).joinedload(Visit.table).joinedload(Table.area),
    )
    .where(Guest.token_hash == bindparam("token_hash"))
)


def guest_by_token(token: str) -> Guest | None:
    """Whose cookie this is, also after the visit has ended; with visit, table and restaurant."""
    return db.session.scalar(_BY_TOKEN, {"token_hash": token_hash(token)})


def guests_of(visit_id: int) -> Sequence[Guest]:
    return db.session.scalars(
        select(Guest).where(Guest.visit_id == visit_id).order_by(Guest.id)
    ).all()


@dataclass(frozen=True)
class Party:
    """One of those who share a table: table 7's are 7A and 7B, in the order they came."""

    visit: Visit
    letter: str


def parties_at(table_id: int) -> list[Party]:
    """Whose visits to this table go on, the first to come first."""
    there = db.session.scalars(
        select(Visit).where(Visit.table_id == table_id, Visit.ended_at.is_(None)).order_by(Visit.id)
    )
    return [Party(visit, _letter(place)) for place, visit in enumerate(there)]


def visit_or_refuse(restaurant_id: int, visit_id: int) -> Visit:
    """Raises NotFound for another restaurant's visit."""
    visit = db.session.get(Visit, visit_id)
    if visit is None or visit.restaurant_id != restaurant_id:
        raise NotFound
    return visit


def requests_of(visit_id: int) -> Sequence[Request]:
    """A visit's requests, newest first."""
    return db.session.scalars(
        select(Request).where(Request.visit_id == visit_id).order_by(Request.id.desc())
    ).all()


def _letter(place: int) -> str:
    """A to Z, then AA: a counter on a busy evening."""
    head, last = divmod(place, 26)
    return (_letter(head - 1) if head else "") + chr(ord("A") + last)
