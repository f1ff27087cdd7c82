"""At a counter each scan opens a visit: not without end, and not for good."""

from datetime import timedelta

import pytest
from werkzeug.test import TestResponse

from kitchen_display.patrol import THOROUGHLY, Patrol
from restaurant_order.core import clock
from restaurant_order.core.database import db
from restaurant_order.ordering.leaving import STAYS, end_idle_parties
from restaurant_order.venue.models import Table, TableKind
from restaurant_order.visits import counters
from restaurant_order.visits.counters import MOST_AT_COUNTER, MOST_FROM_NETWORK, WITHIN
from restaurant_order.visits.models import Visit
from tests.diner.phones import Lupo, Phone, text_of


@pytest.fixture
def counter(lupo: Lupo) -> Lupo:
    """Table 7 is a counter."""
    lupo.changes(Table, lupo.place.tables["7"], kind=TableKind.COUNTER)
    return lupo


def scan(lupo: Lupo, network: str, table: str = "7", *, language: str = "en") -> TestResponse:
    """By a phone that nobody knows yet."""
    return lupo.app.test_client().get(
        f"/t/{lupo.place.codes[table]}",
        environ_base={"REMOTE_ADDR": network},
        headers={"Accept-Language": language},
    )


def running(lupo: Lupo) -> int:
    with lupo.inside():
        return len(db.session.scalars(db.select(Visit).where(Visit.ended_at.is_(None))).all())


def test_a_lunch_queue_behind_one_wi_fi_is_let_in_and_a_flood_is_not(counter: Lupo) -> None:
    with clock.held_at(clock.now()):
        queue = [scan(counter, "192.0.2.1").status_code for _ in range(MOST_FROM_NETWORK)]
        refused = scan(counter, "192.0.2.1")
        elsewhere = scan(counter, "192.0.2.2")

    assert queue == [303] * MOST_FROM_NETWORK
    assert refused.status_code == 429
    assert "Please order with our staff" in text_of(refused)
    assert "Set-Cookie" not in refused.headers
    assert elsewhere.status_code == 303
    assert running(counter) == MOST_FROM_NETWORK + 1


def test_after_some_minutes_the_network_is_let_in_again(
    counter: Lupo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counters, "MOST_FROM_NETWORK", 1)
    scan(counter, "192.0.2.1")
    with clock.held_at(clock.now() + WITHIN):
        assert scan(counter, "192.0.2.1").status_code == 303


def test_many_networks_together_do_not_flood_a_counter_either(
    counter: Lupo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counters, "MOST_AT_COUNTER", 3)
    with clock.held_at(clock.now()):
        codes = [scan(counter, f"192.0.2.{number}").status_code for number in range(4)]
    assert codes == [303, 303, 303, 429]
    assert MOST_AT_COUNTER > MOST_FROM_NETWORK


def test_a_server_that_listens_on_ipv6_tells_ipv4_networks_apart(
    counter: Lupo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counters, "MOST_FROM_NETWORK", 1)
    with clock.held_at(clock.now()):
        codes = [scan(counter, f"::ffff:192.0.2.{n}").status_code for n in (1, 2, 1)]
    assert codes == [303, 303, 429]


def test_who_stands_there_already_scans_as_often_as_they_like(
    counter: Lupo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counters, "MOST_FROM_NETWORK", 1)
    phone = counter.phone("7")
    assert [phone.scans("7").status_code for _ in range(3)] == [303] * 3
    assert running(counter) == 1


def test_a_table_is_one_party_however_many_scan(
    counter: Lupo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counters, "MOST_FROM_NETWORK", 0)
    assert [scan(counter, "192.0.2.1", "8").status_code for _ in range(3)] == [303] * 3


def looks(lupo: Lupo, *, after: timedelta) -> None:
    """The round of a serving process, that much later."""
    with clock.held_at(clock.now() + after), lupo.inside() as place:
        end_idle_parties(place.id)


def test_who_orders_nothing_for_an_hour_leaves_the_floor(counter: Lupo) -> None:
    phone = counter.phone("7")
    looks(counter, after=STAYS - timedelta(minutes=1))
    assert running(counter) == 1

    looks(counter, after=STAYS + timedelta(minutes=1))

    assert running(counter) == 0
    page = phone.get("/menu")
    assert page.status_code == 410
    assert "please scan the code again" in text_of(page)
    assert "bill is settled" not in text_of(page)
    assert phone.scans("7").status_code == 303


def chooses(phone: Phone) -> None:
    phone.adds("lemonade")


def orders(phone: Phone) -> None:
    phone.orders("lemonade")


def calls(phone: Phone) -> None:
    phone.post("/requests", {"kind": "waiter", "key": "key-waiter-please"})


@pytest.mark.parametrize("deed", [chooses, orders, calls])
def test_whoever_did_anything_stays(counter: Lupo, deed: object) -> None:
    assert callable(deed)
    deed(counter.phone("7"))
    looks(counter, after=STAYS * 3)
    assert running(counter) == 1


def test_a_party_at_a_table_may_sit_as_long_as_it_likes(counter: Lupo) -> None:
    counter.phone("8")
    looks(counter, after=STAYS * 3)
    assert running(counter) == 1


def test_a_serving_process_looks_by_itself(counter: Lupo, monkeypatch: pytest.MonkeyPatch) -> None:
    counter.phone("7")
    patrol = Patrol(counter.app)
    monkeypatch.setattr(patrol, "_compare_at", -THOROUGHLY)
    with clock.held_at(clock.now() + STAYS * 2):
        patrol.round()
    assert running(counter) == 0
