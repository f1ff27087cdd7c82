"""Allergies: declared by a guest or a waiter, photographed on each order, seen by each station."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from restaurant_order.core import clock
from restaurant_order.core.actor import Actor
from restaurant_order.core.database import db
from restaurant_order.core.refusals import Conflict, NotFound
from restaurant_order.core.text import clean_line
from restaurant_order.core.transaction import record, transaction
from restaurant_order.menu.models import Allergen
from restaurant_order.ordering.facts import (
    AllergiesSeen,
    AllergiesUnseen,
    OrderAllergiesChanged,
)
from restaurant_order.ordering.models import AllergySeen, LineStatus, Order, OrderLine
from restaurant_order.people.models import Hand, StaffMember
from restaurant_order.visits.allergies import (
    LONGEST_TEXT,
    Allergy,
    read,
    unseen,
    with_one,
    written,
)
from restaurant_order.visits.facts import AllergiesDeclared
from restaurant_order.visits.models import Guest, Visit
from restaurant_order.visits.service import running_or_refuse


class SeenAlready(Conflict):
    code = "seen_already"
    sentence = _l("A colleague was faster. Here is how it stands now.")


def declare_allergy(
    visit_id: int,
    *,
    guest_id: int | None,
    allergens: Collection[Allergen],
    text: str,
    by: Guest | StaffMember,
) -> None:
    """From now on it stands on every order of the table, also on what was ordered before.

    In place of what this person (None: somebody at the table) had said; nothing takes it back.
    Raises Invalid, NotFound for a guest of another table, VisitOver.
    """
    words = clean_line(text, longest=LONGEST_TEXT, field="text")
    in_order = tuple(one for one in Allergen if one in allergens)
    actor = by.actor
    with transaction():
        visit = running_or_refuse(visit_id)
        names = nicknames(visit.id)
        if guest_id is not None and guest_id not in names:
            raise NotFound
        before = read(visit.allergies)
        said = Allergy(guest_id, in_order, words, names.get(guest_id, ""))
        after = with_one(before, said)
        if unseen(after, before) or unseen(before, after):
            visit.allergies = written(after)
            where = {
                "restaurant_id": visit.restaurant_id,
                "visit_id": visit.id,
                "table_id": visit.table_id,
            }
            record(AllergiesDeclared(guest_id=guest_id, **where), by=actor)
            _tell_the_kitchen(visit, after, where, actor)


def see_allergies(
    restaurant_id: int, order_id: int, station_ids: Collection[int | None], *, by: Hand
) -> None:
    """Whoever stands at these stations knows what must not be in this order.

    Raises SeenAlready when they all did, NotFound.
    """
    with transaction():
        order = _order_or_refuse(restaurant_id, order_id)
        declared = read(order.allergies)
        rows = {row.station_id: row for row in _seen_of(order.id)}
        news = [
            station
            for station in sorted({each or 0 for each in station_ids})
            if unseen(declared, read(rows[station].declared) if station in rows else ())
        ]
        if not news:
            raise SeenAlready
        for station in news:
            row = rows.get(station) or AllergySeen(order_id=order.id, station_id=station)
            row.declared, row.seen_at = order.allergies, clock.now()
            row.by_name = by.actor.name
            db.session.add(row)
        record(AllergiesSeen(station_ids=tuple(news), **_where(order)), by=by.actor)


def unsee_allergies(
    restaurant_id: int, order_id: int, station_ids: Collection[int | None], *, by: Hand
) -> None:
    """It was a slip of the finger. Raises SeenAlready when there is nothing to take back."""
    with transaction():
        order = _order_or_refuse(restaurant_id, order_id)
        stations = {station or 0 for station in station_ids}
        rows = [row for row in _seen_of(order.id) if row.station_id in stations]
        if not rows:
            raise SeenAlready
        for row in rows:
            db.session.delete(row)
        taken_back = tuple(row.station_id for row in rows)
        record(AllergiesUnseen(station_ids=taken_back, **_where(order)), by=by.actor)


def photographed(visit_id: int, kept: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A table's allergies as its next order shows them, with today's nicknames."""
    if not kept:
        return []
    names = nicknames(visit_id)
    return written(replace(one, name=names.get(one.guest_id, "")) for one in read(kept))


def carry_over_seen(visit_id: int, order_id: int, declared: list[dict[str, Any]]) -> None:
    """Within the placing transaction: a station that has seen all of it need not look again."""
    if not declared:
        return
    earlier = db.session.scalars(
        select(AllergySeen)
        .join(Order, Order.id == AllergySeen.order_id)
        .where(Order.visit_id == visit_id, AllergySeen.order_id != order_id)
        .order_by(AllergySeen.seen_at)
    ).all()
    knowing = {
        row.station_id: row for row in earlier if not unseen(read(declared), read(row.declared))
    }
    db.session.add_all(
        AllergySeen(
            order_id=order_id,
            station_id=station,
            declared=declared,
            by_name=row.by_name,
            seen_at=row.seen_at,
        )
        for station, row in knowing.items()
    )


def nicknames(visit_id: int) -> dict[int | None, str]:
    """By guest id."""
    rows = db.session.execute(select(Guest.id, Guest.nickname).where(Guest.visit_id == visit_id))
    return {row.id: row.nickname for row in rows}


def _tell_the_kitchen(
    visit: Visit, allergies: Sequence[Allergy], where: dict[str, int], actor: Actor
) -> None:
    """All of its orders say it too, and those on whose ticket they stand.

    Also what is ready, or at the table: it may come back to be made again.
    """
    wanted = select(OrderLine.order_id).where(
        OrderLine.visit_id == visit.id, OrderLine.status != LineStatus.CANCELLED
    )
    tickets = select(Order.joins_id).where(Order.id.in_(wanted), Order.joins_id.is_not(None))
    saying = Order.id.in_(wanted) | Order.id.in_(tickets)
    orders = select(Order).where(saying).order_by(Order.id).with_for_update()
    kept = photographed(visit.id, written(allergies))
    for order in db.session.scalars(orders):
        order.allergies = kept
        record(OrderAllergiesChanged(order_id=order.id, **where), by=actor)


def _order_or_refuse(restaurant_id: int, order_id: int) -> Order:
    """Locked, so that two hands do not see it at once."""
    order = db.session.scalar(
        select(Order)
        .where(Order.id == order_id, Order.restaurant_id == restaurant_id)
        .with_for_update()
    )
    if order is None:
        raise NotFound
    return order


def _seen_of(order_id: int) -> Sequence[AllergySeen]:
    return db.session.scalars(select(AllergySeen).where(AllergySeen.order_id == order_id)).all()


def _where(order: Order) -> dict[str, int]:
    table_id = db.session.get_one(Visit, order.visit_id).table_id
    return {
        "restaurant_id": order.restaurant_id,
        "visit_id": order.visit_id,
        "table_id": table_id,
        "order_id": order.id,
    }
