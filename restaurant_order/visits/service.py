"""Opening, joining and ending visits."""

from dataclasses import dataclass
from typing import Final

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from restaurant_order.core import clock
from restaurant_order.core.actor import SYSTEM, Actor
from restaurant_order.core.database import db
from restaurant_order.core.refusals import Gone, NotFound, TooMany
from restaurant_order.core.text import required_line
from restaurant_order.core.tokens import new_token, token_hash
from restaurant_order.core.transaction import record, transaction
from restaurant_order.people.models import StaffMember
from restaurant_order.venue.models import Table, TableCode, TableKind
from restaurant_order.visits.counters import count_party
from restaurant_order.visits.facts import (
    GuestJoined,
    GuestRenamed,
    VisitEnded,
    VisitOpened,
    VisitReopened,
)
from restaurant_order.visits.models import Guest, Visit
from restaurant_order.visits.names import unnamed

COLOURS: Final = 12
"""Guest colours; the thirteenth guest shares the first's."""

NICKNAME_LENGTH: Final = 24

MOST_GUESTS: Final = 60
"""Phones that may join a visit, ever: the largest party at one table, and each with a new phone.
Who holds a photo of the code must not fill every screen with guests."""


class UnknownCode(NotFound):
    code = "unknown_code"
    sentence = _l("We do not know this code. Please ask our staff.")


class RenewedCode(Gone):
    code = "renewed_code"
    sentence = _l("This code is no longer in use. Please ask our staff for the new one.")


class VisitOver(Gone):
    code = "visit_over"


class TableFull(TooMany):
    code = "table_full"
    sentence = _l("Many phones are at this table already. Please ask the staff, they can help you.")


@dataclass(frozen=True)
class Joined:
    """`token` goes into the guest's cookie and is not kept."""

    guest: Guest
    token: str


def join(code: str, *, language: str | None, network: str | None = None) -> Joined:
    """A phone has scanned a table's code: it joins the running visit, or opens one.

    At a counter each phone is a party of its own: strangers share no cart. `network` is where a
    phone comes from that may be anybody's.

    Raises UnknownCode, RenewedCode for a code that was replaced, TableFull and CounterCrowded.
    """
    with transaction():
        table = _table_of(code)
        if network is not None and table.kind is TableKind.COUNTER:
            count_party(table.id, network)
        visit = _running_visit(table) or _open(table, by=SYSTEM)
        return _seated(visit.id, language)


def join_visit(visit_id: int, *, language: str | None) -> Joined:
    """A phone has scanned a visit's own code. Raises VisitOver, TableFull."""
    with transaction():
        at = db.session.scalar(select(Visit.table_id).where(Visit.id == visit_id))
        if at is None:
            raise VisitOver
        locked_table(at)
        return _seated(visit_id, language)


def table_has(visit: Visit, code: str) -> bool:
    """Whether a scanned code is of the table where this running visit sits."""
    found = db.session.scalar(select(TableCode).where(TableCode.code == code))
    return (
        found is not None
        and found.renewed_at is None
        and found.table_id == visit.table_id
        and visit.ended_at is None
    )


def open_for_staff(table: Table, *, by: StaffMember) -> Visit:
    """The table's running visit; staff opens one if there is none."""
    table_id = table.id
    with transaction():
        locked = locked_table(table_id)
        return _running_visit(locked) or _open(locked, by=by.actor)


def open_beside(table: Table, *, by: StaffMember) -> Visit:
    """A second party sits down at a table that is taken: a visit and a bill of its own.

    The table's code goes on leading to the first party; the second joins by its visit's code.
    """
    table_id = table.id
    with transaction():
        locked = locked_table(table_id)
        return _open(locked, by=by.actor)


def rename_guest(guest: Guest, *, nickname: str | None, colour: int) -> None:
    """None: called as before. Raises Invalid for an empty, overlong or unreadable nickname, and
    VisitOver.
    """
    name = nickname
    if nickname is not None:
        name = required_line(nickname, longest=NICKNAME_LENGTH, field="nickname")
    with transaction():
        visit = running_or_refuse(guest.visit_id)
        guest.nickname, guest.colour = name or guest.nickname, colour % COLOURS
        record(GuestRenamed(guest_id=guest.id, **_where(visit)), by=guest.actor)


def end_visit(visit: Visit, *, by: Actor) -> None:
    """Within the caller's transaction: the party is gone; its cookies open nothing any more."""
    visit.ended_at = clock.now()
    table = locked_table(visit.table_id)
    if table.visit_id == visit.id:
        table.visit_id = None
    record(VisitEnded(**_where(visit)), by=by)


def reopen_visit(visit: Visit, *, by: Actor) -> None:
    """Within the caller's transaction: back on the floor, for staff; phones have to scan again.

    If the table has a new party by now, that one keeps the table's code.
    """
    visit.ended_at = None
    table = locked_table(visit.table_id)
    if table.visit_id is None and table.kind is not TableKind.COUNTER:
        table.visit_id = visit.id
    record(VisitReopened(**_where(visit)), by=by)


def running_or_refuse(visit_id: int) -> Visit:
    """The visit, locked until the transaction ends. Raises VisitOver."""
    visit = db.session.scalar(
        select(Visit)
        .where(Visit.id == visit_id)
        .with_for_update(of=Visit)
        .execution_options(populate_existing=True)
    )
    if visit is None or visit.ended_at is not None:
        raise VisitOver
    return visit


def _seated(visit_id: int, language: str | None) -> Joined:
    """One more guest of the visit, which is locked: phones come by its table's code and its own."""
    visit = running_or_refuse(visit_id)
    if visit.guest_count >= MOST_GUESTS:
        raise TableFull
    token = new_token()
    visit.guest_count += 1
    guest = Guest(
        visit=visit,
        token_hash=token_hash(token),
        nickname=unnamed(visit.guest_count),
        colour=(visit.guest_count - 1) % COLOURS,
        language=language,
        joined_at=clock.now(),
    )
    db.session.add(guest)
    db.session.flush()
    record(GuestJoined(guest_id=guest.id, **_where(visit)), by=guest.actor)
    return Joined(guest, token)


def _table_of(code: str) -> Table:
    found = db.session.scalar(select(TableCode).where(TableCode.code == code))
    if found is None:
        raise UnknownCode
    if found.renewed_at is not None:
        raise RenewedCode
    table = locked_table(found.table_id)
    if table.retired_at is not None:
        raise UnknownCode
    return table


def locked_table(table_id: int) -> Table:
    """Within the caller's transaction; whoever holds a visit as well holds its table first."""
    return db.session.scalars(
        select(Table)
        .where(Table.id == table_id)
        .with_for_update(of=Table, key_share=True)
        .execution_options(populate_existing=True)
    ).one()


def _running_visit(table: Table) -> Visit | None:
    """A counter has many at once, and none that others may join by its code."""
    if table.kind is TableKind.COUNTER:
        return None
    return db.session.get(Visit, table.visit_id) if table.visit_id else None


def _open(table: Table, *, by: Actor) -> Visit:
    visit = Visit(
        restaurant_id=table.restaurant_id,
        table=table,
        opened_at=clock.now(),
        guest_count=0,
        order_count=0,
    )
    db.session.add(visit)
    db.session.flush()
    if table.visit_id is None and table.kind is not TableKind.COUNTER:
        table.visit_id = visit.id
    record(VisitOpened(**_where(visit)), by=by)
    return visit


def _where(visit: Visit) -> dict[str, int]:
    return {
        "restaurant_id": visit.restaurant_id,
        "visit_id": visit.id,
        "table_id": visit.table_id,
    }
