"""Receipts of kitchen screens, true and forged."""

import pytest
from sqlalchemy import event, text

from restaurant_order.core.database import db
from tests.cast import casa_lupo
from tests.live.house import House


def drawn(house: House) -> list[tuple[int, int]]:
    with house.app.app_context():
        rows = db.session.execute(text("SELECT order_id, station_id FROM drawn_tickets"))
        return [(row[0], row[1]) for row in rows]


def test_a_ticket_is_noted_once_a_screen_has_painted_it(house: House) -> None:
    bar = house.place.stations["bar"]
    screen = house.staff("Ken").looks_at(f"/test/station/{bar}")
    order = house.order(house.phone())
    assert drawn(house) == []
    assert screen.says("drawn", screen.room, [f"{order}:{bar}"]) is True
    assert drawn(house) == [(order, bar)]


def test_the_table_hears_that_its_ticket_is_on_a_screen(house: House) -> None:
    bar = house.place.stations["bar"]
    screen, phone = house.staff("Ken").looks_at("/test/station/"), house.phone()
    order = house.order(phone)
    screen.says("drawn", screen.room, [f"{order}:{bar}"])
    screen.says("drawn", screen.room, [f"{order}:{bar}"])
    with house.app.app_context():
        told = db.session.scalars(text("SELECT count(*) FROM journal WHERE kind = 'TicketDrawn'"))
        assert told.one() == 1


def test_a_board_speaks_for_its_own_station_only(house: House) -> None:
    grill, bar = house.place.stations["grill"], house.place.stations["bar"]
    screen = house.staff("Ken").looks_at(f"/test/station/{grill}")
    order = house.order(house.phone())
    screen.says("drawn", screen.room, [f"{order}:{bar}"])
    assert drawn(house) == []


def test_a_guest_says_nothing_about_the_kitchen(house: House) -> None:
    phone = house.phone().looks_at("/test/table")
    order = house.order(phone)
    bar = house.place.stations["bar"]
    assert phone.says("drawn", phone.room, [f"{order}:{bar}"]) is False
    assert drawn(house) == []


def test_a_screen_says_nothing_about_a_room_it_does_not_watch(house: House) -> None:
    bar = house.place.stations["bar"]
    watching, other = house.staff("Ken").looks_at("/test/station/"), house.staff("Lena")
    assert other.connects()
    order = house.order(house.phone())
    assert other.says("drawn", watching.room, [f"{order}:{bar}"]) is False
    assert drawn(house) == []


def test_a_screen_says_nothing_about_another_restaurants_orders(house: House) -> None:
    with house.app.app_context():
        other = casa_lupo(name="Other place")
    theirs = house.staff("Ken", place=other).looks_at("/test/station/")
    order = house.order(house.phone())
    bar = house.place.stations["bar"]
    theirs.says("drawn", theirs.room, [f"{order}:{bar}"])
    assert drawn(house) == []


@pytest.mark.parametrize(
    "tickets",
    [
        None,
        "1:2",
        {},
        [[1, 2]],
        [None],
        ["1"],
        ["1:2:3"],
        ["-1:2"],
        ["1:2\n"],
        ["٣:2"],
        ["9" * 40 + ":2"],
        ["1:" + "9" * 40],
        ["99999:2"] * 5000,
    ],
    ids=lambda tickets: str(tickets)[:12],
)
def test_nonsense_changes_nothing_and_breaks_nothing(house: House, tickets: object) -> None:
    screen = house.staff("Ken").looks_at("/test/station/")
    house.order(house.phone())
    screen.says("drawn", screen.room, tickets)
    assert drawn(house) == []
    assert screen.is_connected


@pytest.mark.parametrize("said", [[], ["test"], [None, None], [{}, []], ["a", [], "b"]])
def test_half_a_receipt_is_none(house: House, said: list[object]) -> None:
    screen = house.staff("Ken").looks_at("/test/station/")
    assert screen.says("drawn", *said) is False


def test_a_second_screens_receipt_costs_nothing(house: House) -> None:
    bar = house.place.stations["bar"]
    first, second = (house.staff(name).looks_at("/test/station/") for name in ("Ken", "Lena"))
    order = house.order(house.phone())
    assert first.says("drawn", first.room, [f"{order}:{bar}"]) is True
    with house.app.app_context():
        statements: list[str] = []
        event.listen(db.engine, "before_cursor_execute", lambda *a: statements.append(a[2]))
        assert second.says("drawn", second.room, [f"{order}:{bar}"]) is True
    assert statements == []


def test_a_receipt_for_what_does_not_exist_yet_is_not_kept_for_later(house: House) -> None:
    bar = house.place.stations["bar"]
    screen = house.staff("Ken").looks_at("/test/station/")
    assert screen.says("drawn", screen.room, [f"{n}:{bar}" for n in range(1, 50)]) is False
    order = house.order(house.phone())
    assert screen.says("drawn", screen.room, [f"{order}:{bar}"]) is True
    assert drawn(house) == [(order, bar)]
