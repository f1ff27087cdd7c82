"""What a touch is answered with: what was done, and the way back for five seconds."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from flask import flash, make_response, redirect, render_template, request, session
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from kitchen_display.board import Board
from restaurant_order.core.refusals import Conflict

KEPT: Final = "board undo"
"""Where a browser without script finds the way back on the page it is sent to."""


class SeeFirst(Conflict):
    """A ticket does not leave with a cancellation on it that nobody has looked at."""

    code = "see_first"
    sentence = _l("Something on this ticket was cancelled. Look at it first: tap Seen.")


@dataclass(frozen=True)
class Undo:
    """A form that takes it back. `ticket` names the ticket whose place on the board it keeps."""

    message: str
    action: str
    fields: Sequence[tuple[str, str | int]] = ()
    ticket: str = ""


def done(board: Board, undo: Undo, *, closes: bool = False) -> Response:
    """To a script the toast with its undo; to a browser without the board, with the same."""
    if "HX-Request" not in request.headers:
        session[KEPT] = asdict(undo)
        return redirect(f"/kitchen/{board.slug}", 303)
    return _fragment(render_template("kitchen/_undo.html", undo=undo), closes)


def said(board: Board, message: str, *, closes: bool = False) -> Response:
    """As `done`, where there is nothing to take back."""
    if "HX-Request" not in request.headers:
        flash(message)
        return redirect(f"/kitchen/{board.slug}", 303)
    return _fragment(render_template("kitchen/_said.html", message=message), closes)


def undo_kept() -> dict[str, Any] | None:
    """What the last touch without script left, once."""
    kept: dict[str, Any] | None = session.pop(KEPT, None)
    return kept


def _fragment(html: str, closes: bool) -> Response:
    response = make_response(html)
    if closes:
        response.headers["HX-Trigger"] = "close-sheet"
    return response
