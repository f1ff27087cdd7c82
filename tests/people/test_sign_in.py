"""Signing in by PIN and by password, and how sign-ins end."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from restaurant_order.core import clock
from restaurant_order.core.actor import SYSTEM
from restaurant_order.core.database import db
from restaurant_order.core.journal import JournalEntry
from restaurant_order.core.refusals import NotFound
from restaurant_order.people import devices, queries, service, sessions
from restaurant_order.people.models import Role, StaffMember, StaffSession
from restaurant_order.people.sign_in import (
    Opened,
    WrongPassword,
    WrongPin,
    sign_in_with_password,
    sign_in_with_pin,
)
from tests.cast import casa_lupo
from tests.people.conftest import KENS_PIN, PASSWORD, House
from tests.people.journal import entries, kinds


def as_ken(house: House) -> Opened:
    return sign_in_with_pin(house.tablet, house.person("Ken").id, KENS_PIN)


def as_max(place: str = "address:192.0.2.1") -> Opened:
    return sign_in_with_password("max", PASSWORD, place)


def test_the_right_pin_opens_a_session_on_the_device(house: House) -> None:
    opened = as_ken(house)
    found = queries.session_by_token(opened.token)
    assert found is not None
    assert (found.staff.name, found.device) == ("Ken", house.tablet)
    assert kinds(house.place.id)[-1] == "SignedIn"


def test_the_wrong_pin_opens_nothing(house: House) -> None:
    with pytest.raises(WrongPin):
        sign_in_with_pin(house.tablet, house.person("Ken").id, "2847")
    assert db.session.scalars(select(StaffSession)).all() == []


def test_a_colleague_without_a_pin_cannot_sign_in_with_any(house: House) -> None:
    with pytest.raises(WrongPin):
        sign_in_with_pin(house.tablet, house.person("Lena").id, "2846")


def test_nobody_signs_in_on_another_restaurants_device(house: House) -> None:
    elsewhere = casa_lupo(name="Trattoria")
    theirs = devices.enrol_device(elsewhere.id, name="Theirs", by=SYSTEM).device
    with pytest.raises(NotFound):
        sign_in_with_pin(theirs, house.person("Ken").id, KENS_PIN)


def test_the_right_password_opens_a_session_whatever_the_case_of_the_login(house: House) -> None:
    opened = sign_in_with_password("  MAX ", PASSWORD, "address:192.0.2.1")
    assert (opened.staff.name, opened.session.device) == ("Max", None)


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("max", "correct zebra batterz"),
        ("max", "x" * 5000),
        ("nobody", PASSWORD),
        ("olga", PASSWORD),
        ("", ""),
    ],
)
def test_a_wrong_password_and_an_unknown_login_get_the_same_answer(
    house: House, login: str, password: str
) -> None:
    with pytest.raises(WrongPassword):
        sign_in_with_password(login, password, "address:192.0.2.1")


def test_fast_switch_ends_the_sign_in_before(house: House) -> None:
    service.set_pin(house.person("Lena"), "9153", by=SYSTEM)
    ken = as_ken(house)
    lena = sign_in_with_pin(house.tablet, house.person("Lena").id, "9153", replacing=ken.session)
    assert queries.session_by_token(ken.token) is None
    assert queries.session_by_token(lena.token) is not None


def test_signing_out_twice_changes_nothing_more(house: House) -> None:
    ken = as_ken(house)
    sessions.sign_out(ken.session)
    sessions.sign_out(ken.session)
    assert queries.session_by_token(ken.token) is None
    assert kinds(house.place.id).count("SignedOut") == 1


def test_a_revoked_session_opens_nothing_and_says_so(house: House) -> None:
    opened = as_max()
    sessions.revoke_session(opened.session, by=house.person("Olga").actor)
    assert queries.session_by_token(opened.token) is None
    revoked = entries(house.place.id)[-1]
    assert (revoked.kind, revoked.actor_name) == ("SessionRevoked", "Olga")
    assert revoked.body["session_id"] == opened.session.id


def test_a_session_that_nobody_used_for_long_is_over(house: House) -> None:
    opened = as_ken(house)
    with clock.held_at(clock.now() + timedelta(hours=11, minutes=59)):
        assert queries.session_by_token(opened.token) is not None
    with clock.held_at(clock.now() + timedelta(hours=12, minutes=1)):
        assert queries.session_by_token(opened.token) is None
        assert queries.running_sessions(house.place.id) == []


def test_a_new_pin_ends_the_sign_ins_by_the_old_one_only(house: House) -> None:
    service.set_pin(house.person("Max"), "7302", by=SYSTEM)
    by_pin = sign_in_with_pin(house.tablet, house.person("Max").id, "7302")
    by_password = as_max()
    service.set_pin(house.person("Max"), "5917", by=SYSTEM)
    assert queries.session_by_token(by_pin.token) is None
    assert queries.session_by_token(by_password.token) is not None


def test_a_new_password_leaves_only_the_browser_it_was_set_in(house: House) -> None:
    here, there = as_max(), as_max()
    max_ = house.person("Max")
    service.set_password(max_, "another zebra battery", by=max_.actor, keep_session=here.session.id)
    assert queries.session_by_token(here.token) is not None
    assert queries.session_by_token(there.token) is None
    with pytest.raises(WrongPassword):
        as_max()


def test_whoever_leaves_is_out_at_once(house: House) -> None:
    opened = as_max()
    service.retire(house.person("Max"), by=house.person("Olga").actor)
    assert queries.session_by_token(opened.token) is None
    with pytest.raises(WrongPassword):
        as_max()


def test_another_role_ends_every_sign_in(house: House) -> None:
    opened = as_ken(house)
    ken = house.person("Ken")
    service.change(ken, name="Ken", role=Role.WAITER, login=None, language=None, by=SYSTEM)
    assert queries.session_by_token(opened.token) is None


def test_a_revoked_device_takes_its_sign_ins_with_it(house: House) -> None:
    opened = as_ken(house)
    devices.revoke_device(house.tablet, by=SYSTEM)
    devices.revoke_device(house.tablet, by=SYSTEM)
    assert queries.session_by_token(opened.token) is None
    with pytest.raises(WrongPin):
        as_ken(house)
    assert kinds(house.place.id).count("DeviceRevoked") == 1


def test_neither_database_nor_journal_holds_a_secret(house: House) -> None:
    opened = as_max()
    tokens = {opened.token, KENS_PIN, PASSWORD}
    bodies = " ".join(str(entry.body) for entry in db.session.scalars(select(JournalEntry)))
    people = db.session.scalars(select(StaffMember)).all()
    kept = " ".join(f"{person.pin_hash} {person.password_hash}" for person in people)
    kept += " ".join(row.token_hash for row in db.session.scalars(select(StaffSession)))
    assert not any(secret in kept + bodies for secret in tokens)
    assert "$argon2id$" in kept
