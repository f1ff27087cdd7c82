"""Where lines are made: the kitchen's parts, the bar."""

import re
import unicodedata

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from restaurant_order.core.actor import Actor
from restaurant_order.core.constraints import flush_or_refuse
from restaurant_order.core.database import Words, db
from restaurant_order.core.refusals import Conflict, Invalid
from restaurant_order.core.transaction import record, transaction
from restaurant_order.venue.facts import StationAdded, StationChanged, StationRemoved
from restaurant_order.venue.models import Restaurant, Station
from restaurant_order.venue.rules import checked_thresholds, checked_words

NAME_LENGTH = 40
SLUG_LENGTH = 24


class StationInUse(Conflict):
    code = "station_in_use"
    sentence = _l("Dishes are or were made here. Please rename the station instead.")


def add_station(
    restaurant: Restaurant,
    *,
    name: Words,
    slug: str = "",
    warn_after: int = 8,
    late_after: int = 15,
    language: str | None = None,
    by: Actor,
) -> Station:
    """`slug` is its short name in addresses and menu files; made from the name if left out.

    Raises Invalid for a missing name, a slug that is taken, thresholds that make no sense.
    """
    words = checked_words(name, restaurant.languages, longest=NAME_LENGTH)
    warn, late = checked_thresholds(warn_after, late_after)
    with transaction():
        highest = db.session.scalar(
            select(func.max(Station.rank)).where(Station.restaurant_id == restaurant.id)
        )
        rank = 0 if highest is None else highest + 1
        station = Station(
            restaurant_id=restaurant.id,
            slug=_checked_slug(slug) if slug else _slug_of(words, rank),
            name=words,
            language=language,
            warn_after=warn,
            late_after=late,
            rank=rank,
        )
        db.session.add(station)
        flush_or_refuse(Invalid(_l("There is a station with this name already."), field="slug"))
        record(StationAdded(restaurant_id=restaurant.id, station_id=station.id), by=by)
    return station


def change_station(
    station: Station,
    *,
    restaurant: Restaurant,
    name: Words,
    warn_after: int,
    late_after: int,
    language: str | None,
    by: Actor,
) -> None:
    """Another name, thresholds or language; the slug stays, for menu files refer to it."""
    words = checked_words(name, restaurant.languages, longest=NAME_LENGTH)
    warn, late = checked_thresholds(warn_after, late_after)
    with transaction():
        db.session.refresh(station, with_for_update={"of": Station})
        before = _shown(station)
        station.name, station.language = words, language
        station.warn_after, station.late_after = warn, late
        after = _shown(station)
        if before == after:
            return
        fact = StationChanged(
            restaurant_id=station.restaurant_id, station_id=station.id, before=before, after=after
        )
        record(fact, by=by)


def remove_station(station: Station, *, by: Actor) -> None:
    """Raises StationInUse when a dish is, or ever was, made here."""
    with transaction():
        fact = StationRemoved(restaurant_id=station.restaurant_id, station_id=station.id)
        db.session.delete(station)
        flush_or_refuse(StationInUse())
        record(fact, by=by)


def _shown(station: Station) -> dict[str, object]:
    names = ("name", "language", "warn_after", "late_after")
    return {name: getattr(station, name) for name in names}


def _checked_slug(slug: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) or len(slug) > SLUG_LENGTH:
        raise Invalid(_l("Small letters, digits and dashes, please."), field="slug")
    return slug


def _slug_of(words: Words, rank: int) -> str:
    """From the first name that is in Latin letters, else a number."""
    for text in words.values():
        plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
        slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:SLUG_LENGTH].strip("-")
        if slug:
            return slug
    return f"station-{rank + 1}"
