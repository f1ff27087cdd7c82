"""Push: after a commit, what changed is drawn once per room and sent."""

import logging
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from flask import current_app

from restaurant_order.core.database import db
from restaurant_order.core.journal import Told
from restaurant_order.live.draw import draw, nobody, reading
from restaurant_order.live.region import AnyRegion, Item, regions
from restaurant_order.live.sockets import Sockets, sockets_of
from restaurant_order.live.watch import Watch
from restaurant_order.venue.models import Restaurant

log = logging.getLogger(__name__)


def push(told: Sequence[Told]) -> None:
    """Tell every room that shows what these facts touched, then let the sockets have a turn."""
    sockets = sockets_of(current_app)
    if sockets is None or not sockets.has_listeners:
        return
    with nobody(sockets.app):
        for restaurant_id, facts in groupby(told, lambda one: one.fact.restaurant_id):
            _tell(sockets, restaurant_id, list(facts))
    sockets.breathe()


def _tell(sockets: Sockets, restaurant_id: int, told: Sequence[Told]) -> None:
    """One region's failure must not silence the others: the proof will find what it missed."""
    restaurant = db.session.get_one(Restaurant, restaurant_id)
    for region in regions(sockets.app).values():
        try:
            for watch, patch in _patches(sockets, region, restaurant, told):
                sockets.tell(watch, "patch", patch)
        except Exception:
            log.exception("%s was not pushed after %s", region.name, told[-1].fact.kind)
            db.session.rollback()


def _patches(
    sockets: Sockets, region: AnyRegion, restaurant: Restaurant, told: Sequence[Told]
) -> Iterator[tuple[Watch, dict[str, Any]]]:
    if not (sockets.is_shared or sockets.watchers.hears(region)):
        return
    touches = dict.fromkeys(region.touched(told))
    watched = {touch: found for touch in touches if (found := sockets.watches(region, touch[0]))}
    if not watched:
        return
    items = region.load(list(watched))
    news = {"head": told[-1].seq, "kinds": list(dict.fromkeys(one.fact.kind for one in told))}
    for language in sorted({watch.language for found in watched.values() for watch in found}):
        with reading(restaurant, language):
            for touch, item in items.items():
                for watch in watched[touch]:
                    if watch.language == language:
                        yield watch, {"key": touch[1], **_look(region, item), **news}


def _look(region: AnyRegion, item: Item | None) -> dict[str, Any]:
    if item is None:
        return {"html": None}
    html = str(draw(region, item))
    return {"version": item.version, "rank": item.rank, "group": item.group, "html": html}
