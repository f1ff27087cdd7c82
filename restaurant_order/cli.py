"""Flask commands."""

from flask import Flask

from restaurant_order.demo.commands import demo
from restaurant_order.menu.commands import menu
from restaurant_order.people.commands import staff


def init_app(app: Flask) -> None:
    """Register every command group."""
    app.cli.add_command(demo)
    app.cli.add_command(menu)
    app.cli.add_command(staff)
