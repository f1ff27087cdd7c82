"""A refused form shows its page again: what was sent stays in its fields, the reason beside it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, g, request

from restaurant_order.core.refusals import Conflict, Invalid, Refusal, TooMany

View = TypeVar("View", bound=Callable[..., Any])


class Sent:
    """One form of a page, by the address it posts to: as it was sent, or untouched."""

    def __init__(self, action: str) -> None:
        refusal: Refusal | None = g.get("refusal")
        self._refusal = refusal if refusal is not None and request.path == action else None
        self.action = action

    @property
    def is_refused(self) -> bool:
        return self._refusal is not None

    def value(self, name: str, default: object = "") -> object:
        return request.form.get(name, "") if self.is_refused else default

    def values(self, name: str, default: list[str]) -> list[str]:
        return request.form.getlist(name) if self.is_refused else default

    def is_on(self, name: str, default: bool = False) -> bool:
        return name in request.form if self.is_refused else default

    def error(self, name: str) -> object:
        """Why this field was refused, to be shown beside it."""
        if isinstance(self._refusal, Invalid) and self._refusal.field == name:
            g.refusal_is_shown = True
            return self._refusal.sentence
        return ""


def refused_elsewhere() -> object:
    """The reason that no field has shown; to be asked after all fields were drawn."""
    refusal: Refusal | None = g.get("refusal")
    return "" if refusal is None or g.get("refusal_is_shown") else refusal.sentence


def redraws(draw: Callable[..., Any]) -> Callable[[View], View]:
    """Have a refused form answered by `draw`, the page it stands on, with the refusal's status."""

    def around(view: View) -> View:
        @wraps(view)
        def answer(**path: Any) -> Any:
            try:
                return view(**path)
            except (Invalid, Conflict, TooMany) as refusal:
                g.refusal = refusal
                return draw(**path), refusal.status

        return answer  # type: ignore[return-value]  # the same arguments, the same answers

    return around


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(sent=Sent, refused_elsewhere=refused_elsewhere)
