"""Comparing a file with the menu."""

from restaurant_order.menu.sheet import columns as c
from restaurant_order.menu.sheet.amounts import has_decimal_comma
from restaurant_order.menu.sheet.breathing import breathing
from restaurant_order.menu.sheet.columns import Column
from restaurant_order.menu.sheet.current import current_menu
from restaurant_order.menu.sheet.matching import match_rows
from restaurant_order.menu.sheet.plan import Plan, PlannedDish
from restaurant_order.menu.sheet.planned_categories import plan_categories
from restaurant_order.menu.sheet.planned_dishes import Surroundings, plan_dish
from restaurant_order.menu.sheet.planned_groups import plan_groups
from restaurant_order.menu.sheet.refusals import Trouble
from restaurant_order.menu.sheet.table import Table
from restaurant_order.venue.models import Restaurant


def plan_import(restaurant: Restaurant, table: Table) -> Plan:
    """What taking the file over would do. Reads the menu, changes nothing.

    1. Categories: known by reference or name, else new ones.
    2. Option groups: what any row describes, beside those there are.
    3. Dishes, each against its row.
    """
    version = restaurant.menu_version
    menu = current_menu(restaurant)
    troubles, notices = list(table.troubles), list[Trouble]()
    categories, category_of_row = plan_categories(menu, table, troubles)
    groups, uses = plan_groups(menu, table, troubles)
    matches = match_rows(menu, table, troubles, notices)
    around = Surroundings(
        menu=menu,
        house=menu.house(),
        group_ids={group.reference: group_id for group_id, group in menu.groups.items()},
        categories=category_of_row,
        uses=uses,
    )
    dishes = [plan_dish(match, around, troubles) for match in breathing(matches)]
    mentioned = {match.dish.id for match in matches if match.dish is not None}
    standing = [dish for dish in menu.dishes.values() if dish.retired_at is None]
    return Plan(
        menu_version=version,
        recipes=menu.recipes,
        table=table,
        decimal_comma=_has_decimal_comma(table),
        categories=tuple(categories),
        groups=tuple(groups),
        dishes=tuple(dish for dish in dishes if isinstance(dish, PlannedDish)),
        untouched=sum(dish.id not in mentioned for dish in standing),
        notices=tuple(notices),
        troubles=_told_once(table, troubles),
    )


def _told_once(table: Table, troubles: list[Trouble]) -> tuple[Trouble, ...]:
    """By row. A cell that could not be read is empty for all that look at it; it is blamed once."""
    unread = {(trouble.row, trouble.column) for trouble in table.troubles}
    later = troubles[len(table.troubles) :]
    told = [one for one in later if (one.row, one.column) not in unread]
    return tuple(sorted([*table.troubles, *told], key=lambda trouble: trouble.row))


def _has_decimal_comma(table: Table) -> bool:
    return any(has_decimal_comma(row.cells.get(Column(c.PRICE), "")) for row in table.rows)
