"""The tables, live: a tile each, in their areas."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from restaurant_order.core.database import db
from restaurant_order.core.journal import Told
from restaurant_order.live import Audience, Item, Region
from restaurant_order.ordering.facts import TicketDrawn
from restaurant_order.venue import queries
from restaurant_order.visits.models import Visit
from restaurant_order.web.cashier.scope import FloorScope
from restaurant_order.web.cashier.tiles import Tile, tile_versions, tiles


class Floor(Region[FloorScope]):
    """Changes with anything that happens at a table."""

    name = "floor"
    audience = Audience.CASHIER
    scope = FloorScope
    template = "cashier/_tile.html"
    frame = "cashier/_areas.html"

    def items(self, scope: FloorScope) -> Iterable[Item]:
        return [_item(tile) for tile in tiles(scope.restaurant_id)]

    def item(self, scope: FloorScope, key: str) -> Item | None:
        return self.load([(scope, key)])[scope, key]

    def versions(self, scope: FloorScope) -> Iterable[tuple[str, int]]:
        return [(_key(table), version) for table, version in tile_versions(scope.restaurant_id)]

    def touched(self, told: Sequence[Told]) -> Iterator[tuple[FloorScope, str]]:
        for fact in (one.fact for one in told):
            if isinstance(fact, TicketDrawn):
                continue  # a tile does not show it
            table_id = getattr(fact, "table_id", None) or _table_of(getattr(fact, "visit_id", None))
            if table_id is not None:
                yield FloorScope(fact.restaurant_id), _key(table_id)

    def load(
        self, touches: Collection[tuple[FloorScope, str]]
    ) -> Mapping[tuple[FloorScope, str], Item | None]:
        found: dict[tuple[FloorScope, str], Item | None] = dict.fromkeys(touches)
        for scope in {scope for scope, _ in touches}:
            wanted = [int(key.removeprefix("table-")) for s, key in touches if s == scope]
            for tile in tiles(scope.restaurant_id, wanted):
                found[scope, _key(tile.table_id)] = _item(tile)
        return found

    def frame_context(self, scope: FloorScope) -> Mapping[str, Any]:
        return {"areas": queries.areas(scope.restaurant_id)}


FLOOR: Final = Floor()


def _item(tile: Tile) -> Item:
    return Item(
        key=_key(tile.table_id),
        rank=tile.rank,
        version=tile.version,
        context={"tile": tile},
        group=f"area-{tile.area_id}",
    )


def _key(table_id: int) -> str:
    return f"table-{table_id}"


def _table_of(visit_id: int | None) -> int | None:
    visit = db.session.get(Visit, visit_id) if visit_id else None
    return visit.table_id if visit else None
