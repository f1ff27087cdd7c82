"""Who is at this screen, from its cookies.

`staff` holds a sign-in, `device` an enrolled device, `screen` a paired kitchen screen (or one that
waits for its code to be typed), `known` (signed) whom this browser has signed in before, so that
strangers' wrong tries never block it.
"""

import ipaddress
import secrets
from datetime import timedelta
from typing import Any, Final

from flask import Response, current_app, g, request
from flask_babel import lazy_gettext as _l
from itsdangerous import BadSignature, URLSafeSerializer

from restaurant_order.core import clock
from restaurant_order.core.addresses import address_of
from restaurant_order.core.refusals import Forbidden, NotSignedIn
from restaurant_order.core.transaction import transaction
from restaurant_order.people import devices, queries
from restaurant_order.people.models import Device, Hand, Role, Screen, StaffMember, StaffSession
from restaurant_order.people.rules import Right, is_allowed, may

STAFF_COOKIE: Final = "staff"
DEVICE_COOKIE: Final = "device"
SCREEN_COOKIE: Final = "screen"
KNOWN_COOKIE: Final = "known"

KEEP: Final = timedelta(days=400)
"""How long a browser keeps a cookie at most (RFC 6265bis)."""

SEEN_EVERY: Final = timedelta(minutes=1)
"""How exact "last seen" is."""

KNOWN_PEOPLE: Final = 8
"""People one browser is remembered to have signed in."""


class NobodySignedIn(NotSignedIn):
    code = "nobody_signed_in"


class NotPaired(NobodySignedIn):
    """A kitchen screen that nobody has paired, or not any more."""

    code = "not_paired"
    sentence = _l("This screen is not paired with the kitchen. A manager can pair it.")


class WrongRole(Forbidden):
    code = "wrong_role"
    sentence = _l("This is not among your tasks here. Somebody else can sign in on this screen.")


def current_session() -> StaffSession | None:
    """The sign-in whose cookie came with this request; asked once per request."""
    if "staff_session" not in g:
        token = request.cookies.get(STAFF_COOKIE)
        g.staff_session = queries.session_by_token(token) if token else None
        if g.staff_session is not None:
            _note_seen(g.staff_session)
    session: StaffSession | None = g.staff_session
    return session


def current_staff() -> StaffMember | None:
    session = current_session()
    return session.staff if session is not None else None


def staff_or_refuse(*roles: Role) -> StaffMember:
    """The person at this screen, if they have one of `roles` (none named: any).

    Owners and managers may stand wherever cashiers, waiters or cooks may. Fills `g.staff`,
    `g.restaurant` and, where the person chose one, `g.language`.
    Raises NobodySignedIn, WrongRole.
    """
    staff = _staff()
    if not is_allowed(staff.role, roles):
        raise WrongRole
    return staff


def right_or_refuse(right: Right) -> StaffMember:
    """As `staff_or_refuse`, by what has to be done rather than by whom."""
    staff = _staff()
    if not may(staff.role, right):
        raise WrongRole
    return staff


def current_device() -> Device | None:
    """The enrolled device whose cookie came with this request."""
    if "device" not in g:
        token = request.cookies.get(DEVICE_COOKIE)
        g.device = devices.device_behind(token) if token else None
        if g.device is not None:
            _note_seen(g.device)
    device: Device | None = g.device
    return device


def current_screen() -> Screen | None:
    """The paired kitchen screen whose cookie came with this request."""
    if "screen" not in g:
        token = request.cookies.get(SCREEN_COOKIE)
        g.screen = queries.screen_by_token(token) if token else None
        if g.screen is not None:
            _note_seen(g.screen)
    screen: Screen | None = g.screen
    return screen


def cook_or_refuse() -> Hand:
    """A person who may cook; where none is signed in, the paired screen itself.

    Fills `g.hand` and `g.restaurant`, and for a person `g.staff` and `g.language`.
    Raises WrongRole, NotPaired, and NobodySignedIn on a device that takes PINs.
    """
    staff, screen = current_staff(), current_screen()
    if screen is not None and (staff is None or not may(staff.role, Right.COOK)):
        g.hand, g.restaurant = screen, screen.restaurant
    elif staff is None and (current_device() is None or SCREEN_COOKIE in request.cookies):
        raise NotPaired
    else:
        g.hand = right_or_refuse(Right.COOK)
    hand: Hand = g.hand
    return hand


def standing_at() -> str:
    """The place in the house that this request comes from; signing in anew makes it no other."""
    if (screen := current_screen()) is not None:
        return f"screen:{screen.id}"
    if (device := current_device()) is not None:
        return f"device:{device.id}"
    session = current_session()
    return f"staff:{session.staff_id}" if session is not None else f"address:{network()}"


def network() -> str:
    """Where this request comes from, as far as limits for strangers care."""
    return _network(request.remote_addr)


def where_from(login: str) -> str:
    """The place whose wrong tries count for a login: a browser that has signed it in before, an
    enrolled device, else the network address.
    """
    known = _known()
    staff = queries.staff_by_login(login.strip().casefold())
    if staff is not None and staff.id in known["people"]:
        return f"browser:{known['browser']}"
    if (device := current_device()) is not None:
        return f"device:{device.id}"
    return f"address:{network()}"


def remember_sign_in(response: Response, token: str, staff: StaffMember) -> None:
    """Hand the cookies of a new sign-in to the browser."""
    _keep(response, STAFF_COOKIE, token)
    known = _known()
    people = [staff.id, *(each for each in known["people"] if each != staff.id)]
    signed = _signer().dumps({**known, "people": people[:KNOWN_PEOPLE]})
    _keep(response, KNOWN_COOKIE, str(signed))


def remember_device(response: Response, token: str) -> None:
    _keep(response, DEVICE_COOKIE, token)


def renew_device(response: Response, device: Device) -> None:
    """After a sign-in on it: a copy of its cookie is worth nothing once it has come back."""
    token = request.cookies[DEVICE_COOKIE]
    secret = str(current_app.secret_key or "")
    _keep(response, DEVICE_COOKIE, devices.renew_token(device, token, secret=secret))


def remember_screen(response: Response, token: str) -> None:
    _keep(response, SCREEN_COOKIE, token)


def forget_sign_in(response: Response) -> None:
    response.delete_cookie(STAFF_COOKIE, httponly=True, samesite="Lax")


def _staff() -> StaffMember:
    staff = current_staff()
    if staff is None:
        raise NobodySignedIn
    g.staff, g.restaurant = staff, staff.restaurant
    if staff.language:
        g.language = staff.language
    return staff


def _note_seen(seen: StaffSession | Device | Screen) -> None:
    """Without a fact: this tells nobody anything new."""
    moment = clock.now()
    if seen.last_seen_at is None or moment - seen.last_seen_at > SEEN_EVERY:
        with transaction():
            seen.last_seen_at = moment


def _known() -> dict[str, Any]:
    signed = request.cookies.get(KNOWN_COOKIE, "")
    try:
        known: dict[str, Any] = _signer().loads(signed)
    except BadSignature:
        known = {"browser": secrets.token_hex(8), "people": []}
    return known


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="known browser")


def _network(address: str | None) -> str:
    """The address; of IPv6 the /64, since one household or phone owns all of it."""
    found = address_of(address or "")
    if found is None:
        return "unknown"
    if found.version == 6:
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)


def _keep(response: Response, name: str, value: str) -> None:
    response.set_cookie(
        name,
        value,
        max_age=KEEP,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
