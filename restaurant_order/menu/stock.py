"""Counting down what is limited. Within the caller's transaction, from statements built once."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Row, bindparam, or_, select, update

from restaurant_order.core.actor import SYSTEM, Actor
from restaurant_order.core.database import run
from restaurant_order.core.statements import Ready
from restaurant_order.core.transaction import record
from restaurant_order.menu.facts import DishFact, DishSoldOut, StockGivenBack, StockTaken
from restaurant_order.menu.models import Dish
from restaurant_order.menu.refusals import SoldOut

_DISH: Final[Any] = Dish.__table__
_THIS: Final = _DISH.c.id == bindparam("dish_id")
_COUNT: Final[Any] = bindparam("count")
_AFTERWARDS: Final = (_DISH.c.id, _DISH.c.stock, _DISH.c.restaurant_id)
_TAKE: Final = Ready(
    update(_DISH)
    .where(_THIS, or_(_DISH.c.stock.is_(None), _DISH.c.stock >= _COUNT))
    .values(stock=_DISH.c.stock - _COUNT)
    .returning(*_AFTERWARDS)
)
_GIVE_BACK: Final = Ready(
    update(_DISH)
    .where(_THIS, _DISH.c.stock.is_not(None))
    .values(stock=_DISH.c.stock + _COUNT)
    .returning(*_AFTERWARDS)
)
_LIMITED: Final = Ready(
    select(_DISH.c.id)
    .where(_DISH.c.id.in_(bindparam("dish_ids", expanding=True)), _DISH.c.stock.is_not(None))
    .order_by(_DISH.c.id)
)
_LEFT: Final = Ready(select(_DISH.c.name, _DISH.c.stock).where(_THIS))


def take_stock(portions: Mapping[int, int], *, by: Actor = SYSTEM) -> None:
    """Take `{dish id: quantity}`; dishes without limit stay so.

    In ascending order of ids, so that two orders never wait for each other. The last portion
    makes a dish sold out for everyone. Raises SoldOut, naming the dish, when fewer are left.
    """
    for dish_id, quantity in sorted(portions.items()):
        row = _run(_TAKE, dish_id, quantity)
        if row is None:
            short = run(_LEFT, {"dish_id": dish_id}).one()
            raise SoldOut(short.name, left=short.stock or 0)
        if row.stock is not None:
            record(_taken(row, quantity), by=by)


def give_back_stock(portions: Mapping[int, int], *, by: Actor = SYSTEM) -> None:
    """As `take_stock`, the other way: what was ordered will not be made."""
    for dish_id in run(_LIMITED, {"dish_ids": list(portions)}).scalars():
        quantity = portions[dish_id]
        row = _run(_GIVE_BACK, dish_id, quantity)
        if row is not None:
            given = StockGivenBack(
                restaurant_id=row.restaurant_id,
                dish_id=dish_id,
                quantity=quantity,
                left=row.stock,
            )
            record(given, by=by)


def _run(statement: Any, dish_id: int, quantity: int) -> Row[Any] | None:
    found: Row[Any] | None = run(statement, {"dish_id": dish_id, "count": quantity}).one_or_none()
    return found


def _taken(row: Row[Any], quantity: int) -> DishFact:
    if row.stock == 0:
        return DishSoldOut(
            restaurant_id=row.restaurant_id, dish_id=row.id, until=None, by_stock=True
        )
    return StockTaken(
        restaurant_id=row.restaurant_id, dish_id=row.id, quantity=quantity, left=row.stock
    )
