"""What stands between the server and the application."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
"""An application as PEP 3333 has it."""


def put_in_front(app: Flask, door: Wsgi) -> None:
    """From now on `door` answers; what it is not for it hands on to what answered before."""
    app.wsgi_app = door  # type: ignore[method-assign,assignment]  # Flask's own way
