"""The menu, ready for whoever sits at a table."""

from typing import Final

from flask import Response, g, request

from restaurant_order.web.diner.blueprint import blueprint
from restaurant_order.web.diner.menu_drawing import draw_menu
from restaurant_order.web.diner.menu_editions import Page, edition_for, menu_page
from restaurant_order.web.diner.menu_readers import reader

LONGEST_SEARCH: Final = 100


@blueprint.get("/menu")
def menu() -> Response:
    here = reader()
    edition = edition_for(here)
    language = g.language = edition.language()
    if request.query_string:
        wanted = request.args.get("find", "")[:LONGEST_SEARCH]
        return Response(draw_menu(here.restaurant_id, language, cards={}, wanted=wanted).html)
    return _sent(menu_page(here.restaurant_id, edition, language))


def _sent(page: Page) -> Response:
    packed = page.for_browser(request.headers.get("Accept-Encoding", ""))
    if packed.etag in request.headers.get("If-None-Match", ""):
        return Response(status=304, headers=packed.headers)
    return Response(packed.body, headers=packed.headers)
