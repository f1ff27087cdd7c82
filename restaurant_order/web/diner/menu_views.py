"""The menu. The page everybody opens: who is asking is one light query, the rest is ready."""

from typing import Any, Final

from flask import Response, g, request
from sqlalchemy import Row, bindparam, func, select

from restaurant_order.core.database import db
from restaurant_order.core.languages import best_language
from restaurant_order.core.tokens import token_hash
from restaurant_order.menu.models import Dish
from restaurant_order.venue.models import Restaurant
from restaurant_order.visits.models import Guest, Visit
from restaurant_order.visits.recognise import COOKIE, NoTable
from restaurant_order.visits.service import VisitOver
from restaurant_order.web.diner.blueprint import blueprint
from restaurant_order.web.diner.menu_drawing import draw_menu
from restaurant_order.web.diner.menu_editions import Page, menu_page

LONGEST_SEARCH: Final = 100

_LAST_CHANGE: Final = (
    select(func.max(Dish.version)).where(Dish.restaurant_id == Restaurant.id).scalar_subquery()
)
_READER: Final = (
    select(
        Visit.ended_at,
        Restaurant.id,
        Restaurant.languages,
        Restaurant.version,
        Restaurant.menu_version,
        func.coalesce(_LAST_CHANGE, 0).label("last_change"),
    )
    .select_from(Guest)
    .join(Visit, Visit.id == Guest.visit_id)
    .join(Restaurant, Restaurant.id == Visit.restaurant_id)
    .where(Guest.token_hash == bindparam("token_hash"))
)


@blueprint.get("/menu")
def menu() -> Response:
    reader = _reader()
    language = g.language = best_language(reader.languages)
    wanted = request.args.get("find", "")[:LONGEST_SEARCH]
    if wanted:
        drawing = draw_menu(reader.id, language, cards={}, wanted=wanted)
        return Response(drawing.html)
    key = (reader.version, reader.menu_version, reader.last_change)
    return _sent(menu_page(reader.id, key, language))


def _reader() -> Row[Any]:
    """Raises NoTable, VisitOver."""
    token = request.cookies.get(COOKIE)
    row = db.session.execute(_READER, {"token_hash": token_hash(token)}).first() if token else None
    if row is None:
        raise NoTable
    if row.ended_at is not None:
        raise VisitOver
    return row


def _sent(page: Page) -> Response:
    body, encoding = page.encoded(request.headers.get("Accept-Encoding", ""))
    etag = f'"{page.etag}{encoding}"'
    headers = {
        "ETag": etag,
        "Cache-Control": "private, no-cache",
        "Vary": "Cookie, Accept-Encoding, Accept-Language",
    }
    if encoding:
        headers["Content-Encoding"] = encoding
    if etag in request.headers.get("If-None-Match", ""):
        return Response(status=304, headers=headers)
    return Response(body, headers=headers, content_type="text/html; charset=utf-8")
