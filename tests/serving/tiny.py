"""A tiny application that `wsgi.py` loads in place of the restaurant, to try the workers on."""

import sys
from collections.abc import Callable
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

import restaurant_order
from config import Settings

if TYPE_CHECKING:
    from flask import Flask

EARLY: Final = sorted({"flask", "sqlalchemy", "socketio"} & set(sys.modules))
"""What was loaded before `wsgi.py` could patch the standard library."""


def create_app(
    settings: Settings, *, run_blocking: Callable[..., Any] | None = None, **_: Any
) -> "Flask":
    from tests.serving import tiny_rooms

    return tiny_rooms.create_app(settings, run_blocking=run_blocking, early=EARLY)


def _kitchen() -> ModuleType:
    """Nobody is on patrol here; loading the whole kitchen for that would take a second."""
    kitchen = ModuleType("kitchen_display")
    vars(kitchen).update(start_patrol=lambda _app: None)
    return kitchen


vars(restaurant_order).update(create_app=create_app)
sys.modules["kitchen_display"] = _kitchen()

from wsgi import app  # noqa: E402 - it takes create_app as it finds it

__all__ = ["app"]
