"""The kitchen board. It looks inward; nothing inward knows it."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Add the board to the house."""
