"""A restaurant with screens in it: what each of them hears, without a browser."""

import html
import re
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from restaurant_order.core.database import db
from restaurant_order.live.digest import digest
from restaurant_order.live.sockets import Sockets, sockets_of
from restaurant_order.visits.models import Guest
from restaurant_order.visits.service import join
from tests.cast import Place, casa_lupo
from tests.live.deeds import order_lemonade
from tests.live.regions import Rounds, Stations
from tests.people.sessions import signed_in


class House:
    """Casa Lupo and its screens. Deeds run in an application context of their own."""

    def __init__(self, app: Flask, rounds: Rounds, stations: Stations) -> None:
        self.app = app
        self.rounds, self.stations = rounds, stations
        with app.app_context():
            self.place = casa_lupo()

    @property
    def sockets(self) -> Sockets:
        found = sockets_of(self.app)
        assert found
        return found

    def phone(
        self, table: str = "7", *, language: str = "en", place: Place | None = None
    ) -> "Screen":
        with self.app.app_context():
            joined = join((place or self.place).codes[table], language=language)
            phone = Screen(self, "/diner", {"guest": joined.token, "language": language})
            phone.guest_id, phone.visit_id = joined.guest.id, joined.guest.visit_id
        return phone

    def staff(
        self, name: str, *, at: str = "/kitchen", language: str = "en", place: Place | None = None
    ) -> "Screen":
        with self.app.app_context():
            session, token = signed_in((place or self.place).person(name))
            screen = Screen(self, at, {"staff": token, "language": language})
            screen.session_id = session.id
        return screen

    def order(self, phone: "Screen") -> int:
        """Two lemonades for the phone's table; they are made at the bar."""
        with self.app.app_context():
            return order_lemonade(db.session.get_one(Guest, phone.guest_id))


class Screen:
    """A browser with cookies, a page of one region, and its socket."""

    guest_id = visit_id = session_id = 0

    def __init__(self, house: House, namespace: str, cookies: dict[str, str]) -> None:
        self.house = house
        self.namespace = namespace
        self.cookies = cookies
        self.browser = house.app.test_client()
        for name, value in cookies.items():
            self.browser.set_cookie(name, value)

    def opens(self, path: str) -> str:
        """Load the page; its region is remembered."""
        answer = self.browser.get(path)
        assert answer.status_code == 200, answer.text
        self.page = answer.text
        self.token, self.room = self._of_region("watch"), self._of_region("room")
        return self.page

    def connects(self) -> bool:
        self.socket = self.house.sockets.io.test_client(
            self.house.app, namespace=self.namespace, flask_test_client=self.browser
        )
        return self.is_connected

    def watches(self, *tokens: str) -> list[str]:
        """The rooms it may sit in."""
        rooms: list[str] = self.says("watch", list(tokens or [self.token]))
        return rooms

    def looks_at(self, path: str) -> "Screen":
        """The whole of it: page, socket, watching; what was heard on joining is dropped."""
        self.opens(path)
        assert self.connects()
        assert self.watches() == [self.room]
        self.hears()
        return self

    def says(self, event: str, *words: object) -> Any:
        return self.socket.emit(event, *words, namespace=self.namespace, callback=True)

    def hears(self, event: str = "patches") -> list[dict[str, Any]]:
        """What came since it was last asked, of one kind; each patch as if it had come alone."""
        messages = self.messages(event)
        if event != "patches":
            return messages
        return [patch for message in messages for patch in each_of(message)]

    def messages(self, event: str) -> list[dict[str, Any]]:
        came, self.socket.queue = self.socket.queue, []
        return [said["args"][0] for said in came if said["name"] == event]

    def repairs(self) -> TestResponse:
        return self.browser.get(html.unescape(self._of_region("src")))

    def shows(self) -> dict[str, int]:
        """Key and version of each item on the page as it came."""
        found = re.findall(r'data-key="([^"]+)" data-version="(\d+)"', self.page)
        return {key: int(version) for key, version in found}

    def digests(self) -> int:
        return digest(self.shows().items())

    @property
    def is_connected(self) -> bool:
        return bool(self.socket.is_connected(self.namespace))

    def _of_region(self, name: str) -> str:
        match = re.search(rf'<live-region[^>]* data-{name}="([^"]*)"', self.page, re.DOTALL)
        assert match, self.page
        return match[1]


def each_of(message: dict[str, Any]) -> list[dict[str, Any]]:
    """A message's patches, each with what it says of them all."""
    common = {"room": message["room"], "head": message["head"]}
    return [{**common, **patch} for patch in message["patches"]]
