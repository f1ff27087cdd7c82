"""Codes to type and stickers, on both databases: made once, whoever is at it."""

from flask import Flask

from restaurant_order.core.database import db
from restaurant_order.qr import service
from restaurant_order.qr.models import BlankCode, TypedCode
from restaurant_order.venue import queries, tables
from restaurant_order.venue.rules import table_names
from tests.cast import casa_lupo
from tests.together import together

BASE = "https://eat.example"


def test_everybody_who_prints_at_once_prints_the_same_codes_to_type(each_app: Flask) -> None:
    with each_app.app_context():
        place = casa_lupo()
        area = queries.areas(place.id)[0]
        actor = place.person("Max").actor
        tables.add_tables(area, names=table_names("T1 to T98"), by=actor)

    def prints(_hand: int) -> tuple[str, ...]:
        return tuple(card.typed for card in service.cards_of(place.id, BASE))

    (codes,) = set(together(each_app, 4, prints))
    assert isinstance(codes, tuple)
    assert len(set(codes)) == 100
    with each_app.app_context():
        assert db.session.query(TypedCode).count() == 100


def test_a_sticker_is_bound_to_one_table_on_both_databases(each_app: Flask) -> None:
    with each_app.app_context():
        place = casa_lupo()
        service.make_blanks(place.id, 1, BASE)
        code = db.session.scalars(db.select(BlankCode.code)).one()

    def binds(hand: int) -> str:
        table = queries.table_or_refuse(place.id, place.tables[("7", "8")[hand]])
        service.bind(code, table, by=place.person("Max"))
        return "bound"

    done = together(each_app, 2, binds)
    assert sorted(str(each) for each in done).count("bound") == 1
    with each_app.app_context():
        bound = [
            each.table.name for each in queries.coded_tables(place.id) if each.code.code == code
        ]
        assert len(bound) == 1
