"""What `problems` mean, for the person who prints: what is wrong and what to change."""

from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

HARMS: Final = {
    "print": _l("as it is printed"),
    "blur": _l("when the camera is out of focus"),
    "stain": _l("with a stain on it"),
    "fading": _l("in bad light"),
    "angle": _l("seen from the side"),
    "distance": _l("from the distance you chose"),
}

SENTENCES: Final = {
    "light_on_dark": _l(
        "The code is lighter than its ground. Many phones cannot read that: choose a dark"
        " colour for the code and a light one for the ground."
    ),
    "contrast": _l(
        "The code stands out too little from its ground (%(there)s to 1, at least "
        "%(needed)s to 1). Choose a darker code or a lighter ground."
    ),
    "module_size": _l(
        "The code's squares are %(there)s mm wide; to be read from %(distance)s cm they "
        "need %(needed)s mm. Choose a larger format, fewer lines of text, a shorter "
        "address, or a distance of at most %(reach)s cm."
    ),
    "wifi_size": _l(
        "The Wi-Fi code's squares are %(there)s mm wide and need %(needed)s mm. Choose a "
        "larger format or leave the Wi-Fi code out."
    ),
    "no_glyph_in": _l(
        "“%(text)s” has characters that none of our fonts can print: %(characters)s. "
        "Please change the text."
    ),
    "no_glyph": _l("No font of ours can print %(character)s (%(name)s). Please change the text."),
    "text_too_long": _l("“%(text)s” is too long: at most %(count)s characters."),
    "text_does_not_fit": _l(
        "“%(text)s” does not fit where it has to stand. Choose a larger format or shorter words."
    ),
    "no_room_for_wifi": _l(
        "There is no room for a Wi-Fi code in this format. Leave it out, or choose a "
        "card, a tent or a square of 70 mm and more."
    ),
    "labels_off_paper": _l(
        "The labels reach to %(right)s mm from the left and %(bottom)s mm from above, which is more"
        " than the paper. Measure again, or choose fewer columns and rows."
    ),
    "labels_overlap": _l(
        "The labels lie on each other: from one to the next has to be at least a label's width"
        " and height."
    ),
    "no_logo": _l("There is no logo yet. Upload one, or choose “No logo”."),
    "logo_costs": _l(
        "A logo in the middle makes the code denser. It was read with the logo in place."
    ),
    "no_cards": _l("There are no tables to print. Choose some."),
    "too_many": _l("At most %(count)s tables at once. Print one area after the other."),
    "too_large": _l(
        "This job is too large for the restaurant's computer. Print one area after the other."
    ),
    "address_too_long": _l("The address is too long for a code. Choose a shorter one."),
    "unread": _l(
        "The code of %(name)s could not be read %(harm)s. Choose a larger format, squarer"
        " shapes, more contrast, or no logo in the middle."
    ),
    "more_unread": _l("%(count)s more codes could not be read either."),
    "no_template": _l("This file is not a template for table sheets."),
    "died": _l("The job has stopped without a word. Please start it again."),
}


def sentence(finding: dict[str, Any]) -> str:
    """In the reader's language."""
    values = dict(finding["values"])
    if "harm" in values:
        values["harm"] = str(HARMS[values["harm"]])
    words = SENTENCES.get(finding["code"])
    return str(words) % values if words is not None else _("This sheet cannot be printed.")
