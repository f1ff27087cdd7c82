"""What stands between the server and the application.

The workers know it, so gunicorn's master loads it: never Flask, which `wsgi.py` has yet to patch.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
"""An application as PEP 3333 has it."""


def put_in_front(app: "Flask", door: Wsgi) -> None:
    """From now on `door` answers; what it is not for it hands on to what answered before."""
    app.wsgi_app = door  # type: ignore[method-assign,assignment]  # Flask's own way
