"""The journal: what happened, who did it, when, in what order.

Append-only and gap-free per restaurant. The recorded fact is the journal row: one thing serves
audit, undo, statistics and live screens.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
from typing import Any, ClassVar, Final

from sqlalchemy import (
    ForeignKey,
    Index,
    String,
    bindparam,
    insert,
    select,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from restaurant_order.core.actor import Actor, ActorKind
from restaurant_order.core.database import Model, db, run, stored, table_of
from restaurant_order.core.statements import Ready


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something that happened, in the past tense, ids only.

    `rows` says which fields name rows (or tuples of rows) of which `table.column`; that column
    becomes the fact's sequence number in the same transaction, so that every screen which
    shows the row can tell old from new.
    """

    rows: ClassVar[dict[str, str]] = {}
    restaurant_id: int

    @property
    def kind(self) -> str:
        return type(self).__name__

    def body(self) -> dict[str, Any]:
        own = (field.name for field in fields(self) if field.name != "restaurant_id")
        return {name: getattr(self, name) for name in own}

    def touched(self) -> set[tuple[str, int]]:
        """(table.column, id) of each row this fact changed."""
        found = set()
        for name, column in self.rows.items():
            value = getattr(self, name)
            ids = value if isinstance(value, tuple) else (value,)
            found |= {(column, row) for row in ids if row is not None}
        return found


@dataclass(frozen=True)
class Told:
    """A fact after its commit, with its place in the journal."""

    seq: int
    at: datetime
    fact: Fact
    by: Actor


class JournalHead(Model):
    __tablename__ = "journal_heads"

    restaurant_id: Mapped[int] = mapped_column(ForeignKey("restaurants.id"), primary_key=True)
    seq: Mapped[int]


class JournalEntry(Model):
    __tablename__ = "journal"
    __table_args__ = (Index(None, "restaurant_id", "kind", "seq"),)

    restaurant_id: Mapped[int] = mapped_column(ForeignKey("restaurants.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(40))
    actor_kind: Mapped[ActorKind] = mapped_column(stored(ActorKind))
    actor_id: Mapped[int | None]
    actor_name: Mapped[str] = mapped_column(String(80))
    body: Mapped[dict[str, Any]]


_ADVANCE = Ready(
    text(
        "INSERT INTO journal_heads (restaurant_id, seq) VALUES (:restaurant_id, :count)"
        " ON CONFLICT (restaurant_id) DO UPDATE SET seq = journal_heads.seq + :count RETURNING seq"
    )
)
_APPEND: Final = Ready(insert(table_of(JournalEntry)))
_HEADS: Final = table_of(JournalHead).c
_HEAD: Final = Ready(select(_HEADS.seq).where(_HEADS.restaurant_id == bindparam("restaurant_id")))


def head(restaurant_id: int) -> int:
    """The sequence number of the newest fact; 0 before the first."""
    return run(_HEAD, {"restaurant_id": restaurant_id}).scalar() or 0


def write(recorded: Sequence[tuple[Fact, Actor]], *, at: datetime) -> list[Told]:
    """Append facts in the running transaction and mark the rows they touched."""
    told: list[Told] = []
    for restaurant_id in dict.fromkeys(fact.restaurant_id for fact, _ in recorded):
        told += _write_one([r for r in recorded if r[0].restaurant_id == restaurant_id], at)
    return told


def _write_one(recorded: list[tuple[Fact, Actor]], at: datetime) -> list[Told]:
    restaurant_id, count = recorded[0][0].restaurant_id, len(recorded)
    touched = _touched(recorded)
    _hold(touched)
    advanced = run(_ADVANCE, {"restaurant_id": restaurant_id, "count": count})
    last: int = advanced.scalar_one()
    told = [Told(last - count + i, at, fact, by) for i, (fact, by) in enumerate(recorded, start=1)]
    run(_APPEND, [_entry(one) for one in told])
    marks: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for (table, row), columns in sorted(touched.items()):
        marks.setdefault((table, tuple(sorted(columns))), []).append(row)
    for (table, marked), rows in marks.items():
        run(_mark(table, marked), [{"id": row, "seq": last} for row in rows])
    return told


def _hold(rows: Collection[tuple[str, int]]) -> None:
    """Lock the rows to be marked before the journal's head is taken, visits first.

    A cook's move comes to its visit last, placing an order comes to it first: were the head taken
    in between, each could wait for what the other holds. SQLite has one writer and nothing to hold.
    """
    if db.session.get_bind().dialect.name == "postgresql":
        held: dict[str, list[int]] = {}
        for table, row in sorted(rows, key=lambda named: (named[0] != "visits", *named)):
            held.setdefault(table, []).append(row)
        for table, ids in held.items():
            run(_lock(table), {"ids": ids})


def _touched(recorded: list[tuple[Fact, Actor]]) -> dict[tuple[str, int], set[str]]:
    """Columns to mark by (table, id), so that each row is written once."""
    found: dict[tuple[str, int], set[str]] = {}
    for named, row in set().union(*(fact.touched() for fact, _ in recorded)):
        table, _, column = named.partition(".")
        found.setdefault((table, row), set()).add(column)
    return found


def _entry(told: Told) -> dict[str, Any]:
    return {
        "restaurant_id": told.fact.restaurant_id,
        "seq": told.seq,
        "at": told.at,
        "kind": told.fact.kind,
        "actor_kind": told.by.kind,
        "actor_id": told.by.id,
        "actor_name": told.by.name,
        "body": told.fact.body(),
    }


@cache
def _lock(table: str) -> Ready:
    known = db.metadata.tables[table]
    chosen = f"SELECT id FROM {known.name} WHERE id = ANY(:ids)"
    return Ready(text(f"{chosen} ORDER BY id FOR NO KEY UPDATE"))


@cache
def _mark(table: str, columns: tuple[str, ...]) -> Ready:
    known = db.metadata.tables[table]
    marks = ", ".join(f"{known.c[column].name} = :seq" for column in columns)
    return Ready(text(f"UPDATE {known.name} SET {marks} WHERE id = :id"))
