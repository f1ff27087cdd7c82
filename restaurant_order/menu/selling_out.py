"""Sold out and back again, by whoever on the staff notices first."""

from datetime import datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l

from restaurant_order.core import clock
from restaurant_order.core.database import db
from restaurant_order.core.refusals import Invalid
from restaurant_order.core.transaction import record, transaction
from restaurant_order.menu.checking import checked_stock
from restaurant_order.menu.facts import (
    DishBack,
    DishSoldOut,
    OptionBack,
    OptionSoldOut,
    StockSet,
)
from restaurant_order.menu.models import FOR_GOOD, Dish, Option
from restaurant_order.menu.option_groups import lock_dishes_asking
from restaurant_order.menu.queries import dish_or_refuse, option_or_refuse
from restaurant_order.people.models import Hand
from restaurant_order.venue.models import Restaurant

TODAY: Final = "today"
UNTIL_SAID: Final = "for_good"


def sell_out(dish_id: int, *, until: str | None, by: Hand) -> None:
    """Nobody can order the dish until then.

    `until` is "today" (the business day's end), a local time "18:00" (the next one to come),
    "for_good" or None (until somebody brings it back). Raises Invalid, NotFound.
    """
    with transaction():
        dish = _dish(dish_id, by)
        dish.sold_out_until = moment_of(until, by)
        said = None if dish.sold_out_until == FOR_GOOD else dish.sold_out_until.isoformat()
        record(
            DishSoldOut(restaurant_id=dish.restaurant_id, dish_id=dish.id, until=said), by=by.actor
        )


def bring_back(dish_id: int, *, by: Hand) -> None:
    """The dish can be ordered again; one that was counted down to 0 is no longer counted."""
    with transaction():
        dish = _dish(dish_id, by)
        dish.sold_out_until = None
        if dish.stock == 0:
            dish.stock = None
            record(_counted(dish, before=0), by=by.actor)
        record(DishBack(restaurant_id=dish.restaurant_id, dish_id=dish.id), by=by.actor)


def set_stock(dish_id: int, stock: int | None, *, by: Hand) -> None:
    """Portions left; None: without limit. Raises Invalid, NotFound."""
    with transaction():
        dish = _dish(dish_id, by)
        before, dish.stock = dish.stock, checked_stock(stock)
        if before != stock:
            record(_counted(dish, before=before), by=by.actor)


def sell_out_option(option_id: int, *, until: str | None, by: Hand) -> None:
    """As `sell_out`, for one option in every dish that offers it."""
    with transaction():
        option = option_or_refuse(by.restaurant_id, option_id)
        option.sold_out_until = moment_of(until, by)
        said = None if option.sold_out_until == FOR_GOOD else option.sold_out_until.isoformat()
        record(OptionSoldOut(until=said, **_where(option, by)), by=by.actor)


def bring_back_option(option_id: int, *, by: Hand) -> None:
    with transaction():
        option = option_or_refuse(by.restaurant_id, option_id)
        option.sold_out_until = None
        record(OptionBack(**_where(option, by)), by=by.actor)


def moment_of(until: str | None, by: Hand) -> datetime:
    """When what is sold out until then comes back. Raises Invalid."""
    restaurant = db.session.get_one(Restaurant, by.restaurant_id)
    if until is None or until == UNTIL_SAID:
        return FOR_GOOD
    try:
        local = time(restaurant.cutoff_hour) if until == TODAY else _wall_time(until)
    except ValueError:
        raise Invalid(_l("Please give a time like 18:00."), field="until") from None
    return next_time(local, clock.now(), restaurant.time_zone)


def next_time(local: time, after: datetime, zone: str) -> datetime:
    """The next moment later than `after` at which the wall clock in `zone` shows `local`."""
    here = after.astimezone(ZoneInfo(zone))
    found = datetime.combine(here.date(), local, ZoneInfo(zone))
    if found <= here:
        found = datetime.combine(here.date() + timedelta(days=1), local, ZoneInfo(zone))
    return found


def _dish(dish_id: int, by: Hand) -> Dish:
    dish = dish_or_refuse(by.restaurant_id, dish_id)
    db.session.refresh(dish, ["stock", "sold_out_until"], with_for_update=True)
    return dish


def _wall_time(text: str) -> time:
    if len(text) != 5 or text[2] != ":" or not text.isascii():
        raise ValueError(text)
    return time(int(text[:2]), int(text[3:]))


def _counted(dish: Dish, *, before: int | None) -> StockSet:
    return StockSet(
        restaurant_id=dish.restaurant_id, dish_id=dish.id, before=before, after=dish.stock
    )


def _where(option: Option, by: Hand) -> dict[str, Any]:
    return {
        "restaurant_id": by.restaurant_id,
        "option_id": option.id,
        "dish_ids": lock_dishes_asking(option.group_id),
    }
