"""Who may listen, to what, and for how long."""

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import text

from restaurant_order import live
from restaurant_order.core.database import db
from restaurant_order.core.transaction import transaction
from restaurant_order.live import rooms, watch
from restaurant_order.live.prove import Prover
from restaurant_order.live.region import Audience
from restaurant_order.live.screens import ROOMS_EACH
from restaurant_order.live.watchers import EVENTS_AT_ONCE, SOCKETS_EACH
from restaurant_order.people.models import StaffSession
from restaurant_order.people.sessions import revoke_session, sign_out
from restaurant_order.visits.models import Visit
from restaurant_order.visits.service import end_visit
from tests.cast import casa_lupo
from tests.live.house import House, Screen

ROOT: Final = Path(__file__).parents[2]


def end(house: House, phone: Screen) -> None:
    with house.app.app_context():
        visit = db.session.get_one(Visit, phone.visit_id)
        with transaction():
            end_visit(visit, by=house.place.person("Carla").actor)


def session_of(screen: Screen) -> StaffSession:
    return db.session.get_one(StaffSession, screen.session_id)


def test_a_stranger_is_refused(house: House) -> None:
    for namespace in ("/diner", "/kitchen", "/cashier"):
        assert not Screen(house, namespace, {}).connects()
        assert not Screen(house, namespace, {"guest": "x" * 43, "staff": "x" * 43}).connects()


def test_a_guest_has_no_place_in_the_kitchen_nor_a_cook_at_the_table(house: House) -> None:
    phone, cook = house.phone(), house.staff("Ken")
    phone.namespace, cook.namespace = "/kitchen", "/diner"
    assert not phone.connects()
    assert not cook.connects()


def test_nobody_connects_outside_the_namespaces(house: House) -> None:
    phone = house.phone()
    phone.namespace = "/"
    assert not phone.connects()


def test_whose_visit_has_ended_is_refused(house: House) -> None:
    phone = house.phone()
    end(house, phone)
    assert not phone.connects()


def test_without_a_token_nothing_is_heard(house: House) -> None:
    phone = house.phone()
    assert phone.connects()
    house.order(phone)
    assert phone.hears() == []


@pytest.mark.parametrize(
    "said",
    [[], [[]], ["test-rounds:1:1:en"], [["test-rounds:1:1:en"]], [[None, 7, {}, "x" * 9999]], [{}]],
)
def test_a_room_cannot_be_joined_by_its_name(house: House, said: list[object]) -> None:
    phone = house.phone()
    assert phone.connects()
    assert phone.says("watch", *said) == []
    house.order(phone)
    assert phone.hears() == []


def test_a_token_opens_nothing_to_somebody_else(house: House) -> None:
    mine, other, cook = house.phone("7"), house.phone("8"), house.staff("Ken")
    mine.opens("/test/table")
    cook.opens("/test/station/")
    assert other.connects()
    assert other.watches(mine.token, cook.token) == []
    assert other.browser.get(f"/live/{mine.token}").status_code == 410
    house.order(mine)
    assert other.hears() == []


def test_a_token_is_of_use_in_its_own_namespace_only(house: House) -> None:
    cook = house.staff("Ken")
    cook.opens("/test/station/")
    cook.namespace = "/cashier"
    assert cook.connects()
    assert cook.watches() == []


def test_a_changed_token_opens_nothing(house: House) -> None:
    phone = house.phone()
    phone.opens("/test/table")
    assert phone.connects()
    for at in (3, len(phone.token) // 2, -5):
        changed = "A" if phone.token[at] != "A" else "B"
        assert phone.watches(phone.token[:at] + changed + phone.token[at:][1:]) == []
    assert phone.watches("e" + phone.token) == []


def test_a_token_does_not_last_for_ever(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    phone = house.phone()
    phone.opens("/test/table")
    assert phone.connects()
    monkeypatch.setattr(watch, "LASTS", -1)
    assert phone.watches() == []
    assert phone.repairs().status_code == 410


def test_a_token_of_another_restaurant_is_theirs(house: House) -> None:
    with house.app.app_context():
        other = casa_lupo(name="Other place")
    theirs, ours = house.staff("Ken", place=other), house.staff("Ken")
    ours.opens("/test/station/")
    assert theirs.connects()
    assert theirs.watches(ours.token) == []


def test_the_end_of_a_visit_closes_its_phones_at_once_and_no_others(house: House) -> None:
    seven, beside, eight = house.phone("7"), house.phone("7"), house.phone("8")
    for phone in (seven, beside, eight):
        phone.looks_at("/test/table")
    end(house, seven)
    assert not seven.is_connected
    assert not beside.is_connected
    assert eight.is_connected
    assert seven.hears() == []
    assert seven.repairs().status_code == 410


@pytest.mark.parametrize(
    "leave",
    [
        lambda house, screen: sign_out(session_of(screen)),
        lambda house, screen: revoke_session(
            session_of(screen), by=house.place.person("Olga").actor
        ),
    ],
    ids=["signed out", "revoked"],
)
def test_the_end_of_a_sign_in_closes_its_screens_at_once(
    house: House, leave: Callable[[House, Screen], None]
) -> None:
    ken, lena = (house.staff(name).looks_at("/test/station/") for name in ("Ken", "Lena"))
    with house.app.app_context():
        leave(house, ken)
    assert not ken.is_connected
    assert lena.is_connected
    house.order(house.phone())
    assert ken.hears() == []
    assert ken.repairs().status_code == 410


def test_what_another_process_ended_is_found_within_a_round(house: House, prover: Prover) -> None:
    phone, beside = (
        house.phone("7").looks_at("/test/table"),
        house.phone("8").looks_at("/test/table"),
    )
    cook, till = house.staff("Ken").looks_at("/test/station/"), house.staff("Carla", at="/cashier")
    assert till.connects()
    with house.app.app_context():
        gone = {"visit": phone.visit_id, "cook": cook.session_id}
        db.session.execute(text("UPDATE visits SET ended_at = opened_at WHERE id = :visit"), gone)
        ended = "UPDATE staff_sessions SET ended_at = started_at WHERE id = :cook"
        db.session.execute(text(ended), gone)
        db.session.commit()
    for audience in Audience:
        prover.round(audience)
    assert [screen.is_connected for screen in (phone, beside, cook, till)] == [
        False,
        True,
        False,
        True,
    ]


def test_one_guest_can_be_shown_out(house: House) -> None:
    mine, other = house.phone("7").looks_at("/test/table"), house.phone("7").looks_at("/test/table")
    with house.app.app_context():
        live.hang_up(rooms.of_guest(mine.guest_id))
    assert not mine.is_connected
    assert other.is_connected


@pytest.mark.parametrize("event", ["connect", "disconnect"])
def test_a_screen_cannot_pretend_to_come_or_go(house: House, event: str) -> None:
    """It would stay in its rooms while we think that it has left."""
    phone = house.phone().looks_at("/test/table")
    phone.socket.emit(event, namespace="/diner")
    assert not phone.is_connected
    house.order(phone)
    assert phone.hears() == []
    assert not house.sockets.watchers


@pytest.mark.parametrize("event", ["patch", "join", 7, None, ["watch"]])
def test_an_unknown_word_ends_the_conversation(house: House, event: object) -> None:
    phone = house.phone().looks_at("/test/table")
    phone.socket.emit(event, namespace="/diner")
    assert not phone.is_connected


def test_who_never_stops_talking_is_cut_off(house: House) -> None:
    phone = house.phone().looks_at("/test/table")
    for _ in range(int(EVENTS_AT_ONCE) + 40):
        if phone.is_connected:
            phone.socket.emit("watch", [phone.token], namespace="/diner")
    assert not phone.is_connected


def test_a_board_in_a_rush_is_never_cut_off(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """It speaks of two regions as fast as its script lets it, and repairs both, for an hour."""
    script = (ROOT / "static/js/live/board/drawn.js").read_text()
    (rest,) = re.findall(r"const REST_MS = (\d+)", script)
    house.staff("Ken").looks_at("/test/station/")
    (seat,) = house.sockets.watchers.seats()
    start = time.monotonic()
    for moment in range(3600 * 1000 // int(rest)):
        now = start + moment * int(rest) / 1000
        monkeypatch.setattr(time, "monotonic", lambda now=now: now)
        assert all(seat.credit.spend() for _ in ("tickets", "pass", "watch", "watch"))


def test_one_guest_holds_so_many_sockets_and_not_one_more(house: House) -> None:
    phone = house.phone()
    assert [phone.connects() for _ in range(SOCKETS_EACH + 1)] == [True] * SOCKETS_EACH + [False]
    assert house.phone().connects()


def test_one_socket_watches_so_many_regions_and_not_one_more(house: House) -> None:
    cook = house.staff("Ken")
    tokens = []
    for station in range(1, ROOMS_EACH + 2):
        cook.opens(f"/test/station/{station}")
        tokens.append(cook.token)
    assert cook.connects()
    assert len(cook.watches(*tokens)) == ROOMS_EACH


def test_who_turns_to_another_region_hears_no_more_of_the_first(house: House) -> None:
    bar = house.place.stations["bar"]
    cook = house.staff("Ken").looks_at("/test/station/")
    first = cook.room
    cook.opens(f"/test/station/{bar}")
    assert cook.watches() == [cook.room] != [first]
    cook.hears("proof")
    house.order(house.phone())
    assert [patch["room"] for patch in cook.hears()] == [cook.room]
    assert [watch.room for watch in house.sockets.watchers.everything()] == [cook.room]


def test_whoever_leaves_leaves_nothing_behind(house: House) -> None:
    phone = house.phone().looks_at("/test/table")
    assert house.sockets.watchers.everything()
    phone.socket.disconnect(namespace="/diner")
    assert not house.sockets.watchers
    assert house.sockets.watchers.everything() == []


@pytest.mark.parametrize(
    ("origin", "is_ours"),
    [
        ("http://localhost:8000", True),
        ("https://table.example", True),
        ("https://evil.example", False),
        ("https://table.example.evil.example", False),
        ("null", False),
        ("", False),
    ],
)
def test_only_our_own_pages_open_sockets(house: House, origin: str, is_ours: bool) -> None:
    environ = {"HTTP_HOST": "table.example"}
    assert house.sockets.is_own_page(origin, environ) is is_ours
