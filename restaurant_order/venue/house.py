"""The restaurant's rules as the paths walked most read them: a few columns, frozen."""

from dataclasses import dataclass

from restaurant_order.venue.models import Acceptance, TaxMode


@dataclass(frozen=True, slots=True)
class House:
    """Columns of `Restaurant`, by the same names."""

    id: int
    menu_version: int
    time_zone: str
    cutoff_hour: int
    tax_mode: TaxMode
    service_charge: int
    service_tax_rate: int
    acceptance: Acceptance
    notes_allowed: bool
    join_within: int
    courses: bool
