"""Asking for a waiter, for water, for the bill."""

import pytest

from restaurant_order.core import clock
from restaurant_order.visits.requests import answer, claim
from tests.diner.phones import Lupo, new_key


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("waiter", "A waiter, please Waiting since"),
        ("water", "Water, please Waiting since"),
        ("bill_cash", "The bill, in cash Waiting since"),
        ("bill_card", "The bill, by card Waiting since"),
    ],
)
def test_what_was_asked_for_is_in_sight_on_every_phone_of_the_table(
    lupo: Lupo, kind: str, said: str
) -> None:
    anna, ben = lupo.phone("7"), lupo.phone("7")

    assert anna.post("/requests", {"kind": kind, "key": new_key()}).location == "/requests"

    for path in ("/requests", "/cart/bar"):
        assert said in ben.reads(path)


def test_the_guest_sees_who_is_coming_and_that_it_is_done(lupo: Lupo) -> None:
    phone = lupo.phone("7")
    phone.post("/requests", {"kind": "waiter", "key": new_key()})

    with lupo.inside() as place:
        claim(place.id, 1, by=place.person("Wei"))
    assert "Wei is coming" in phone.reads("/cart/bar")

    with lupo.inside() as place:
        answer(place.id, 1, by=place.person("Wei"))
    assert "Done at" in phone.reads("/requests")


def test_asking_twice_for_the_same_is_one_request(lupo: Lupo) -> None:
    anna, ben = lupo.phone("7"), lupo.phone("7")

    anna.post("/requests", {"kind": "waiter", "key": new_key()})
    ben.post("/requests", {"kind": "waiter", "key": new_key()})

    assert lupo.counts()["requests"] == 1


def test_a_table_that_asks_all_the_time_is_asked_to_wait(lupo: Lupo) -> None:
    phone = lupo.phone("7")
    with clock.held_at(clock.now()):
        for number in range(1, 7):
            phone.post("/requests", {"kind": "waiter", "key": new_key()})
            with lupo.inside() as place:
                answer(place.id, number, by=place.person("Wei"))

        refused = phone.post("/requests", {"kind": "waiter", "key": new_key()})

    assert refused.status_code == 429
    assert "Somebody is on the way" in refused.text
    assert lupo.counts()["requests"] == 6


@pytest.mark.parametrize(
    ("field", "value"),
    [("kind", "champagne"), ("kind", ""), ("key", ""), ("table", "8"), ("status", "answered")],
)
def test_a_request_that_is_none_is_refused(lupo: Lupo, field: str, value: str) -> None:
    phone = lupo.phone("7")
    form = {"kind": "waiter", "key": new_key(), field: value}

    assert phone.post("/requests", form).status_code == 422
    assert lupo.counts()["requests"] == 0


def test_another_table_sees_nothing_of_it(lupo: Lupo) -> None:
    lupo.phone("7").post("/requests", {"kind": "waiter", "key": new_key()})

    assert "Waiting since" not in lupo.phone("8").reads("/requests")
