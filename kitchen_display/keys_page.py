"""The key map of keyboard and bump bar: in the board's sheet, and to print and put up."""

from dataclasses import dataclass

from flask import Blueprint, g, render_template, request
from flask_babel import gettext as _
from flask_babel import refresh

from kitchen_display.here import only_cooks
from restaurant_order.core.languages import INTERFACE

blueprint = Blueprint("kitchen_keys", __name__, url_prefix="/kitchen")
blueprint.before_request(only_cooks)


@dataclass(frozen=True)
class Key:
    """`pad` is the same on a number pad or a bump bar without letters. `runs`: as if pressed."""

    key: str
    pad: str
    does: str
    runs: str = ""


def key_map() -> list[Key]:
    """In the reader's language. What a bump bar needs most and has no key for comes first: in
    the sheet the first nine can be pressed by their number.
    """
    return [
        Key("R", "/ 1", _("Recall list"), "r"),
        Key("O", "/ 2", _("Sold-out list"), "o"),
        Key("D", "/ 3", _("All-day counts"), "d"),
        Key("L", "/ 4", _("Which tickets show"), "l"),
        Key("G", "/ 5", _("Hand out takeaway"), "g"),
        Key("E", "/ 6", _("This screen"), "e"),
        Key("M", "/ 7", _("Sound on or off"), "m"),
        Key("F", "/ 8", _("Full screen"), "f"),
        Key("A", "/ 9", _("Allergy seen"), "a"),
        Key("C", "*", _("Fire the next course of the ticket"), "c"),
        Key("Z", "/ 6", _("Small, medium, large"), "z"),
        Key("1 – 9", "1 – 9", _("Choose a ticket by its place")),
        Key("← →", "", _("Ticket before, ticket after")),
        Key("↑ ↓", "", _("Dish above, dish below")),
        Key("- +", "- +", _("Through all dishes, from ticket to ticket")),
        Key("Enter", "Enter", _("Dish done or back; on a ticket: start it")),
        Key("B", "0", _("All of the ticket is done")),
        Key("U", ".", _("Undo")),
        Key("P, T", "*", _("Rush the ticket, and all its details")),
        Key("X", "+ Enter", _("Show each of equal dishes")),
        Key("[ ]", "/ 6", _("Smaller, larger")),
        Key("Page ↑ ↓", "", _("Oldest tickets, next tickets")),
        Key("W", "/ + Enter", _("Say who you are, where the board asks"), "w"),
        Key("?", "/", _("These keys")),
        Key("1 – 9, ↑ ↓", "1 – 9 - +", _("In a list: press what has the number, or go through it")),
        Key("Esc", "0", _("Close a list")),
    ]


@blueprint.get("/keys")
def keys() -> str:
    """The key map on paper, in any language the board speaks."""
    wanted = request.args.get("language", "")
    if wanted in INTERFACE:
        g.language = wanted
        refresh()
    return render_template("kitchen/keys.html", key_map=key_map(), languages=INTERFACE)
