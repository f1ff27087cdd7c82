"""Drawing items: the one place where a region becomes HTML, whoever asks for it."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeVar

from flask import Flask, current_app, g
from flask_babel import force_locale
from markupsafe import Markup

from restaurant_order.core.languages import (
    current_language,
    interface_locale,
    is_right_to_left,
)
from restaurant_order.live.region import AnyRegion, Item, Scope
from restaurant_order.venue.models import Restaurant
from restaurant_order.venue.queries import restaurant_apart

R = TypeVar("R")

NOWHERE: Final = {
    "REQUEST_METHOD": "GET",
    "PATH_INFO": "/live",
    "SCRIPT_NAME": "",
    "SERVER_NAME": "localhost",
    "SERVER_PORT": "80",
    "wsgi.url_scheme": "http",
}
"""A request of nobody's: what is pushed must not depend on whose request it was pushed in."""


@contextmanager
def nobody(app: Flask) -> Iterator[None]:
    """A context of its own (session, `g`, request) for what is drawn for others.

    A request context alone would share the session and `g` of the request it is entered in.
    """
    with app.app_context(), app.request_context(dict(NOWHERE)):
        g.read_already = {}
        yield


def read_once(key: Hashable, read: Callable[[], R]) -> R:
    """What several regions show of the same push, read by the first of them.

    Outside a push nothing is kept. `key` starts with a name of the caller's.
    """
    kept: dict[Hashable, R] | None = g.get("read_already")
    if kept is None:
        return read()
    if key not in kept:
        kept[key] = read()
    return kept[key]


def restaurant_once(restaurant_id: int) -> Restaurant:
    """As `restaurant_apart`, for all who ask during a push."""
    return read_once(("restaurant", restaurant_id), lambda: restaurant_apart(restaurant_id))


def forget_what_was_read() -> None:
    """From here on `read_once` reads anew."""
    if "read_already" in g:
        g.read_already = {}


@contextmanager
def reading(restaurant: Restaurant, language: str) -> Iterator[None]:
    """Draw as for readers of `language` in this restaurant."""
    g.restaurant, g.language = restaurant, language
    with force_locale(interface_locale(language)):
        yield


def draw(region: AnyRegion, item: Item) -> Markup:
    """One item, in the language being read."""
    return _render(region.template, {**item.context, "live": _marks(region, item), "item": item})


def draw_all(region: AnyRegion, scope: Scope, items: Iterable[Item]) -> Markup:
    """The inside of a region."""
    drawn = [(item, draw(region, item)) for item in items]
    if region.frame is None:
        return Markup("\n").join(html for _, html in drawn)
    groups = _Groups()
    for item, html in drawn:
        groups[item.group] += html
    context = {"items": [item for item, _ in drawn], "groups": groups}
    return _render(region.frame, {**context, **region.frame_context(scope)})


class _Groups(dict[str, Markup]):
    def __missing__(self, group: str) -> Markup:
        return Markup("")


def _marks(region: AnyRegion, item: Item) -> Markup:
    """Nothing here needs escaping: see `Item`, and names of regions are ours."""
    of = f'id="{region.name}-{item.key}" data-key="{item.key}"'
    return Markup(f'{of} data-version="{item.version}" data-rank="{item.rank}"')


def _render(template: str, context: dict[str, Any]) -> Markup:
    language = current_language()
    direction = "rtl" if is_right_to_left(language) else "ltr"
    found = current_app.jinja_env.get_template(template)
    return Markup(found.render(context, language=language, direction=direction).strip())
