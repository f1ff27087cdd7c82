"""What one screen remembers of itself: size, sounds, whether it stays awake."""

from typing import Annotated, Final, Literal
from urllib.parse import parse_qsl, urlencode

from flask import Response, current_app, request
from msgspec import Meta, field, structs
from werkzeug.datastructures import MultiDict

from restaurant_order.core.forms import Form, read_values
from restaurant_order.core.refusals import Invalid

COOKIE: Final = "board"
A_YEAR: Final = 365 * 24 * 3600
LONGEST: Final = 400

Sound = Literal["new", "changed", "cancelled", "late"]
EVERY_SOUND: Final[list[Sound]] = ["new", "changed", "cancelled", "late"]


class Screen(Form, frozen=True):
    """`volume` 0 is mute. `repeat`: the sound of a new ticket comes again until it is seen."""

    size: Literal["small", "medium", "large"] = "medium"
    volume: Annotated[int, Meta(ge=0, le=100)] = 70
    sounds: list[Sound] = field(default_factory=list)
    repeat: Literal["on"] | None = None
    awake: Literal["on"] | None = None


FACTORY: Final = Screen(sounds=EVERY_SOUND, repeat="on", awake="on")
"""How a screen starts that nobody has set up."""


def this_screen() -> Screen:
    """What the screen's cookie says; the factory's settings where that is nonsense."""
    kept = request.cookies.get(COOKIE, "")
    if not kept or len(kept) > LONGEST:
        return FACTORY
    try:
        return read_values(Screen, MultiDict(parse_qsl(kept)))
    except Invalid:
        return FACTORY


def remember_screen(response: Response, screen: Screen) -> None:
    """Kept in a cookie of its own that only the kitchen's pages get."""
    values = {name: value for name, value in structs.asdict(screen).items() if value is not None}
    response.set_cookie(
        COOKIE,
        urlencode(values, doseq=True),
        max_age=A_YEAR,
        path="/kitchen",
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )
