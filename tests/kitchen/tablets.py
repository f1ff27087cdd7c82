"""Tablets on the wall: with nothing in them, or paired."""

import re

from flask import Flask

from restaurant_order.core.actor import SYSTEM
from restaurant_order.people.models import Shows
from restaurant_order.people.queries import screen_or_refuse
from restaurant_order.people.screens import Place as At
from restaurant_order.people.screens import change_screen, revoke_screen
from tests.kitchen.house import Kitchen, Person
from tests.people.journal import entries
from tests.people.screens import paired


class Tablet(Person):
    """A browser with nothing in it, or paired."""

    id = 0

    def code(self) -> str:
        page = self.browser.get("/pair")
        assert page.status_code == 200
        digits = re.findall(r"<span>(\d{3})</span>", page.text)
        return "".join(digits)


def at(app: Flask, kitchen: Kitchen, board: str) -> Tablet:
    found = Tablet(app)
    with app.app_context():
        screen, token = paired(kitchen.place, at=board, name="Grill tablet")
        found.id = screen.id
    found.browser.set_cookie("screen", token)
    return found


def last_actor(kitchen: Kitchen) -> tuple[str, str]:
    with kitchen.app.app_context():
        entry = entries(kitchen.place.id)[-1]
    return entry.actor_kind.value, entry.actor_name


def revoked(kitchen: Kitchen, tablet: Tablet) -> None:
    with kitchen.app.app_context():
        revoke_screen(screen_or_refuse(kitchen.place.id, tablet.id), by=SYSTEM)


def moved(kitchen: Kitchen, tablet: Tablet, station: str) -> None:
    with kitchen.app.app_context():
        screen = screen_or_refuse(kitchen.place.id, tablet.id)
        place = At(Shows.STATION, kitchen.place.stations[station])
        change_screen(screen, name=screen.name, place=place, by=SYSTEM)


def station(kitchen: Kitchen, slug: str = "grill") -> str:
    return f"station-{kitchen.place.stations[slug]}"
