"""Regions on a page, and the one route they are repaired by."""

from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from flask import Blueprint, Response, current_app, url_for
from markupsafe import Markup

from restaurant_order.core import journal
from restaurant_order.core.database import db
from restaurant_order.core.languages import current_language
from restaurant_order.live.draw import draw_all, reading
from restaurant_order.live.region import Item, Region, Scope
from restaurant_order.live.watch import NotYours, Watch, read, sign
from restaurant_order.live.who import everybody_here, who_is_here
from restaurant_order.venue.models import Restaurant

blueprint = Blueprint("live", __name__)

S = TypeVar("S", bound=Scope)


@dataclass(frozen=True)
class Shown:
    """A region as a page shows it. `head` is where the journal stood before it was read."""

    watch: Watch
    token: str
    head: int
    items: tuple[Item, ...]
    cached: Markup | None = None

    @cached_property
    def html(self) -> Markup:
        if self.cached is not None:
            return self.cached
        return draw_all(self.watch.region, self.watch.scope, self.items)

    @property
    def count(self) -> int:
        """How many items; what people wrote cannot hold a bare quotation mark."""
        return self.html.count('data-key="')

    @property
    def src(self) -> str:
        return url_for("live.repair", token=self.token)


def show(
    region: Region[S], scope: S, *, html: Markup | None = None, head: int | None = None
) -> Shown:
    """Read a region for the page being drawn, for whoever this request is from.

    With `html` nothing is read: it is the drawn inside of the region, as of `head`.
    """
    watch = Watch(region, scope, current_language())
    token = sign(current_app, watch, who_is_here(region.audience))
    if html is not None and head is not None:
        return Shown(watch, token, head, (), html)
    return _read(watch, token)


@blueprint.get("/live/<token>")
def repair(token: str) -> Response:
    """A region as it is now. The page's cookie must still be good."""
    watch = _allowed(token)
    restaurant = db.session.get_one(Restaurant, watch.scope.restaurant_id)
    with reading(restaurant, watch.language):
        shown = _read(watch, token)
        answer = Response(shown.html, mimetype="text/html")
    answer.headers["Live-Head"] = str(shown.head)
    return answer


def _read(watch: Watch, token: str) -> Shown:
    head = journal.head(watch.scope.restaurant_id)
    items = sorted(watch.region.items(watch.scope), key=lambda item: (item.rank, item.key))
    return Shown(watch, token, head, tuple(items))


def _allowed(token: str) -> Watch:
    for who in everybody_here():
        try:
            return read(current_app, token, who)
        except NotYours:
            continue
    raise NotYours
