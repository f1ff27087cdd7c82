"""The foot of every page: what the table has asked for, and its cart."""

from typing import Any

from flask import g
from markupsafe import Markup

from restaurant_order import live
from restaurant_order.live import Scope
from restaurant_order.web.diner.cart_regions import TABLE_BAR
from restaurant_order.web.diner.menu_region import MENU
from restaurant_order.web.diner.request_region import REQUESTS
from restaurant_order.web.diner.table_scope import TableScope


def table_bar(*, with_menu: bool = False) -> dict[str, Any]:
    """`with_menu`: also the right to watch the menu, whose page was drawn for nobody."""
    scope = TableScope.of(g.visit)
    menu = live.show(MENU, Scope(g.restaurant.id), html=Markup(""), head=0) if with_menu else None
    return {
        "bar": live.show(TABLE_BAR, scope),
        "asked": live.show(REQUESTS, scope),
        "menu": menu,
    }
