"""What stands in front of every request: who may post from where, and what every answer forbids.

Only the menu page that lies ready is handed out before (`diner/menu_door.py`), by GET at one
address, to which none of these rules says no; its headers are taken from here.
"""

from typing import Final
from urllib.parse import urlsplit

from flask import Flask, Response, request

from restaurant_order.core.forms import FORM_TYPES
from restaurant_order.core.refusals import Forbidden, NotFound, WrongMedium

SAFE_METHODS: Final = {"GET", "HEAD", "OPTIONS"}

POLICY: Final = (
    "default-src 'self'; img-src 'self' data:; connect-src 'self'; object-src 'none';"
    " base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)

FORBIDDING: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}
"""Headers of every answer that does not say otherwise itself."""


def init_app(app: Flask) -> None:
    app.before_request(refuse_odd_addresses)
    app.before_request(refuse_other_sites)
    app.before_request(refuse_other_media)
    app.after_request(forbid_by_header)


def refuse_odd_addresses() -> None:
    """No code holds a NUL, and PostgreSQL cannot even look for one."""
    if "\0" in request.path:
        raise NotFound


def refuse_other_sites() -> None:
    """No other site may change anything here in a visitor's name.

    Browsers say where a request comes from in `Sec-Fetch-Site` (on secure origins) and `Origin`
    (on every POST). Whoever sends neither is no browser and carries nobody's cookies unasked.
    """
    if request.method in SAFE_METHODS:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site not in {"same-origin", "none"}:
            raise Forbidden
        return
    origin = request.headers.get("Origin")
    if origin is not None and _host_of(origin) != request.host:
        raise Forbidden


def _host_of(origin: str) -> str:
    """Host and port; empty for what is no address, as of `null`."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def refuse_other_media() -> None:
    if request.method not in SAFE_METHODS and request.mimetype not in FORM_TYPES | {""}:
        raise WrongMedium


def forbid_by_header(response: Response) -> Response:
    for name, value in FORBIDDING.items():
        response.headers.setdefault(name, value)
    return response
