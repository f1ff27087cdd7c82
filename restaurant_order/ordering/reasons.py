"""Why orders are rejected or rushed, dishes cancelled: sentences offered, in the reader's language.

What was chosen from the list is kept as its code, what staff wrote themselves as they wrote it.
"""

from typing import Final

from flask_babel import lazy_gettext as _l

from restaurant_order.ordering.models import Disposition

REASON_LENGTH: Final = 200
"""In characters, of what staff write themselves."""

REJECTIONS: Final = {
    "rejected:closing": _l("We are sorry, the kitchen is closing."),
    "rejected:sold_out": _l("We are sorry, something of it is sold out."),
    "rejected:speak": _l("Please speak to our staff first."),
}
"""Said to the guests."""

CANCELLATIONS: Final = {
    "cancelled:changed": _l("The guests changed their mind"),
    "cancelled:mistake": _l("Ordered by mistake"),
    "cancelled:impossible": _l("We cannot make it today"),
}

COURSE_CANCELLATIONS: Final = {
    "cancelled:not_wanted": _l("They do not want it any more"),
    **CANCELLATIONS,
}
"""Of a whole course that nobody has fired."""

DISPOSITIONS: Final = {
    Disposition.WASTE: _l("Thrown away"),
    Disposition.STOCK: _l("Back to stock"),
}
"""Where a cancelled dish goes once cooking has begun."""

RUSHES: Final = {
    "rush:waited": _l("They have waited too long"),
    "rush:again": _l("Forgotten, or made again"),
    "rush:hurry": _l("Guests in a hurry"),
    "rush:rest": _l("The rest of the table is ready"),
}

_KNOWN: Final = {**REJECTIONS, **COURSE_CANCELLATIONS, **RUSHES}


def reason_in_words(reason: str) -> str:
    """As the reader of the moment reads it."""
    return str(_KNOWN.get(reason, reason))
