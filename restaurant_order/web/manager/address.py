"""Which address stands in the codes: choosing it, and a phone that says whether it gets there."""

import ipaddress
import secrets
import socket
import time
from pathlib import Path
from typing import Final

import msgspec
from flask import Blueprint, Response, current_app, g, render_template, request
from flask_babel import gettext as _

from restaurant_order.core.forms import Form, read_form
from restaurant_order.core.refusals import NotFound
from restaurant_order.qr import service as sheets
from restaurant_order.qr.images import svg
from restaurant_order.venue.rules import checked_base_url, is_out_of_reach
from restaurant_order.venue.service import change_settings, settings_of
from restaurant_order.web.manager.blueprint import blueprint, go
from restaurant_order.web.manager.codes import base_url
from restaurant_order.web.redrawing import redraws

KEPT: Final = 1800
"""Seconds that a test code is good for."""

outside = Blueprint("reach", __name__)


class AddressForm(Form, frozen=True):
    base_url: str = ""


@blueprint.get("/tables/address")
def address() -> str:
    tried = request.args.get("try", "") if request.method == "GET" else ""
    base = checked_base_url(tried) or base_url(g.restaurant)
    token = _new_test()
    return render_template(
        "manager/sheets/address.html",
        base=base,
        current=base_url(g.restaurant),
        is_out_of_reach=is_out_of_reach(base),
        printed=sheets.count_printed(g.restaurant.id),
        offers=_offers(),
        token=token,
        picture=svg(f"{base}/reach/{token}", label=_("Test code")),
        is_reached=False,
    )


@blueprint.post("/tables/address")
@redraws(address)
def set_address() -> Response:
    form = read_form(AddressForm)
    settings = msgspec.structs.asdict(form)
    changed = settings_of(g.restaurant)
    changed = type(changed)(**{**vars(changed), **settings})
    change_settings(g.restaurant, changed, by=g.staff.actor)
    return go("/manage/tables/address", _("Saved."))


@blueprint.get("/tables/address/reached/<token>")
def is_reached(token: str) -> str:
    """Asked again and again by the page, until the phone was there."""
    file = _test(token)
    return render_template(
        "manager/sheets/_reached.html", token=token, is_reached=bool(file.read_text())
    )


@outside.get("/reach/<token>")
def reach(token: str) -> str:
    """A phone has scanned the test code."""
    _test(token).write_text("reached")
    return render_template("manager/sheets/reach.html")


def _offers() -> list[str]:
    """What this computer might be called by a phone in the same network."""
    port = request.host.partition(":")[2]
    tail = f":{port}" if port and port not in {"80", "443"} else ""
    found = [f"http://{each}{tail}" for each in (*_own_numbers(), _own_name())]
    return list(dict.fromkeys([current_app.config["BASE_URL"], *found]))


def _own_numbers() -> list[str]:
    """Addresses by which this computer reaches others; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(("192.0.2.1", 9))
            number = str(asking.getsockname()[0])
        except OSError:
            return []
    return [] if ipaddress.ip_address(number).is_loopback else [number]


def _own_name() -> str:
    name = socket.gethostname().partition(".")[0].lower()
    return f"{name}.local"


def _new_test() -> str:
    token = secrets.token_urlsafe(12)
    (_room() / token).write_text("")
    return token


def _test(token: str) -> Path:
    """Raises NotFound for a test that nobody began, or long ago."""
    plain = token.replace("-", "").replace("_", "")
    is_ours = len(token) == 16 and plain.isalnum() and plain.isascii()
    file = _room() / token if is_ours else None
    if file is None or not file.exists() or time.time() - file.stat().st_mtime > KEPT:
        raise NotFound
    return file


def _room() -> Path:
    room = Path(current_app.config["DATA_DIR"]) / "reach"
    room.mkdir(mode=0o700, parents=True, exist_ok=True)
    for file in room.iterdir():
        if time.time() - file.stat().st_mtime > KEPT:
            file.unlink(missing_ok=True)
    return room
