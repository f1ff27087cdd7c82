"""The guest's card of a dish as its editor's fields have it at the moment, in every language."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import g, render_template
from flask_babel import force_locale
from flask_babel import gettext as _
from markupsafe import Markup

from restaurant_order.core.languages import current_language, interface_locale
from restaurant_order.core.refusals import Invalid
from restaurant_order.menu.entries import CatalogueDish
from restaurant_order.menu.models import DietMark, Dish
from restaurant_order.web.diner.labels import names_for_pages
from restaurant_order.web.manager.menu_dish_form import DishForm
from restaurant_order.web.manager.menu_fields import money_in


@dataclass(frozen=True)
class PreviewCard:
    """As `web.diner.cards.Card`, for a dish that could be ordered now."""

    state: str = "open"
    find: str = ""
    sign: str = ""
    left: int | None = None


def cards_of(form: DishForm, dish: Dish | None) -> list[tuple[str, Markup]]:
    """By language, the card in it."""
    shown = _as_shown(form, dish)
    cards = []
    for tag in g.restaurant.languages:
        with _read_in(tag):
            card = render_template(
                "diner/_dish_card.html",
                dish=shown,
                card=PreviewCard(),
                live="",
                **names_for_pages(),
            )
        cards.append((tag, Markup(card)))
    return cards


def _as_shown(form: DishForm, dish: Dish | None) -> CatalogueDish:
    """What cannot be read yet, because it is half typed, is left out."""
    marks = [mark for mark in DietMark if mark in form.diet]
    return CatalogueDish(
        id=dish.id if dish is not None else 0,
        reference="",
        category_id=0,
        name=_by_language(form.names) or {g.restaurant.language: _("A new dish")},
        description=_by_language(form.descriptions),
        kitchen_name={},
        price=_price(form.price),
        tax_rate=0,
        photo=dish.photo if dish is not None else None,
        allergens=None,
        diet_marks=tuple(marks),
        spice=int(form.spice) if form.spice in ("1", "2", "3") else 0,
        station_id=None,
        windows=(),
        category_windows=(),
        groups=(),
    )


def _by_language(texts: list[str]) -> dict[str, str]:
    found = zip(g.restaurant.languages, texts, strict=False)
    return {tag: text for tag, text in found if text.strip()}


def _price(text: str) -> int:
    try:
        return money_in(text, "price")
    except Invalid:
        return 0


@contextmanager
def _read_in(language: str) -> Iterator[None]:
    """For a moment the page's reader is one of another language."""
    before = current_language()
    g.language = language
    try:
        with force_locale(interface_locale(language)):
            yield
    finally:
        g.language = before
