"""Permission to watch a region: a signed token that the page carries and the socket brings back."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Final

from flask import Flask
from itsdangerous import BadData, URLSafeTimedSerializer

from restaurant_order.core.refusals import Gone
from restaurant_order.live import rooms
from restaurant_order.live.region import AnyRegion, Scope, regions
from restaurant_order.live.who import Who

LASTS: Final = 7 * 24 * 3600
"""Seconds until a page that nobody ever reloaded has to be fetched anew."""

LENGTH: Final = 600
"""Characters of a token at most."""


class NotYours(Gone):
    """A token that is forged, too old, of another server's secret, or somebody else's."""

    code = "not_yours"


@dataclass(frozen=True)
class Watch:
    """One region of one scope in one language."""

    region: AnyRegion
    scope: Scope
    language: str

    @property
    def room(self) -> str:
        return rooms.of_region(self.region.name, self.scope, self.language)

    @property
    def namespace(self) -> str:
        return self.region.audience.namespace


def sign(app: Flask, watch: Watch, who: Who) -> str:
    values = [watch.region.name, list(astuple(watch.scope)), watch.language, who.name]
    return str(_signer(app).dumps(values))


def read(app: Flask, token: object, who: Who) -> Watch:
    """What a token lets `who` watch. Raises NotYours."""
    if not isinstance(token, str) or len(token) > LENGTH:
        raise NotYours
    try:
        name, values, language, owner = _signer(app).loads(token, max_age=LASTS)
    except BadData:
        raise NotYours from None
    region = regions(app).get(name)
    if region is None or owner != who.name:
        raise NotYours
    return Watch(region, _scope(region, values), language)


def _scope(region: AnyRegion, values: Sequence[int | str | None]) -> Scope:
    try:
        return region.scope(*values)  # type: ignore[arg-type]  # as signed by us
    except TypeError:  # signed by an older version of this program
        raise NotYours from None


def _signer(app: Flask) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(app.secret_key or "", salt="live region")
