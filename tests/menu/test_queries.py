"""However long the menu, it is read in as many queries."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from restaurant_order.core.database import db
from restaurant_order.menu import queries
from restaurant_order.menu.availability import availability
from restaurant_order.menu.catalogue import catalogue, forget_catalogues
from restaurant_order.menu.drafts import draft_of_dish
from restaurant_order.menu.sheet.writing import write_menu
from tests.cast import Place, casa_lupo
from tests.menu.houses import taken_over

pytestmark = pytest.mark.usefixtures("app_context")

MANY = "name_en,category,price,tax_rate,windows,options\n" + "".join(
    f'Dish {number},Category {number % 7},1,7,daily 10:00-12:00,"Extras {number} [0-1]: a | b"\n'
    for number in range(60)
)


@pytest.fixture
def house(app_context: None) -> Place:
    return casa_lupo()


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that reach the database meanwhile."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):
            statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def queries_of_everything(house: Place) -> dict[str, int]:
    restaurant = house.restaurant
    reads = {
        "catalogue": lambda: catalogue(restaurant),
        "availability": lambda: availability(house.id),
        "list": lambda: [draft_of_dish(dish) for dish in queries.dishes_of(house.id)],
        "groups": lambda: [(g.options, g.name) for g in queries.groups_of(house.id)],
        "uses": lambda: queries.use_counts(house.id),
        "export": lambda: write_menu(restaurant),
    }
    found = {}
    for name, read in reads.items():
        forget_catalogues()
        db.session.expunge_all()
        with counted() as statements:
            read()
        found[name] = len(statements)
    return found


def test_a_long_menu_takes_as_many_queries_as_a_short_one(house: Place) -> None:
    short = queries_of_everything(house)
    taken_over(house, MANY)
    assert queries_of_everything(house) == short
    assert short["availability"] == 1
    assert short["catalogue"] == 7


def test_the_catalogue_is_read_once_and_then_asks_nothing(house: Place) -> None:
    restaurant = house.restaurant
    catalogue(restaurant)
    with counted() as statements:
        catalogue(restaurant)
    assert statements == []
