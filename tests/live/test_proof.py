"""The proof: what a room should show, and what it costs to say so."""

import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text

from restaurant_order.core.database import db
from restaurant_order.live import prove
from restaurant_order.live.digest import digest
from restaurant_order.live.draw import read_once
from restaurant_order.live.prove import Prover
from restaurant_order.live.region import Audience
from restaurant_order.live.sockets import Sockets
from tests.live.house import House

VECTORS = json.loads((Path(__file__).parent / "digests.json").read_text())


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: str(vector["shown"]))
def test_the_digest_is_the_screens(vector: dict[str, Any]) -> None:
    assert digest(vector["shown"].items()) == vector["digest"]


def test_two_items_that_each_missed_a_step_do_not_cancel_out() -> None:
    pairs = [(f"order-{a}", f"order-{b}") for a in range(60) for b in range(a)]
    assert all(digest([(a, 345), (b, 345)]) != digest([(a, 344), (b, 346)]) for a, b in pairs)


def test_who_joins_is_told_at_once_what_to_show(house: House) -> None:
    phone, beside = house.phone("7"), house.phone("7").looks_at("/test/table")
    house.order(phone)
    beside.hears()
    phone.opens("/test/table")
    assert phone.connects()
    phone.watches()
    (proof,) = phone.hears("proof")
    assert proof["digest"] == phone.digests()
    assert proof["room"] == phone.room
    assert beside.hears("proof") == []


def test_a_page_and_its_patches_add_up_to_the_proof(house: House, prover: Prover) -> None:
    phone = house.phone("7").looks_at("/test/table")
    for _ in range(3):
        house.order(phone)
    shown = phone.shows() | {patch["key"]: patch["version"] for patch in phone.hears()}
    prover.round(Audience.DINER)
    (proof,) = phone.hears("proof")
    assert proof["digest"] == digest(shown.items())


def test_a_lost_patch_is_found(
    house: House, prover: Prover, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = house.phone("7").looks_at("/test/table")
    house.order(phone)
    shown = {patch["key"]: patch["version"] for patch in phone.hears()}
    with monkeypatch.context() as cut:
        cut.setattr(Sockets, "tell", lambda *a, **k: None)
        house.order(phone)
    assert phone.hears() == []
    prover.round(Audience.DINER)
    (proof,) = phone.hears("proof")
    assert proof["digest"] != digest(shown.items())
    phone.opens("/test/table")
    assert proof["digest"] == phone.digests()


def test_the_proof_asks_the_rows_not_what_was_pushed(house: House, prover: Prover) -> None:
    phone = house.phone("7").looks_at("/test/table")
    order = house.order(phone)
    prover.round(Audience.DINER)
    before = phone.hears("proof")[-1]["digest"]
    with house.app.app_context():
        db.session.execute(text("UPDATE orders SET version = 99"))
        db.session.execute(text("UPDATE journal_heads SET seq = 99"))
        db.session.commit()
    prover.round(Audience.DINER)
    (proof,) = phone.hears("proof")
    assert proof["digest"] == digest([(f"order-{order}", 99)]) != before
    assert proof["head"] == 99


def test_a_quiet_room_is_proved_again_without_counting(house: House, prover: Prover) -> None:
    for _ in range(5):
        house.phone("7").looks_at("/test/table")
        house.phone("8").looks_at("/test/table")
    prover.round(Audience.DINER)
    statements: list[str] = []
    with house.app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *a: statements.append(a[2]))
    prover.round(Audience.DINER)
    assert len([s for s in statements if "journal_heads" in s]) == 1
    assert len([s for s in statements if "FROM orders" in s]) == 0


def test_even_a_quiet_room_is_counted_now_and_then(
    house: House, prover: Prover, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = house.phone("7").looks_at("/test/table")
    house.order(phone)
    prover.round(Audience.DINER)
    with house.app.app_context():
        db.session.execute(text("UPDATE orders SET version = 99"))
        db.session.commit()
    monkeypatch.setattr(prove, "RECOUNT", 0.0)
    phone.hears()
    prover.round(Audience.DINER)
    (proof,) = phone.hears("proof")
    assert proof["digest"] != phone.digests()


def test_a_room_that_cannot_be_counted_does_not_silence_the_others(
    house: House, prover: Prover, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    phone = house.phone("7").looks_at("/test/table")
    kitchen = house.staff("Ken").looks_at("/test/station/")
    monkeypatch.setattr(house.rounds, "versions", lambda scope: 1 / 0)
    house.order(phone)
    prover.round(Audience.DINER)
    prover.round(Audience.KITCHEN)
    assert phone.hears("proof") == []
    assert len(kitchen.hears("proof")) == 1
    assert "could not be proved" in caplog.text


def test_what_was_read_for_one_room_is_not_believed_for_the_next(
    house: House, prover: Prover, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Something may have been committed between the two, and the head is read anew."""
    bar = house.place.stations["bar"]
    screens = [house.staff("Ken").looks_at(f"/test/station/{station}") for station in ("", bar)]
    versions = itertools.count()

    def read(_scope: object) -> list[tuple[str, int]]:
        return [("order-1", read_once("version", lambda: next(versions)))]

    monkeypatch.setattr(house.stations, "versions", read)
    prover.round(Audience.KITCHEN)
    first, second = (screen.hears("proof")[-1]["digest"] for screen in screens)
    assert first != second


def test_the_kitchens_screens_do_not_wait_for_the_phones(house: House, prover: Prover) -> None:
    phone = house.phone("7").looks_at("/test/table")
    kitchen = house.staff("Ken").looks_at("/test/station/")
    prover.round(Audience.KITCHEN)
    assert (len(kitchen.hears("proof")), phone.hears("proof")) == (1, [])


def test_a_repaired_region_says_where_in_the_journal_it_stands(house: House) -> None:
    phone = house.phone("7").looks_at("/test/table")
    house.order(phone)
    (patch,) = phone.hears()
    answer = phone.repairs()
    assert answer.headers["Live-Head"] == str(patch["head"])
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.text == patch["html"]
