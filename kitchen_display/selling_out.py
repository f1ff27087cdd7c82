"""Sold out from the board in two taps, and back: a dish, an option, an ingredient."""

import re
from collections.abc import Callable
from typing import Any, Final

from flask import Blueprint, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from kitchen_display.answers import Undo, done, said
from kitchen_display.here import board_here, cook, only_cooks
from kitchen_display.pages import panel
from kitchen_display.sold_out import (
    NO_STOCK,
    Article,
    Kind,
    all_articles,
    article,
    how_it_was,
    in_an_hour,
)
from restaurant_order.core.forms import Form, read_form
from restaurant_order.core.refusals import Conflict, Invalid
from restaurant_order.menu import service as menu

blueprint = Blueprint("kitchen_sold_out", __name__, url_prefix="/kitchen")
blueprint.before_request(only_cooks)

ARTICLE: Final = "/<slug>/<any(dishes,options,ingredients):kind>/<int(max=2147483647):article_id>"
_TIME: Final = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)
UNTIL: Final = re.compile(rf"today|for_good|no_stock|{_TIME.pattern}", re.ASCII)

_SELL_OUT: Final[dict[Kind, Callable[..., None]]] = {
    Kind.DISH: menu.sell_out,
    Kind.OPTION: menu.sell_out_option,
    Kind.INGREDIENT: menu.sell_out_ingredient,
}
_BRING_BACK: Final[dict[Kind, Callable[..., None]]] = {
    Kind.DISH: menu.bring_back,
    Kind.OPTION: menu.bring_back_option,
    Kind.INGREDIENT: menu.bring_back_ingredient,
}


class SellOut(Form, frozen=True):
    until: str


@blueprint.get("/<slug>/sold-out")
def sold_out(slug: str) -> str:
    here = board_here(slug)
    articles = all_articles(here)
    return panel(
        here,
        _("Sold-out list"),
        "kitchen/_sold_out.html",
        out=[one for one in articles if one.is_out],
        available=_by_kind([one for one in articles if not one.is_out]),
        time=_time_asked_for() or in_an_hour(),
    )


@blueprint.post(ARTICLE + "/sold-out")
def sell_out(slug: str, kind: str, article_id: int) -> Response:
    here, one = board_here(slug), article(Kind(kind), article_id)
    until = read_form(SellOut).until
    if not UNTIL.fullmatch(until) or (until == NO_STOCK and one.kind is not Kind.DISH):
        raise Invalid(_("Please give a time like 18:00."), field="until")
    if until == NO_STOCK:
        menu.set_stock(one.id, 0, by=cook())
    else:
        _SELL_OUT[one.kind](one.id, until=until, by=cook())
    message = _("Sold out: %(dish)s", dish=one.name)
    return done(here, Undo(message, f"/kitchen/{here.slug}/{one.path}/back"), closes=True)


@blueprint.post(ARTICLE + "/back")
def bring_back(slug: str, kind: str, article_id: int) -> Response:
    here, one = board_here(slug), article(Kind(kind), article_id)
    read_form(Form)
    if not one.is_out:
        return said(here, _("%(dish)s is on the menu already", dish=one.name), closes=True)
    was = how_it_was(one.kind, one.id)
    if not one.can_come_back:
        raise Conflict(_("Bring back first: %(dish)s", dish=", ".join(one.waits_for)))
    _BRING_BACK[one.kind](one.id, by=cook())
    again = f"/kitchen/{here.slug}/{one.path}/sold-out"
    message = _("Back on the menu: %(dish)s", dish=one.name)
    return done(here, Undo(message, again, [("until", was)]), closes=True)


def _time_asked_for() -> str | None:
    said = request.args.get("till", "")
    return said if _TIME.fullmatch(said) else None


def _by_kind(articles: list[Article]) -> list[dict[str, Any]]:
    names = {
        Kind.INGREDIENT: _("Ingredients"),
        Kind.DISH: _("Dishes"),
        Kind.OPTION: _("Options"),
    }
    sections = [
        {"kind": kind.value, "name": name, "articles": [a for a in articles if a.kind is kind]}
        for kind, name in names.items()
    ]
    return [section for section in sections if section["articles"]]
