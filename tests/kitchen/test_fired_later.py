"""A course that is fired later has to be drawn anew, as a new order has to be drawn."""

import re
from datetime import timedelta

import pytest

from kitchen_display.tickets import TICKETS, BoardScope
from restaurant_order.core import clock
from restaurant_order.core.database import db
from restaurant_order.core.transaction import transaction
from restaurant_order.live.prove import Prover
from restaurant_order.ordering.missed import missed_tickets
from restaurant_order.ordering.models import OrderLine
from restaurant_order.ordering.queries import order_view
from restaurant_order.ordering.service import fire_course, hold_course, note_drawn
from restaurant_order.venue.models import Station
from tests.kitchen.house import Kitchen, Person, Placed
from tests.kitchen.test_fallback import falls_back, guest, looks
from tests.kitchen.test_push import Wall


@pytest.fixture
def placed(kitchen: Kitchen) -> Placed:
    """A margherita and, held as the second course, oysters; the bar stands in for the grill."""
    falls_back(kitchen, "grill", "bar")
    order = kitchen.orders("margherita", "oyster")
    with kitchen.app.app_context(), transaction():
        oysters = db.session.get_one(OrderLine, order.lines[1])
        oysters.course, oysters.fired_at = 2, None
    return order


def shown(kitchen: Kitchen, board: str = "grill") -> tuple[int, int | None, int | None]:
    """What a screen that draws the grill's ticket there, as it looks now, hands in for it."""
    page = kitchen.signed_in("Ken").sees(f"/kitchen/{board}")
    found = re.search(r'data-draws="(\d+):(\d+):(\d+)"', page)
    assert found
    return int(found[1]), int(found[2]), int(found[3])


def hands_in(
    kitchen: Kitchen, receipt: tuple[int, int | None, int | None], board: str = "grill"
) -> None:
    with kitchen.app.app_context():
        note_drawn(kitchen.place.id, [receipt], board=kitchen.place.stations[board])


def fires(kitchen: Kitchen, placed: Placed) -> None:
    with kitchen.app.app_context():
        visit_id = order_view(kitchen.place.id, placed.id).visit_id
        fire_course(kitchen.place.id, visit_id, 2, by=kitchen.place.person("Wei"))


def alarm(kitchen: Kitchen, *, seconds: int) -> str:
    with clock.held_at(clock.now() + timedelta(seconds=seconds)):
        return kitchen.signed_in("Carla").browser.get("/floor/alarms").text


def test_what_was_drawn_before_does_not_count_for_what_is_fired(
    kitchen: Kitchen, ken: Person, placed: Placed
) -> None:
    hands_in(kitchen, shown(kitchen))
    assert looks(kitchen, seconds=60).is_clean
    assert "No kitchen screen" not in alarm(kitchen, seconds=60)
    fires(kitchen, placed)
    assert "No kitchen screen" not in alarm(kitchen, seconds=9)
    assert not looks(kitchen, seconds=9).look
    assert "(Grill)" in alarm(kitchen, seconds=11)
    assert len(looks(kitchen, seconds=11).look.missed) == 1
    assert guest(kitchen, placed) in ken.tickets("/kitchen/bar")
    hands_in(kitchen, shown(kitchen))
    assert ken.tickets("/kitchen/bar") == []
    assert "No kitchen screen" not in alarm(kitchen, seconds=60)
    assert looks(kitchen, seconds=60).is_clean


def test_a_receipt_of_the_first_showing_that_comes_late_does_not_count_either(
    kitchen: Kitchen, placed: Placed
) -> None:
    before = shown(kitchen)
    fires(kitchen, placed)
    after = shown(kitchen)
    assert before[:2] == after[:2]
    hands_in(kitchen, before)
    assert looks(kitchen, seconds=11).waiting == 1
    hands_in(kitchen, after)
    hands_in(kitchen, before)
    assert looks(kitchen, seconds=12).is_clean


def test_the_alarm_counts_from_the_firing(kitchen: Kitchen, placed: Placed) -> None:
    hands_in(kitchen, shown(kitchen))
    later = clock.now() + timedelta(minutes=30)
    with clock.held_at(later):
        fires(kitchen, placed)
        said = alarm(kitchen, seconds=11)
    assert f'data-since="{later.isoformat(timespec="milliseconds")[:19]}' in said


def test_held_and_fired_again_it_has_to_be_drawn_again(kitchen: Kitchen, placed: Placed) -> None:
    fires(kitchen, placed)
    hands_in(kitchen, shown(kitchen))
    with kitchen.app.app_context():
        visit_id = order_view(kitchen.place.id, placed.id).visit_id
        hold_course(kitchen.place.id, visit_id, 2, by=kitchen.place.person("Wei"))
    assert looks(kitchen, seconds=60).is_clean
    fires(kitchen, placed)
    assert looks(kitchen, seconds=11).waiting == 1


def test_a_fallback_that_showed_the_ticket_before_has_to_show_what_is_fired(
    kitchen: Kitchen, placed: Placed
) -> None:
    looks(kitchen, seconds=11)
    before = shown(kitchen, "bar")
    hands_in(kitchen, before, "bar")
    assert "now on the board of Bar" in alarm(kitchen, seconds=12)
    fires(kitchen, placed)
    hands_in(kitchen, before, "bar")
    assert "now on the board" not in alarm(kitchen, seconds=12)
    hands_in(kitchen, shown(kitchen, "bar"), "bar")
    assert "now on the board of Bar" in alarm(kitchen, seconds=12)
    with kitchen.app.app_context():
        assert len(missed_tickets(kitchen.place.id)) == 1


def test_what_the_first_fallback_does_not_draw_of_it_goes_on_to_the_next(
    kitchen: Kitchen, placed: Placed
) -> None:
    """The grill's tickets go to the bar, and the bar's own fallback has never seen this one."""
    looks(kitchen, seconds=11)
    hands_in(kitchen, shown(kitchen, "bar"), "bar")
    fires(kitchen, placed)
    assert looks(kitchen, seconds=30).look.sent_on == ()
    with kitchen.app.app_context(), transaction():
        cold = {"slug": "cold", "name": {"en": "Cold"}, "language": None}
        station = Station(restaurant_id=kitchen.place.id, **cold)
        db.session.add(station)
    kitchen.place.stations["cold"] = station.id
    falls_back(kitchen, "bar", "cold")
    assert [fact.fallback_id for fact in looks(kitchen, seconds=30).look.sent_on] == [station.id]


def test_the_guest_reads_on_the_screen_only_once_the_fired_dish_was_drawn(
    kitchen: Kitchen, placed: Placed
) -> None:
    def drawn() -> list[bool]:
        with kitchen.app.app_context():
            order = order_view(kitchen.place.id, placed.id)
            return [order.is_drawn(line) for line in order.lines]

    hands_in(kitchen, shown(kitchen))
    assert drawn() == [True, False]
    fires(kitchen, placed)
    assert drawn() == [True, False]
    hands_in(kitchen, shown(kitchen))
    assert drawn() == [True, True]


def test_a_screen_is_told_and_its_receipt_is_asked_for_anew(
    kitchen: Kitchen, placed: Placed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Prover, "start", lambda _self, _audience: None)
    wall = Wall(kitchen, "grill")
    fires(kitchen, placed)
    (patch,) = wall.hears()
    assert ":".join(map(str, shown(kitchen))) in patch["html"]


def test_a_receipt_for_a_firing_that_never_was_is_none(kitchen: Kitchen, placed: Placed) -> None:
    order_id, station_id, firing = shown(kitchen)
    assert firing
    hands_in(kitchen, (order_id, station_id, 1))
    assert looks(kitchen, seconds=11).waiting == 1
    hands_in(kitchen, (order_id, station_id, 10**17))
    assert looks(kitchen, seconds=12).is_clean
    fires(kitchen, placed)
    assert looks(kitchen, seconds=13).waiting == 1


def test_what_hangs_elsewhere_is_proved_after_a_firing(kitchen: Kitchen, placed: Placed) -> None:
    looks(kitchen, seconds=11)
    fires(kitchen, placed)
    looks(kitchen, seconds=11)
    with kitchen.app.app_context():
        for station_id in (None, *kitchen.place.stations.values()):
            scope = BoardScope(kitchen.place.id, station_id)
            items = sorted((item.key, item.version) for item in TICKETS.items(scope))
            assert items == sorted(TICKETS.versions(scope))
