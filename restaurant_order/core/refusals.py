"""Refusals: what a service raises when it will not do a thing, with a sentence for the reader.

A refusal is an answer, not an accident: the web turns it into a 4xx in the reader's language.
Whatever raised it has changed nothing.
"""

from typing import ClassVar

from flask_babel import lazy_gettext as _l


class Refusal(Exception):
    """The base of all refusals. `code` is stable and machine-readable; `sentence` is for people."""

    status: ClassVar[int] = 400
    code: ClassVar[str] = "refused"
    sentence = _l("This is not possible.")

    def __init__(self, sentence: object | None = None, /) -> None:
        super().__init__(self.code)
        if sentence is not None:
            self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)


class NotSignedIn(Refusal):
    status, code = 401, "not_signed_in"
    sentence = _l("Please sign in first.")


class Forbidden(Refusal):
    status, code = 403, "forbidden"
    sentence = _l("You are not allowed to do this.")


class NotFound(Refusal):
    status, code = 404, "not_found"
    sentence = _l("There is nothing here.")


class Conflict(Refusal):
    """Somebody else was faster, or the thing has moved on."""

    status, code = 409, "conflict"
    sentence = _l("Somebody was faster. Here is how it stands now.")


class Gone(Refusal):
    status, code = 410, "gone"
    sentence = _l("This visit has ended. Please scan the code on your table again.")


class WrongMedium(Refusal):
    status, code = 415, "wrong_medium"
    sentence = _l("This form was sent in a way that we do not read.")


class Invalid(Refusal):
    """A field holds something it cannot hold; `field` names it."""

    status, code = 422, "invalid"
    sentence = _l("Something in this form is not right.")

    def __init__(self, sentence: object | None = None, /, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field


class TooMany(Refusal):
    status, code = 429, "too_many"
    sentence = _l("That was a little too often. Please wait a moment.")


class Busy(Refusal):
    status, code = 503, "busy"
    sentence = _l("The restaurant's computer is very busy. Please try again.")
