"""What guests are called: by the name they typed, else by a number, in the reader's language."""

from typing import Final

from flask_babel import gettext as _

_UNNAMED: Final = " guest "
"""Begins with a space, as no name does that somebody typed: `core.text.clean_line` takes it off."""


def unnamed(number: int) -> str:
    """What is kept for the guest who came as the n-th and has typed no name."""
    return f"{_UNNAMED}{number}"


def nickname_in_words(kept: str) -> str:
    """As the reader of the moment reads it; what was typed, as it was typed."""
    if not kept.startswith(_UNNAMED):
        return kept
    return str(_("Guest %(number)s", number=kept.removeprefix(_UNNAMED)))
