"""Rounds that joined a ticket: one ticket on every board, the later lines marked."""

import re
from dataclasses import replace

import pytest
from flask import Flask

from kitchen_display.board import Board, Stage, joined_up, open_tickets, ticket_of
from kitchen_display.tickets import TICKETS, BoardScope
from restaurant_order.core.database import db
from restaurant_order.core.transaction import transaction
from restaurant_order.ordering.models import LineStatus, Order
from tests.kitchen.house import Kitchen, Person, kitchen_of
from tests.kitchen.orders import BAR, EVENING, HOT, line, order

READY = {"status": LineStatus.READY, "ready_at": EVENING}


@pytest.fixture
def kitchen(app: Flask) -> Kitchen:
    return kitchen_of(app, join_within=3)


def test_rounds_that_joined_are_one_ticket_at_the_first_ones_place() -> None:
    first = order(line(1), order_id=1)
    other = order(line(2), order_id=2, minutes=1)
    later = order(line(3), order_id=3, minutes=2, joins_id=1, version=9)
    found = open_tickets(joined_up([later, other, first]), Board(HOT))
    assert [ticket.key for ticket in found] == ["order-1", "order-2"]
    assert [one.id for one in found[0].lines] == [1, 3]
    assert found[0].order.version == 9


def test_what_the_others_make_of_a_later_round_is_counted_with_the_ticket() -> None:
    first = order(line(1), order_id=1)
    later = order(line(2, station=BAR), line(3, station=BAR, **READY), order_id=2, joins_id=1)
    (ticket,) = open_tickets(joined_up([first, later]), Board(HOT))
    assert [(one.done, one.total) for one in ticket.elsewhere] == [(1, 2)]


def test_a_held_course_stays_on_the_ticket_after_all_else_is_done() -> None:
    done = line(1, course=1, **READY)
    held = line(2, course=2, fired_at=None)
    ticket = ticket_of(order(done, held), Board(HOT))
    assert ticket.is_open
    assert ticket.stage is Stage.HELD
    assert (ticket.fired, ticket.fired_at) == ((), None)
    assert ticket.held_courses == (2,)


def test_the_second_clock_runs_since_the_first_line_was_fired() -> None:
    fired = EVENING.replace(minute=50)
    ticket = ticket_of(order(line(1, **READY), line(2, course=2, fired_at=fired)), Board(HOT))
    assert (ticket.since, ticket.fired_at) == (EVENING, fired)


def test_the_board_shows_one_ticket_with_a_plus_before_the_later_dish(
    kitchen: Kitchen, ken: Person
) -> None:
    first = kitchen.orders("margherita")
    kitchen.orders("oyster")
    kitchen.orders("oyster", table="8")
    assert ken.tickets() == [f"order-{first.id}", "order-3"]
    shown = [
        ("line__joined" in one, "Oyster" in one)
        for one in re.findall(r'<li class="line".*?</li>', ken.sees(), re.DOTALL)
    ]
    assert shown == [(False, False), (True, True), (False, True)]


def test_a_touch_on_the_ticket_moves_both_rounds_and_undo_moves_them_back(
    kitchen: Kitchen, ken: Person
) -> None:
    rounds = [kitchen.orders("margherita"), kitchen.orders("oyster")]
    answer = ken.taps(f"/kitchen/grill/tickets/{rounds[0].id}/bump")
    assert [kitchen.status_of(each) for each in rounds] == [["ready"], ["ready"]]
    assert ken.tickets() == []
    ken.takes_back(answer)
    assert [kitchen.status_of(each) for each in rounds] == [["accepted"], ["accepted"]]


def test_the_address_of_the_later_round_leads_to_the_ticket(kitchen: Kitchen, ken: Person) -> None:
    kitchen.orders("margherita")
    later = kitchen.orders("oyster")
    ken.taps(f"/kitchen/grill/tickets/{later.id}/start")
    assert kitchen.status_of(later) == ["cooking"]


def test_a_done_ticket_is_recalled_whole(kitchen: Kitchen, ken: Person) -> None:
    first, later = kitchen.orders("margherita"), kitchen.orders("oyster")
    ken.taps(f"/kitchen/grill/tickets/{first.id}/bump")
    assert ken.sees("/kitchen/grill/recall").count('class="past"') == 1
    ken.taps(f"/kitchen/grill/tickets/{first.id}/recall")
    assert kitchen.status_of(later) == ["accepted"]


def test_a_joined_ticket_is_proved_pushed_and_reported_as_it_is_shown(kitchen: Kitchen) -> None:
    first, later = kitchen.orders("margherita", "lemonade"), kitchen.orders("oyster")
    kitchen.orders("lemonade", table="8")
    kitchen.set_status(first, LineStatus.READY)
    with kitchen.app.app_context():
        for station in (None, *kitchen.place.stations.values()):
            scope = BoardScope(kitchen.place.id, station)
            shown = [(item.key, item.version) for item in TICKETS.items(scope)]
            assert sorted(shown) == sorted(TICKETS.versions(scope))
            assert TICKETS.item(scope, f"order-{later.id}") is None
        (item,) = TICKETS.items(BoardScope(kitchen.place.id, kitchen.place.stations["grill"]))
        grill = kitchen.place.stations["grill"]
        named = [name.split(":") for name in item.context["draws"].split(",")]
        assert [name[:2] for name in named] == [[f"{n.id}", f"{grill}"] for n in (first, later)]


def test_a_pure_ticket_names_the_order_of_each_line() -> None:
    later = replace(order(line(2), order_id=2), joins_id=1)
    (joined,) = joined_up([order(line(1), order_id=1), later])
    assert [one.order_id for one in joined.lines] == [1, 2]


def test_a_ticket_is_rushed_by_whichever_round_is_still_to_make(
    kitchen: Kitchen, ken: Person
) -> None:
    first = kitchen.orders("margherita")
    kitchen.orders("oyster")
    kitchen.set_status(first, LineStatus.READY)
    answer = ken.taps(f"/kitchen/grill/tickets/{first.id}/rush", words="Guests have a train")
    assert answer.status_code == 200
    assert "data-rushed" in ken.sees()
    assert ken.takes_back(answer).status_code == 200
    assert "data-rushed" not in ken.sees()


def test_the_pass_reads_what_was_said_of_each_round(kitchen: Kitchen, ken: Person) -> None:
    rounds = [kitchen.orders("margherita"), kitchen.orders("oyster")]
    with kitchen.app.app_context(), transaction():
        for placed, note in zip(rounds, ("A birthday", "All together"), strict=True):
            db.session.get_one(Order, placed.id).note = note
    for board in ("grill", "pass"):
        page = ken.sees(f"/kitchen/{board}")
        notes = re.findall(r'<p class="ticket__note">.*?</p>', page, re.DOTALL)
        assert ["A birthday" in notes[0], "All together" in notes[1]] == [True, True], board
        assert page.count('class="line__joined"') == 1, board
