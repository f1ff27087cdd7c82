"""What all live regions of one table's phones share."""

from abc import abstractmethod
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam

from restaurant_order.core.database import db
from restaurant_order.live import Audience, Region, Scope
from restaurant_order.venue.models import Restaurant
from restaurant_order.visits.models import Visit


@dataclass(frozen=True)
class TableScope(Scope):
    """One visit: everybody at the table sees the same."""

    visit_id: int

    @classmethod
    def of(cls, visit: Visit) -> "TableScope":
        return cls(visit.restaurant_id, visit.id)

    @property
    def restaurant(self) -> Restaurant:
        return db.session.get_one(Restaurant, self.restaurant_id)


class TableRegion(Region[TableScope]):
    """What one table's phones show. In a full house one query counts for many tables."""

    audience = Audience.DINER
    scope = TableScope
    counted_at_once = 50

    @abstractmethod
    def versions_of(self, visits: Collection[int]) -> Iterable[tuple[int, str, int]]:
        """(visit, key, version) of all that is shown at these tables."""

    def versions(self, scope: TableScope) -> Iterable[tuple[str, int]]:
        return self.versions_by_scope([scope])[scope]

    def versions_by_scope(
        self, scopes: Collection[TableScope]
    ) -> Mapping[TableScope, list[tuple[str, int]]]:
        found: dict[int, list[tuple[str, int]]] = {scope.visit_id: [] for scope in scopes}
        for visit_id, key, version in self.versions_of(found):
            found[visit_id].append((key, version))
        return {scope: found[scope.visit_id] for scope in scopes}


def at_visits(column: Any) -> Any:
    """The condition that a row is of one of `visits`."""
    return column.in_(bindparam("visits", expanding=True))
