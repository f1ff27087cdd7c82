"""The guest's own: nickname, colour, language."""

from typing import Annotated, Final, Literal

from flask import current_app, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from msgspec import Meta

from restaurant_order.core.forms import Form, read_form
from restaurant_order.core.languages import COOKIE
from restaurant_order.core.refusals import Invalid
from restaurant_order.visits.service import NICKNAME_LENGTH, rename_guest
from restaurant_order.web.diner.blueprint import blueprint
from restaurant_order.web.diner.labels import PAINTS
from restaurant_order.web.diner.pages import page

A_YEAR: Final = 365 * 24 * 3600


class Me(Form, frozen=True):
    nickname: str
    colour: Annotated[int, Meta(ge=0, lt=PAINTS)]


class Language(Form, frozen=True):
    language: str
    back: Literal["/menu", "/cart", "/orders", "/requests", "/me"] = "/menu"


@blueprint.get("/me")
def me() -> str:
    return _drawn(g.guest.nickname, g.guest.colour % PAINTS)


@blueprint.post("/me")
def rename() -> ResponseReturnValue:
    form = read_form(Me)
    try:
        rename_guest(g.guest, nickname=form.nickname, colour=form.colour)
    except Invalid as refusal:
        return _drawn(form.nickname, form.colour, str(refusal)), refusal.status
    flash(_("Everybody at the table sees your new name."))
    return redirect(url_for("diner.menu"), 303)


@blueprint.post("/language")
def choose_language() -> ResponseReturnValue:
    form = read_form(Language)
    if form.language not in g.restaurant.languages:
        raise Invalid(_l("The menu is not written in this language."), field="language")
    answer = redirect(form.back, 303)
    answer.set_cookie(
        COOKIE,
        form.language,
        max_age=A_YEAR,
        httponly=True,
        samesite="Lax",
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]) or request.is_secure,
    )
    return answer


def _drawn(nickname: str, colour: int, error: str = "") -> str:
    return page(
        "me",
        "/me",
        nickname=nickname,
        colour=colour,
        colours=range(PAINTS),
        longest=NICKNAME_LENGTH,
        languages=g.restaurant.languages,
        error=error,
    )
