"""What the guest must not eat, told to the kitchen with every order of the table."""

from flask import flash, g, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from msgspec import field

from restaurant_order.core.forms import Form, read_form
from restaurant_order.core.refusals import Invalid
from restaurant_order.menu.models import Allergen
from restaurant_order.ordering.service import declare_allergy
from restaurant_order.visits.allergies import read
from restaurant_order.web.diner.blueprint import blueprint
from restaurant_order.web.diner.me_views import drawn_me


class MyAllergy(Form, frozen=True):
    allergens: list[Allergen] = field(default_factory=list)
    text: str = ""


@blueprint.post("/me/allergy")
def declare_mine() -> ResponseReturnValue:
    form = read_form(MyAllergy)
    try:
        declare_allergy(
            g.visit.id,
            guest_id=g.guest.id,
            allergens=form.allergens,
            text=form.text,
            by=g.guest,
        )
    except Invalid as refusal:
        sent = {"ticked": form.allergens, "text": form.text, "error": str(refusal)}
        return drawn_me(allergy=sent), refusal.status
    if any(one.guest_id == g.guest.id for one in read(g.visit.allergies)):
        flash(_("The kitchen is told with every order of your table."))
    else:
        flash(_("You have no allergy, then."))
    return redirect("/me", 303)
