"""What stands in front of every request: who may post from where, and what every answer forbids."""

from typing import Final
from urllib.parse import urlsplit

from flask import Flask, Response, request

from restaurant_order.core.forms import FORM_TYPES
from restaurant_order.core.refusals import Forbidden, WrongMedium

SAFE_METHODS: Final = {"GET", "HEAD", "OPTIONS"}

POLICY: Final = (
    "default-src 'self'; img-src 'self' data:; connect-src 'self'; object-src 'none';"
    " base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


def init_app(app: Flask) -> None:
    app.before_request(refuse_other_sites)
    app.before_request(refuse_other_media)
    app.after_request(forbid_by_header)


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
    if origin is not None and urlsplit(origin).netloc != request.host:
        raise Forbidden


def refuse_other_media() -> None:
    if request.method not in SAFE_METHODS and request.mimetype not in FORM_TYPES | {""}:
        raise WrongMedium


def forbid_by_header(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    headers.setdefault("Cache-Control", "no-store")
    return response
