"""`flask demo …`"""

import os
from random import Random
from typing import Final

import click
from flask import current_app
from flask.cli import AppGroup

from config import Settings
from restaurant_order.demo import book, handover
from restaurant_order.demo.guests import Guests, Party
from restaurant_order.demo.rush import Pace
from restaurant_order.demo.rush import rush as rush_hour
from restaurant_order.demo.seed import is_demo
from restaurant_order.demo.seed import seed as open_demo
from restaurant_order.venue import queries as venue_queries
from restaurant_order.venue.models import Restaurant

demo: Final = AppGroup("demo", help="The demo restaurant.")


@demo.command()
def seed() -> None:
    """Open the demo restaurant, if there is no restaurant yet."""
    if open_demo(book.read()):
        click.echo("The demo restaurant is set up.")


@demo.command()
def welcome() -> None:
    """Say where to go; staff who have no PINs yet get them now."""
    restaurant = _restaurant()
    base_url = restaurant.base_url or current_app.config["BASE_URL"]
    keys = handover.first_keys(restaurant)
    click.echo(handover.welcome(restaurant, base_url=base_url, keys=keys))


@demo.command()
@click.option(
    "--minutes", type=click.FloatRange(0, 60, min_open=True), default=3, show_default=True
)
@click.option("--orders-per-minute", type=click.IntRange(1, 600), default=20, show_default=True)
def rush(minutes: float, orders_per_minute: int) -> None:
    """Have invented guests order in the running restaurant, and stop by itself."""
    restaurant = _restaurant()
    if not is_demo(restaurant, book.read()):
        raise click.ClickException("Invented orders would stand in a real restaurant's books.")
    parties = [
        Party(each.table.name, each.code.code) for each in venue_queries.coded_tables(restaurant.id)
    ]
    guests = Guests(_own_address(), book.read().cast, Random())
    try:
        tally = rush_hour(guests, parties, Pace(minutes, orders_per_minute), tell=click.echo)
    except OSError as error:
        raise click.ClickException(
            f"Nobody answers at {guests.base_url} ({error}). Is `make run` running?"
        ) from error
    click.echo(
        f"{tally.orders} orders with {tally.lines} lines from {tally.guests} phones,"
        f" {tally.requests} calls for the waiter, {tally.refused} refusals."
    )


def _own_address() -> str:
    """Where the server listens; what guests type may lead through a proxy elsewhere."""
    settings = Settings.from_environment(os.environ)
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)
    return f"http://[{host}]:{settings.port}" if ":" in host else f"http://{host}:{settings.port}"


def _restaurant() -> Restaurant:
    restaurants = venue_queries.restaurants()
    if not restaurants:
        raise click.ClickException("There is no restaurant yet. `flask demo seed` opens one.")
    return restaurants[0]
