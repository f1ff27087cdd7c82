"""Where dishes are made: stations with their thresholds."""

from collections.abc import Iterator
from typing import Annotated

from flask import Response, g, render_template
from flask_babel import gettext as _
from flask_babel import ngettext
from msgspec import Meta

from restaurant_order.core.forms import Form, read_form
from restaurant_order.core.languages import INTERFACE, in_words
from restaurant_order.core.refusals import Invalid
from restaurant_order.ordering.switching import (
    NobodyStandsIn,
    switch_off,
    switch_on,
    waiting_tickets,
)
from restaurant_order.venue import queries
from restaurant_order.venue import stations as kitchen
from restaurant_order.venue.fallbacks import fall_back_on
from restaurant_order.venue.models import Pacing, Restaurant, Station
from restaurant_order.venue.paces import pace_station
from restaurant_order.venue.rules import Thresholds, leads_back, stand_ins
from restaurant_order.web.manager.blueprint import blueprint, confirm, go
from restaurant_order.web.manager.labels import PACINGS, Choices, names_of, ticket_languages
from restaurant_order.web.manager.routing import dishes_of_station, some_names
from restaurant_order.web.redrawing import redraws

Minutes = Annotated[int, Meta(ge=0, le=999)]


class StationForm(Form, frozen=True):
    """`tags` and `names` belong together."""

    tags: list[str]
    names: list[str]
    warn_after: Minutes
    late_after: Minutes
    language: str = ""
    takeaway_warn_after: Minutes | None = None
    takeaway_late_after: Minutes | None = None

    @property
    def takeaway(self) -> Thresholds:
        return (self.takeaway_warn_after, self.takeaway_late_after)

    @property
    def name(self) -> dict[str, str]:
        return dict(zip(self.tags, self.names, strict=False))

    @property
    def spoken(self) -> str | None:
        if self.language and self.language not in {*g.restaurant.languages, *INTERFACE}:
            raise Invalid(field="language")
        return self.language or None


class PacingForm(Form, frozen=True):
    """`capacity` empty: no limit."""

    pacing: Pacing = Pacing.OFF
    capacity: Minutes | None = None


class FallbackForm(Form, frozen=True):
    """`fallback` 0: no other board."""

    fallback: Annotated[int, Meta(ge=0, lt=2**31)] = 0


@blueprint.get("/stations")
def stations() -> str:
    return render_template(
        "manager/stations.html",
        stations=queries.stations(g.restaurant.id),
        stand_ins=queries.stand_ins_of(g.restaurant.id),
        languages=ticket_languages(),
        names_of=names_of,
    )


@blueprint.post("/stations/add")
@redraws(stations)
def add_station() -> Response:
    form = read_form(StationForm)
    kitchen.add_station(
        g.restaurant,
        name=form.name,
        warn_after=form.warn_after,
        late_after=form.late_after,
        language=form.spoken,
        takeaway=form.takeaway,
        by=g.staff.actor,
    )
    return go("/manage/stations", _("The station is there. Now let dishes go to it."))


@blueprint.get("/stations/<int:station_id>")
def station(station_id: int) -> str:
    return render_template(
        "manager/station.html",
        station=_station(station_id),
        fallbacks=_fallback_choices(station_id),
        pacings=list(PACINGS.items()),
        languages=ticket_languages(),
        names_of=names_of,
        instead=stand_in_of(station_id),
    )


@blueprint.post("/stations/<int:station_id>")
@redraws(station)
def change_station(station_id: int) -> Response:
    form = read_form(StationForm)
    kitchen.change_station(
        _station(station_id),
        restaurant=g.restaurant,
        name=form.name,
        warn_after=form.warn_after,
        late_after=form.late_after,
        language=form.spoken,
        takeaway=form.takeaway,
        by=g.staff.actor,
    )
    return go("/manage/stations", _("Saved."))


@blueprint.post("/stations/<int:station_id>/fallback")
@redraws(station)
def change_fallback(station_id: int) -> Response:
    form = read_form(FallbackForm)
    fall_back_on(_station(station_id), form.fallback or None, by=g.staff.actor)
    return go(f"/manage/stations/{station_id}", _("Saved."))


@blueprint.post("/stations/<int:station_id>/pacing")
@redraws(station)
def change_pacing(station_id: int) -> Response:
    form = read_form(PacingForm)
    found = _station(station_id)
    pace_station(found, form.pacing, capacity=form.capacity, by=g.staff.actor)
    return go(f"/manage/stations/{station_id}", _("Saved."))


@blueprint.get("/stations/<int:station_id>/off")
def ask_to_switch_off(station_id: int) -> str:
    found = _station(station_id)
    return confirm(
        title=_("Switch off %(station)s?", station=in_words(found.name)),
        text=" ".join(map(str, what_switching_off_does(g.restaurant, found))),
        label=_("Switch off"),
        back=f"/manage/stations/{station_id}",
    )


@blueprint.post("/stations/<int:station_id>/off")
@redraws(station)
def switch_station_off(station_id: int) -> Response:
    read_form(Form)
    switch_off(station_id, by=g.staff)
    return go(f"/manage/stations/{station_id}", _("Switched off. Its board says so."))


@blueprint.post("/stations/<int:station_id>/on")
@redraws(station)
def switch_station_on(station_id: int) -> Response:
    read_form(Form)
    switch_on(station_id, by=g.staff)
    said = _("Switched on. What nobody has begun came back.")
    return go(f"/manage/stations/{station_id}", said)


@blueprint.get("/stations/<int:station_id>/remove")
def ask_to_remove_station(station_id: int) -> str:
    _station(station_id)
    return confirm(
        title=_("Remove this station?"),
        text=_("Only a station that nothing was ever made at can be removed."),
        label=_("Remove"),
        back=f"/manage/stations/{station_id}",
    )


@blueprint.post("/stations/<int:station_id>/remove")
@redraws(station)
def remove_station(station_id: int) -> Response:
    read_form(Form)
    kitchen.remove_station(_station(station_id), by=g.staff.actor)
    return go("/manage/stations", _("The station is removed."))


def stand_in_of(station_id: int) -> Station | None:
    """Who makes its dishes while it is off, or would."""
    found = {each.id: each for each in queries.stations(g.restaurant.id)}
    off = {each.id for each in found.values() if each.off_since is not None} | {station_id}
    to = stand_ins(off, {each.id: each.fallback_id for each in found.values()})[station_id]
    return found[to] if to is not None else None


def what_switching_off_does(restaurant: Restaurant, station: Station) -> Iterator[object]:
    """What a manager should know before, sentence by sentence."""
    instead, dishes = stand_in_of(station.id), dishes_of_station(restaurant, station.id)
    waiting = waiting_tickets(restaurant.id, station.id)
    if instead is not None:
        yield _("New orders for it go to %(station)s.", station=in_words(instead.name))
    elif dishes:
        yield ngettext(
            "No other station takes its dishes: %(num)s dish would go nowhere (%(dishes)s),"
            " and appear on the board of all stations only.",
            "No other station takes its dishes: %(num)s dishes would go nowhere (%(dishes)s),"
            " and appear on the board of all stations only.",
            len(dishes),
            dishes=some_names(dishes),
        )
    if waiting and instead is None:
        yield NobodyStandsIn(waiting).sentence
    elif waiting:
        yield ngettext(
            "%(num)s ticket that nobody has begun moves there at once.",
            "%(num)s tickets that nobody has begun move there at once.",
            waiting,
        )
    yield _("What is being made here is finished here.")


def _fallback_choices(station_id: int) -> Choices:
    """The other stations, without those that would send a ticket round in a circle."""
    found = queries.stations(g.restaurant.id)
    fallbacks = {station.id: station.fallback_id for station in found}
    sound = [each for each in found if not leads_back(station_id, each.id, fallbacks)]
    return [("0", _("No other board")), *((str(each.id), in_words(each.name)) for each in sound)]


def _station(station_id: int) -> Station:
    return queries.station_or_refuse(g.restaurant.id, station_id)
