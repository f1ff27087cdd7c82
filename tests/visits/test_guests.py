"""How many phones one visit takes."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from restaurant_order.core.database import db
from restaurant_order.visits import service
from restaurant_order.visits.models import Guest
from restaurant_order.visits.service import MOST_GUESTS, TableFull, join, join_visit
from tests.cast import casa_lupo, phone_at
from tests.together import together

HANDS = 20


def guests() -> int:
    return db.session.scalar(select(func.count()).select_from(Guest)) or 0


def test_a_full_table_takes_no_further_phone_by_either_code(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo()
        visit = phone_at(house, "7").visit
        for _ in range(MOST_GUESTS - 1):
            phone_at(house, "7")
        with pytest.raises(TableFull):
            phone_at(house, "7")
        with pytest.raises(TableFull):
            join_visit(visit.id, language="en")
        assert (guests(), visit.guest_count) == (MOST_GUESTS, MOST_GUESTS)
        phone_at(house, "8")


def joined_at_once(app: Flask) -> int:
    """Guests when twenty phones scan at one moment, half of them the code of the visit."""
    with app.app_context():
        house = casa_lupo()
        for _ in range(MOST_GUESTS - HANDS // 2):
            visit = phone_at(house, "7").visit_id

    def scan(hand: int) -> None:
        if hand % 2:
            join(house.codes["7"], language="en")
        else:
            join_visit(visit, language="en")

    together(app, HANDS, scan)
    with app.app_context():
        return guests()


def test_many_phones_at_once_do_not_overfill_the_table(each_app: Flask) -> None:
    assert joined_at_once(each_app) == MOST_GUESTS


def test_looking_before_the_visit_is_held_overfills_it(
    each_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: look, then lock and sit down. It must let more in."""
    begin = service.transaction

    def looks_first() -> object:
        seated = db.session.scalar(select(func.count()).select_from(Guest)) or 0
        db.session.rollback()  # or all hands hold a connection, and none goes on
        if seated >= MOST_GUESTS:
            raise TableFull
        return begin()

    monkeypatch.setattr(service, "transaction", looks_first)
    monkeypatch.setattr(service, "MOST_GUESTS", 10**6)
    assert joined_at_once(each_app) > MOST_GUESTS
