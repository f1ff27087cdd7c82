"""What somebody at a table must not eat, written down by the staff."""

from typing import Annotated, Any

from flask import g, redirect, request
from flask.typing import ResponseReturnValue
from msgspec import Meta, field

from restaurant_order.core.forms import Form, read_form
from restaurant_order.menu.labels import ALLERGENS
from restaurant_order.menu.models import Allergen
from restaurant_order.ordering.service import declare_allergy
from restaurant_order.visits.allergies import LONGEST_TEXT, read
from restaurant_order.visits.models import Visit
from restaurant_order.visits.queries import guests_of, visit_or_refuse
from restaurant_order.visits.service import VisitOver
from restaurant_order.web.cashier.blueprint import blueprint, visit_address
from restaurant_order.web.cashier.screen import screen
from restaurant_order.web.redrawing import Sent, redraws


class AllergyForm(Form, frozen=True):
    """`guest` None: somebody at the table."""

    guest: Annotated[int, Meta(ge=1, lt=2**31)] | None = None
    allergens: list[Allergen] = field(default_factory=list)
    text: str = ""


@blueprint.get("/visits/<int:visit_id>/allergies")
def ask_allergies(visit_id: int) -> str:
    visit = visit_or_refuse(g.restaurant.id, visit_id)
    if visit.ended_at is not None:
        raise VisitOver
    guests = guests_of(visit.id)
    chosen = request.args.get("guest", type=int) or request.form.get("guest", type=int)
    person = next((one for one in guests if one.id == chosen), None)
    return screen(
        "cashier/allergies.html",
        visit=visit,
        guests=guests,
        person=person,
        allergens=ALLERGENS,
        allergy=_as_it_is(visit, person.id if person else None),
        longest=LONGEST_TEXT,
    )


@blueprint.post("/visits/<int:visit_id>/allergies")
@redraws(ask_allergies)
def write_allergy_down(visit_id: int) -> ResponseReturnValue:
    form = read_form(AllergyForm)
    visit = visit_or_refuse(g.restaurant.id, visit_id)
    declare_allergy(
        visit.id,
        guest_id=form.guest,
        allergens=form.allergens,
        text=form.text,
        by=g.staff,
    )
    return redirect(visit_address(visit_id), 303)


def _as_it_is(visit: Visit, guest_id: int | None) -> dict[str, Any]:
    """What stands there, or what a refused form said."""
    known = next((one for one in read(visit.allergies) if one.guest_id == guest_id), None)
    sent = Sent(f"/floor/visits/{visit.id}/allergies")
    return {
        "ticked": sent.values("allergens", list(known.allergens) if known else []),
        "text": sent.value("text", known.text if known else ""),
        "error": sent.error("text"),
    }
