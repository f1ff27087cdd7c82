"""The menu page where it lies ready, handed out in front of the application.

Flask's way around a view takes longer than everything this page needs. What decides here is what
decides in the view: whose phone it is, the newest versions (read anew for each request), the
language, the clock.
"""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask
from sqlalchemy import Engine
from werkzeug import Request

from restaurant_order.core.database import db
from restaurant_order.core.wsgi import Wsgi, put_in_front
from restaurant_order.web.diner.menu_editions import Shelves, shelves_of
from restaurant_order.web.diner.menu_packing import Packed
from restaurant_order.web.diner.menu_readers import reader_of


def init_app(app: Flask) -> None:
    with app.app_context():
        engine = db.engine
    put_in_front(app, MenuDoor(app.wsgi_app, engine, shelves_of(app)))


class MenuDoor:
    """The application answers whatever is not ready: a new edition, a stranger, a search."""

    def __init__(self, application: Wsgi, engine: Engine, shelves: Shelves) -> None:
        self._application = application
        self._engine = engine
        self._shelves = shelves

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        answer = self._ready(environ) if _is_for_menu(environ) else None
        return (answer or self._application)(environ, start_response)

    def _ready(self, environ: dict[str, Any]) -> Packed | None:
        asked = Request(environ, populate_request=False)
        try:
            reader = reader_of(asked, self._engine)
        except Exception:  # the application meets the same, and says it in the reader's language
            return None
        shelf = self._shelves.get(reader.restaurant_id)
        if shelf is None or shelf.edition.key != reader.edition:
            return None
        page = shelf.edition.page(shelf.edition.language(asked))
        return page.for_browser(asked) if page is not None else None


def _is_for_menu(environ: dict[str, Any]) -> bool:
    return (
        environ["PATH_INFO"] == "/menu"
        and environ["REQUEST_METHOD"] == "GET"
        and not environ.get("QUERY_STRING")
    )
