"""Whom to believe about where a request comes from: the proxies that the settings name."""

import logging
from collections.abc import Callable, Sequence
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from config import Network
from restaurant_order.core.addresses import address_of
from restaurant_order.core.wsgi import Wsgi, put_in_front

log = logging.getLogger(__name__)


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

        put_in_front(app, from_whom)


class _Doubts:
    """A proxy that is not believed makes one network of all guests: the house is told, once."""

    told = False

    def about(self, address: str) -> None:
        if not self.told:
            self.told = True
            log.warning("%s is not believed; is it the proxy? See PROXY_ADDRESSES", address)


def stands_among(address: str, networks: Sequence[Network]) -> bool:
    """Whether `address` is in one of `networks`."""
    found = address_of(address)
    return found is not None and any(found in network for network in networks)
