"""Flask commands."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register every command group."""
