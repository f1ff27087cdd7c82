"""The whole menu as a file that reads back without a change."""

import csv
import io
from enum import StrEnum

from restaurant_order.menu.drafts import DishDraft, draft_of_dish
from restaurant_order.menu.queries import dishes_of
from restaurant_order.menu.sheet.columns import all_columns
from restaurant_order.menu.sheet.current import CurrentMenu, current_menu, dish_cells
from restaurant_order.menu.sheet.table import guarded
from restaurant_order.venue.models import Restaurant


class Style(StrEnum):
    """What a country's Excel opens with a double click."""

    COMMA = "comma"
    SEMICOLON = "semicolon"
    CHINA = "china"


ENCODINGS = {Style.COMMA: "utf-8-sig", Style.SEMICOLON: "utf-8-sig", Style.CHINA: "gb18030"}


def write_menu(restaurant: Restaurant, style: Style = Style.COMMA) -> bytes:
    """One row per dish in the menu's order, also those off the menu; groups with their first."""
    comma = style is Style.SEMICOLON
    menu, dishes = current_menu(restaurant), dishes_of(restaurant.id)
    columns, described = all_columns(menu.languages), set[int]()
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";" if comma else ",", lineterminator="\r\n")
    writer.writerow([column.header for column in columns])
    for dish in dishes:
        draft = draft_of_dish(dish)
        describing = _not_yet(draft, menu, described)
        described |= describing
        cells = dish_cells(
            menu,
            draft,
            dish.stock,
            menu.recipes.dishes.get(dish.id, {}),
            describing=describing,
            comma=comma,
        )
        writer.writerow([guarded(cells[column]) for column in columns])
    return text.getvalue().encode(ENCODINGS[style])


def _not_yet(draft: DishDraft, menu: CurrentMenu, described: set[int]) -> frozenset[int]:
    asked = {use.group_id for use in draft.groups if use.group_id in menu.groups}
    return frozenset(asked - described)
