"""How a station paces itself."""

from flask_babel import lazy_gettext as _l

from restaurant_order.core.actor import Actor
from restaurant_order.core.database import db
from restaurant_order.core.refusals import Invalid
from restaurant_order.core.transaction import record, transaction
from restaurant_order.venue.facts import StationChanged
from restaurant_order.venue.models import Pacing, Station
from restaurant_order.venue.rules import MOST_CAPACITY


def pace_station(station: Station, pacing: Pacing, *, capacity: int | None, by: Actor) -> None:
    """`capacity`: portions at once, None as many as there are. Raises Invalid."""
    if capacity is not None and not 1 <= capacity <= MOST_CAPACITY:
        raise Invalid(_l("Between 1 and 99 portions, please."), field="capacity")
    with transaction():
        db.session.refresh(station, with_for_update={"of": Station})
        before = _shown(station)
        station.pacing, station.capacity = pacing, capacity
        after = _shown(station)
        if before != after:
            fact = StationChanged(
                restaurant_id=station.restaurant_id,
                station_id=station.id,
                before=before,
                after=after,
            )
            record(fact, by=by)


def _shown(station: Station) -> dict[str, object]:
    return {"pacing": station.pacing.value, "capacity": station.capacity}
