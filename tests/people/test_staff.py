"""Hiring, changing and retiring people."""

import pytest
from flask import Flask

from restaurant_order.core.actor import SYSTEM
from restaurant_order.core.refusals import Invalid
from restaurant_order.people import queries, service
from restaurant_order.people.models import Role
from restaurant_order.people.rules import checked_pin
from restaurant_order.people.service import HasRetired, LastOwner
from tests.cast import casa_lupo
from tests.people.conftest import House
from tests.people.journal import entries, kinds
from tests.together import together


def test_whoever_is_hired_stands_among_the_colleagues(house: House) -> None:
    service.hire(house.place.id, name="  Mia   Rossi ", role=Role.WAITER, by=SYSTEM)
    assert "Mia Rossi" in [person.name for person in queries.colleagues(house.place.id)]
    assert entries(house.place.id)[-1].body["role"] == "waiter"


@pytest.mark.parametrize("name", ["", "   ", "x" * 41, "Mia\u202eissoR", "Mia\x00"])
def test_a_name_that_cannot_be_read_is_refused(house: House, name: str) -> None:
    with pytest.raises(Invalid) as refusal:
        service.hire(house.place.id, name=name, role=Role.COOK, by=SYSTEM)
    assert refusal.value.field == "name"


def test_two_colleagues_cannot_have_one_name(house: House) -> None:
    with pytest.raises(Invalid) as refusal:
        service.hire(house.place.id, name="Ken", role=Role.COOK, by=SYSTEM)
    assert refusal.value.field == "name"
    assert len(queries.colleagues(house.place.id)) == 6


def test_the_name_of_somebody_who_left_is_free_again(house: House) -> None:
    service.retire(house.person("Ken"), by=SYSTEM)
    assert service.hire(house.place.id, name="Ken", role=Role.COOK, by=SYSTEM).name == "Ken"


def test_a_login_belongs_to_one_person_in_all_restaurants(house: House) -> None:
    other = casa_lupo(name="Trattoria")
    with pytest.raises(Invalid) as refusal:
        service.hire(other.id, name="Mio", role=Role.MANAGER, login="MAX", by=SYSTEM)
    assert refusal.value.field == "login"


def test_hiring_the_same_name_at_one_moment_hires_one(app: Flask, house: House) -> None:
    restaurant_id = house.place.id

    def hire(_hand: int) -> int:
        return service.hire(restaurant_id, name="Mia", role=Role.COOK, by=SYSTEM).id

    ends = together(app, 6, hire)
    assert sum(isinstance(end, int) for end in ends) == 1
    assert sum(isinstance(end, Invalid) for end in ends) == 5


def test_cooks_have_no_login_and_lose_the_password_they_had(house: House) -> None:
    max_ = house.person("Max")
    service.change(max_, name="Max", role=Role.COOK, login="max", language=None, by=SYSTEM)
    assert (max_.login, max_.password_hash) == (None, None)


def test_saving_without_a_change_records_nothing(house: House) -> None:
    before = len(kinds(house.place.id))
    ken = house.person("Ken")
    service.change(ken, name="Ken", role=Role.COOK, login="", language=None, by=SYSTEM)
    assert len(kinds(house.place.id)) == before


def test_the_last_owner_stays(house: House) -> None:
    olga = house.person("Olga")
    with pytest.raises(LastOwner):
        service.retire(olga, by=SYSTEM)
    with pytest.raises(LastOwner):
        service.change(olga, name="Olga", role=Role.COOK, login=None, language=None, by=SYSTEM)
    service.hire(house.place.id, name="Otto", role=Role.OWNER, by=SYSTEM)
    service.retire(olga, by=SYSTEM)


def test_of_two_owners_who_retire_each_other_one_stays(app: Flask, house: House) -> None:
    otto = service.hire(house.place.id, name="Otto", role=Role.OWNER, by=SYSTEM)
    pair = [house.person("Olga").id, otto.id]

    def retire(hand: int) -> None:
        person = queries.colleague_or_refuse(house.place.id, pair[hand])
        service.retire(person, by=SYSTEM)

    ends = together(app, 2, retire)
    assert sum(isinstance(end, LastOwner) for end in ends) == 1


def test_retiring_twice_is_retiring_once(house: House) -> None:
    service.retire(house.person("Ken"), by=SYSTEM)
    service.retire(house.person("Ken"), by=SYSTEM)
    assert kinds(house.place.id).count("StaffRetired") == 1


def test_whoever_left_gets_no_pin(house: House) -> None:
    service.retire(house.person("Ken"), by=SYSTEM)
    with pytest.raises(HasRetired):
        service.set_pin(house.person("Ken"), "2846", by=SYSTEM)


def test_only_those_with_a_login_get_a_password(house: House) -> None:
    with pytest.raises(Invalid) as refusal:
        service.set_password(house.person("Ken"), "correct zebra battery", by=SYSTEM)
    assert refusal.value.field == "password"


def test_random_pins_are_good_pins_and_longer_for_managers(house: House) -> None:
    assert len(checked_pin(service.new_pin(house.person("Ken"), by=SYSTEM))) == 4
    assert len(checked_pin(service.new_pin(house.person("Max"), by=SYSTEM))) == 6
