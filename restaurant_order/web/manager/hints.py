"""What a manager should look at: things that are missing, and what follows if they stay so."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from restaurant_order.core.languages import in_words
from restaurant_order.menu import queries as menu
from restaurant_order.menu.models import Dish
from restaurant_order.people import queries as people
from restaurant_order.venue import queries as venue
from restaurant_order.venue.models import Restaurant
from restaurant_order.venue.rules import is_out_of_reach
from restaurant_order.web.dress import language_name
from restaurant_order.web.manager.codes import base_url


@dataclass(frozen=True)
class Hint:
    """`needed`: without it the restaurant cannot work."""

    icon: str
    title: str
    text: str
    href: str
    label: str
    needed: bool = False


def hints_for(restaurant: Restaurant) -> list[Hint]:
    """The pressing ones first."""
    found = [*_of_place(restaurant), *_of_menu(restaurant), *_of_people(restaurant)]
    return sorted(found, key=lambda hint: not hint.needed)


def _of_place(restaurant: Restaurant) -> Iterator[Hint]:
    if not venue.tables(restaurant.id):
        yield Hint(
            icon="armchair",
            title=_("Add your tables"),
            text=_("Every table gets a code of its own for guests to scan."),
            href="/manage/tables",
            label=_("Add tables"),
            needed=True,
        )
    if is_out_of_reach(base_url(restaurant)):
        yield Hint(
            icon="wifi-off",
            title=_("Phones cannot reach the printed codes"),
            text=_("They lead to this computer only. Set the address that phones can open."),
            href="/manage/settings#address",
            label=_("Set the address"),
        )


def _of_menu(restaurant: Restaurant) -> Iterator[Hint]:
    categories = menu.categories_of(restaurant.id)
    dishes = [dish for dish in menu.dishes_of(restaurant.id) if dish.on_menu]
    if not dishes:
        yield Hint(
            icon="book-open",
            title=_("Write your menu"),
            text=_("Import it from a spreadsheet, or start with one dish."),
            href="/manage/menu",
            label=_("To the menu"),
            needed=True,
        )
    kitchens = {category.id: category.station_id for category in categories}
    nowhere = [d for d in dishes if d.station_id is None and kitchens.get(d.category_id) is None]
    if nowhere:
        yield Hint(
            icon="chef-hat",
            title=ngettext(
                "%(num)s dish goes to no station",
                "%(num)s dishes go to no station",
                len(nowhere),
            ),
            text=_(
                "It appears on the board for all stations only: %(dishes)s", dishes=_some(nowhere)
            ),
            href="/manage/stations/routing",
            label=_("See where dishes go"),
        )
    off = {station_id for station_id, to in venue.stand_ins_of(restaurant.id).items() if to is None}
    stranded = [d for d in dishes if (d.station_id or kitchens.get(d.category_id)) in off]
    if stranded:
        yield Hint(
            icon="chef-hat",
            title=ngettext(
                "%(num)s dish goes to a station that is off",
                "%(num)s dishes go to a station that is off",
                len(stranded),
            ),
            text=_("Nobody stands in for it: %(dishes)s", dishes=_some(stranded)),
            href="/manage/stations/routing",
            label=_("See where dishes go"),
        )
    for language in restaurant.languages:
        yield from _untranslated([d for d in dishes if not d.name.get(language)], language)


def _untranslated(dishes: Sequence[Dish], language: str) -> Iterator[Hint]:
    if dishes:
        yield Hint(
            icon="globe",
            title=ngettext(
                "%(num)s dish has no name in %(language)s",
                "%(num)s dishes have no name in %(language)s",
                len(dishes),
                language=language_name(language),
            ),
            text=_("Guests read it in another language: %(dishes)s", dishes=_some(dishes)),
            href="/manage/menu",
            label=_("To the menu"),
        )


def _of_people(restaurant: Restaurant) -> Iterator[Hint]:
    if not people.devices(restaurant.id):
        yield Hint(
            icon="key-round",
            title=_("No device takes PINs yet"),
            text=_("Enrol the till and the waiters' phones, so that your staff can sign in."),
            href="/manage/devices",
            label=_("Enrol a device"),
            needed=True,
        )
    if not people.screens(restaurant.id):
        yield Hint(
            icon="monitor",
            title=_("No kitchen screen is paired yet"),
            text=_("Open the kitchen on a tablet and type its six digits here."),
            href="/manage/screens",
            label=_("Pair a screen"),
        )
    without = [person.name for person in people.colleagues(restaurant.id) if not person.pin_hash]
    if without:
        yield Hint(
            icon="users",
            title=ngettext(
                "%(num)s colleague has no PIN", "%(num)s colleagues have no PIN", len(without)
            ),
            text=_("They cannot sign in on a device: %(names)s", names=", ".join(without[:4])),
            href="/manage/staff",
            label=_("To the staff"),
        )


def _some(dishes: Sequence[Dish]) -> str:
    names = [in_words(dish.name) for dish in dishes[:3]]
    return ", ".join(names) + (" …" if len(dishes) > len(names) else "")
