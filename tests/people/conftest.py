"""Casa Lupo with PINs: Ken cooks, Max manages and Olga owns; the grill has a tablet."""

from dataclasses import dataclass

import pytest

from restaurant_order.core.actor import SYSTEM
from restaurant_order.core.database import db
from restaurant_order.people import devices, service
from restaurant_order.people.models import Device, StaffMember
from tests.cast import Place, casa_lupo

KENS_PIN = "2846"
PASSWORD = "correct zebra battery"


@dataclass(frozen=True)
class House:
    place: Place
    tablet_id: int

    @property
    def tablet(self) -> Device:
        return db.session.get_one(Device, self.tablet_id)

    def person(self, name: str) -> StaffMember:
        return self.place.person(name)


@pytest.fixture
def house(app_context: None) -> House:
    place = casa_lupo()
    service.set_pin(place.person("Ken"), KENS_PIN, by=SYSTEM)
    for name in ("Max", "Olga"):
        person = place.person(name)
        service.change(
            person,
            name=name,
            role=person.role,
            login=name.lower(),
            language=None,
            by=SYSTEM,
        )
    service.set_password(place.person("Max"), PASSWORD, by=SYSTEM)
    tablet = devices.enrol_device(place.id, name="Grill", by=SYSTEM).device
    return House(place, tablet.id)
