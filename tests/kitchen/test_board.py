"""Tickets: what stands on which board, and when it leaves."""

from dataclasses import replace
from datetime import timedelta

from kitchen_display.board import (
    Board,
    Elsewhere,
    Stage,
    Station,
    open_tickets,
    patience_of,
    recallable_tickets,
    ticket_of,
)
from restaurant_order.ordering.models import LineStatus, OrderKind
from tests.kitchen.orders import BAR, COLD, EVENING, HOT, line, order

READY = {"status": LineStatus.READY, "ready_at": EVENING + timedelta(minutes=9)}
CANCELLED = {"status": LineStatus.CANCELLED, "cancel_reason": "Guest left"}


def test_a_station_sees_only_what_it_makes() -> None:
    placed = order(line(1), line(2, station=BAR))
    assert [shown.id for shown in ticket_of(placed, Board(HOT)).lines] == [1]
    assert [shown.id for shown in ticket_of(placed, Board(None)).lines] == [1, 2]


def test_the_ticket_says_how_far_the_other_stations_are() -> None:
    placed = order(
        line(1), line(2, station=BAR, quantity=2, **READY), line(3, station=BAR), line(4, **READY)
    )
    assert ticket_of(placed, Board(HOT)).elsewhere == (Elsewhere(BAR.id, done=2, total=3),)
    assert ticket_of(placed, Board(None)).elsewhere == ()


def test_a_cancelled_dish_elsewhere_is_not_waited_for() -> None:
    placed = order(line(1), line(2, station=BAR, **CANCELLED))
    assert ticket_of(placed, Board(HOT)).elsewhere == ()


def test_a_done_dish_stays_on_the_ticket_until_all_are_done() -> None:
    half = order(line(1, **READY), line(2))
    assert [shown.id for shown in open_tickets([half], Board(HOT))[0].lines] == [1, 2]
    assert open_tickets([order(line(1, **READY), line(2, **READY))], Board(HOT)) == []


def test_the_hot_kitchen_need_not_wait_for_the_bar() -> None:
    placed = order(line(1, **READY), line(2, station=BAR))
    assert open_tickets([placed], Board(HOT)) == []
    assert len(open_tickets([placed], Board(BAR))) == 1
    assert len(open_tickets([placed], Board(None))) == 1


def test_an_order_nobody_accepted_is_on_no_board() -> None:
    waiting = order(line(1, status=LineStatus.PLACED, accepted_at=None), accepted_at=None)
    assert open_tickets([waiting], Board(None)) == []


def test_a_cancelled_dish_stays_until_a_cook_has_seen_it() -> None:
    cancelled = order(line(1, **CANCELLED))
    (ticket,) = open_tickets([cancelled], Board(HOT))
    assert (ticket.stage, [shown.id for shown in ticket.unseen]) == (Stage.STOPPED, [1])
    seen = order(line(1, **CANCELLED, cancel_seen_at=EVENING))
    assert open_tickets([seen], Board(HOT)) == []


def test_what_was_cancelled_before_the_kitchen_knew_never_shows() -> None:
    untold = order(line(1, **CANCELLED, accepted_at=None))
    assert open_tickets([untold], Board(HOT)) == []


def test_the_oldest_ticket_stands_first_whatever_order_they_come_in() -> None:
    orders = [
        order(line(n), order_id=n, minutes=minutes) for n, minutes in [(3, 5), (1, 9), (2, 5)]
    ]
    assert [ticket.order.id for ticket in open_tickets(orders, Board(HOT))] == [2, 3, 1]


def test_age_counts_from_the_moment_the_kitchen_could_know() -> None:
    accepted = order(line(1), accepted_at=EVENING + timedelta(minutes=20))
    assert ticket_of(accepted, Board(HOT)).since == EVENING + timedelta(minutes=20)


def test_a_ticket_is_new_until_somebody_touches_it() -> None:
    assert ticket_of(order(line(1), line(2)), Board(HOT)).stage is Stage.NEW
    touched = ticket_of(order(line(1, status=LineStatus.COOKING), line(2)), Board(HOT))
    assert (touched.stage, touched.is_started) == (Stage.COOKING, False)
    begun = ticket_of(order(line(1, status=LineStatus.COOKING), line(2, **READY)), Board(HOT))
    assert (begun.stage, begun.is_started) == (Stage.COOKING, True)


def test_guests_are_named_only_where_several_ordered() -> None:
    assert ticket_of(order(line(1, guest_id=5), line(2, guest_id=5)), Board(HOT)).guests == 1
    assert ticket_of(order(line(1, guest_id=5), line(2, guest_id=6)), Board(HOT)).guests == 2


def test_finished_tickets_can_be_recalled_for_three_hours_newest_first() -> None:
    orders = [
        order(line(n, status=LineStatus.READY, ready_at=EVENING + timedelta(minutes=n)), order_id=n)
        for n in (1, 2, 3)
    ]
    recalled = recallable_tickets(orders, Board(HOT), now=EVENING + timedelta(hours=3, minutes=2))
    assert [ticket.order.id for ticket in recalled] == [3]
    recalled = recallable_tickets(orders, Board(HOT), now=EVENING + timedelta(minutes=4))
    assert [ticket.order.id for ticket in recalled] == [3, 2, 1]


def test_what_still_stands_on_the_board_is_not_in_the_recall_list() -> None:
    half = order(line(1, **READY), line(2))
    assert recallable_tickets([half], Board(HOT), now=EVENING + timedelta(minutes=10)) == []


def test_colours_change_at_the_stations_own_minutes() -> None:
    ticket = ticket_of(order(line(1, station=BAR)), Board(BAR))
    assert patience_of(ticket, {BAR.id: BAR}) == (4, 8)


def test_on_the_board_of_all_the_most_impatient_unfinished_station_decides() -> None:
    stations = {station.id: station for station in (HOT, COLD, BAR)}
    both = ticket_of(order(line(1), line(2, station=BAR)), Board(None))
    assert patience_of(both, stations) == (4, 8)
    drinks_done = ticket_of(order(line(1), line(2, station=BAR, **READY)), Board(None))
    assert patience_of(drinks_done, stations) == (10, 18)


def test_takeaway_is_measured_by_its_own_minutes() -> None:
    hot = replace(HOT, takeaway_warn_after=3, takeaway_late_after=6)
    stations: dict[int | None, Station] = {hot.id: hot}
    at_table, away = (order(line(), kind=kind) for kind in OrderKind)
    assert patience_of(ticket_of(at_table, Board(hot)), stations) == (10, 18)
    assert patience_of(ticket_of(away, Board(hot)), stations) == (3, 6)


def test_what_is_rushed_stands_first() -> None:
    orders = [order(line(n), order_id=n, minutes=n) for n in (1, 2, 3)]
    orders[2] = replace(orders[2], rushed_at=EVENING)
    assert [ticket.order.id for ticket in open_tickets(orders, Board(None))] == [3, 1, 2]
