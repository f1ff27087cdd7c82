"""Where lines are made: the kitchen's parts, the bar."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import chain, count
from typing import Final

from flask_babel import lazy_gettext as _l

from restaurant_order.core.actor import Actor
from restaurant_order.core.constraints import flush_or_refuse
from restaurant_order.core.database import Words, db
from restaurant_order.core.refusals import Conflict, Invalid
from restaurant_order.core.transaction import record, transaction
from restaurant_order.venue import queries
from restaurant_order.venue.facts import StationAdded, StationChanged, StationRemoved
from restaurant_order.venue.fallbacks import forget_fallback
from restaurant_order.venue.models import Restaurant, Station
from restaurant_order.venue.rules import (
    Thresholds,
    checked_takeaway,
    checked_thresholds,
    checked_words,
)

RESERVED: Final = frozenset({"all", "keys", "pass", "pickup", "statistics", "screens", "routing"})
"""Addresses of the kitchen's own pages."""

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
    takeaway: Thresholds = (None, None),
    by: Actor,
) -> Station:
    """`slug` is its short name in addresses and menu files; made from the name if left out.
    `takeaway` are its own minutes for what is taken away.

    Raises Invalid for a name that is missing or taken, and thresholds that make no sense.
    """
    words = checked_words(name, restaurant.languages, longest=NAME_LENGTH)
    warn, late = checked_thresholds(warn_after, late_after)
    takeaway_warn, takeaway_late = checked_takeaway(*takeaway)
    with transaction():
        others = queries.stations(restaurant.id)
        _refuse_namesake(words, restaurant, others)
        station = Station(
            restaurant_id=restaurant.id,
            slug=_checked_slug(slug)
            if slug
            else _free_slug(words, {o.slug for o in others} | RESERVED),
            name=words,
            language=language,
            warn_after=warn,
            late_after=late,
            takeaway_warn_after=takeaway_warn,
            takeaway_late_after=takeaway_late,
            rank=max((other.rank + 1 for other in others), default=0),
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
    takeaway: Thresholds = (None, None),
    by: Actor,
) -> None:
    """Another name, thresholds or language; the slug stays, for menu files refer to it."""
    words = checked_words(name, restaurant.languages, longest=NAME_LENGTH)
    warn, late = checked_thresholds(warn_after, late_after)
    takeaway_warn, takeaway_late = checked_takeaway(*takeaway)
    with transaction():
        db.session.refresh(station, with_for_update={"of": Station})
        others = [each for each in queries.stations(restaurant.id) if each is not station]
        _refuse_namesake(words, restaurant, others)
        before = _shown(station)
        station.name, station.language = words, language
        station.warn_after, station.late_after = warn, late
        station.takeaway_warn_after, station.takeaway_late_after = takeaway_warn, takeaway_late
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
        forget_fallback(station, by=by)
        db.session.delete(station)
        flush_or_refuse(StationInUse())
        record(fact, by=by)


def _shown(station: Station) -> dict[str, object]:
    names = ["name", "language", "warn_after", "late_after"]
    names += ["takeaway_warn_after", "takeaway_late_after"]
    return {name: getattr(station, name) for name in names}


def _checked_slug(slug: str) -> str:
    if slug in RESERVED:
        raise Invalid(_l("The kitchen has a page of this name."), field="slug")
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) or len(slug) > SLUG_LENGTH:
        raise Invalid(_l("Small letters, digits and dashes, please."), field="slug")
    return slug


def _refuse_namesake(words: Words, restaurant: Restaurant, others: Sequence[Station]) -> None:
    language = restaurant.language
    if words[language] in {other.name.get(language) for other in others}:
        raise Invalid(_l("There is a station with this name already."), field=f"name_{language}")


def _free_slug(words: Words, taken: set[str]) -> str:
    """From the first name in Latin letters, else "station"; with a number when it is taken."""
    plain = next(filter(None, (_latin(text) for text in words.values())), "station")
    numbered = (f"{plain[: SLUG_LENGTH - 4]}-{number}" for number in count(2))
    return next(slug for slug in chain([plain], numbered) if slug not in taken)


def _latin(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:SLUG_LENGTH].strip("-")
