"""A station that is switched off: what its board, the other boards and the manager are told."""

import pytest

from kitchen_display.patrol import Patrol
from kitchen_display.station_state import STATION_STATE
from kitchen_display.tickets import BoardScope
from restaurant_order.core.database import db
from restaurant_order.core.journal import head
from restaurant_order.core.transaction import transaction
from restaurant_order.live.prove import Prover
from restaurant_order.menu.models import Option
from restaurant_order.ordering.models import OrderLine
from restaurant_order.venue.fallbacks import fall_back_on
from restaurant_order.venue.models import Station
from tests.cast import casa_lupo
from tests.kitchen.house import Kitchen, Person
from tests.kitchen.test_push import Wall

SAID = "This station is off since"
ROUTING = "/manage/stations/routing"


@pytest.fixture
def max_(kitchen: Kitchen) -> Person:
    return kitchen.signed_in("Max")


def page_of(kitchen: Kitchen, station: str) -> str:
    return f"/manage/stations/{kitchen.place.stations[station]}"


def falls_back(kitchen: Kitchen, station: str, on: str) -> None:
    with kitchen.app.app_context():
        place = kitchen.place
        found = db.session.get_one(Station, place.stations[station])
        fall_back_on(found, place.stations[on], by=place.person("Max").actor)


def switches(max_: Person, kitchen: Kitchen, station: str, to: str) -> int:
    return max_.taps(f"{page_of(kitchen, station)}/{to}", script=False).status_code


def test_its_board_says_so_and_its_tickets_hang_next_door(
    kitchen: Kitchen, ken: Person, max_: Person
) -> None:
    falls_back(kitchen, "bar", "grill")
    kitchen.orders("lemonade")
    assert SAID not in ken.sees("/kitchen/bar")
    assert switches(max_, kitchen, "bar", "off") == 303
    board = ken.sees("/kitchen/bar")
    assert SAID in board
    assert "New orders go to Grill." in board
    assert ken.tickets("/kitchen/bar") == []
    assert ken.tickets("/kitchen/grill") == ["order-1"]
    assert ken.tickets("/kitchen/all") == ["order-1"]
    assert SAID not in ken.sees("/kitchen/grill")
    assert "place__off" in ken.sees("/kitchen/")
    assert switches(max_, kitchen, "bar", "on") == 303
    assert SAID not in ken.sees("/kitchen/bar")
    assert ken.tickets("/kitchen/bar") == ["order-1"]
    assert ken.tickets("/kitchen/grill") == []


def test_a_ticket_is_made_at_the_board_it_moved_to(
    kitchen: Kitchen, ken: Person, max_: Person
) -> None:
    falls_back(kitchen, "bar", "grill")
    placed = kitchen.orders("lemonade")
    switches(max_, kitchen, "bar", "off")
    assert ken.taps("/kitchen/bar/tickets/1/bump").status_code == 404
    assert kitchen.status_of(placed) == ["accepted"]
    assert ken.taps("/kitchen/grill/tickets/1/bump").status_code == 200
    assert kitchen.status_of(placed) == ["ready"]


def test_what_is_being_made_is_finished_there(kitchen: Kitchen, ken: Person, max_: Person) -> None:
    falls_back(kitchen, "bar", "grill")
    placed = kitchen.orders("lemonade")
    ken.taps("/kitchen/bar/tickets/1/start")
    switches(max_, kitchen, "bar", "off")
    assert ken.tickets("/kitchen/bar") == ["order-1"]
    assert ken.tickets("/kitchen/grill") == []
    ken.taps("/kitchen/bar/tickets/1/bump")
    assert kitchen.status_of(placed) == ["ready"]


def test_the_manager_is_told_before_what_would_happen(
    kitchen: Kitchen, ken: Person, max_: Person
) -> None:
    ask = f"{page_of(kitchen, 'bar')}/off"
    page = max_.sees(ask)
    assert "1 dish would go nowhere (Lemonade)" in page
    kitchen.orders("lemonade")
    assert "1 ticket still waits here, and no other station takes it." in max_.sees(ask)
    falls_back(kitchen, "bar", "grill")
    page = max_.sees(ask)
    assert "New orders for it go to Grill." in page
    assert "1 ticket that nobody has begun moves there at once." in page
    assert "nowhere" not in page
    assert SAID not in ken.sees("/kitchen/bar")


def test_it_stays_on_while_somebody_waits_and_nobody_stands_in(
    kitchen: Kitchen, ken: Person, max_: Person
) -> None:
    kitchen.orders("lemonade")
    refused = max_.taps(f"{page_of(kitchen, 'bar')}/off", script=False)
    assert refused.status_code == 409
    assert "1 ticket still waits here" in refused.text
    assert SAID not in ken.sees("/kitchen/bar")
    ken.taps("/kitchen/bar/tickets/1/bump")
    assert switches(max_, kitchen, "bar", "off") == 303
    assert "appear on the board of all stations only" in ken.sees("/kitchen/bar")
    placed = kitchen.orders("lemonade", table="8")
    assert ken.tickets("/kitchen/bar") == []
    assert ken.tickets("/kitchen/all") == [f"order-{placed.id}"]


def test_the_routing_page_says_by_which_rule(kitchen: Kitchen, max_: Person) -> None:
    lemonade = f"{ROUTING}?dish={kitchen.place.dishes['lemonade']}"
    falls_back(kitchen, "bar", "grill")
    assert "Bar is off" not in max_.sees(lemonade)
    switches(max_, kitchen, "bar", "off")
    page = max_.sees(lemonade)
    ways = page.partition('id="ways"')[2].partition("</ul>")[0]
    assert "Grill" in ways
    assert "Everything in Drinks goes there" in ways
    assert "Bar is off" in ways
    assert "Their station is off" not in page


def test_its_lint_warns_of_what_goes_nowhere(kitchen: Kitchen, max_: Person) -> None:
    place = kitchen.place
    with kitchen.app.app_context(), transaction():
        db.session.get_one(Option, place.options["rocket"]).station_id = place.stations["bar"]
        place.restaurant.menu_version += 1
    switches(max_, kitchen, "bar", "off")
    warned = max_.sees(ROUTING).partition("Their station is off")[2].partition("</section>")[0]
    assert "Lemonade" in warned
    assert "The option Rocket says so" in warned
    assert "1 dish goes to a station that is off" in max_.sees("/manage/")
    ways = max_.sees(f"{ROUTING}?dish={place.dishes['lemonade']}").partition('id="ways"')[2]
    assert "No station" in ways.partition("</ul>")[0]
    falls_back(kitchen, "bar", "grill")
    assert "Their station is off" not in max_.sees(ROUTING)
    assert "1 dish goes to a station that is off" not in max_.sees("/manage/")


def test_only_those_who_run_the_place_and_only_here(kitchen: Kitchen, max_: Person) -> None:
    with kitchen.app.app_context():
        other = casa_lupo(name="Casa Orso")
        before = head(kitchen.place.id)
    for name in ("Ken", "Carla", "Wei"):
        person = kitchen.signed_in(name)
        for deed in ("off", "on"):
            assert switches(person, kitchen, "bar", deed) in (303, 403)
    assert Person(kitchen.app).taps(f"{page_of(kitchen, 'bar')}/off").status_code in (303, 401, 403)
    foreign = f"/manage/stations/{other.stations['bar']}"
    for deed in ("off", "on"):
        assert max_.taps(f"{foreign}/{deed}").status_code == 404
    assert max_.taps(f"{page_of(kitchen, 'bar')}/off", nonsense="1").status_code == 422
    with kitchen.app.app_context():
        assert head(kitchen.place.id) == before


def test_its_board_is_told_at_once(
    kitchen: Kitchen, max_: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Prover, "start", lambda _self, _audience: None)
    falls_back(kitchen, "bar", "grill")
    bar, grill = (Wall(kitchen, board, "station-state") for board in ("bar", "grill"))
    switches(max_, kitchen, "bar", "off")
    assert "New orders go to Grill." in bar.hears()[0]["html"]
    assert [patch["html"] for patch in grill.hears()] == [None]
    switches(max_, kitchen, "bar", "on")
    assert [patch["html"] for patch in bar.hears()] == [None]


def test_the_board_proves_what_it_says(kitchen: Kitchen, max_: Person) -> None:
    place = kitchen.place
    switches(max_, kitchen, "bar", "off")
    with kitchen.app.app_context():
        for station, count in ((place.stations["bar"], 1), (place.stations["grill"], 0), (None, 0)):
            scope = BoardScope(place.id, station)
            shown = [(item.key, item.version) for item in STATION_STATE.items(scope)]
            assert list(STATION_STATE.versions(scope)) == shown
            assert len(shown) == count
        ((_key, before),) = STATION_STATE.versions(BoardScope(place.id, place.stations["bar"]))
    falls_back(kitchen, "bar", "grill")
    with kitchen.app.app_context():
        ((_key, after),) = STATION_STATE.versions(BoardScope(place.id, place.stations["bar"]))
    assert after != before


def test_a_patrol_sends_on_what_came_too_late(kitchen: Kitchen, max_: Person, ken: Person) -> None:
    falls_back(kitchen, "bar", "grill")
    switches(max_, kitchen, "bar", "off")
    (line,) = kitchen.orders("lemonade").lines
    with kitchen.app.app_context(), transaction():
        db.session.get_one(OrderLine, line).station_id = kitchen.place.stations["bar"]
    assert ken.tickets("/kitchen/bar") == ["order-1"]
    Patrol(kitchen.app).round()
    assert ken.tickets("/kitchen/bar") == []
    assert ken.tickets("/kitchen/grill") == ["order-1"]
