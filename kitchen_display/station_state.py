"""Whether a station is on: said on its board as soon as somebody switches it."""

import json
import zlib
from collections.abc import Iterable, Sequence
from typing import Final

from kitchen_display import queries
from kitchen_display.tickets import BoardScope
from restaurant_order.core.journal import Told
from restaurant_order.live import Audience, Item, Region
from restaurant_order.live.draw import read_once
from restaurant_order.venue.facts import StationFact
from restaurant_order.venue.queries import stand_ins_of

KEY: Final = "off"


class StationState(Region[BoardScope]):
    """One item while the station is off, none while it is on; the board of all has none."""

    name = "station-state"
    audience = Audience.KITCHEN
    scope = BoardScope
    template = "kitchen/_station_off.html"

    def items(self, scope: BoardScope) -> Iterable[Item]:
        found = read_once(
            ("stations", scope.restaurant_id), lambda: queries.stations(scope.restaurant_id)
        )
        stations = {station.id: station for station in found}
        here = stations.get(scope.station_id or 0)
        if here is None or here.off_since is None:
            return
        instead = stations.get(stand_ins_of(scope.restaurant_id).get(here.id) or 0)
        says = [here.off_since.isoformat(), instead.name if instead else None]
        version = zlib.crc32(json.dumps(says, sort_keys=True).encode())
        context = {"since": here.off_since, "instead": instead}
        yield Item(key=KEY, rank=0, version=version, context=context)

    def item(self, scope: BoardScope, key: str) -> Item | None:
        return next(iter(self.items(scope)), None)

    def versions(self, scope: BoardScope) -> Iterable[tuple[str, int]]:
        return [(item.key, item.version) for item in self.items(scope)]

    def touched(self, told: Sequence[Told]) -> Iterable[tuple[BoardScope, str]]:
        """Another station's change may name another stand-in."""
        for restaurant_id in {
            one.fact.restaurant_id for one in told if isinstance(one.fact, StationFact)
        }:
            for station in queries.stations(restaurant_id):
                yield BoardScope(restaurant_id, station.id), KEY


STATION_STATE: Final = StationState()
