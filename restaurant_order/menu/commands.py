"""`flask menu …`: for whoever has the machine."""

from typing import Final

import click
from flask.cli import AppGroup

from restaurant_order.menu.unused_photos import drop_unused_photos

menu: Final = AppGroup("menu", help="The menu and its pictures.")


@menu.command()
def clean_photos() -> None:
    """Remove the files of pictures that no dish shows any more."""
    click.echo(f"{drop_unused_photos()} files removed")
