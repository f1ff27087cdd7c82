"""Guessing is slow, and never locks out whoever knows."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from restaurant_order.core import clock
from restaurant_order.core.actor import SYSTEM
from restaurant_order.core.database import db
from restaurant_order.people import devices, tries
from restaurant_order.people.models import FailedSignIn
from restaurant_order.people.rules import NETWORK_SPAN, STRANGE_PASSWORDS
from restaurant_order.people.sign_in import (
    WrongPassword,
    WrongPin,
    sign_in_with_password,
    sign_in_with_pin,
)
from restaurant_order.people.tries import Blocked
from tests.people.conftest import KENS_PIN, PASSWORD, House
from tests.people.journal import kinds
from tests.together import together

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
STRANGER = "address:198.51.100.7"


def guess_pins(house: House, count: int) -> None:
    for _ in range(count):
        with pytest.raises(WrongPin):
            sign_in_with_pin(house.tablet, house.person("Ken").id, "0001")


def guess_passwords(login: str, count: int, place: str = STRANGER) -> None:
    for _ in range(count):
        with pytest.raises(WrongPassword):
            sign_in_with_password(login, "wrong horse", place)


def test_four_slips_cost_nothing(house: House) -> None:
    guess_pins(house, 4)
    assert sign_in_with_pin(house.tablet, house.person("Ken").id, KENS_PIN).staff.name == "Ken"


def test_after_the_fifth_wrong_pin_even_the_right_one_waits(house: House) -> None:
    guess_pins(house, 5)
    with pytest.raises(Blocked) as refusal:
        sign_in_with_pin(house.tablet, house.person("Ken").id, KENS_PIN)
    assert refusal.value.wait <= timedelta(seconds=30)
    with clock.held_at(clock.now() + timedelta(seconds=31)):
        sign_in_with_pin(house.tablet, house.person("Ken").id, KENS_PIN)


def test_every_further_guess_waits_longer(house: House) -> None:
    guess_pins(house, 5)
    moment = clock.now()
    for seconds in (31, 62, 123):
        moment += timedelta(seconds=seconds)
        with clock.held_at(moment):
            guess_pins(house, 1)
            with pytest.raises(Blocked) as refusal:
                sign_in_with_pin(house.tablet, house.person("Ken").id, KENS_PIN)
    assert refusal.value.wait == timedelta(minutes=4)


def test_a_right_pin_wipes_the_slate(house: House) -> None:
    guess_pins(house, 4)
    sign_in_with_pin(house.tablet, house.person("Ken").id, KENS_PIN)
    guess_pins(house, 4)
    sign_in_with_pin(house.tablet, house.person("Ken").id, KENS_PIN)


def test_a_block_on_one_device_leaves_the_other_open(house: House) -> None:
    other = devices.enrol_device(house.place.id, name="Pass", by=SYSTEM).device
    guess_pins(house, 5)
    assert sign_in_with_pin(other, house.person("Ken").id, KENS_PIN).session.device == other


def test_a_block_of_one_person_leaves_the_colleague_alone(house: House) -> None:
    guess_pins(house, 5)
    with pytest.raises(WrongPin):
        sign_in_with_pin(house.tablet, house.person("Lena").id, "0001")


def test_strangers_never_block_a_browser_that_signed_in_before(house: House) -> None:
    guess_passwords("max", 5)
    with pytest.raises(Blocked):
        sign_in_with_password("max", PASSWORD, STRANGER)
    assert sign_in_with_password("max", PASSWORD, "browser:of-max").staff.name == "Max"


def test_one_password_tried_on_everybody_is_stopped_and_no_browser_of_the_house(
    house: House,
) -> None:
    with clock.held_at(NOON):
        for number in range(STRANGE_PASSWORDS):
            guess_passwords(f"login-{number}", 1)
        with pytest.raises(Blocked):
            sign_in_with_password("olga", "wrong horse", STRANGER)
        with pytest.raises(Blocked):
            sign_in_with_password("max", PASSWORD, STRANGER)
        assert sign_in_with_password("max", PASSWORD, "address:192.0.2.8").staff.name == "Max"
        assert sign_in_with_password("max", PASSWORD, "browser:of-max").staff.name == "Max"
        assert sign_in_with_password("max", PASSWORD, f"device:{house.tablet_id}").staff
    with clock.held_at(NOON + NETWORK_SPAN):
        assert sign_in_with_password("max", PASSWORD, STRANGER).staff.name == "Max"


def test_right_passwords_use_the_networks_tries_up_as_little_as_they_give_them_back(
    house: House,
) -> None:
    with clock.held_at(NOON):
        for number in range(STRANGE_PASSWORDS - 1):
            guess_passwords(f"login-{number}", 1)
        for _ in range(3):
            sign_in_with_password("max", PASSWORD, STRANGER)
        guess_passwords("one-more", 1)
        with pytest.raises(Blocked):
            sign_in_with_password("max", PASSWORD, STRANGER)


def test_an_unknown_login_is_counted_like_a_known_one(house: House) -> None:
    guess_passwords("nobody", 5)
    with pytest.raises(Blocked):
        sign_in_with_password("nobody", "wrong horse", STRANGER)


def test_the_block_is_in_the_journal_once_per_wait(house: House) -> None:
    guess_pins(house, 5)
    with pytest.raises(Blocked):
        sign_in_with_pin(house.tablet, house.person("Ken").id, "0001")
    assert kinds(house.place.id).count("SignInBlocked") == 1


def test_old_slips_are_forgotten(house: House) -> None:
    guess_pins(house, 4)
    with clock.held_at(clock.now() + timedelta(days=2)):
        guess_passwords("max", 1)
        places = db.session.scalars(select(FailedSignIn.place)).all()
        assert all("pin:" not in place for place in places)
        guess_pins(house, 4)


def guesses_at_once(app: Flask, house: House) -> int:
    """How many of twelve guesses made at one moment were compared with the PIN."""
    ken, tablet = house.person("Ken").id, house.tablet.id
    db.session.commit()

    def guess(_hand: int) -> None:
        device = db.session.get_one(type(house.tablet), tablet)
        sign_in_with_pin(device, ken, "0001")

    return sum(isinstance(end, WrongPin) for end in together(app, 12, guess))


def test_guesses_at_one_moment_do_not_outrun_the_count(app: Flask, house: House) -> None:
    assert guesses_at_once(app, house) == 5


def test_without_counting_first_they_would(
    app: Flask, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("restaurant_order.people.sign_in.count_try", lambda place: timedelta(0))
    assert guesses_at_once(app, house) == 12
    assert tries.count_try("pin") == timedelta(0)
