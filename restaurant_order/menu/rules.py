"""Choosing, pricing and serving hours. Pure."""

from collections.abc import Collection, Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from restaurant_order.menu.entries import CatalogueDish, CatalogueGroup, CatalogueOption, Hours
from restaurant_order.menu.refusals import TooFewChosen, TooManyChosen, UnknownOption


def check_choice(dish: CatalogueDish, option_ids: Collection[int]) -> tuple[CatalogueOption, ...]:
    """The chosen options in the menu's order.

    Raises UnknownOption for an option of another dish or one named twice, TooFewChosen and
    TooManyChosen naming the group.
    """
    wanted = set(option_ids)
    if len(wanted) != len(option_ids):
        raise UnknownOption
    chosen: list[CatalogueOption] = []
    for group in dish.groups:
        chosen += _chosen_in(group, wanted)
    if len(chosen) != len(wanted):
        raise UnknownOption
    return tuple(chosen)


def unit_price(dish: CatalogueDish, options: Iterable[CatalogueOption]) -> int:
    """One portion with its options, in minor units; never below 0.

    Where a group's first n are free, the n dearest chosen ones are: so the price does not depend
    on the order of tapping, and no guest could have paid less. A negative price is a discount and
    never among the free.
    """
    ids = {option.id for option in options}
    return max(0, dish.price + sum(_group_price(group, ids) for group in dish.groups))


def is_served_at(windows: Collection[Hours], moment: datetime, zone: str) -> bool:
    """Whether the wall clock in `zone` is inside one of the windows; always, where there is none.

    From the minute a window opens up to the minute it closes, which is no longer in it. The clock
    on the wall decides, also in the nights it is changed: what it skips is not served, and what
    it shows twice is served twice.
    """
    if not windows:
        return True
    local = moment.astimezone(ZoneInfo(zone))
    minute = local.hour * 60 + local.minute
    today, yesterday = 1 << local.weekday(), 1 << (local.weekday() - 1) % 7
    return any(_is_open(window, minute, today, yesterday) for window in windows)


def is_dish_served_at(dish: CatalogueDish, moment: datetime, zone: str) -> bool:
    """Whether both the dish's own windows and its category's allow it."""
    return is_served_at(dish.category_windows, moment, zone) and is_served_at(
        dish.windows, moment, zone
    )


def _chosen_in(group: CatalogueGroup, wanted: set[int]) -> list[CatalogueOption]:
    chosen = [option for option in group.options if option.id in wanted]
    if len(chosen) < group.minimum:
        raise TooFewChosen(group.name, missing=group.minimum - len(chosen))
    if len(chosen) > group.maximum:
        raise TooManyChosen(group.name, most=group.maximum)
    return chosen


def _group_price(group: CatalogueGroup, chosen: set[int]) -> int:
    prices = sorted((o.price for o in group.options if o.id in chosen), reverse=True)
    free = sum(max(price, 0) for price in prices[: group.free_count])
    return sum(prices) - free


def _is_open(window: Hours, minute: int, today: int, yesterday: int) -> bool:
    if window.opens < window.closes:
        return bool(window.weekdays & today) and window.opens <= minute < window.closes
    from_today = bool(window.weekdays & today) and minute >= window.opens
    from_yesterday = bool(window.weekdays & yesterday) and minute < window.closes
    return from_today or from_yesterday
