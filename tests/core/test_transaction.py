"""All or nothing, and told only after the commit."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from sqlalchemy import bindparam, select, update
from sqlalchemy.exc import IntegrityError, PendingRollbackError

from restaurant_order.core import transaction as room
from restaurant_order.core.actor import SYSTEM
from restaurant_order.core.database import db, run
from restaurant_order.core.journal import Fact, JournalEntry, Told, head
from restaurant_order.core.statements import Ready
from restaurant_order.core.transaction import listen, record, transaction
from restaurant_order.ordering.moves import start_line
from restaurant_order.ordering.queries import order_view
from restaurant_order.venue.models import Restaurant
from tests.cast import Place, casa_lupo, phone_at
from tests.ordering.test_placing import order_for
from tests.servers.databases import opened, postgres_database
from tests.servers.postgres import Postgres
from tests.together import together


@dataclass(frozen=True, kw_only=True)
class BellRung(Fact):
    times: int = 1


_RENAME = Ready(update(Restaurant).values(currency=bindparam("currency")))


@pytest.fixture
def heard() -> Iterator[list[Told]]:
    """What listeners were told."""
    kept: list[Told] = []

    def keep(told: Sequence[Told]) -> None:
        kept.extend(told)

    listen(keep)
    yield kept
    room._listeners.remove(keep)


def stumble(place: Place) -> None:
    with transaction():
        record(BellRung(restaurant_id=place.id), by=SYSTEM)
        place.restaurant.currency = "CHF"
        db.session.flush()
        raise ZeroDivisionError


def ring(place: Place, times: int = 1) -> None:
    with transaction():
        record(BellRung(restaurant_id=place.id, times=times), by=SYSTEM)


def test_after_a_refused_write_nothing_more_is_written(app: Flask) -> None:
    """Not even by a statement that goes past the ORM: it would be there without its transaction."""
    with app.app_context():
        place = casa_lupo()

        def written_in_spite_of_it() -> None:
            with transaction():
                run(_RENAME, {"currency": "CHF"})
                db.session.add(Restaurant(id=place.id, name={}, currency="CHF", time_zone="UTC"))
                with suppress(IntegrityError):
                    db.session.flush()
                run(_RENAME, {"currency": "JPY"})

        with pytest.raises(PendingRollbackError):
            written_in_spite_of_it()
        assert db.session.scalar(select(Restaurant.currency)) == "EUR"


def test_a_fact_is_told_once_and_after_the_commit(app: Flask, heard: list[Told]) -> None:
    with app.app_context():
        place = casa_lupo()
        ring(place)
        assert [(one.seq, one.fact) for one in heard] == [(1, BellRung(restaurant_id=place.id))]
        assert head(place.id) == 1


def test_what_is_rolled_back_is_neither_kept_nor_told(app: Flask, heard: list[Told]) -> None:
    with app.app_context():
        place = casa_lupo()
        with pytest.raises(ZeroDivisionError):
            stumble(place)
        assert heard == []
        assert head(place.id) == 0
        assert place.restaurant.currency == "EUR"


def test_a_failing_listener_harms_neither_the_deed_nor_the_next_listener(
    app: Flask, heard: list[Told]
) -> None:
    def burn(told: Sequence[Told]) -> None:
        raise RuntimeError("printer on fire")

    room._listeners.insert(0, burn)
    try:
        with app.app_context():
            ring(casa_lupo())
    finally:
        room._listeners.remove(burn)
    assert len(heard) == 1


def test_one_transaction_within_another_is_refused(app: Flask) -> None:
    with app.app_context(), transaction(), pytest.raises(RuntimeError), transaction():
        pass


def test_a_fact_outside_a_transaction_is_refused(app: Flask) -> None:
    with app.app_context(), pytest.raises(RuntimeError):
        record(BellRung(restaurant_id=1), by=SYSTEM)


def test_inside_everything_is_read_afresh(app: Flask) -> None:
    with app.app_context():
        place = casa_lupo()
        seen_before = place.restaurant
        with app.app_context(), transaction():
            db.session.get_one(Restaurant, place.id).currency = "CHF"
        with transaction():
            assert seen_before.currency == "CHF"


def test_the_journal_has_no_gap_however_many_write(each_app: Flask) -> None:
    with each_app.app_context():
        place = casa_lupo()
    together(each_app, 40, lambda hand: ring(place, times=hand))
    with each_app.app_context():
        entries = db.session.scalars(select(JournalEntry).order_by(JournalEntry.seq)).all()
        assert [entry.seq for entry in entries] == list(range(1, 41))
        assert sorted(entry.body["times"] for entry in entries) == list(range(40))


def test_each_restaurant_counts_for_itself(app: Flask) -> None:
    with app.app_context():
        lupo, other = casa_lupo(), casa_lupo(name="Other")
        ring(lupo)
        ring(other)
        assert (head(lupo.id), head(other.id)) == (1, 1)


def test_a_cooks_move_keeps_the_journal_free_while_it_waits_for_its_visit(
    migrated_postgres: Postgres, tmp_path: Path
) -> None:
    """Else it and whoever places an order at that table would wait for each other."""
    with postgres_database(migrated_postgres) as url, opened(url, tmp_path) as app:
        with app.app_context():
            place = casa_lupo()
            guest = phone_at(place, "7")
            visit_id, order_id = guest.visit_id, order_for(guest, place, "lemonade")
            line_id, ken = order_view(place.id, order_id).lines[0].id, place.person("Ken")

        def cook() -> None:
            with app.app_context():
                start_line(place.id, line_id, by=ken)

        with (
            ThreadPoolExecutor(1) as kitchen,
            psycopg.connect(url.replace("+psycopg", "")) as placing,
        ):
            placing.execute("SELECT id FROM visits WHERE id = %s FOR UPDATE", [visit_id])
            cooking = kitchen.submit(cook)
            while not _somebody_waits(placing):
                assert not cooking.done()
            placing.execute("UPDATE journal_heads SET seq = seq")
            placing.commit()
            cooking.result(timeout=30)


def _somebody_waits(connection: "psycopg.Connection[tuple[int]]") -> bool:
    return connection.execute("SELECT 1 FROM pg_locks WHERE NOT granted").fetchone() is not None
