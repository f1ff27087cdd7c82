"""Screens are told behind the backs of those who change something, and several changes at once."""

from collections.abc import Callable

import pytest
from sqlalchemy import text

from restaurant_order.core.database import db
from restaurant_order.live import push
from restaurant_order.live import teller as module
from restaurant_order.live.teller import Teller, teller_of
from restaurant_order.ordering.service import finish_line
from tests.live.house import House


@pytest.fixture
def later(house: House) -> list[Callable[[], None]]:
    """The work of telling, which waits until the test does it."""
    found: list[Callable[[], None]] = []
    _teller(house).begin = found.append
    return found


def test_nobody_waits_until_the_screens_are_told(
    house: House, later: list[Callable[[], None]]
) -> None:
    phone = house.phone("7").looks_at("/test/table")
    order = house.order(phone)
    assert phone.hears() == []
    later.pop()()
    assert [patch["key"] for patch in phone.hears()] == [f"order-{order}"]


def test_a_rush_is_told_by_one_task_and_read_once(
    house: House, later: list[Callable[[], None]]
) -> None:
    kitchen = house.staff("Ken").looks_at("/test/station/")
    orders = [house.order(house.phone(table)) for table in ("7", "8", "7")]
    assert len(later) == 1
    later.pop()()
    assert [patch["key"] for patch in kitchen.hears()] == [f"order-{order}" for order in orders]
    assert house.stations.readings == 1


def test_a_round_comes_in_one_message_and_a_long_one_in_a_few(
    house: House, later: list[Callable[[], None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(push, "MOST", 2)
    kitchen = house.staff("Ken").looks_at("/test/station/")
    orders = [f"order-{house.order(house.phone(table))}" for table in ("7", "8", "7", "8", "7")]
    later.pop()()
    messages = kitchen.messages("patches")
    told = [[patch["key"] for patch in message["patches"]] for message in messages]
    assert told == [orders[:2], orders[2:4], orders[4:]]
    assert len({(message["room"], message["head"]) for message in messages}) == 1


def test_what_changed_twice_is_told_once_as_it_is_now(
    house: House, later: list[Callable[[], None]]
) -> None:
    phone = house.phone("7").looks_at("/test/table")
    house.order(phone)
    _finish(house)
    later.pop()()
    (patch,) = phone.hears()
    assert patch["html"] in phone.opens("/test/table")
    assert {"OrderPlaced", "LineFinished"} <= set(patch["kinds"])


def test_a_patch_says_only_what_happened_to_its_own_item(
    house: House, later: list[Callable[[], None]]
) -> None:
    kitchen = house.staff("Ken").looks_at("/test/station/")
    house.order(house.phone("7"))
    _finish(house)
    house.order(house.phone("8"))
    later.pop()()
    first, second = kitchen.hears()
    assert "LineFinished" in first["kinds"]
    assert "LineFinished" not in second["kinds"]


def test_what_cannot_be_told_does_not_silence_what_comes_after(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    phone = house.phone("7").looks_at("/test/table")
    with monkeypatch.context() as broken:
        broken.setattr(module, "push", lambda *_: 1 / 0)
        house.order(phone)
    house.order(phone)
    assert len(phone.hears()) == 1
    assert "1 transactions were not pushed" in caplog.text


def _finish(house: House) -> None:
    with house.app.app_context():
        (line,) = db.session.scalars(text("SELECT id FROM order_lines")).all()
        finish_line(house.place.id, line, by=house.place.person("Ken"))


def _teller(house: House) -> Teller:
    found = teller_of(house.app)
    assert found
    return found
