"""Which station's board stands in where a station has no screen that draws its tickets."""

from flask_babel import lazy_gettext as _l

from restaurant_order.core.actor import Actor
from restaurant_order.core.database import db
from restaurant_order.core.refusals import Invalid, NotFound
from restaurant_order.core.transaction import record, transaction
from restaurant_order.venue.facts import StationChanged
from restaurant_order.venue.models import Restaurant, Station
from restaurant_order.venue.rules import leads_back


def fall_back_on(station: Station, fallback_id: int | None, *, by: Actor) -> None:
    """From now on that station's board shows what no screen here does; None: no board does.

    Raises Invalid where tickets would go round in a circle, NotFound for another restaurant's
    station.
    """
    with transaction():
        restaurant = _locked(station.restaurant_id)
        fallbacks = _fallbacks(station.restaurant_id)
        if fallback_id is not None and fallback_id not in fallbacks:
            raise NotFound
        if fallback_id is not None and leads_back(station.id, fallback_id, fallbacks):
            raise Invalid(_l("Its tickets would come back to where they were."), field="fallback")
        if station.fallback_id == fallback_id:
            return
        before, station.fallback_id = station.fallback_id, fallback_id
        restaurant.menu_version += 1
        _record(station, before, by)


def forget_fallback(gone: Station, *, by: Actor) -> None:
    """Nobody falls back on a station that goes; for the transaction that removes it."""
    _locked(gone.restaurant_id).menu_version += 1
    asked = db.select(Station).where(Station.fallback_id == gone.id).order_by(Station.id)
    for station in db.session.scalars(asked).all():
        station.fallback_id = None
        _record(station, gone.id, by)


def _locked(restaurant_id: int) -> Restaurant:
    """Before its stations. The menu in memory knows who stands in for whom, and is read anew."""
    return db.session.get_one(
        Restaurant, restaurant_id, with_for_update={"key_share": True}, populate_existing=True
    )


def _fallbacks(restaurant_id: int) -> dict[int, int | None]:
    """All of a restaurant's, locked: two who each send one to the other must not make a circle."""
    asked = db.select(Station).where(Station.restaurant_id == restaurant_id).order_by(Station.id)
    found = db.session.scalars(asked.with_for_update()).all()
    return {station.id: station.fallback_id for station in found}


def _record(station: Station, before: int | None, by: Actor) -> None:
    record(
        StationChanged(
            restaurant_id=station.restaurant_id,
            station_id=station.id,
            before={"fallback_id": before},
            after={"fallback_id": station.fallback_id},
        ),
        by=by,
    )
