"""Another language for whoever reads, asked for on any of our pages."""

from typing import Annotated

from msgspec import Meta

from restaurant_order.core.forms import Form, read_form
from restaurant_order.core.languages import INTERFACE
from restaurant_order.core.refusals import Invalid


class LanguageForm(Form, frozen=True):
    """`back`: the page it was asked for on."""

    language: str
    back: Annotated[str, Meta(max_length=500)] = ""


def language_wanted() -> LanguageForm:
    """Raises Invalid for a language that we do not speak."""
    form = read_form(LanguageForm)
    if form.language not in INTERFACE:
        raise Invalid(field="language")
    return form
