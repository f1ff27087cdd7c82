"""What one screen remembers of itself, for each station it shows: size, sounds, filter."""

from typing import Annotated, Final, Literal
from urllib.parse import parse_qsl, urlencode

from flask import Response, current_app, request
from msgspec import Meta, structs
from werkzeug.datastructures import MultiDict

from kitchen_display.board import Board
from restaurant_order.core.forms import Form, read_values
from restaurant_order.core.refusals import Invalid

COOKIE: Final = "board"
A_YEAR: Final = 365 * 24 * 3600
LONGEST: Final = 400

Sound = Literal["new", "changed", "cancelled", "late"]
EVERY_SOUND: Final[tuple[Sound, ...]] = ("new", "changed", "cancelled", "late")

Volume = Annotated[int, Meta(ge=0, le=100)]
Filter = Annotated[
    str, Meta(pattern=r"^(all|dine_in|takeaway|late|rushed|course-[1-9]|category-[0-9]{1,9})$")
]


class Screen(Form, frozen=True):
    """`volume` 0 is mute; each event has a share of it. `zoom`: percent of the chosen size.

    `repeat`: a sound comes again until somebody touches the screen. `filter`: which tickets show.
    """

    size: Literal["small", "medium", "large"] = "medium"
    zoom: Annotated[int, Meta(ge=80, le=140, multiple_of=10)] = 100
    volume: Volume = 70
    new: Volume = 100
    changed: Volume = 100
    cancelled: Volume = 100
    late: Volume = 100
    filter: Filter = "all"
    repeat: Literal["on"] | None = None
    awake: Literal["on"] | None = None
    combine: Literal["on"] | None = None
    hide_held: Literal["on"] | None = None

    @property
    def volumes(self) -> str:
        """Each event with its share, as the page's script reads it: `new:100 late:50`."""
        return " ".join(f"{event}:{getattr(self, event)}" for event in EVERY_SOUND)


FACTORY: Final = Screen(repeat="on", awake="on", combine="on")
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


def remember_screen(response: Response, screen: Screen, board: Board) -> None:
    """Kept in a cookie that only this board's pages get: another station on the same screen may
    be louder.
    """
    values = {name: value for name, value in structs.asdict(screen).items() if value is not None}
    response.set_cookie(
        COOKIE,
        urlencode(values),
        max_age=A_YEAR,
        path=f"/kitchen/{board.slug}",
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )
