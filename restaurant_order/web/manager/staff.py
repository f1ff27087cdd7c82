"""The people who work here: hiring, roles, PINs shown once, passwords, sign-ins."""

from typing import Annotated

from flask import Response, g, render_template
from flask_babel import gettext as _
from msgspec import Meta

from restaurant_order.core.forms import Form, read_form
from restaurant_order.core.languages import INTERFACE
from restaurant_order.core.refusals import Forbidden, Invalid
from restaurant_order.people import queries, service, sessions
from restaurant_order.people.models import Role, StaffMember
from restaurant_order.people.recognise import current_session
from restaurant_order.people.rules import has_password, may_lead
from restaurant_order.web.manager.blueprint import blueprint, confirm, go
from restaurant_order.web.manager.labels import place_of, role_choices, screen_languages
from restaurant_order.web.redrawing import redraws


class HireForm(Form, frozen=True):
    name: str
    role: Role
    login: str = ""
    language: str = ""


class PasswordForm(Form, frozen=True):
    password: Annotated[str, Meta(max_length=2000)]


@blueprint.get("/staff")
def staff() -> str:
    return render_template(
        "manager/staff.html",
        people=queries.colleagues(g.restaurant.id),
        sessions=queries.running_sessions(g.restaurant.id),
        own_session=current_session(),
        may_lead=_may_lead,
        place_of=place_of,
    )


@blueprint.get("/staff/hire")
def new_colleague() -> str:
    return render_template(
        "manager/hire.html", roles=role_choices(_roles()), languages=screen_languages()
    )


@blueprint.post("/staff/hire")
@redraws(new_colleague)
def hire() -> str:
    form = read_form(HireForm)
    _refuse_to_give(form.role)
    person = service.hire(
        g.restaurant.id,
        name=form.name,
        role=form.role,
        login=form.login,
        language=_language(form.language),
        by=g.staff.actor,
    )
    return _show_pin(person)


@blueprint.get("/staff/<int:staff_id>")
def colleague(staff_id: int) -> str:
    person = queries.colleague_or_refuse(g.restaurant.id, staff_id)
    return render_template(
        "manager/colleague.html",
        person=person,
        roles=role_choices(sorted({*_roles(), person.role}, key=list(Role).index)),
        languages=screen_languages(),
        may_lead=_may_lead(person),
        has_password=has_password(person.role),
    )


@blueprint.post("/staff/<int:staff_id>")
@redraws(colleague)
def change_colleague(staff_id: int) -> Response:
    form = read_form(HireForm)
    person = _led(staff_id)
    if form.role != person.role:
        _refuse_to_give(form.role)
    service.change(
        person,
        name=form.name,
        role=form.role,
        login=form.login,
        language=_language(form.language),
        by=g.staff.actor,
    )
    return go("/manage/staff", _("Saved."))


@blueprint.get("/staff/<int:staff_id>/pin")
def ask_for_pin(staff_id: int) -> str:
    return confirm(
        title=_("A new PIN for %(name)s?", name=_led(staff_id).name),
        text=_(
            "The old PIN stops working, and %(name)s is signed out of every device.",
            name=_led(staff_id).name,
        ),
        label=_("Make a new PIN"),
        back=f"/manage/staff/{staff_id}",
    )


@blueprint.post("/staff/<int:staff_id>/pin")
@redraws(colleague)
def new_pin(staff_id: int) -> str:
    read_form(Form)
    return _show_pin(_led(staff_id))


@blueprint.post("/staff/<int:staff_id>/password")
@redraws(colleague)
def set_password(staff_id: int) -> Response:
    form = read_form(PasswordForm)
    person, own = _led(staff_id), current_session()
    service.set_password(
        person, form.password, by=g.staff.actor, keep_session=own.id if own else None
    )
    return go(f"/manage/staff/{staff_id}", _("The new password is in force."))


@blueprint.get("/staff/<int:staff_id>/retire")
def ask_to_retire_colleague(staff_id: int) -> str:
    person = _led(staff_id)
    return confirm(
        title=_("Does %(name)s leave?", name=person.name),
        text=_("PIN and password stop working at once. What they did stays in the journal."),
        more=_own_devices(person),
        label=_("Yes, leaves"),
        back=f"/manage/staff/{staff_id}",
    )


@blueprint.post("/staff/<int:staff_id>/retire")
@redraws(colleague)
def retire_colleague(staff_id: int) -> Response:
    read_form(Form)
    person = _led(staff_id)
    if person.id == g.staff.id:
        raise Invalid(_("Nobody retires themselves. Another owner can do it."))
    service.retire(person, by=g.staff.actor)
    return go("/manage/staff", _("%(name)s does not work here any more.", name=person.name))


@blueprint.post("/staff/sessions/<int:session_id>/revoke")
def revoke_session(session_id: int) -> Response:
    read_form(Form)
    session = queries.session_or_refuse(g.restaurant.id, session_id)
    if not _may_lead(session.staff):
        raise Forbidden
    sessions.revoke_session(session, by=g.staff.actor)
    return go("/manage/staff", _("%(name)s is signed out there.", name=session.staff.name))


def _own_devices(person: StaffMember) -> str:
    own = [device.name for device in queries.devices_of_one(person)]
    if not own:
        return ""
    names = ", ".join(own)
    said = _("Revoked as well, because nobody else has signed in there: %(names)s.", names=names)
    return str(said)


def _show_pin(person: StaffMember) -> str:
    """Only in this answer: it is kept nowhere, not even in a cookie on the way to another page."""
    pin = service.new_pin(person, by=g.staff.actor)
    return render_template("manager/pin.html", person=person, pin=pin)


def _led(staff_id: int) -> StaffMember:
    """A colleague whom the person at this screen may change. Raises NotFound, Forbidden."""
    person = queries.colleague_or_refuse(g.restaurant.id, staff_id)
    if not _may_lead(person):
        raise Forbidden
    return person


def _may_lead(person: StaffMember) -> bool:
    return person.id == g.staff.id or may_lead(g.staff.role, person.role)


def _refuse_to_give(role: Role) -> None:
    if not may_lead(g.staff.role, role):
        raise Invalid(_("Only an owner gives this role."), field="role")


def _roles() -> list[Role]:
    return [role for role in Role if may_lead(g.staff.role, role)]


def _language(tag: str) -> str | None:
    if tag and tag not in INTERFACE:
        raise Invalid(field="language")
    return tag or None
