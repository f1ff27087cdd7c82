"""All that can be done to a menu, each verb one transaction; stock within the caller's own."""

from restaurant_order.menu.categories import (
    NotEmpty,
    add_category,
    edit_category,
    retire_category,
    sort_categories,
)
from restaurant_order.menu.dishes import (
    add_dish,
    edit_dish,
    retire_dish,
    set_photo,
    sort_dishes,
)
from restaurant_order.menu.ingredients import (
    add_ingredient,
    bring_back_ingredient,
    edit_ingredient,
    remove_ingredient,
    sell_out_ingredient,
)
from restaurant_order.menu.option_groups import add_group, edit_group, remove_group
from restaurant_order.menu.selling_out import (
    bring_back,
    bring_back_option,
    sell_out,
    sell_out_option,
    set_stock,
)
from restaurant_order.menu.stock import give_back_stock, take_stock

__all__ = [
    "NotEmpty",
    "add_category",
    "add_dish",
    "add_group",
    "add_ingredient",
    "bring_back",
    "bring_back_ingredient",
    "bring_back_option",
    "edit_category",
    "edit_dish",
    "edit_group",
    "edit_ingredient",
    "give_back_stock",
    "remove_group",
    "remove_ingredient",
    "retire_category",
    "retire_dish",
    "sell_out",
    "sell_out_ingredient",
    "sell_out_option",
    "set_photo",
    "set_stock",
    "sort_categories",
    "sort_dishes",
    "take_stock",
]
