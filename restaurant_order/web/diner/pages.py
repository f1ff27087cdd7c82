"""What stands around every page of a guest's phone."""

from collections.abc import Mapping
from typing import Any

from flask import Response, g, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from restaurant_order.core.languages import current_language, in_words


def frame(here: str) -> dict[str, Any]:
    """Brand, language switch and thumb navigation; `here` is the page's path."""
    return {
        "here": here,
        "restaurant_name": in_words(g.restaurant.name),
        "other_language": _other_language(g.restaurant.languages),
        "places": [
            _place("/menu", "utensils", _("Menu"), here),
            _place("/menu#search", "search", _("Search"), here),
            _place("/orders", "chef-hat", _("Orders"), here),
            _place("/requests", "concierge-bell", _("Service"), here),
        ],
    }


def page(template: str, here: str, **context: Any) -> str:
    return render_template(f"diner/{template}.html", **frame(here), **context)


def is_fragment() -> bool:
    """Whether a script asks, and puts the answer into the page it stands on."""
    return "HX-Request" in request.headers


def done(back: str, headers: Mapping[str, str] | None = None) -> AnyResponse:
    """The answer to a change: the screens redraw themselves; a plain form goes `back`."""
    if is_fragment():
        return Response(status=204, headers=headers)
    return redirect(back, 303)


def _place(href: str, icon: str, label: str, here: str) -> dict[str, object]:
    return {"href": href, "icon": icon, "label": label, "current": href == here}


def _other_language(languages: list[str]) -> str:
    """Where there are two, the other one: a single tap away."""
    if len(languages) != 2:
        return ""
    first, second = languages
    return first if current_language() == second else second
