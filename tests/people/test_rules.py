"""Who may do what, and which PINs and passwords are any good."""

from datetime import UTC, datetime, timedelta

import pytest

from restaurant_order.core.refusals import Invalid
from restaurant_order.people.models import Role
from restaurant_order.people.rules import (
    Right,
    checked_password,
    checked_pin,
    expires_at,
    is_allowed,
    may,
    may_lead,
    wait_after,
)

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("pin", ["2846", "90210", "274905", "1357"])
def test_a_pin_is_four_to_six_digits(pin: str) -> None:
    assert checked_pin(pin) == pin


@pytest.mark.parametrize(
    "pin",
    [
        "123",
        "1234567",
        "28:46",
        "28a6",
        "２８４６",
        "-284",
        "0000",
        "7777",
        "1212",
        "1234",
        "4321",
        "987654",
        "123456",
        "1221",
    ],
)
def test_a_pin_that_everybody_tries_first_is_refused(pin: str) -> None:
    with pytest.raises(Invalid) as refusal:
        checked_pin(pin)
    assert refusal.value.field == "pin"


def test_a_password_of_ten_uncommon_characters_is_good() -> None:
    assert checked_password("zebra-late", login="max") == "zebra-late"


@pytest.mark.parametrize(
    "password",
    ["", "short-one", "PASSWORD123", "qwertyuiop", "ababababab", "max.mustermann", "zebra " * 40],
)
def test_a_password_that_is_short_common_or_holds_the_login_is_refused(password: str) -> None:
    with pytest.raises(Invalid) as refusal:
        checked_password(password, login="max")
    assert refusal.value.field == "password"


def test_a_password_is_the_same_however_its_accents_are_typed() -> None:
    assert checked_password("cafe\u0301 au lait", login="x1x") == "café au lait"


def test_waits_grow_from_the_fifth_wrong_try_and_end_at_a_quarter_of_an_hour() -> None:
    waits = [wait_after(tries).total_seconds() for tries in (1, 4, 5, 6, 7, 8, 9, 10, 11, 5000)]
    assert waits == [0, 0, 30, 60, 120, 240, 480, 900, 900, 900]


@pytest.mark.parametrize(
    ("role", "rights"),
    [
        (Role.OWNER, set(Right)),
        (Role.MANAGER, set(Right) - {Right.LEAD_MANAGERS}),
        (Role.CASHIER, {Right.SERVE, Right.TAKE_MONEY}),
        (Role.WAITER, {Right.SERVE}),
        (Role.COOK, {Right.COOK}),
    ],
)
def test_rights_of_each_role(role: Role, rights: set[Right]) -> None:
    assert {right for right in Right if may(role, right)} == rights


def test_managers_stand_in_for_everybody_but_the_owner() -> None:
    assert is_allowed(Role.MANAGER, [Role.COOK])
    assert is_allowed(Role.OWNER, [Role.MANAGER])
    assert not is_allowed(Role.MANAGER, [Role.OWNER])
    assert not is_allowed(Role.COOK, [Role.CASHIER, Role.WAITER])
    assert is_allowed(Role.WAITER, [])


def test_only_owners_lead_managers_and_owners() -> None:
    led = {(leader, role) for leader in Role for role in Role if may_lead(leader, role)}
    below = {Role.CASHIER, Role.WAITER, Role.COOK}
    assert led == {(Role.OWNER, role) for role in Role} | {(Role.MANAGER, r) for r in below}


def test_a_sign_in_on_a_device_outlasts_a_shift_but_not_a_day() -> None:
    late = NOON + timedelta(hours=11)
    assert expires_at(NOON, NOON, on_device=True) == NOON + timedelta(hours=12)
    assert expires_at(NOON, late, on_device=True) == NOON + timedelta(hours=20)


def test_a_sign_in_by_password_ends_when_unused_and_after_a_week() -> None:
    assert expires_at(NOON, NOON, on_device=False) == NOON + timedelta(hours=8)
    week = NOON + timedelta(days=7)
    assert expires_at(NOON, week, on_device=False) == week
