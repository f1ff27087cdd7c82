"""Dish photos: by name and width, kept by the browser for good."""

from typing import Final

from flask import Blueprint, Flask, Response, send_from_directory

from restaurant_order.core.refusals import NotFound
from restaurant_order.menu.photos import WIDTHS, photo_file, photo_folder

A_YEAR: Final = 365 * 24 * 3600

blueprint = Blueprint("photos", __name__)


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.jinja_env.globals.update(photo_url=photo_url, photo_set=photo_set)


def photo_url(photo: str, width: int) -> str:
    return f"/photos/{photo_file(photo, width)}"


def photo_set(photo: str) -> str:
    """The value of `srcset`: every width we keep, for the browser to choose from."""
    return ", ".join(f"{photo_url(photo, width)} {width}w" for width in sorted(WIDTHS))


@blueprint.get("/photos/<file>")
def photo(file: str) -> Response:
    """A name says what is in it, so what was fetched once never changes."""
    name, _, rest = file.partition("-")
    if not (name.isascii() and name.isalnum() and rest in {f"{width}.webp" for width in WIDTHS}):
        raise NotFound
    answer = send_from_directory(photo_folder(), file, mimetype="image/webp", max_age=A_YEAR)
    answer.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return answer
