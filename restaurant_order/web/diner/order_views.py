"""The rounds of this visit."""

from flask import g

from restaurant_order import live
from restaurant_order.web.diner.blueprint import blueprint
from restaurant_order.web.diner.order_region import ORDERS
from restaurant_order.web.diner.pages import page
from restaurant_order.web.diner.table_bar import table_bar
from restaurant_order.web.diner.table_scope import TableScope


@blueprint.get("/orders")
def orders() -> str:
    rounds = live.show(ORDERS, TableScope.of(g.visit))
    return page("orders", "/orders", orders=rounds, table=g.visit.table, **table_bar())
