"""A self-hosted ordering system for restaurants."""

import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from config import Settings

if TYPE_CHECKING:
    from flask import Flask

# Its makers advise new projects against it; we have weighed that (docs/decisions/eventlet.md).
warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")


def create_app(
    settings: Settings | None = None,
    *,
    run_blocking: Callable[..., Any] | None = None,
    compress: bool = False,
) -> "Flask":
    """The whole application; see `restaurant_order.application`.

    That module is loaded here and no earlier: gunicorn's master imports this package to find its
    worker class, before the fork and before `wsgi.py` has patched the standard library.
    """
    from restaurant_order import application

    return application.create_app(settings, run_blocking=run_blocking, compress=compress)
