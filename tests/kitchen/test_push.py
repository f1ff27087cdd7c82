"""What the boards hear, and that hearing it costs the same however full they are."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from kitchen_display.out import SOLD_OUT
from kitchen_display.tickets import TICKETS, BoardScope
from restaurant_order.core.database import db
from restaurant_order.live import Scope
from restaurant_order.live.draw import draw, nobody, reading
from restaurant_order.live.prove import Prover
from restaurant_order.live.sockets import sockets_of
from restaurant_order.menu.service import bring_back, sell_out
from restaurant_order.ordering.models import LineStatus
from restaurant_order.ordering.service import finish_line, start_line
from tests.kitchen.house import Kitchen, Placed
from tests.live.house import each_of


class Wall:
    """A screen on the kitchen's wall, without a browser."""

    def __init__(self, kitchen: Kitchen, board: str, region: str = "tickets") -> None:
        browser = kitchen.signed_in("Ken").browser
        page = browser.get(f"/kitchen/{board}").text
        found = re.search(rf'<live-region class="{region}"[^>]* data-watch="([^"]+)"', page, re.S)
        sockets = sockets_of(kitchen.app)
        assert found
        assert sockets
        self.socket = sockets.io.test_client(
            kitchen.app, namespace="/kitchen", flask_test_client=browser
        )
        self.socket.emit("watch", [found[1]], namespace="/kitchen", callback=True)
        self.hears()

    def hears(self) -> list[dict[str, Any]]:
        came, self.socket.queue = self.socket.queue, []
        messages = [said["args"][0] for said in came if said["name"] == "patches"]
        return [patch for message in messages for patch in each_of(message)]


@pytest.fixture
def wall(kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Wall]:
    monkeypatch.setattr(Prover, "start", lambda _self, _audience: None)
    return lambda board: Wall(kitchen, board)


def test_an_order_is_heard_where_it_is_made(kitchen: Kitchen, wall: Callable[[str], Wall]) -> None:
    grill, bar, every = wall("grill"), wall("bar"), wall("all")
    placed = kitchen.orders("margherita")
    assert [patch["key"] for patch in grill.hears()] == [f"order-{placed.id}"]
    assert [patch["html"] for patch in bar.hears()] == [None]
    assert "Margherita" in every.hears()[0]["html"]


def test_a_station_hears_how_far_the_other_is(
    kitchen: Kitchen, wall: Callable[[str], Wall]
) -> None:
    placed = kitchen.orders("margherita", "lemonade")
    grill = wall("grill")
    with kitchen.app.app_context():
        finish_line(kitchen.place.id, placed.lines[1], by=kitchen.place.person("Lena"))
    assert "<b>1/1</b>" in grill.hears()[0]["html"]


def test_a_finished_ticket_leaves_every_board(
    kitchen: Kitchen, wall: Callable[[str], Wall]
) -> None:
    placed = kitchen.orders("margherita")
    grill, every = wall("grill"), wall("all")
    kitchen.signed_in("Lena").taps(f"/kitchen/grill/tickets/{placed.id}/bump")
    assert [patch["html"] for patch in grill.hears()] == [None]
    assert [patch["html"] for patch in every.hears()] == [None]


def test_what_is_proved_is_what_is_shown(kitchen: Kitchen) -> None:
    """At every stage an order can be at, on every board."""
    place = kitchen.place
    orders = {status: kitchen.orders("margherita", "lemonade") for status in LineStatus}
    for status, placed in orders.items():
        kitchen.set_status(Placed(placed.id, placed.lines[:1]), status)
    with kitchen.app.app_context():
        for station in (None, *place.stations.values()):
            scope = BoardScope(place.id, station)
            shown = [(item.key, item.version) for item in TICKETS.items(scope)]
            assert sorted(shown) == sorted(TICKETS.versions(scope))
            for order in orders.values():
                pushed = TICKETS.item(scope, f"order-{order.id}")
                assert ((pushed.key, pushed.version) if pushed else None) == next(
                    (one for one in shown if one[0] == f"order-{order.id}"), None
                )


def test_a_push_to_all_boards_reads_one_order_however_many_are_open(
    kitchen: Kitchen, app: Flask
) -> None:
    first = kitchen.orders("margherita", "lemonade")
    alone = statements(app, lambda: draw_everywhere(kitchen, first))
    for _ in range(20):
        kitchen.orders("margherita", "lemonade", table="8")
    crowded = statements(app, lambda: draw_everywhere(kitchen, first))
    assert crowded == alone
    assert len(alone) <= 4


def draw_everywhere(kitchen: Kitchen, placed: Placed) -> None:
    scopes = [BoardScope(kitchen.place.id, s) for s in (None, *kitchen.place.stations.values())]
    assert len(TICKETS.load([(scope, f"order-{placed.id}") for scope in scopes])) == 3


def statements(app: Flask, work: Callable[[], None]) -> list[str]:
    seen: list[str] = []

    def note(_c: object, _k: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            seen.append(statement)

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
        try:
            work()
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
    return seen


def test_a_ticket_looks_the_same_to_everybody_in_its_room(kitchen: Kitchen) -> None:
    """Drawn for nobody's request, in another language than the pusher's."""
    placed = kitchen.orders("margherita")
    with kitchen.app.app_context():
        start_line(kitchen.place.id, placed.lines[0], by=kitchen.place.person("Ken"))
    page = kitchen.signed_in("Lena").sees("/kitchen/grill")
    with nobody(kitchen.app), reading(kitchen.place.restaurant, "en"):
        item = TICKETS.item(
            BoardScope(kitchen.place.id, kitchen.place.stations["grill"]), f"order-{placed.id}"
        )
        assert item
        assert str(draw(TICKETS, item)) in page


def test_every_board_knows_what_is_sold_out(kitchen: Kitchen) -> None:
    scope = Scope(kitchen.place.id)
    pizza = kitchen.place.dishes["margherita"]
    with kitchen.app.app_context():
        ken = kitchen.place.person("Ken")
        assert list(SOLD_OUT.items(scope)) == []
        sell_out(pizza, until="today", by=ken)
        (item,) = SOLD_OUT.items(scope)
        assert item.key == f"dish-{pizza}"
        assert list(SOLD_OUT.versions(scope)) == [(item.key, item.version)]
        bring_back(pizza, by=kitchen.place.person("Ken"))
        assert SOLD_OUT.item(scope, f"dish-{pizza}") is None
