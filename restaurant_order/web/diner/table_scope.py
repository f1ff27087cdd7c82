"""What all live regions of one table's phones share."""

from dataclasses import dataclass

from restaurant_order.core.database import db
from restaurant_order.live import Scope
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
