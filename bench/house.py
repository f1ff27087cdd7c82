"""A restaurant made for measuring: 80 dishes, 40 tables, a full cart for each order to come."""

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import insert

from config import Settings
from restaurant_order import create_app
from restaurant_order.core import clock
from restaurant_order.core.database import db, run, table_of
from restaurant_order.core.tokens import new_token, token_hash
from restaurant_order.core.transaction import transaction
from restaurant_order.menu.models import Category, Dish
from restaurant_order.ordering.models import CartLine
from restaurant_order.people.models import Role, StaffMember, StaffSession
from restaurant_order.venue.models import Area, Restaurant, Station, Table
from restaurant_order.visits.models import Guest, Visit

DISHES: Final = 80
TABLES: Final = 40
STATIONS: Final = ("grill", "wok", "cold", "bar")
LINES_PER_ORDER: Final = 3
PRICE: Final = 950
COUNTED: Final = 10**6
"""Stock of every third dish, so that orders take stock and never run out."""


@dataclass(frozen=True)
class Cart:
    """A phone whose table is about to send: its cookie, the order's key, the total it shows."""

    cookie: str
    key: str
    total: int


@dataclass(frozen=True)
class House:
    restaurant_id: int
    staff_cookie: str
    tables: list[int]
    dishes: list[int]


def build(settings: Settings) -> House:
    """Migrate an empty database and furnish it."""
    from flask_migrate import upgrade

    app = create_app(settings)
    with app.app_context():
        upgrade()
        with transaction():
            house = _furnish()
        db.engine.dispose()
    return house


def full_carts(settings: Settings, house: House, count: int) -> list[Cart]:
    """`count` visits, each with one phone and three lines in the cart."""
    app = create_app(settings)
    with app.app_context():
        with transaction():
            carts = [_full_cart(house, i) for i in range(count)]
        db.engine.dispose()
    return carts


def orders_by_key(settings: Settings) -> dict[str, int]:
    """Order ids by the key they were placed with."""
    from restaurant_order.ordering.models import Order

    app = create_app(settings)
    with app.app_context():
        rows = db.session.execute(db.select(Order.key, Order.id)).all()
        db.engine.dispose()
    return {key: order_id for key, order_id in rows}  # noqa: C416 - rows are no pairs to mypy


def _furnish() -> House:
    restaurant = Restaurant(
        name={"en": "Bench", "zh-Hans": "测量"},
        currency="EUR",
        time_zone="Europe/Berlin",
        languages=["en", "zh-Hans"],
        service_charge=500,
        service_tax_rate=1900,
    )
    area = Area(name="Hall")
    db.session.add(restaurant)
    db.session.flush()
    area.restaurant_id = restaurant.id
    stations = [
        Station(restaurant_id=restaurant.id, slug=slug, name={"en": slug.title()}, rank=rank)
        for rank, slug in enumerate(STATIONS)
    ]
    db.session.add_all([area, *stations])
    db.session.flush()
    tables = [
        Table(restaurant_id=restaurant.id, area_id=area.id, name=f"T{i}", rank=i)
        for i in range(TABLES)
    ]
    db.session.add_all(tables)
    dishes = _menu(restaurant, stations)
    cookie = _owner(restaurant)
    db.session.flush()
    return House(restaurant.id, cookie, [t.id for t in tables], [d.id for d in dishes])


def _menu(restaurant: Restaurant, stations: list[Station]) -> list[Dish]:
    categories = [
        Category(
            restaurant_id=restaurant.id,
            reference=f"category-{i}",
            name={"en": f"Category {i}", "zh-Hans": f"分类{i}"},
            station_id=stations[i % len(stations)].id,
            rank=i,
        )
        for i in range(8)
    ]
    db.session.add_all(categories)
    db.session.flush()
    dishes = [
        Dish(
            restaurant_id=restaurant.id,
            category_id=categories[i % 8].id,
            reference=f"dish-{i}",
            name={"en": f"Braised aubergine number {i}", "zh-Hans": f"红烧茄子{i}号"},
            description={
                "en": "Slowly cooked with garlic, ginger and black vinegar, served with rice.",
                "zh-Hans": "蒜、姜与黑醋慢炖，配米饭。",
            },
            kitchen_name={},
            price=PRICE,
            tax_rate=700,
            allergens=["gluten", "soy"],
            diet_marks=["vegan"],
            spice=i % 4,
            stock=COUNTED if i % 3 == 0 else None,
            rank=i,
        )
        for i in range(DISHES)
    ]
    db.session.add_all(dishes)
    return dishes


def _owner(restaurant: Restaurant) -> str:
    owner = StaffMember(restaurant_id=restaurant.id, name="Bench", role=Role.OWNER)
    db.session.add(owner)
    db.session.flush()
    token, now = new_token(), clock.now()
    db.session.add(
        StaffSession(
            restaurant_id=restaurant.id,
            staff_id=owner.id,
            token_hash=token_hash(token),
            started_at=now,
            last_seen_at=now,
        )
    )
    return token


def _full_cart(house: House, number: int) -> Cart:
    now, token = clock.now(), new_token()
    visit = {
        "restaurant_id": house.restaurant_id,
        "table_id": house.tables[number % len(house.tables)],
        "opened_at": now,
        "guest_count": 1,
        "order_count": 0,
        "version": 1,
        "cart_version": 1,
    }
    visit_id = _add(Visit, visit)
    guest = {
        "visit_id": visit_id,
        "token_hash": token_hash(token),
        "nickname": "Bench",
        "colour": 0,
        "joined_at": now,
        "version": 1,
    }
    guest_id = _add(Guest, guest)
    for i in range(LINES_PER_ORDER):
        line = {
            "visit_id": visit_id,
            "guest_id": guest_id,
            "dish_id": house.dishes[(number + i * 7) % len(house.dishes)],
            "option_ids": [],
            "quantity": 1,
            "note": "",
            "added_at": now,
            "key": f"line-key-{i}",
            "fingerprint": "x",
            "version": 1,
        }
        _add(CartLine, line)
    each = PRICE + (PRICE * 500 + 5000) // 10000
    return Cart(token, secrets.token_hex(8), each * LINES_PER_ORDER)


def _add(noun: Any, values: dict[str, Any]) -> int:
    return int(run(insert(table_of(noun)), values).inserted_primary_key[0])


def settings_for(data_dir: Path, secret: str, **more: str) -> Settings:
    """`more`: other variables of the environment."""
    own = {"SECRET_KEY": secret, "DATA_DIR": str(data_dir), "ASYNC_MODE": "threading"}
    return Settings.from_environment({**own, **more})
