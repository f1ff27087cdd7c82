"""A ticket that no screen of its station draws: alarmed, hung elsewhere, and home again."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, local
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from kitchen_display.reconcile import Report, reconcile
from kitchen_display.tickets import TICKETS, BoardScope
from restaurant_order.core import clock
from restaurant_order.core.actor import SYSTEM, Actor, ActorKind
from restaurant_order.core.database import db
from restaurant_order.live.prove import Prover
from restaurant_order.ordering import missed
from restaurant_order.ordering.missed import Look, look_for_missed, missed_tickets
from restaurant_order.ordering.models import DrawnTicket
from restaurant_order.ordering.service import note_drawn
from restaurant_order.venue.fallbacks import fall_back_on
from restaurant_order.venue.models import Station
from tests.kitchen.house import SCRIPT, Kitchen, Person, Placed
from tests.kitchen.tablets import at
from tests.kitchen.test_push import Wall
from tests.together import together


@pytest.fixture
def wall(kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Wall]:
    monkeypatch.setattr(Prover, "start", lambda _self, _audience: None)
    return lambda board: Wall(kitchen, board)


def falls_back(kitchen: Kitchen, station: str, on: str | None) -> None:
    with kitchen.app.app_context():
        found = db.session.get_one(Station, kitchen.place.stations[station])
        fall_back_on(found, kitchen.place.stations[on] if on else None, by=SYSTEM)


def looks(kitchen: Kitchen, *, seconds: int) -> Report:
    """The round through the kitchen, so long after now."""
    with kitchen.app.app_context(), clock.held_at(clock.now() + timedelta(seconds=seconds)):
        return reconcile(kitchen.place.restaurant)


def draws(kitchen: Kitchen, placed: Placed, *, of: str, on: str | None) -> bool:
    """A screen that shows the board of `on` hands in a receipt for the ticket of `of`."""
    stations = kitchen.place.stations
    with kitchen.app.app_context():
        noted = note_drawn(
            kitchen.place.id,
            [(placed.id, stations[of])],
            board=stations[on] if on else None,
            by=Actor(ActorKind.STAFF, 1, "Ken"),
        )
    return bool(noted)


def journal(app: Flask, kind: str) -> int:
    with app.app_context():
        found = db.session.scalars(
            text("SELECT count(*) FROM journal WHERE kind = :kind"), {"kind": kind}
        )
        return int(found.one())


def guest(kitchen: Kitchen, placed: Placed) -> str:
    return f"order-{placed.id}-for-{kitchen.place.stations['grill']}"


def test_what_nobody_draws_hangs_on_the_fallbacks_board(kitchen: Kitchen, ken: Person) -> None:
    falls_back(kitchen, "grill", "bar")
    placed = kitchen.orders("margherita")
    assert ken.tickets("/kitchen/bar") == []
    assert not looks(kitchen, seconds=9).look
    assert ken.tickets("/kitchen/bar") == []
    assert looks(kitchen, seconds=11).look
    assert ken.tickets("/kitchen/bar") == [guest(kitchen, placed)]
    assert "For Grill: no screen there" in ken.sees("/kitchen/bar")
    assert ken.tickets("/kitchen/grill") == [f"order-{placed.id}"]
    assert "no screen there" not in ken.sees("/kitchen/grill")


def test_a_screen_at_home_takes_it_back(kitchen: Kitchen, ken: Person) -> None:
    falls_back(kitchen, "grill", "bar")
    placed = kitchen.orders("margherita")
    looks(kitchen, seconds=11)
    assert draws(kitchen, placed, of="grill", on="bar")
    assert draws(kitchen, placed, of="grill", on="bar")
    assert ken.tickets("/kitchen/bar") == [guest(kitchen, placed)]
    assert draws(kitchen, placed, of="grill", on="grill")
    assert ken.tickets("/kitchen/bar") == []
    for kind in ("TicketMissed", "TicketShownElsewhere", "TicketDrawn", "TicketCameHome"):
        assert journal(kitchen.app, kind) == 1, kind
    assert looks(kitchen, seconds=60).is_clean


def test_looking_twice_finds_nothing_twice(kitchen: Kitchen) -> None:
    falls_back(kitchen, "grill", "bar")
    kitchen.orders("margherita")
    first, second = looks(kitchen, seconds=11), looks(kitchen, seconds=11)
    assert len(first.look.missed) == 1
    assert not second.look
    assert second.waiting == 1
    assert journal(kitchen.app, "TicketMissed") == 1


def test_both_boards_hear_of_it_without_asking(
    kitchen: Kitchen, wall: Callable[[str], Wall]
) -> None:
    falls_back(kitchen, "grill", "bar")
    placed = kitchen.orders("margherita")
    grill, bar = wall("grill"), wall("bar")
    looks(kitchen, seconds=11)
    assert [patch["key"] for patch in grill.hears() if patch["html"]] == [f"order-{placed.id}"]
    heard = [patch for patch in bar.hears() if patch["html"]]
    assert [patch["key"] for patch in heard] == [guest(kitchen, placed)]
    assert "For Grill" in heard[0]["html"]
    draws(kitchen, placed, of="grill", on="grill")
    gone = [patch["key"] for patch in bar.hears() if not patch["html"]]
    assert guest(kitchen, placed) in gone


def test_the_fallbacks_cook_can_make_it(kitchen: Kitchen, ken: Person) -> None:
    falls_back(kitchen, "grill", "bar")
    placed = kitchen.orders("margherita", "lemonade")
    looks(kitchen, seconds=11)
    assert set(ken.tickets("/kitchen/bar")) == {f"order-{placed.id}", guest(kitchen, placed)}
    assert ken.taps(f"/kitchen/grill/tickets/{placed.id}/bump").status_code == 200
    assert ken.tickets("/kitchen/bar") == [f"order-{placed.id}"]
    assert looks(kitchen, seconds=12).look.ended
    with kitchen.app.app_context():
        assert [m.station_id for m in missed_tickets(kitchen.place.id)] == [
            kitchen.place.stations["bar"]
        ]


def test_what_is_proved_is_what_hangs(kitchen: Kitchen) -> None:
    falls_back(kitchen, "grill", "bar")
    kitchen.orders("margherita", "lemonade")
    kitchen.orders("margherita", table="8")
    looks(kitchen, seconds=11)
    with kitchen.app.app_context():
        for station_id in (None, *kitchen.place.stations.values()):
            scope = BoardScope(kitchen.place.id, station_id)
            shown = sorted((item.key, item.version) for item in TICKETS.items(scope))
            assert shown == sorted(TICKETS.versions(scope))


def test_without_a_fallback_it_is_an_alarm_alone(kitchen: Kitchen, ken: Person) -> None:
    placed = kitchen.orders("margherita")
    report = looks(kitchen, seconds=11)
    assert [fact.fallback_id for fact in report.look.missed] == [None]
    assert not report.is_clean
    assert ken.tickets("/kitchen/bar") == []
    draws(kitchen, placed, of="grill", on=None)
    assert looks(kitchen, seconds=11).is_clean


def test_the_restaurant_says_how_long_is_too_long(kitchen: Kitchen) -> None:
    kitchen.orders("margherita")
    with kitchen.app.app_context():
        kitchen.place.restaurant.drawn_within = 60
        db.session.commit()
    assert not looks(kitchen, seconds=59).look
    assert looks(kitchen, seconds=61).look


def test_a_receipt_tells_which_board_drew_it_and_who_stood_there(kitchen: Kitchen) -> None:
    placed = kitchen.orders("margherita")
    draws(kitchen, placed, of="grill", on="grill")
    with kitchen.app.app_context():
        row = db.session.execute(text("SELECT board_id, drawn_by FROM drawn_tickets")).one()
        named = db.session.execute(
            text("SELECT actor_name FROM journal WHERE kind = 'TicketDrawn'")
        ).scalar_one()
    assert tuple(row) == (kitchen.place.stations["grill"], "Ken")
    assert named == "Ken"


@pytest.mark.parametrize("board", ["bar", "elsewhere"])
def test_a_board_speaks_for_no_ticket_that_does_not_hang_there(
    board: str, kitchen: Kitchen, stranger: Person
) -> None:
    placed = kitchen.orders("margherita")
    station = kitchen.place.stations["bar"] if board == "bar" else 99
    with kitchen.app.app_context():
        grill = kitchen.place.stations["grill"]
        assert not note_drawn(kitchen.place.id, [(placed.id, grill)], board=station)
        assert not note_drawn(kitchen.place.id, [(placed.id + 7, grill)], board=grill)
        assert not note_drawn(kitchen.place.id + 1, [(placed.id, grill)], board=grill)
    assert journal(kitchen.app, "TicketDrawn") == 0
    assert looks(kitchen, seconds=11).waiting == 1


def test_the_command_says_what_it_found(kitchen: Kitchen) -> None:
    placed = kitchen.orders("margherita")
    runner = kitchen.app.test_cli_runner()
    quiet = runner.invoke(args=["kitchen", "reconcile"])
    assert quiet.exit_code == 0, quiet.output
    assert "1 order, 1 dish to make" in quiet.output
    with clock.held_at(clock.now() + timedelta(seconds=11)):
        found = runner.invoke(args=["kitchen", "reconcile"])
    assert found.exit_code == 1
    assert f"order {placed.id}" in found.output


def test_a_board_that_shows_too_little_or_too_much_is_reported(
    kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch
) -> None:
    kitchen.orders("margherita")
    kitchen.orders("margherita", table="8")
    assert looks(kitchen, seconds=0).faults == ()
    items = TICKETS.items
    monkeypatch.setattr(TICKETS, "items", lambda scope: [*items(scope)][:1] * 2)
    found = {(fault.kind, fault.board) for fault in looks(kitchen, seconds=0).faults}
    assert found == {("missing", "all"), ("twice", "all"), ("missing", "grill"), ("twice", "grill")}


def test_a_paired_screen_works_what_hangs_on_its_board_and_no_more(kitchen: Kitchen) -> None:
    falls_back(kitchen, "grill", "bar")
    bar = at(kitchen.app, kitchen, "bar")
    placed = kitchen.orders("margherita")
    ticket = f"/kitchen/grill/tickets/{placed.id}"
    assert bar.taps(f"{ticket}/bump").status_code == 403
    looks(kitchen, seconds=11)
    assert bar.browser.get("/kitchen/grill").status_code == 303
    assert bar.browser.get("/kitchen/grill", headers=SCRIPT).status_code == 403
    assert bar.browser.get(ticket, headers=SCRIPT).status_code == 200
    bumped = bar.taps(f"{ticket}/bump")
    assert kitchen.status_of(placed) == ["ready"]
    looks(kitchen, seconds=12)
    assert bar.takes_back(bumped).status_code == 200
    assert kitchen.status_of(placed) == ["accepted"]
    with clock.held_at(clock.now() + timedelta(minutes=5)):
        draws(kitchen, placed, of="grill", on="grill")
    with clock.held_at(clock.now() + timedelta(minutes=7)):
        assert bar.taps(f"{ticket}/bump").status_code == 403


def found_by_many(kitchen: Kitchen) -> int:
    """Four processes look at one moment, eleven seconds after two orders: how often it is told."""
    for table in ("7", "8"):
        kitchen.orders("margherita", table=table)
    with clock.held_at(clock.now() + timedelta(seconds=11)):
        looks = together(kitchen.app, 4, lambda _: look_for_missed(kitchen.place.restaurant))
    found = [one for one in looks if isinstance(one, Look)]
    assert len(found) == 4, looks
    told = journal(kitchen.app, "TicketMissed")
    assert sum(len(one.missed) for one in found) == told
    return told


def test_two_who_look_at_once_find_it_once(kitchen: Kitchen, each_app: Flask) -> None:
    assert found_by_many(kitchen) == 2


def test_what_was_read_before_the_lock_would_be_found_by_each(
    kitchen: Kitchen, each_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: nobody looks again once they hold the restaurant."""
    look, early, all_looked = missed._look, local(), Barrier(4)

    def look_once(*about: Any) -> Look:
        if not hasattr(early, "found"):
            early.found = look(*about)
            all_looked.wait(10)
        return early.found

    monkeypatch.setattr(missed, "_look", look_once)
    assert found_by_many(kitchen) == 8


def test_what_came_home_in_the_same_moment_does_not_hang_on(kitchen: Kitchen, ken: Person) -> None:
    falls_back(kitchen, "grill", "bar")
    placed = kitchen.orders("margherita")
    looks(kitchen, seconds=11)
    with kitchen.app.app_context():
        at_home = {"order_id": placed.id, "station_id": kitchen.place.stations["grill"]}
        db.session.add(DrawnTicket(**at_home, drawn_at=clock.now(), fired_through=clock.now()))
        db.session.commit()
    assert len(looks(kitchen, seconds=12).look.ended) == 1
    assert ken.tickets("/kitchen/bar") == []
