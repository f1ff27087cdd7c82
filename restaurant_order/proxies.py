"""Whom to believe about where a request comes from: the proxies that the settings name."""

import ipaddress
import logging
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from config import Network

log = logging.getLogger(__name__)

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def believe_proxies(app: Flask) -> None:
    """Take address, scheme and host from what the proxies in front say, and from nobody else.

    A phone on the house's network may reach the port directly: its `X-Forwarded-*` are its own.
    """
    count: int = app.config["TRUSTED_PROXIES"]
    if count:
        plain: Wsgi = app.wsgi_app
        fixed = ProxyFix(plain, x_for=count, x_proto=count, x_host=count)
        believed: Sequence[Network] = app.config["PROXY_ADDRESSES"]
        doubts = _Doubts()

        def from_whom(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
            if stands_among(environ.get("REMOTE_ADDR", ""), believed):
                return fixed(environ, start_response)
            if "HTTP_X_FORWARDED_FOR" in environ:
                doubts.about(environ.get("REMOTE_ADDR", ""))
            return plain(environ, start_response)

        app.wsgi_app = from_whom  # type: ignore[method-assign]  # Flask's own way to wrap an app


class _Doubts:
    """A proxy that is not believed makes one network of all guests: the house is told, once."""

    told = False

    def about(self, address: str) -> None:
        if not self.told:
            self.told = True
            log.warning("%s is not believed; is it the proxy? See PROXY_ADDRESSES", address)


def stands_among(address: str, networks: Sequence[Network]) -> bool:
    """Whether `address` is in one of `networks`; an IPv4 address may come in IPv6's clothes."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    plain = getattr(parsed, "ipv4_mapped", None) or parsed
    return any(plain in network for network in networks)
