"""Screens on the kitchen's wall: pairing them by the code they show, moving and revoking them."""

from datetime import timedelta
from typing import Annotated, Final

from flask import Response, g, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from msgspec import Meta

from restaurant_order.core import clock
from restaurant_order.core.forms import Form, read_form
from restaurant_order.core.languages import in_words
from restaurant_order.core.refusals import Invalid
from restaurant_order.people import queries
from restaurant_order.people import screens as wall
from restaurant_order.people.models import Screen, Shows
from restaurant_order.people.screens import Place
from restaurant_order.venue import queries as venue
from restaurant_order.web.manager.blueprint import blueprint, confirm, go
from restaurant_order.web.manager.labels import Choices
from restaurant_order.web.redrawing import redraws

CONNECTED: Final = timedelta(seconds=150)
"""Seen later than that ago, a screen listens: it is noted once a minute."""

WHOLE_HOUSE: Final = {
    Shows.ALL: _l("All stations"),
    Shows.PASS: _l("Pass"),
    Shows.PICKUP: _l("Pickup screen"),
}
"""What a screen can open besides a station."""


class PlaceForm(Form, frozen=True):
    """`opens`: `all`, or a station as `station-7`."""

    name: str
    opens: Annotated[str, Meta(max_length=40)]

    @property
    def place(self) -> Place:
        """Raises Invalid for what is no place of this restaurant."""
        places = {value: place for place, value, _label in _places()}
        if self.opens not in places:
            raise Invalid(field="opens")
        return places[self.opens]


class PairForm(PlaceForm, frozen=True):
    code: Annotated[str, Meta(max_length=40)]


@blueprint.get("/screens")
def screens() -> str:
    return render_template("manager/screens.html", boards=choices(), **_about_list())


@blueprint.get("/screens/list")
def screens_now() -> str:
    """The list alone, asked for again and again."""
    return render_template("manager/_screens.html", **_about_list())


@blueprint.post("/screens/pair")
@redraws(screens)
def pair_screen() -> Response:
    form = read_form(PairForm)
    screen = wall.pair(form.code, name=form.name, place=form.place, by=g.staff)
    return go("/manage/screens", _("%(name)s is paired. Look at it.", name=screen.name))


@blueprint.get("/screens/<int:screen_id>")
def screen(screen_id: int) -> str:
    found = _screen(screen_id)
    return render_template(
        "manager/screen.html", screen=found, boards=choices(), opens=opens_of(found)
    )


@blueprint.post("/screens/<int:screen_id>")
@redraws(screen)
def change_screen(screen_id: int) -> Response:
    form, found = read_form(PlaceForm), _screen(screen_id)
    wall.change_screen(found, name=form.name, place=form.place, by=g.staff.actor)
    return go("/manage/screens", _("Saved. The screen follows by itself."))


@blueprint.get("/screens/<int:screen_id>/revoke")
def ask_to_revoke_screen(screen_id: int) -> str:
    return confirm(
        title=_("Revoke %(name)s?", name=_screen(screen_id).name),
        text=_("It shows no ticket any more, at once, and can be paired again with a new code."),
        label=_("Revoke"),
        back="/manage/screens",
    )


@blueprint.post("/screens/<int:screen_id>/revoke")
def revoke_screen(screen_id: int) -> Response:
    read_form(Form)
    found = _screen(screen_id)
    wall.revoke_screen(found, by=g.staff.actor)
    return go("/manage/screens", _("%(name)s shows nothing any more.", name=found.name))


def choices() -> Choices:
    """What a screen of this restaurant can open."""
    return [(value, label) for _place, value, label in _places()]


def opens_of(screen: Screen) -> str:
    place = Place(screen.shows, screen.station_id)
    return next((value for known, value, _label in _places() if known == place), "")


def place_words(screen: Screen) -> str:
    if screen.station is not None:
        return in_words(screen.station.name)
    return str(WHOLE_HOUSE.get(screen.shows, screen.shows.value))


def is_connected(screen: Screen) -> bool:
    return screen.last_seen_at is not None and clock.now() - screen.last_seen_at < CONNECTED


def _places() -> list[tuple[Place, str, str]]:
    found = [
        (Place(Shows.STATION, each.id), f"station-{each.id}", in_words(each.name))
        for each in venue.stations(g.restaurant.id)
    ]
    whole = [(Place(shows), shows.value, str(label)) for shows, label in WHOLE_HOUSE.items()]
    return found + whole


def _about_list() -> dict[str, object]:
    return {
        "screens": queries.screens(g.restaurant.id),
        "place_words": place_words,
        "is_connected": is_connected,
    }


def _screen(screen_id: int) -> Screen:
    return queries.screen_or_refuse(g.restaurant.id, screen_id)
