"""The guest's own: nickname, colour, language."""

from typing import Annotated, Any, Final

from flask import current_app, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from msgspec import Meta

from restaurant_order.core.forms import Form, read_form
from restaurant_order.core.languages import COOKIE
from restaurant_order.core.refusals import Invalid
from restaurant_order.menu.labels import ALLERGENS
from restaurant_order.visits.allergies import LONGEST_TEXT, read
from restaurant_order.visits.names import nickname_in_words
from restaurant_order.visits.service import NICKNAME_LENGTH, rename_guest
from restaurant_order.web.diner.blueprint import blueprint
from restaurant_order.web.diner.labels import PAINTS
from restaurant_order.web.diner.pages import page

A_YEAR: Final = 365 * 24 * 3600
WayBack = Annotated[
    str, Meta(pattern=r"^/(menu(/dishes/[1-9][0-9]{0,9})?|cart|orders|requests|me)\Z")
]


class Me(Form, frozen=True):
    nickname: str
    colour: Annotated[int, Meta(ge=0, lt=PAINTS)]


class Language(Form, frozen=True):
    language: str
    back: WayBack = "/menu"


@blueprint.get("/me")
def me() -> str:
    return drawn_me()


@blueprint.post("/me")
def rename() -> ResponseReturnValue:
    form = read_form(Me)
    is_as_shown = form.nickname == nickname_in_words(g.guest.nickname)
    nickname = None if is_as_shown else form.nickname
    try:
        rename_guest(g.guest, nickname=nickname, colour=form.colour)
    except Invalid as refusal:
        return drawn_me(form.nickname, form.colour, str(refusal)), refusal.status
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


def drawn_me(
    nickname: str | None = None,
    colour: int | None = None,
    error: str = "",
    allergy: dict[str, Any] | None = None,
) -> str:
    """The page as the guest is, or as a refused form was filled in."""
    nickname = nickname_in_words(g.guest.nickname) if nickname is None else nickname
    colour = g.guest.colour % PAINTS if colour is None else colour
    return page(
        "me",
        "/me",
        nickname=nickname,
        colour=colour,
        colours=range(PAINTS),
        longest=NICKNAME_LENGTH,
        languages=g.restaurant.languages,
        error=error,
        allergy=allergy or _my_allergy(),
        allergens=ALLERGENS,
        longest_allergy=LONGEST_TEXT,
    )


def _my_allergy() -> dict[str, Any]:
    for one in read(g.visit.allergies):
        if one.guest_id == g.guest.id:
            return {"ticked": one.allergens, "text": one.text, "error": ""}
    return {"ticked": (), "text": "", "error": ""}
