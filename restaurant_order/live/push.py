"""Push: after commits, what changed is drawn once per room and sent in one message."""

import logging
from collections.abc import Iterator, Sequence
from typing import Any, Final

from restaurant_order.core.database import db
from restaurant_order.core.journal import Told
from restaurant_order.live.draw import draw, nobody, reading, restaurant_once
from restaurant_order.live.region import AnyRegion, Item, regions
from restaurant_order.live.sockets import Sockets
from restaurant_order.live.watch import Watch
from restaurant_order.venue.models import Restaurant

MOST: Final = 20
"""Patches of one message: the others do not wait until a whole board is drawn."""

log = logging.getLogger(__name__)

Transactions = Sequence[Sequence[Told]]
"""The facts of each, in the order they were committed."""


def push(sockets: Sockets, news: Transactions) -> None:
    """Tell every room that shows what these facts touched."""
    with nobody(sockets.app):
        for restaurant_id, mine in _by_restaurant(news).items():
            _tell(sockets, restaurant_id, mine)


def _by_restaurant(news: Transactions) -> dict[int, list[list[Told]]]:
    found: dict[int, list[list[Told]]] = {}
    for told in news:
        for restaurant_id in dict.fromkeys(one.fact.restaurant_id for one in told):
            mine = [one for one in told if one.fact.restaurant_id == restaurant_id]
            found.setdefault(restaurant_id, []).append(mine)
    return found


def _tell(sockets: Sockets, restaurant_id: int, news: Transactions) -> None:
    """One region's failure must not silence the others: the proof will find what it missed."""
    restaurant = restaurant_once(restaurant_id)
    head = max(one.seq for told in news for one in told)
    for region in regions(sockets.app).values():
        try:
            for watch, patches in _patches(sockets, region, restaurant, news):
                sockets.tell(watch, "patches", {"head": head, "patches": patches})
        except Exception:
            log.exception("%s was not pushed after %s", region.name, news[-1][-1].fact.kind)
            db.session.rollback()


def _patches(
    sockets: Sockets, region: AnyRegion, restaurant: Restaurant, news: Transactions
) -> Iterator[tuple[Watch, list[dict[str, Any]]]]:
    """Each item once, however many transactions touched it; what is read is newer than them all."""
    drawn: dict[Watch, list[dict[str, Any]]] = {}
    if not (sockets.is_shared or sockets.watchers.hears(region)):
        return
    kinds = _touched(region, news)
    watched = {touch: found for touch in kinds if (found := sockets.watches(region, touch[0]))}
    if not watched:
        return
    items = region.load(list(watched))
    for language in sorted({watch.language for found in watched.values() for watch in found}):
        with reading(restaurant, language):
            for touch, item in items.items():
                words = {"key": touch[1], "kinds": list(kinds[touch])}
                for watch in watched[touch]:
                    if watch.language == language:
                        patches = drawn.setdefault(watch, [])
                        patches.append({**words, **_look(region, item)})
                        if len(patches) == MOST:
                            yield watch, drawn.pop(watch)
    yield from drawn.items()


def _touched(region: AnyRegion, news: Transactions) -> dict[Any, dict[str, None]]:
    """(scope, key) of what may look different, with the names of the facts that touched it.

    Transactions of the same kind are asked about together: in a rush nearly all are.
    """
    alike: dict[tuple[str, ...], list[Told]] = {}
    for told in news:
        alike.setdefault(tuple(dict.fromkeys(one.fact.kind for one in told)), []).extend(told)
    found: dict[Any, dict[str, None]] = {}
    for kinds, told in alike.items():
        for touch in region.touched(told):
            found.setdefault(touch, {}).update(dict.fromkeys(kinds))
    return found


def _look(region: AnyRegion, item: Item | None) -> dict[str, Any]:
    if item is None:
        return {"html": None}
    html = str(draw(region, item))
    return {"version": item.version, "rank": item.rank, "group": item.group, "html": html}
