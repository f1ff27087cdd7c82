"""What is limited is never sold twice."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select, update

from restaurant_order.core import clock
from restaurant_order.core.database import db
from restaurant_order.core.journal import JournalEntry
from restaurant_order.core.refusals import Invalid, NotFound
from restaurant_order.core.transaction import transaction
from restaurant_order.menu.availability import availability
from restaurant_order.menu.models import Dish
from restaurant_order.menu.refusals import SoldOut
from restaurant_order.menu.service import (
    bring_back,
    bring_back_option,
    give_back_stock,
    sell_out,
    sell_out_option,
    set_stock,
    take_stock,
)
from tests.cast import Place, casa_lupo
from tests.together import together

BUYERS = 200


def buy(portions: dict[int, int]) -> None:
    with transaction():
        take_stock(portions)


def buy_without_looking(dish_id: int) -> None:
    """The unprotected twin: reads, thinks, writes."""
    left = db.session.scalar(select(Dish.stock).where(Dish.id == dish_id))
    db.session.rollback()
    if not left:
        raise SoldOut({"en": "Oyster"})
    with transaction():
        db.session.execute(update(Dish).where(Dish.id == dish_id).values(stock=left - 1))


def left_of(house: Place, name: str) -> int | None:
    db.session.rollback()
    return db.session.scalar(select(Dish.stock).where(Dish.id == house.dishes[name]))


def kinds(house: Place) -> list[str]:
    return list(db.session.scalars(select(JournalEntry.kind).order_by(JournalEntry.seq)))


def test_fifty_portions_and_two_hundred_buyers_make_fifty_sales(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo()
        set_stock(house.dishes["oyster"], 50, by=house.person("Ken"))
    outcomes = together(app, BUYERS, lambda _: buy({house.dishes["oyster"]: 1}))
    with app.app_context():
        assert outcomes.count(None) == 50
        assert sum(isinstance(outcome, SoldOut) for outcome in outcomes) == BUYERS - 50
        assert left_of(house, "oyster") == 0
        assert house.dishes["oyster"] in availability(house.id).sold_out_dishes
        assert kinds(house).count("DishSoldOut") == 1


def test_without_the_protection_more_are_sold_than_there_are(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo()
        set_stock(house.dishes["oyster"], 50, by=house.person("Ken"))
    outcomes = together(app, BUYERS, lambda _: buy_without_looking(house.dishes["oyster"]))
    assert outcomes.count(None) > 50


def test_two_dishes_bought_in_either_order_never_wait_for_each_other(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo()
        first, second = house.dishes["margherita"], house.dishes["oyster"]
        for dish in (first, second):
            set_stock(dish, 1000, by=house.person("Ken"))
    orders = [{first: 1, second: 1}, {second: 1, first: 1}]
    outcomes = together(app, 40, lambda hand: buy(orders[hand % 2]))
    assert outcomes == [None] * 40


def test_the_last_portion_sells_the_dish_out_and_the_next_buyer_is_told_its_name(
    app: Flask,
) -> None:
    with app.app_context():
        house = casa_lupo()
        oyster = house.dishes["oyster"]
        buy({oyster: 11})
        assert availability(house.id).left(oyster) == 1
        with pytest.raises(SoldOut) as refusal:
            buy({oyster: 2})
        assert refusal.value.left == 1
        assert "Oyster" in str(refusal.value)
        buy({oyster: 1})
        assert availability(house.id).is_sold_out(oyster)
        assert kinds(house) == ["StockTaken", "DishSoldOut"]


def test_one_dish_short_leaves_the_others_untouched(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo()
        set_stock(house.dishes["margherita"], 5, by=house.person("Ken"))
        with pytest.raises(SoldOut):
            buy({house.dishes["margherita"]: 1, house.dishes["oyster"]: 13})
        assert left_of(house, "margherita") == 5


def test_what_is_unlimited_stays_so(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo()
        buy({house.dishes["lemonade"]: 99})
        with transaction():
            give_back_stock({house.dishes["lemonade"]: 99})
        assert left_of(house, "lemonade") is None
        assert kinds(house) == []


def test_a_cancelled_portion_can_be_sold_again(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo()
        oyster = house.dishes["oyster"]
        buy({oyster: 12})
        with transaction():
            give_back_stock({oyster: 2})
        assert availability(house.id).left(oyster) == 2
        assert not availability(house.id).is_sold_out(oyster)


@pytest.mark.parametrize(
    ("until", "local"),
    [
        ("today", "2026-03-03T04:00:00+01:00"),
        ("18:00", "2026-03-02T18:00:00+01:00"),
        ("15:00", "2026-03-03T15:00:00+01:00"),
    ],
)
def test_a_cook_sells_a_dish_out_until_later(app: Flask, until: str, local: str) -> None:
    back = datetime.fromisoformat(local)
    with app.app_context(), clock.held_at(datetime(2026, 3, 2, 14, tzinfo=UTC)):
        house = casa_lupo()
        sell_out(house.dishes["lemonade"], until=until, by=house.person("Ken"))
        assert house.dish("lemonade").sold_out_until == back
        assert availability(house.id).is_sold_out(house.dishes["lemonade"])
    with app.app_context(), clock.held_at(back):
        assert not availability(house.id).is_sold_out(house.dishes["lemonade"])


def test_for_good_lasts_until_somebody_brings_it_back(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo()
        sell_out(house.dishes["oyster"], until="for_good", by=house.person("Lena"))
        with clock.held_at(datetime(2100, 1, 1, tzinfo=UTC)):
            assert availability(house.id).is_sold_out(house.dishes["oyster"])
        bring_back(house.dishes["oyster"], by=house.person("Ken"))
        assert availability(house.id).left(house.dishes["oyster"]) == 12
        assert kinds(house) == ["DishSoldOut", "DishBack"]


def test_bringing_back_what_was_counted_down_stops_the_counting(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo()
        buy({house.dishes["oyster"]: 12})
        bring_back(house.dishes["oyster"], by=house.person("Ken"))
        assert availability(house.id).left(house.dishes["oyster"]) is None
        assert not availability(house.id).is_sold_out(house.dishes["oyster"])


@pytest.mark.parametrize("until", ["25:00", "1800", "noon", "18:60", "１８:00", "-1:00", ""])
def test_a_time_that_is_none_is_refused(app: Flask, until: str) -> None:
    with app.app_context():
        house = casa_lupo()
        with pytest.raises(Invalid):
            sell_out(house.dishes["oyster"], until=until, by=house.person("Ken"))


@pytest.mark.parametrize("stock", [-1, 100_000])
def test_a_stock_that_cannot_be_is_refused(app: Flask, stock: int) -> None:
    with app.app_context():
        house = casa_lupo()
        with pytest.raises(Invalid):
            set_stock(house.dishes["oyster"], stock, by=house.person("Ken"))
        assert left_of(house, "oyster") == 12


def test_an_option_sells_out_in_every_dish_that_offers_it(app: Flask) -> None:
    with app.app_context():
        house = casa_lupo()
        olives = house.options["olives"]
        sell_out_option(olives, until=None, by=house.person("Ken"))
        assert availability(house.id).sold_out_options == {olives}
        bring_back_option(olives, by=house.person("Ken"))
        assert availability(house.id).sold_out_options == frozenset()


def test_nobody_touches_another_restaurants_dishes(app: Flask) -> None:
    with app.app_context():
        house, other = casa_lupo(), casa_lupo(name="Casa Orso")
        stranger = other.person("Olga")
        for deed in (
            lambda: sell_out(house.dishes["oyster"], until=None, by=stranger),
            lambda: bring_back(house.dishes["oyster"], by=stranger),
            lambda: set_stock(house.dishes["oyster"], 1, by=stranger),
            lambda: sell_out_option(house.options["olives"], until=None, by=stranger),
        ):
            with pytest.raises(NotFound):
                deed()
        assert availability(other.id).sold_out_dishes == frozenset()
        assert left_of(house, "oyster") == 12
