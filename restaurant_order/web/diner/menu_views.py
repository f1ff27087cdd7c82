"""The menu, ready for whoever sits at a table."""

from typing import Final

from flask import Response, g, request
from flask.typing import ResponseReturnValue

from restaurant_order.core.database import db
from restaurant_order.web.diner.blueprint import blueprint
from restaurant_order.web.diner.menu_drawing import draw_menu
from restaurant_order.web.diner.menu_editions import edition_for, menu_page
from restaurant_order.web.diner.menu_readers import reader_of

LONGEST_SEARCH: Final = 100


@blueprint.get("/menu")
def menu() -> ResponseReturnValue:
    """What `menu_door` has not handed out already."""
    here = reader_of(request, db.engine)
    edition = edition_for(here)
    language = g.language = edition.language(request)
    if request.query_string:
        wanted = request.args.get("find", "")[:LONGEST_SEARCH]
        return Response(draw_menu(here.restaurant_id, language, cards={}, wanted=wanted).html)
    return menu_page(here.restaurant_id, edition, language).for_browser(request)
