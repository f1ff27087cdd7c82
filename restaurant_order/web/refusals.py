"""The one place that turns a refusal into an answer."""

from typing import Final

from flask import Flask, render_template, request
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import HTTPException

from restaurant_order.core.refusals import Refusal

Answer = tuple[str, int, dict[str, str]]

SENTENCES: Final = {
    400: _l("This request cannot be read."),
    403: _l("You are not allowed to do this."),
    404: _l("There is nothing here."),
    405: _l("That cannot be done here."),
    413: _l("That is too large."),
    415: _l("This form was sent in a way that we do not read."),
    429: _l("That was a little too often. Please wait a moment."),
}


def init_app(app: Flask) -> None:
    app.register_error_handler(Refusal, answer_refusal)
    app.register_error_handler(HTTPException, answer_http)
    app.register_error_handler(Exception, answer_accident)


def answer_refusal(refusal: Refusal) -> Answer:
    return _answer(refusal.status, refusal.sentence)


def answer_http(error: HTTPException) -> Answer | HTTPException:
    status = error.code or 500
    if status < 400:
        return error
    return _answer(status, SENTENCES.get(status, SENTENCES[400] if status < 500 else _accident()))


def answer_accident(error: Exception) -> Answer:
    from flask import current_app

    current_app.logger.exception("%s %s failed", request.method, request.url_rule)
    return _answer(500, _accident())


def _accident() -> object:
    return _l("Something went wrong on our side. Nothing was changed. Please try again.")


def _answer(status: int, sentence: object) -> Answer:
    """A page, or for scripts that asked for a fragment the sentence alone in a toast."""
    is_fragment = "HX-Request" in request.headers
    template = "errors/_toast.html" if is_fragment else "errors/refusal.html"
    # A toast finds its own place; the piece of the page that asked stays as it is.
    headers = {"HX-Reswap": "none"} if is_fragment else {}
    return render_template(template, status=status, sentence=sentence), status, headers
