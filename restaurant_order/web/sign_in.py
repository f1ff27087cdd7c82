"""Signing in and out: people and their PINs on the restaurant's devices, a password elsewhere."""

from typing import Annotated, Any, Final
from urllib.parse import quote, urlsplit

from flask import Blueprint, Flask, Response, g, redirect, render_template, request
from flask_babel import lazy_gettext as _l
from msgspec import Meta

from restaurant_order.core.forms import Form, read_form
from restaurant_order.core.languages import COOKIE as LANGUAGE_COOKIE
from restaurant_order.people import queries, recognise, sessions, sign_in
from restaurant_order.people.models import Device, Role
from restaurant_order.people.recognise import KEEP, NobodySignedIn, WrongRole
from restaurant_order.people.rules import Right, may
from restaurant_order.people.sign_in import Opened
from restaurant_order.web.language import language_wanted
from restaurant_order.web.redrawing import redraws

PLACES: Final = {
    Role.OWNER: "/manage/",
    Role.MANAGER: "/manage/",
    Role.CASHIER: "/floor/",
    Role.WAITER: "/floor/",
    Role.COOK: "/kitchen/",
}
"""Where each role's work is."""

ROLES: Final = {
    Role.OWNER: _l("Owner"),
    Role.MANAGER: _l("Manager"),
    Role.CASHIER: _l("Cashier"),
    Role.WAITER: _l("Waiter"),
    Role.COOK: _l("Cook"),
}

ROOMS: Final = {
    "/manage": Right.RUN_THE_PLACE,
    "/floor": Right.SERVE,
    "/kitchen": Right.COOK,
}

Address = Annotated[str, Meta(max_length=500)]

blueprint = Blueprint("sign_in", __name__)


class PinForm(Form, frozen=True):
    pin: Annotated[str, Meta(max_length=20)] = ""
    next: Address = ""


class PasswordForm(Form, frozen=True):
    login: Annotated[str, Meta(max_length=200)] = ""
    password: Annotated[str, Meta(max_length=2000)] = ""
    next: Address = ""


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.register_error_handler(NobodySignedIn, ask_to_sign_in)
    app.register_error_handler(WrongRole, offer_another_person)
    app.jinja_env.globals.update(role_names=ROLES, places_of_work=PLACES)


def ask_to_sign_in(refusal: NobodySignedIn) -> Any:
    """Who wanted to read a page is shown the door and comes back; a change is never repeated."""
    is_page = request.method == "GET" and "HX-Request" not in request.headers
    door = f"/sign-in?next={quote(request.full_path.rstrip('?'))}" if is_page else "/sign-in"
    if "HX-Request" in request.headers:
        return Response(status=401, headers={"HX-Redirect": door})
    if is_page:
        return redirect(door, 303)
    return render_template("sign_in/refused.html", sentence=refusal.sentence), refusal.status


def offer_another_person(refusal: WrongRole) -> tuple[str, int]:
    if "HX-Request" in request.headers:
        page = render_template("errors/_toast.html", sentence=refusal.sentence, status=403)
    else:
        page = render_template("sign_in/refused.html", sentence=refusal.sentence)
    return page, refusal.status


def same_site(address: str) -> str:
    """The path to go on with, if it is one of this house; else empty."""
    parts = urlsplit(address)
    plain = address.isascii() and address.isprintable() and "\\" not in address
    inside = address.startswith("/") and not address.startswith("//")
    return address if plain and inside and not parts.netloc and not parts.scheme else ""


def destination(role: Role, wanted: str) -> str:
    """`wanted` if it is a page of this house that the role may see; else where its work is."""
    address = same_site(wanted)
    right = next((right for room, right in ROOMS.items() if address.startswith(room)), None)
    if not address or (right is not None and not may(role, right)):
        return PLACES[role]
    return address


@blueprint.get("/sign-in")
def people() -> str:
    """On an enrolled device its people, to be tapped; elsewhere login and password."""
    device = recognise.current_device()
    if device is None or "password" in request.args:
        return draw_password()
    return _draw("sign_in/people.html", device, people=queries.colleagues(device.restaurant_id))


def draw_password() -> str:
    return _draw("sign_in/password.html", recognise.current_device())


@blueprint.post("/sign-in")
@redraws(draw_password)
def sign_in_with_password() -> Response:
    form = read_form(PasswordForm)
    place = recognise.where_from(form.login)
    opened = sign_in.sign_in_with_password(
        form.login, form.password, place, replacing=recognise.current_session()
    )
    return _welcome(opened, form.next)


@blueprint.get("/sign-in/<int:staff_id>")
def pin(staff_id: int) -> Any:
    if recognise.current_device() is None:
        return redirect("/sign-in", 303)
    return draw_pin(staff_id)


def draw_pin(staff_id: int) -> str:
    device = _device_or_refuse()
    staff = queries.colleague_or_refuse(device.restaurant_id, staff_id)
    if staff.language and LANGUAGE_COOKIE not in request.cookies:
        g.language = staff.language
    return _draw("sign_in/pin.html", device, person=staff)


@blueprint.post("/sign-in/<int:staff_id>")
@redraws(draw_pin)
def sign_in_with_pin(staff_id: int) -> Response:
    device = _device_or_refuse()
    form = read_form(PinForm)
    opened = sign_in.sign_in_with_pin(
        device, staff_id, form.pin, replacing=recognise.current_session()
    )
    answer = _welcome(opened, form.next)
    recognise.renew_device(answer, device)
    return answer


@blueprint.post("/sign-out")
def sign_out() -> Response:
    read_form(Form)
    session = recognise.current_session()
    if session is not None:
        sessions.sign_out(session)
    answer = _go("/sign-in")
    recognise.forget_sign_in(answer)
    return answer


@blueprint.post("/sign-in/language")
def speak() -> Response:
    """Before anybody is signed in: this browser's language."""
    form = language_wanted()
    answer = _go(same_site(form.back) or "/sign-in")
    answer.set_cookie(LANGUAGE_COOKIE, form.language, max_age=KEEP, samesite="Lax")
    return answer


def _welcome(opened: Opened, wanted: str) -> Response:
    answer = _go(destination(opened.staff.role, wanted))
    recognise.remember_sign_in(answer, opened.token, opened.staff)
    return answer


def _go(address: str) -> Response:
    return Response(status=303, headers={"Location": address})


def _device_or_refuse() -> Device:
    device = recognise.current_device()
    if device is None:
        raise NobodySignedIn
    return device


def _draw(template: str, device: Device | None, **more: Any) -> str:
    if device is not None:
        g.restaurant = device.restaurant
    return render_template(
        template,
        device=device,
        next=same_site(request.values.get("next", "")),
        here=request.path,
        signed_in=recognise.current_staff(),
        **more,
    )
