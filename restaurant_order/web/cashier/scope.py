"""What the floor's live regions are of."""

from dataclasses import dataclass

from restaurant_order.live import Scope


@dataclass(frozen=True)
class FloorScope(Scope):
    """The whole restaurant."""


@dataclass(frozen=True)
class VisitScope(Scope):
    """One visit, opened beside the floor."""

    visit_id: int
