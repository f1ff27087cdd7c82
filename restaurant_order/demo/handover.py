"""Where to go and how to get in, for the person at the terminal: shown once, kept nowhere."""

import io
import secrets
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import qrcode
from flask import current_app

from restaurant_order.core.actor import SYSTEM
from restaurant_order.core.languages import in_words
from restaurant_order.people import queries as people_queries
from restaurant_order.people import service as people
from restaurant_order.people.devices import make_enrolment_link
from restaurant_order.people.models import StaffMember
from restaurant_order.people.rules import has_password
from restaurant_order.venue.models import Restaurant
from restaurant_order.venue.queries import coded_tables
from restaurant_order.venue.rules import CODE_ALPHABET

SCREENS: Final = {"Kitchen": "/kitchen", "Cashier": "/floor", "Manager": "/manage"}

NEW_PINS: Final = ".venv/bin/flask --app restaurant_order staff pins"

SCREENS_AT_ONCE: Final = 6
"""Browsers that one link enrols."""


@dataclass(frozen=True)
class Key:
    """What lets one person in. `password` is None for those who have a PIN only."""

    staff: StaffMember
    pin: str
    password: str | None


def first_keys(restaurant: Restaurant) -> list[Key]:
    """Random PINs and passwords for everybody, if nobody has any yet; else none."""
    staff = people_queries.colleagues(restaurant.id)
    if any(member.pin_hash or member.password_hash for member in staff):
        return []
    return [_key(member) for member in staff]


def welcome(restaurant: Restaurant, *, base_url: str, keys: list[Key]) -> str:
    """The text for the terminal, in English like all commands."""
    return "\n".join(_lines(restaurant, base_url, keys))


def _key(member: StaffMember) -> Key:
    pin = people.new_pin(member, by=SYSTEM)
    if not (member.login and has_password(member.role)):
        return Key(member, pin, None)
    password = "-".join(_letters(4) for _ in range(4))
    people.set_password(member, password, by=SYSTEM)
    return Key(member, pin, password)


def _letters(count: int) -> str:
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(count))


def _lines(restaurant: Restaurant, base_url: str, keys: list[Key]) -> Iterator[str]:
    yield f"\n{in_words(restaurant.name, 'en')} is open.\n"
    tables = coded_tables(restaurant.id)
    if tables:
        first = tables[0]
        address = f"{base_url}/t/{first.code.code}"
        yield f"Sit down at table {first.table.name}:\n\n  {address}\n\n{_square(address)}"
    yield from (f"  {name:<10}{base_url}{path}" for name, path in SCREENS.items())
    yield "\nThe kitchen's screen shows six digits: type them in the Manager, under Screens."
    link = make_enrolment_link(restaurant.id, name="Demo screen", uses=SCREENS_AT_ONCE, by=SYSTEM)
    yield (
        "\nPINs work in browsers that the restaurant knows. Open this in each of them, within"
        f" 15 minutes:\n\n  {base_url}/enrol/{link.code}\n"
    )
    yield from _key_lines(keys)


def _key_lines(keys: list[Key]) -> Iterator[str]:
    if not keys:
        yield f"Staff PINs were shown when they were made. New ones: {_new_pins()}\n"
        return
    yield f"Shown this once (new PINs: {_new_pins()}):\n"
    for key in keys:
        password = f"login {key.staff.login:<6}password {key.password}" if key.password else ""
        yield f"  {key.staff.role:<9}PIN {key.pin:<8}{password:<42}{key.staff.name}".rstrip()
    yield ""


def _new_pins() -> str:
    """The command, with the data's folder where that is not the usual one."""
    folder: Path = current_app.config["DATA_DIR"]
    if folder == Path("var").absolute():
        return NEW_PINS
    return f"DATA_DIR={shlex.quote(str(folder))} {NEW_PINS}"


def _square(text: str) -> str:
    """A QR code in half blocks, light on dark as most terminals are."""
    code = qrcode.QRCode(border=2)
    code.add_data(text)
    drawn = io.StringIO()
    code.print_ascii(out=drawn, invert=True)
    return drawn.getvalue()
