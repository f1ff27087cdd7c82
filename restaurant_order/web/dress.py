"""The restaurant's colour on every page of its own, and what its languages call themselves."""

from typing import Final

from babel import Locale
from flask import Blueprint, Flask, Response, g, request

from restaurant_order.core.refusals import NotFound
from restaurant_order.web.theme import theme_css

A_YEAR: Final = 365 * 24 * 3600

blueprint = Blueprint("dress", __name__)


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.context_processor(_about_colour)
    app.jinja_env.filters["language_name"] = language_name


def theme_url(accent: str) -> str:
    """Where the stylesheet of a colour is (`#a8322d`); empty for the house's own."""
    return f"/theme.css?colour={accent.removeprefix('#')}" if accent else ""


def language_name(tag: str) -> str:
    """What a language calls itself: `zh-Hans` -> `中文`."""
    name = Locale.parse(tag, sep="-").get_language_name() or tag
    return name[:1].upper() + name[1:]


@blueprint.get("/theme.css")
def theme() -> Response:
    """A function of its address alone, so what was fetched once never changes."""
    colour = request.args.get("colour", "")
    try:
        css = theme_css(f"#{colour}" if colour else "")
    except ValueError:
        raise NotFound from None
    answer = Response(css, mimetype="text/css")
    answer.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return answer


def _about_colour() -> dict[str, str]:
    restaurant = g.get("restaurant")
    return {"theme_url": theme_url(restaurant.accent) if restaurant is not None else ""}
