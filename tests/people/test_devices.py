"""Browsers become devices by hand or by a link that does not last."""

from datetime import timedelta

import pytest
from flask import Flask

from restaurant_order.core import clock
from restaurant_order.core.actor import SYSTEM
from restaurant_order.core.refusals import Invalid, NotFound
from restaurant_order.people import devices, queries, service
from restaurant_order.people.devices import Enrolled, LinkExpired
from restaurant_order.people.models import Device
from restaurant_order.people.sign_in import sign_in_with_pin
from tests.cast import casa_lupo
from tests.people.conftest import KENS_PIN, House
from tests.people.journal import kinds
from tests.together import together


def link(house: House, *, uses: int = 1) -> str:
    made = devices.make_enrolment_link(house.place.id, name="Bar", by=SYSTEM, uses=uses)
    return made.code


def test_a_link_makes_one_device(house: House) -> None:
    code = link(house)
    enrolled = devices.enrol_by_link(code)
    assert queries.device_by_token(enrolled.token) == enrolled.device
    with pytest.raises(LinkExpired):
        devices.enrol_by_link(code)
    assert kinds(house.place.id).count("DeviceEnrolled") == 2


def test_looking_at_a_link_does_not_use_it_up(house: House) -> None:
    code = link(house)
    assert devices.open_link(code).device_name == "Bar"
    devices.enrol_by_link(code)


def test_a_link_lasts_a_quarter_of_an_hour(house: House) -> None:
    code = link(house)
    with clock.held_at(clock.now() + timedelta(minutes=14)):
        devices.open_link(code)
    with clock.held_at(clock.now() + timedelta(minutes=16)), pytest.raises(LinkExpired):
        devices.enrol_by_link(code)


def test_an_unknown_link_answers_like_an_expired_one(house: House) -> None:
    with pytest.raises(LinkExpired):
        devices.open_link("nothing")


def test_of_many_browsers_at_one_moment_a_link_enrols_as_many_as_it_says(
    app: Flask, house: House
) -> None:
    code = link(house, uses=2)
    ends = together(app, 8, lambda _hand: devices.enrol_by_link(code))
    assert sum(isinstance(end, Enrolled) for end in ends) == 2
    assert sum(isinstance(end, LinkExpired) for end in ends) == 6


def test_a_revoked_device_is_known_no_more(house: House) -> None:
    enrolled = devices.enrol_device(house.place.id, name="Till", by=SYSTEM)
    devices.revoke_device(enrolled.device, by=SYSTEM)
    assert queries.device_by_token(enrolled.token) is None
    assert "Till" not in [device.name for device in queries.devices(house.place.id)]


def test_a_copied_token_ends_once_the_renewed_one_comes_back(house: House) -> None:
    old = devices.enrol_device(house.place.id, name="Till", by=SYSTEM)
    till = old.device.id
    new = devices.renew_token(old.device, old.token, secret="s")
    assert [behind(token) for token in (old.token, old.token)] == [till, till]
    assert [behind(token) for token in (new, new, old.token)] == [till, till, None]


def test_an_answer_that_was_lost_puts_no_device_out(house: House) -> None:
    old = devices.enrol_device(house.place.id, name="Till", by=SYSTEM)
    devices.renew_token(old.device, old.token, secret="s")
    new = devices.renew_token(old.device, old.token, secret="s")
    assert behind(old.token) == behind(new) == old.device.id


def test_an_answer_that_comes_late_puts_no_device_out(house: House) -> None:
    old = devices.enrol_device(house.place.id, name="Till", by=SYSTEM)
    new = devices.renew_token(old.device, old.token, secret="s")
    assert behind(new) == old.device.id
    assert devices.renew_token(old.device, old.token, secret="s") == new
    assert behind(new) == behind(new) == old.device.id


def test_who_reads_slowly_undoes_no_later_renewal(
    app: Flask, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Meanwhile the same browser was heard, and signed in once more."""
    old = devices.enrol_device(house.place.id, name="Till", by=SYSTEM)
    new = devices.renew_token(old.device, old.token, secret="s")
    find, newest = queries.device_by_token, ""

    def and_hesitate(token: str) -> Device | None:
        nonlocal newest
        found = find(token)
        monkeypatch.setattr(queries, "device_by_token", find)
        with app.app_context():
            device = devices.device_behind(new)
            assert device
            newest = devices.renew_token(device, new, secret="s")
        return found

    monkeypatch.setattr(queries, "device_by_token", and_hesitate)
    assert behind(new) == old.device.id
    assert behind(newest) == old.device.id


def behind(token: str) -> int | None:
    device = devices.device_behind(token)
    return device.id if device is not None else None


def test_whoever_retires_takes_their_own_device_with_them_and_no_shared_one(house: House) -> None:
    own = devices.enrol_device(house.place.id, name="Ken's phone", by=SYSTEM)
    sign_in_with_pin(own.device, house.person("Ken").id, KENS_PIN)
    for name in ("Ken", "Max"):
        service.set_pin(house.person(name), KENS_PIN, by=SYSTEM)
        sign_in_with_pin(house.tablet, house.person(name).id, KENS_PIN)
    unused = devices.enrol_device(house.place.id, name="New till", by=SYSTEM)

    service.retire(house.person("Ken"), by=SYSTEM)

    assert behind(own.token) is None
    assert behind(unused.token) == unused.device.id
    assert house.tablet.revoked_at is None


def test_a_device_needs_a_name(house: House) -> None:
    with pytest.raises(Invalid):
        devices.enrol_device(house.place.id, name=" ", by=SYSTEM)


def test_another_restaurants_device_is_not_found(house: House) -> None:
    other = casa_lupo(name="Trattoria")
    with pytest.raises(NotFound):
        queries.device_or_refuse(other.id, house.tablet.id)
