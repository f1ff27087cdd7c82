"""`flask staff …`: for whoever has the machine, when a PIN or password is lost."""

from typing import Final

import click
from flask.cli import AppGroup
from sqlalchemy import select

from restaurant_order.core.actor import SYSTEM
from restaurant_order.core.database import db
from restaurant_order.core.refusals import Refusal
from restaurant_order.people import queries, service
from restaurant_order.people.models import StaffMember

staff: Final = AppGroup("staff", help="The people who work here.")


@staff.command()
@click.argument("names", nargs=-1)
def pins(names: tuple[str, ...]) -> None:
    """Make new random PINs for NAMES, or for everybody, and print them once.

    The old ones stop working, and whoever is signed in with one is signed out.
    """
    people = _everybody()
    unknown = set(names) - {person.name for person in people}
    if unknown:
        raise click.ClickException(f"Nobody here is called {', '.join(sorted(unknown))}.")
    for person in people:
        if not names or person.name in names:
            click.echo(f"{service.new_pin(person, by=SYSTEM):<8}{person.role:<9}{person.name}")


@staff.command()
@click.argument("login")
@click.password_option(prompt="New password")
def password(login: str, password: str) -> None:
    """Set the password of the owner or manager who signs in as LOGIN."""
    person = queries.staff_by_login(login.strip().casefold())
    if person is None:
        raise click.ClickException(f"Nobody signs in as {login}.")
    try:
        service.set_password(person, password, by=SYSTEM)
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(f"{person.name} can sign in with it now.")


def _everybody() -> list[StaffMember]:
    restaurants = db.session.scalars(select(StaffMember.restaurant_id).distinct()).all()
    return [person for each in sorted(restaurants) for person in queries.colleagues(each)]
