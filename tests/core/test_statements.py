"""Ready statements: what comes back is what SQLAlchemy gives, on both databases."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import bindparam, event, insert, select, text, update
from sqlalchemy.exc import IntegrityError, MultipleResultsFound, NoResultFound

from restaurant_order.core.database import db, glance, run, table_of
from restaurant_order.core.statements import Ready
from restaurant_order.core.transaction import transaction
from restaurant_order.menu.models import Dish
from restaurant_order.venue.models import Table
from tests.cast import Place, casa_lupo

DISHES = table_of(Dish)
TABLES = table_of(Table)
ALL = select(DISHES).order_by(DISHES.c.id)
NAMED = select(DISHES.c.id, DISHES.c.name).where(
    DISHES.c.id.in_(bindparam("dishes", expanding=True)), DISHES.c.on_menu.in_([True])
)


@pytest.fixture
def place(app: Flask, app_context: None) -> Place:
    return casa_lupo()


def test_columns_come_back_in_their_types(place: Place) -> None:
    now = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
    dish = place.dishes["margherita"]
    until = update(DISHES).where(DISHES.c.id == bindparam("dish"))
    with transaction():
        run(Ready(until.values(sold_out_until=bindparam("until"))), {"dish": dish, "until": now})
    ready, plain = run(Ready(ALL)).all(), run(ALL).all()
    assert [tuple(row) for row in ready] == [tuple(row) for row in plain]
    (changed,) = [row for row in ready if row.id == dish]
    assert changed.sold_out_until == now
    assert changed.name["en"] == "Margherita"


def test_lists_may_have_any_length(place: Place) -> None:
    ready, dishes = Ready(NAMED), sorted(place.dishes.values())
    for wanted in (dishes[:1], dishes[:3], [], dishes[1:2], dishes):
        assert sorted(row.id for row in run(ready, {"dishes": wanted})) == wanted


def test_one_and_many_rows_are_written_with_their_defaults(place: Place) -> None:
    ready = Ready(insert(TABLES))
    row = {"restaurant_id": place.id, "area_id": _area(place), "rank": 1}
    with transaction():
        run(ready, {**row, "name": "91"})
        run(ready, [{**row, "name": "92"}])
        run(ready, [{**row, "name": "93"}, {**row, "name": "94"}])
    added = select(TABLES.c.name, TABLES.c.seats).where(TABLES.c.name.like("9_"))
    plain = Table.seats.property.columns[0].default.arg
    assert sorted(run(added).all()) == [(name, plain) for name in ("91", "92", "93", "94")]


def test_what_was_written_is_given_back_and_counted(place: Place) -> None:
    take = update(DISHES).where(DISHES.c.id == bindparam("dish"), DISHES.c.stock >= 2)
    taking = Ready(take.values(stock=DISHES.c.stock - 2).returning(DISHES.c.stock))
    dish = place.dishes["margherita"]
    with transaction():
        run(Ready(update(DISHES).values(stock=3)))
        assert run(taking, {"dish": dish}).scalar_one() == 1
        assert run(taking, {"dish": dish}).one_or_none() is None
        assert run(Ready(take.values(stock=0)), {"dish": dish}).rowcount == 0


def test_one_is_one(place: Place) -> None:
    assert run(Ready(NAMED), {"dishes": []}).first() is None
    assert run(Ready(NAMED), {"dishes": []}).scalar() is None
    with pytest.raises(NoResultFound):
        run(Ready(NAMED), {"dishes": []}).one()
    with pytest.raises(MultipleResultsFound):
        run(Ready(ALL)).one()


def test_what_the_database_refuses_is_told_as_ever(place: Place) -> None:
    with pytest.raises(IntegrityError), transaction():
        run(
            Ready(text("UPDATE tables SET name = NULL WHERE restaurant_id = :id")), {"id": place.id}
        )


def test_an_unready_value_goes_the_long_way(place: Place) -> None:
    """A default that is computed anew for every row."""
    ready = Ready(select(DISHES.c.id).where(DISHES.c.id == bindparam("x", callable_=lambda: 1)))
    assert run(ready).all() == [
        row for row in run(ALL.with_only_columns(DISHES.c.id)) if row.id == 1
    ]


def test_who_counts_statements_sees_these_too(place: Place) -> None:
    seen: list[str] = []

    def note(*words: object) -> None:
        seen.append(str(words[2]))

    run(Ready(ALL)).all()
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        run(Ready(ALL)).all()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert sum("FROM dishes" in statement for statement in seen) == 1


def test_a_value_that_is_missing_is_refused(place: Place) -> None:
    with pytest.raises(Exception, match="dish"):
        run(Ready(select(DISHES).where(DISHES.c.id == bindparam("dish"))), {})


def _area(place: Place) -> int:
    return int(run(select(TABLES.c.area_id).where(TABLES.c.restaurant_id == place.id)).first()[0])


def test_a_glance_finds_what_is_committed_and_keeps_no_connection(place: Place) -> None:
    ready, dish = Ready(NAMED), place.dishes["margherita"]
    rename = update(DISHES).where(DISHES.c.id == dish).values(name={"en": "Other"})
    db.session.commit()
    with transaction():
        db.session.execute(rename)
        ((_, before),) = glance(ready, {"dishes": [dish]})
        assert db.engine.pool.checkedout() == 1  # type: ignore[attr-defined]  # of its own pool
    ((_, after),) = glance(ready, {"dishes": [dish]})
    assert (before["en"], after["en"]) == ("Margherita", "Other")
    assert db.engine.pool.checkedout() == 0  # type: ignore[attr-defined]


def test_who_counts_statements_sees_a_glance_too(place: Place) -> None:
    seen: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *a: seen.append(a[2]))
    assert len(glance(Ready(ALL))) == len(place.dishes)
    assert sum("dishes" in statement for statement in seen) == 1
