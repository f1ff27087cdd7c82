"""The standing cast: a small restaurant everybody in the tests knows.

Casa Lupo: tables 7 and 8 in the Dining room, stations grill and bar; margherita (grill; size,
extras), lemonade (bar), twelve oysters and not one more (grill); Olga owns, Max manages, Carla is
at the till, Wei waits, Ken and Lena cook.
"""

from dataclasses import dataclass, field
from typing import Any

from restaurant_order.core import clock
from restaurant_order.core.database import db
from restaurant_order.core.transaction import transaction
from restaurant_order.menu.models import (
    Category,
    Dish,
    DishOptionGroup,
    Option,
    OptionGroup,
)
from restaurant_order.people.models import Role, StaffMember
from restaurant_order.venue.models import Area, Restaurant, Station, Table, TableCode
from restaurant_order.visits.models import Guest
from restaurant_order.visits.service import join


@dataclass(frozen=True)
class Place:
    """Ids of what `casa_lupo` made, by the name people use."""

    id: int
    tables: dict[str, int]
    codes: dict[str, str]
    stations: dict[str, int]
    dishes: dict[str, int]
    options: dict[str, int]
    staff: dict[str, int] = field(default_factory=dict)

    @property
    def restaurant(self) -> Restaurant:
        return db.session.get_one(Restaurant, self.id)

    def person(self, name: str) -> StaffMember:
        return db.session.get_one(StaffMember, self.staff[name])

    def dish(self, name: str) -> Dish:
        return db.session.get_one(Dish, self.dishes[name])


def casa_lupo(*, name: str = "Casa Lupo", **settings: Any) -> Place:
    """Open the restaurant; `settings` are columns of Restaurant."""
    with transaction():
        restaurant = Restaurant(
            name={"en": name, "zh-Hans": "狼之家"},
            currency="EUR",
            time_zone="Europe/Berlin",
            languages=["en", "zh-Hans"],
            **settings,
        )
        db.session.add(restaurant)
        db.session.flush()
        stations = {slug: _station(restaurant, slug) for slug in ("grill", "bar")}
        tables = _tables(restaurant)
        dishes, options = _menu(restaurant, stations)
        staff = {person.name: person for person in _staff(restaurant)}
        db.session.flush()
        codes = db.session.execute(db.select(TableCode.table_id, TableCode.code)).all()
        of_table = {table.id: table.name for table in tables}
        return Place(
            id=restaurant.id,
            tables={table.name: table.id for table in tables},
            codes={of_table[t]: code for t, code in codes if t in of_table},
            stations={slug: station.id for slug, station in stations.items()},
            dishes={dish.reference: dish.id for dish in dishes},
            options={option.reference: option.id for option in options},
            staff={name: person.id for name, person in staff.items()},
        )


def phone_at(place: Place, table: str, *, language: str = "en") -> Guest:
    """A guest who has just scanned the table's code."""
    return join(place.codes[table], language=language).guest


def _station(restaurant: Restaurant, slug: str) -> Station:
    station = Station(
        restaurant_id=restaurant.id, slug=slug, name={"en": slug.title()}, language=None
    )
    db.session.add(station)
    db.session.flush()
    return station


def _tables(restaurant: Restaurant) -> list[Table]:
    area = Area(restaurant_id=restaurant.id, name="Dining room")
    db.session.add(area)
    db.session.flush()
    tables = [
        Table(restaurant_id=restaurant.id, area_id=area.id, name=name, rank=int(name))
        for name in ("7", "8")
    ]
    db.session.add_all(tables)
    db.session.flush()
    for table in tables:
        code = f"table{table.name}restaurant{restaurant.id}aaaaaaaaaa"
        db.session.add(
            TableCode(
                restaurant_id=restaurant.id, table_id=table.id, code=code, made_at=clock.now()
            )
        )
    return tables


def _menu(restaurant: Restaurant, stations: dict[str, Station]) -> tuple[list[Dish], list[Option]]:
    kitchen = Category(
        restaurant_id=restaurant.id,
        reference="mains",
        name={"en": "Mains", "zh-Hans": "主菜"},
        station_id=stations["grill"].id,
    )
    drinks = Category(
        restaurant_id=restaurant.id,
        reference="drinks",
        name={"en": "Drinks", "zh-Hans": "饮料"},
        station_id=stations["bar"].id,
        rank=1,
    )
    groups = [_size(restaurant), _extras(restaurant)]
    db.session.add_all([kitchen, drinks, *groups])
    db.session.flush()
    margherita = _dish(kitchen, "margherita", "玛格丽特", 950, 700)
    oyster = _dish(kitchen, "oyster", "生蚝", 400, 700, stock=12)
    lemonade = _dish(drinks, "lemonade", "柠檬水", 380, 1900)
    dishes = [margherita, oyster, lemonade]
    db.session.add_all(dishes)
    db.session.flush()
    for rank, group in enumerate(groups):
        db.session.add(
            DishOptionGroup(dish_id=margherita.id, group_id=group.id, rank=rank, prices={})
        )
    return dishes, [option for group in groups for option in group.options]


def _dish(
    category: Category, reference: str, chinese: str, price: int, tax: int, **more: Any
) -> Dish:
    return Dish(
        restaurant_id=category.restaurant_id,
        category_id=category.id,
        reference=reference,
        name={"en": reference.title(), "zh-Hans": chinese},
        description={},
        kitchen_name={},
        price=price,
        tax_rate=tax,
        allergens=[],
        diet_marks=[],
        **more,
    )


def _size(restaurant: Restaurant) -> OptionGroup:
    options = [_option("normal", 0, is_default=True), _option("large", 250, rank=1)]
    return OptionGroup(
        restaurant_id=restaurant.id,
        reference="size",
        name={"en": "Size", "zh-Hans": "份量"},
        minimum=1,
        maximum=1,
        options=options,
    )


def _extras(restaurant: Restaurant) -> OptionGroup:
    options = [
        _option("olives", 120),
        _option("rocket", 150, rank=1),
        _option("no-cheese", -100, rank=2),
    ]
    return OptionGroup(
        restaurant_id=restaurant.id,
        reference="extras",
        name={"en": "Extras", "zh-Hans": "加料"},
        minimum=0,
        maximum=2,
        options=options,
    )


def _option(reference: str, price: int, **more: Any) -> Option:
    return Option(
        reference=reference,
        name={"en": reference.replace("-", " ").title()},
        price=price,
        allergens_added=[],
        allergens_removed=[],
        **more,
    )


def _staff(restaurant: Restaurant) -> list[StaffMember]:
    roles = {
        "Olga": Role.OWNER,
        "Max": Role.MANAGER,
        "Carla": Role.CASHIER,
        "Wei": Role.WAITER,
        "Ken": Role.COOK,
        "Lena": Role.COOK,
    }
    people = [
        StaffMember(restaurant_id=restaurant.id, name=name, role=role)
        for name, role in roles.items()
    ]
    db.session.add_all(people)
    return people
