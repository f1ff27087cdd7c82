"""A tablet becomes a kitchen screen: it shows six digits until a manager has typed them."""

from dataclasses import dataclass

from flask import Blueprint, Flask, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from restaurant_order.core import clock
from restaurant_order.people.recognise import (
    SCREEN_COOKIE,
    NotPaired,
    current_screen,
    network,
    remember_screen,
)
from restaurant_order.people.screens import TooManyWaiting, Waiting, ask_for_code

blueprint = Blueprint("pairing", __name__, template_folder="templates")


@dataclass(frozen=True)
class Code:
    """Six digits as they are read aloud, and for how many minutes more they are good."""

    halves: tuple[str, str]
    minutes: int


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.register_error_handler(NotPaired, show_the_way)


def show_the_way(refusal: NotPaired) -> ResponseReturnValue:
    """A page turns into the pairing page; a change is never repeated."""
    if "HX-Request" in request.headers:
        return Response(status=refusal.status, headers={"HX-Redirect": "/pair"})
    if request.method == "GET":
        return redirect("/pair", 303)
    page = render_template("kitchen/not_paired.html", sentence=refusal.sentence)
    return page, refusal.status


@blueprint.get("/pair")
def pair() -> Response:
    """Reloading it does what its script does: it looks whether somebody has typed the code."""
    if current_screen() is not None:
        return redirect("/kitchen/", 303)
    return _drawn("kitchen/pairing.html")


@blueprint.get("/pair/code")
def code() -> Response:
    """What the page asks for again and again."""
    if current_screen() is not None:
        return Response(status=204, headers={"HX-Redirect": "/kitchen/"})
    return _drawn("kitchen/_code.html")


def _drawn(template: str) -> Response:
    try:
        waiting = ask_for_code(request.cookies.get(SCREEN_COOKIE), address=network())
    except TooManyWaiting as refusal:
        html = render_template(template, code=None, sentence=refusal.sentence)
        return make_response(html, refusal.status)
    answer = make_response(render_template(template, code=_readable(waiting)))
    remember_screen(answer, waiting.token)
    return answer


def _readable(waiting: Waiting) -> Code:
    left = waiting.expires_at - clock.now()
    minutes = -(-left.total_seconds() // 60)
    return Code((waiting.code[:3], waiting.code[3:]), max(1, int(minutes)))
