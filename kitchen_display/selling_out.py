"""Sold out from the board in two taps, and back."""

import re
from typing import Final

from flask import Blueprint
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from kitchen_display.answers import Undo, done, said
from kitchen_display.here import board_here, cook, only_cooks
from kitchen_display.pages import panel
from kitchen_display.sold_out import NO_STOCK, all_dishes, board_dish, how_it_was, in_an_hour
from restaurant_order.core.forms import Form, read_form
from restaurant_order.core.refusals import Invalid
from restaurant_order.menu import service as menu

blueprint = Blueprint("kitchen_sold_out", __name__, url_prefix="/kitchen")
blueprint.before_request(only_cooks)

DISH: Final = "/<slug>/dishes/<int(max=2147483647):dish_id>"
UNTIL: Final = re.compile(r"today|for_good|no_stock|([01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)


class SellOut(Form, frozen=True):
    until: str


@blueprint.get("/<slug>/sold-out")
def sold_out(slug: str) -> str:
    here = board_here(slug)
    dishes = all_dishes(here)
    return panel(
        here,
        _("Sold-out list"),
        "kitchen/_sold_out.html",
        out=[dish for dish in dishes if dish.is_out],
        available=[dish for dish in dishes if not dish.is_out],
        in_an_hour=in_an_hour(),
    )


@blueprint.post(DISH + "/sold-out")
def sell_out(slug: str, dish_id: int) -> Response:
    here, dish = board_here(slug), board_dish(dish_id)
    until = read_form(SellOut).until
    if not UNTIL.fullmatch(until):
        raise Invalid(_("Please give a time like 18:00."), field="until")
    if until == NO_STOCK:
        menu.set_stock(dish.id, 0, by=cook())
    else:
        menu.sell_out(dish.id, until=until, by=cook())
    message = _("Sold out: %(dish)s", dish=dish.name)
    return done(here, Undo(message, f"/kitchen/{here.slug}/dishes/{dish.id}/back"), closes=True)


@blueprint.post(DISH + "/back")
def bring_back(slug: str, dish_id: int) -> Response:
    here, dish = board_here(slug), board_dish(dish_id)
    read_form(Form)
    if not dish.is_out:
        return said(here, _("%(dish)s is on the menu already", dish=dish.name), closes=True)
    was = how_it_was(dish.id)
    menu.bring_back(dish.id, by=cook())
    again = f"/kitchen/{here.slug}/dishes/{dish.id}/sold-out"
    message = _("Back on the menu: %(dish)s", dish=dish.name)
    return done(here, Undo(message, again, [("until", was)]), closes=True)
