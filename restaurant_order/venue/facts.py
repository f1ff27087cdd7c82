"""What happens to the place and its furniture."""

from dataclasses import dataclass
from typing import Any, ClassVar

from restaurant_order.core.journal import Fact


@dataclass(frozen=True, kw_only=True)
class RestaurantOpened(Fact):
    rows: ClassVar[dict[str, str]] = {"restaurant_id": "restaurants.version"}


@dataclass(frozen=True, kw_only=True)
class SettingsChanged(Fact):
    """`before` and `after` hold only what is different."""

    rows: ClassVar[dict[str, str]] = {"restaurant_id": "restaurants.version"}

    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class AreaFact(Fact):
    rows: ClassVar[dict[str, str]] = {"area_id": "areas.version"}

    area_id: int


@dataclass(frozen=True, kw_only=True)
class AreaAdded(AreaFact):
    pass


@dataclass(frozen=True, kw_only=True)
class AreaRenamed(AreaFact):
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class AreaClosed(AreaFact):
    pass


@dataclass(frozen=True, kw_only=True)
class PlanChanged(AreaFact):
    """`before` and `after` hold a row per placed table: id, x, y, width, height, shape."""

    before: list[list[Any]]
    after: list[list[Any]]


@dataclass(frozen=True, kw_only=True)
class TableFact(Fact):
    rows: ClassVar[dict[str, str]] = {"table_id": "tables.version"}

    table_id: int


@dataclass(frozen=True, kw_only=True)
class TableAdded(TableFact):
    pass


@dataclass(frozen=True, kw_only=True)
class TableRenamed(TableFact):
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class TableMoved(TableFact):
    """Into another area."""

    before: int
    after: int


@dataclass(frozen=True, kw_only=True)
class SeatsChanged(TableFact):
    before: int
    after: int


@dataclass(frozen=True, kw_only=True)
class TableTurned(TableFact):
    """Into a counter, or back into a table."""

    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class TableRetired(TableFact):
    pass


@dataclass(frozen=True, kw_only=True)
class CodeRenewed(TableFact):
    """The printed code of this table no longer works."""


@dataclass(frozen=True, kw_only=True)
class StationFact(Fact):
    rows: ClassVar[dict[str, str]] = {"station_id": "stations.version"}

    station_id: int


@dataclass(frozen=True, kw_only=True)
class StationAdded(StationFact):
    pass


@dataclass(frozen=True, kw_only=True)
class StationChanged(StationFact):
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class StationSwitchedOff(StationFact):
    """Its dishes go to `stand_in_id` now; None: nowhere."""

    stand_in_id: int | None


@dataclass(frozen=True, kw_only=True)
class StationSwitchedOn(StationFact):
    pass


@dataclass(frozen=True, kw_only=True)
class StationRemoved(Fact):
    station_id: int
